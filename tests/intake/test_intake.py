"""What came is stored first, handled once, in order, and parked when it cannot be."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import telegram
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake import store
from bot.intake.intake import Intake
from bot.storage.port import StorageError
from tests.intake.stage import BOT, START, Stage, line, make_intake, stage, tap


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as found:
        yield found


async def test_an_update_is_handled_and_emptied(here: Stage) -> None:
    await here.intake.admit([tap(1)], 2)
    await here.intake.idle()
    row = (await here.rows())[0]
    assert here.handler.got == [1]
    assert (row["state"], row["payload"], row["lane"]) == ("done", None, "-")


async def test_a_handler_that_marks_its_update_is_no_problem(here: Stage) -> None:
    here.handler.marks = True
    await here.intake.admit([tap(1), line(2)], 3)
    await here.intake.idle()
    assert await here.states() == {1: "done", 2: "done"}


@pytest.mark.parametrize("together", [True, False])
async def test_an_update_that_comes_twice_is_handled_once(here: Stage, together: bool) -> None:
    if together:
        await here.intake.admit([tap(1), tap(1)], 2)
    else:
        await here.intake.admit([tap(1)], 2)
        await here.intake.idle()
        await here.intake.admit([tap(1)], 2)
    await here.intake.idle()
    assert here.handler.got == [1]


async def test_what_was_stored_and_not_handled_is_handled_by_the_next_process_in_order(here: Stage) -> None:
    batch = [store.Received(number, "p5", tap(number)) for number in (7, 3, 9)]
    await here.storage.write(lambda tx: store.remember(tx, batch, 10, here.clock.now()))
    await here.again().drain(2)
    assert here.handler.got == [3, 7, 9]
    assert set((await here.states()).values()) == {"done"}


async def test_after_a_quiet_week_the_older_number_is_the_younger_update(here: Stage) -> None:
    await here.storage.write(
        lambda tx: store.remember(tx, [store.Received(900, "p5", tap(900))], 901, here.clock.now())
    )
    here.clock.advance(7 * 86_400)
    await here.storage.write(lambda tx: store.remember(tx, [store.Received(4, "p5", tap(4))], 5, here.clock.now()))
    await here.again().drain(2)
    assert here.handler.got == [900, 4]


async def test_a_backlog_longer_than_a_page_is_drained(here: Stage) -> None:
    for start in range(0, 700, 100):
        batch = [store.Received(number, f"p{number}", tap(number)) for number in range(start, start + 100)]
        await here.storage.write(lambda tx, batch=batch: store.remember(tx, batch, 1, here.clock.now()))  # type: ignore[misc]
    await here.again().drain(2)
    assert sorted(here.handler.got) == list(range(700))


async def test_whoever_stops_waiting_for_the_backlog_does_not_stop_it(here: Stage) -> None:
    released = asyncio.Event()

    async def handle(update: telegram.Update, *, attempt: int) -> None:
        await released.wait()
        await here.handler(update, attempt=attempt)

    for number in range(1200):
        here.clock.advance(0.001)
        batch = [store.Received(number, f"p{number % 7}", tap(number))]
        await here.storage.write(partial(store.remember, batch=batch, next_offset=1, now=here.clock.now()))
    intake = make_intake(here.storage, here.clock, handle, here.parked)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(intake.drain(2), 0.05)
    intake.lead(2)
    await intake.admit([tap(5000, person=1)], 5001)
    released.set()
    await intake.catch_up()
    await intake.idle()
    assert sorted(here.handler.got) == [*range(1200), 5000]


async def test_a_failing_update_is_tried_three_times_then_parked_with_one_apology(here: Stage) -> None:
    here.handler.failures[1] = 99
    await here.intake.admit([tap(1), tap(2)], 3)
    await here.intake.idle()
    assert here.handler.attempts == [(1, 1), (1, 2), (1, 3), (2, 1)]
    assert await here.states() == {1: "parked", 2: "done"}
    assert [raw["update_id"] for raw in here.parked] == [1]
    assert (await here.rows())[0]["payload"]


async def test_an_update_that_fails_twice_is_not_parked(here: Stage) -> None:
    here.handler.failures[1] = 2
    await here.intake.admit([tap(1)], 2)
    await here.intake.idle()
    assert (here.handler.got, here.parked) == ([1], [])


async def test_failures_of_an_earlier_process_count(here: Stage) -> None:
    await here.storage.write(lambda tx: store.remember(tx, [store.Received(1, "p5", tap(1))], 2, here.clock.now()))
    await here.storage.write(lambda tx: store.failed(tx, 1))
    here.handler.failures[1] = 99
    await here.again().drain(2)
    assert here.handler.attempts == [(1, 2), (1, 3)]


async def test_an_apology_that_fails_harms_nobody(here: Stage) -> None:
    async def on_parked(raw: Mapping[str, Any]) -> None:
        raise ValueError("a bug")

    here.handler.failures[1] = 99
    intake = Intake(here.storage, here.clock, BOT, here.handler, on_parked)
    intake.lead(2)
    await intake.admit([tap(1), tap(2)], 3)
    await intake.idle()
    assert here.handler.got == [2]


MALFORMED = [{"message": 5}, {"message": {"chat": 7}}, {"callback_query": {"from": "x"}}, {"message": []}]


@pytest.mark.parametrize("broken", MALFORMED)
async def test_a_malformed_update_is_parked_and_stops_no_other(here: Stage, broken: dict[str, Any]) -> None:
    await here.intake.admit([{"update_id": 1, **broken}, tap(2), line(3)], 4)
    await here.intake.idle()
    assert sorted(number for number in here.handler.got if number != 1) == [2, 3]
    assert (await here.states())[2] == "done"


async def test_text_that_cannot_be_encoded_is_stored_all_the_same(here: Stage) -> None:
    await here.intake.admit([line(1, words="\ud83d \x00 <3 'x' 👩🏽‍🌾")], 2)
    await here.intake.idle()
    message = here.handler.updates[0].message
    assert message is not None
    assert message.text == "\ud83d \x00 <3 'x' 👩🏽‍🌾"


async def test_a_tap_comes_without_the_keyboard_that_was_tapped(here: Stage) -> None:
    await here.intake.admit([tap(1)], 2)
    await here.intake.idle()
    query = here.handler.updates[0].callback_query
    assert query is not None
    message = query.message
    assert isinstance(message, telegram.Message)
    assert (message.text, message.reply_markup) == ("?", None)


async def test_a_tap_in_private_comes_with_the_place_of_the_message_and_who_tapped_what(here: Stage) -> None:
    raw = tap(1, data="yes")
    raw["callback_query"]["message"]["chat"] = {"id": 5, "type": "private", "first_name": "P"}
    await here.intake.admit([raw], 2)
    await here.intake.idle()
    query = here.handler.updates[0].callback_query
    assert query is not None
    assert query.message is not None
    assert (query.message.chat.id, query.message.message_id) == (5, 3)
    assert (query.id, query.from_user.id, query.data) == ("1", 5, "yes")


async def test_a_tap_in_private_on_a_picture_tells_that_it_is_one(here: Stage) -> None:
    raw = tap(1)
    sizes = [{"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9}]
    raw["callback_query"]["message"] |= {"chat": {"id": 5, "type": "private", "first_name": "P"}, "photo": sizes}
    await here.intake.admit([raw], 2)
    await here.intake.idle()
    query = here.handler.updates[0].callback_query
    assert query is not None
    assert isinstance(query.message, telegram.Message)
    assert query.message.photo


async def test_a_database_that_fails_stops_the_intake_and_parks_nothing(here: Stage) -> None:
    async def handle(update: telegram.Update, *, attempt: int) -> None:
        raise StorageError("the disk is full")

    intake = make_intake(here.storage, here.clock, handle, here.parked)
    intake.lead(2)
    await intake.admit([tap(1)], 2)
    with pytest.raises(StorageError, match="disk is full"):
        await intake.idle()
    assert (await here.states(), here.parked) == ({1: "waiting"}, [])


async def test_what_was_handled_is_forgotten_after_two_days_and_what_waits_is_not(here: Stage) -> None:
    here.handler.failures[2] = 99
    await here.intake.admit([tap(1), tap(2)], 3)
    await here.intake.idle()
    await here.storage.write(lambda tx: store.remember(tx, [store.Received(3, "p5", tap(3))], 4, here.clock.now()))
    here.clock.advance(timedelta(hours=47).total_seconds())
    await here.intake.forget_old()
    assert len(await here.rows()) == 3
    here.clock.advance(timedelta(hours=2).total_seconds())
    await here.intake.forget_old()
    assert await here.states() == {3: "waiting"}


async def test_the_bookmark_is_stored_with_the_batch_and_aged(here: Stage) -> None:
    assert await here.storage.read(store.bookmark) is None
    await here.intake.admit([tap(41)], 42)
    mark = await here.storage.read(store.bookmark)
    assert mark is not None
    assert mark.offset(START) == 42
    assert mark.offset(START + timedelta(days=5, hours=23)) == 42
    assert mark.offset(START + timedelta(days=6)) is None


async def test_marking_twice_says_so(here: Stage) -> None:
    await here.storage.write(lambda tx: store.remember(tx, [store.Received(1, "p5", tap(1))], 2, here.clock.now()))
    assert await here.storage.write(lambda tx: store.done(tx, 1)) is True
    assert await here.storage.write(lambda tx: store.done(tx, 1)) is False


@given(st.lists(st.lists(st.integers(1, 30), max_size=6), max_size=8), st.integers(0, 7))
@settings(max_examples=20)
async def test_whatever_is_repeated_and_wherever_it_crashes_each_update_is_handled(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[int]], crash: int
) -> None:
    async with stage(tmp_path_factory.mktemp("crash")) as here:
        for number, batch in enumerate(batches):
            updates = [tap(update_id, person=update_id % 3) for update_id in batch]
            if number == crash:  # stored, then the process ends before any of it is handled
                received = [store.Received(update["update_id"], "p1", update) for update in updates]
                await here.storage.write(lambda tx, some=received: store.remember(tx, some, 1, START))  # type: ignore[misc]
                await here.intake.close()
                here.intake = here.again()
                await here.intake.drain(number + 2)
                here.intake.lead(number + 2)
            else:
                await here.intake.admit(updates, 1)
        await here.intake.idle()
        assert sorted(here.handler.got) == sorted({update_id for batch in batches for update_id in batch})
