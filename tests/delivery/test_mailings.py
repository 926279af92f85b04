"""Letters of one mailing: put in by the hundred, held, released, cancelled and counted as one."""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.delivery import mailings, posts
from bot.delivery.failures import Failure
from bot.delivery.letters import Letter, put_all
from bot.delivery.limiter import Limiter
from bot.delivery.mailings import Arrived, Tally
from bot.delivery.outbox import Outbox, Priority
from bot.delivery.sender import Sender
from bot.storage.open import open_storage
from bot.storage.port import Storage, Writer
from tests.databases import ENGINES, new_database
from tests.delivery.post import Post, letter, outbox_of
from tests.delivery.simulated import START, SimulatedClock

NEWS = "a1"


def part(chat_id: int, words: str = "News", **fields: Any) -> Letter:
    """A letter of the mailing."""
    return letter(chat_id, words, **{"mailing": NEWS, "priority": Priority.ANNOUNCEMENT, **fields})


@asynccontextmanager
async def database(folder: Path, engine: str = "sqlite") -> AsyncIterator[Storage]:
    storage = await open_storage(new_database(folder, engine))
    try:
        yield storage
    finally:
        await storage.close()


async def states(storage: Storage) -> list[str]:
    rows = await storage.read(lambda tx: tx.all("SELECT state FROM outbox ORDER BY id"))
    return [row["state"] for row in rows]


@pytest.fixture(params=ENGINES)
async def storage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Storage]:
    async with database(tmp_path, request.param) as found:
        yield found


@pytest.fixture
async def post(tmp_path: Path) -> AsyncIterator[Post]:
    async with outbox_of(tmp_path, rate=25) as found:
        yield found


async def test_hundreds_are_put_in_and_each_is_what_it_was(storage: Storage) -> None:
    letters = [part(number, thread_id=number % 3 or None, silent=number % 2 == 0) for number in range(1, 300)]
    assert await storage.write(partial(put_all, letters=letters, now=START)) == 299
    more = [*letters[250:], part(300, any_hour=True)]
    assert await storage.write(partial(put_all, letters=more, now=START)) == 1
    due = await storage.read(
        lambda tx: posts.due(tx, Priority.ANNOUNCEMENT, START, after=None, limit=1000),
    )
    assert [one.chat_id for one in due] == list(range(1, 301))
    assert [one.thread_id for one in due[:4]] == [1, 2, None, 1]
    assert [one.silent for one in due[:3]] == [False, True, False]
    assert [one.any_hour for one in due[-2:]] == [False, True]
    assert {(one.mailing, one.kind, one.data["words"]) for one in due} == {(NEWS, "wheel", "News")}


async def test_nothing_is_put_in_where_there_is_nothing(storage: Storage) -> None:
    assert await storage.write(partial(put_all, letters=[], now=START)) == 0


async def test_a_mailing_is_counted_by_what_became_of_it(storage: Storage) -> None:
    await storage.write(partial(put_all, letters=[part(number) for number in range(1, 9)], now=START))
    await storage.write(partial(put_all, letters=[letter(1, "another")], now=START))
    for number in (1, 2, 3, 4, 5):
        await storage.write(partial(posts.take_up, post_id=number))
    await storage.write(partial(posts.arrived, post_id=1, message_id=71))
    await storage.write(partial(posts.arrived, post_id=2, message_id=72, message_ids=(72, 73)))
    await storage.write(partial(posts.given_up, post_id=3, failure=Failure.BLOCKED))
    await storage.write(partial(posts.given_up, post_id=4, failure=Failure.BLOCKED))
    await storage.write(partial(posts.given_up, post_id=6, failure=Failure.PAST))
    tally = await storage.read(partial(mailings.counts, mailing=NEWS))
    assert tally == Tally(2, 3, 0, 0, {Failure.BLOCKED: 2, Failure.PAST: 1})
    assert tally.all == 8


async def test_a_mailing_that_nobody_knows_is_empty(storage: Storage) -> None:
    assert await storage.read(partial(mailings.counts, mailing="a2")) == Tally(0, 0, 0, 0, {})


async def test_where_it_arrived_is_told_page_by_page(storage: Storage) -> None:
    chats = [-5, 3, -2, 1]
    await storage.write(partial(put_all, letters=[part(chat) for chat in [*chats, 9]], now=START))
    for number in range(1, 5):
        await storage.write(partial(posts.take_up, post_id=number))
        await storage.write(partial(posts.arrived, post_id=number, message_id=number, message_ids=(number, 99)))
    first = await storage.read(partial(mailings.arrived, mailing=NEWS, after=None, limit=3))
    rest = await storage.read(partial(mailings.arrived, mailing=NEWS, after=first[-1].chat_id, limit=3))
    assert first == [Arrived(-5, (1, 99)), Arrived(-2, (3, 99)), Arrived(1, (4, 99))]
    assert rest == [Arrived(3, (2, 99))]


async def test_a_mailing_is_held_and_goes_on_where_it_was(storage: Storage) -> None:
    await storage.write(partial(put_all, letters=[part(1), part(2), letter(3)], now=START))
    await storage.write(partial(mailings.hold, mailing=NEWS))
    assert await states(storage) == ["held", "held", "waiting"]
    assert await storage.write(partial(posts.take_up, post_id=1)) is None
    await storage.write(partial(mailings.release, mailing=NEWS))
    assert await states(storage) == ["waiting"] * 3


async def test_a_cancelled_mailing_stays_so(storage: Storage) -> None:
    await storage.write(partial(put_all, letters=[part(1), part(2)], now=START))
    assert await storage.write(partial(mailings.cancel, mailing=NEWS)) == 2
    await storage.write(partial(mailings.release, mailing=NEWS))
    assert await storage.write(partial(mailings.cancel, mailing=NEWS)) == 0
    assert await states(storage) == ["cancelled"] * 2


@pytest.mark.parametrize(("stop", "left"), [(mailings.hold, "held"), (mailings.cancel, "cancelled")])
async def test_what_was_being_sent_and_failed_is_not_tried_again(storage: Storage, stop: Any, left: str) -> None:
    await storage.write(partial(put_all, letters=[part(number) for number in (1, 2, 3, 4)], now=START))
    for number in (1, 2, 3, 4):
        await storage.write(partial(posts.take_up, post_id=number))
    await storage.write(partial(stop, mailing=NEWS))
    await storage.write(partial(posts.later, post_id=1, at=START, error="no connection"))
    await storage.write(partial(posts.outside_topic, post_id=2, error="the topic is gone"))
    await storage.write(partial(posts.arrived, post_id=3, message_id=7))
    await storage.write(partial(posts.recover, once=["reminder"]))
    assert await states(storage) == [left, left, "sent", left]


async def test_what_is_released_while_it_is_being_sent_is_tried_again(storage: Storage) -> None:
    await storage.write(partial(put_all, letters=[part(1)], now=START))
    await storage.write(partial(posts.take_up, post_id=1))
    await storage.write(partial(mailings.hold, mailing=NEWS))
    await storage.write(partial(mailings.release, mailing=NEWS))
    await storage.write(partial(posts.later, post_id=1, at=START, error="no connection"))
    assert await states(storage) == ["waiting"]


async def test_what_is_put_off_until_morning_stays_held(storage: Storage) -> None:
    await storage.write(partial(put_all, letters=[part(1)], now=START))
    await storage.write(partial(mailings.hold, mailing=NEWS))
    await storage.write(partial(posts.postpone, post_id=1, at=START + timedelta(hours=9)))
    assert await states(storage) == ["held"]


ACTS = ("hold", "release", "cancel", "take up", "arrive", "fail", "give up", "postpone", "restart")


@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(1, 3)), max_size=25))
@settings(max_examples=60, deadline=None)
def test_whatever_happens_no_letter_is_lost_and_a_cancelled_one_never_goes(acts: list[tuple[str, int]]) -> None:
    asyncio.run(_survives(acts))


async def _survives(acts: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with database(Path(folder)) as storage:
            await storage.write(partial(put_all, letters=[part(number) for number in (1, 2, 3)], now=START))
            cancelled, taken_after = False, 0
            for act, number in acts:
                taken = await storage.write(partial(_do, act=act, post_id=number))
                taken_after += cancelled and taken
                cancelled = cancelled or act == "cancel"
            tally = await storage.read(partial(mailings.counts, mailing=NEWS))
            assert (tally.all, taken_after) == (3, 0)
            if cancelled:
                await storage.write(partial(posts.recover, once=[]))
                assert not {"waiting", "held", "sending"} & set(await states(storage))


async def _do(tx: Writer, act: str, post_id: int) -> bool:
    """Whether a letter was taken up. What only happens to a letter under way is left out for others."""
    works: dict[str, Any] = {
        "hold": partial(mailings.hold, mailing=NEWS),
        "release": partial(mailings.release, mailing=NEWS),
        "cancel": partial(mailings.cancel, mailing=NEWS),
        "take up": partial(posts.take_up, post_id=post_id),
        "arrive": partial(posts.arrived, post_id=post_id, message_id=7),
        "fail": partial(posts.later, post_id=post_id, at=START, error="no connection"),
        "give up": partial(posts.given_up, post_id=post_id, failure=Failure.PAST),
        "postpone": partial(posts.postpone, post_id=post_id, at=START),
        "restart": partial(posts.recover, once=[]),
    }
    row = await tx.one("SELECT state FROM outbox WHERE id = :id", id=post_id)
    if act == "arrive" and (row is None or row["state"] != "sending"):
        return False
    return await works[act](tx) is not None and act == "take up"


@given(st.lists(st.lists(st.integers(0, 40), max_size=150), max_size=4))
@settings(max_examples=40, deadline=None)
def test_each_key_is_there_once_however_it_was_put_in(batches: list[list[int]]) -> None:
    asyncio.run(_once_each(batches))


async def _once_each(batches: list[list[int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with database(Path(folder)) as storage:
            new = 0
            for batch in batches:
                letters = [letter(1, key=f"{number}") for number in batch]
                new += await storage.write(partial(put_all, letters=letters, now=START))
            rows = await storage.read(lambda tx: tx.all("SELECT key FROM outbox"))
    keys = {f"{number}" for batch in batches for number in batch}
    assert (sorted(row["key"] for row in rows), new) == (sorted(keys), len(keys))


async def _many(post: Post, many: int = 60) -> list[int]:
    """People who have started the bot, and a letter of the mailing to each."""
    people = [post.stage.world.person(f"P{number}") for number in range(many)]
    for person in people:
        await person.send("/start")
    await post.storage.write(partial(put_all, letters=[part(person.id) for person in people], now=START))
    return [person.id for person in people]


@pytest.mark.parametrize("stop", [mailings.hold, mailings.cancel])
async def test_what_waits_for_its_turn_gives_it_up_once_its_mailing_is_stopped(post: Post, stop: Any) -> None:
    await _many(post)
    still = SimulatedClock()  # it stands still: the first turn is given, no other ever is
    sender = Sender(post.stage.bot, Limiter(still, 25), post.stage.contacts, post.stage.pictures)
    outbox = Outbox(post.storage, sender, post.renderer, still, Random(3))
    flush = asyncio.create_task(outbox.flush())
    await post.stage.world.until(lambda: post.stage.calls("sendMessage"))
    await post.storage.write(partial(stop, mailing=NEWS))
    outbox.wake()
    await asyncio.wait_for(flush, 20)
    assert len(post.renderer.rendered) == 1
    sender.limiter.close()


async def test_what_was_held_in_the_middle_arrives_once_each_after_its_release(post: Post) -> None:
    people = await _many(post)
    flush = asyncio.create_task(post.outbox.flush())
    await post.stage.world.until(lambda: len(post.stage.calls("sendMessage")) >= 10)
    await post.storage.write(partial(mailings.hold, mailing=NEWS))
    post.outbox.wake()
    await flush
    await post.storage.write(partial(mailings.release, mailing=NEWS))
    await post.outbox.flush()
    assert Counter(call.params["chat_id"] for call in post.stage.calls("sendMessage")) == Counter(people)
    assert set(await states(post.storage)) == {"sent"}


async def test_a_mailing_that_is_malformed_is_reported_once_and_holds_up_nothing(post: Post) -> None:
    anna, bob = post.stage.anna.id, post.stage.bob.id
    letters = [part(anna, "malformed"), part(bob, "malformed"), letter(anna)]
    await post.storage.write(partial(put_all, letters=letters, now=START))
    with capture_logs() as lines:
        await post.outbox.flush()
    assert await post.errors() == ["malformed", "malformed", None]
    assert [line["reason"] for line in lines if line["log_level"] == "error"] == ["the message is malformed"]
    tally = await post.storage.read(partial(mailings.counts, mailing=NEWS))
    assert tally.failed == {Failure.MALFORMED: 2}
