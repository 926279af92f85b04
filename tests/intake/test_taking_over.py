"""Several processes take in, one handles: each update once, and those of a lane in order, whoever stored them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake import store
from bot.intake.intake import Intake
from bot.storage.port import LeadLost
from tests.intake.stage import START, Stage, make_intake, stage, tap

PAGE = 500


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as found:
        yield found


async def terms(here: Stage) -> dict[int, int]:
    return {row["update_id"]: row["term"] for row in await here.rows()}


async def left(here: Stage, *numbers: int, person: int = 5) -> None:
    """Another process has stored these."""
    batch = [store.Received(number, f"p{person}", tap(number, person=person)) for number in numbers]
    await here.storage.write(lambda tx: store.remember(tx, batch, None, here.clock.now()))


async def test_who_stands_by_stores_and_handles_nothing(here: Stage) -> None:
    standby = here.again()
    await standby.admit([tap(1), tap(2)])
    await standby.idle()
    assert (here.handler.got, await terms(here), await here.states()) == (
        [],
        {1: 0, 2: 0},
        {1: "waiting", 2: "waiting"},
    )


async def test_what_another_process_stored_comes_before_what_is_new(here: Stage) -> None:
    leader = here.again(others=True)
    leader.lead(2)
    await left(here, 1)
    await leader.admit([tap(2)])
    await leader.idle()
    assert here.handler.got == [1, 2]
    assert set((await here.states()).values()) == {"done"}


async def test_an_update_that_two_processes_got_is_handled_once(here: Stage) -> None:
    leader = here.again(others=True)
    leader.lead(2)
    await left(here, 1)
    await leader.admit([tap(1), tap(2)])
    await here.again().admit([tap(2), tap(1)])
    await leader.catch_up()
    await leader.idle()
    assert here.handler.got == [1, 2]


async def test_what_is_new_waits_behind_a_backlog_that_is_not_claimed_whole(here: Stage) -> None:
    released = asyncio.Event()

    async def handle(update: Any, *, attempt: int) -> None:
        await released.wait()
        await here.handler(update, attempt=attempt)

    leader = make_intake(here.storage, here.clock, handle, here.parked, others=True)
    leader.lead(2)
    await left(here, *range(PAGE + 100))
    await leader.admit([tap(5000)])
    known = await terms(here)
    assert (known[PAGE - 1], known[PAGE], known[5000]) == (2, 0, 0)
    released.set()
    await leader.catch_up()
    await leader.idle()
    assert here.handler.got == [*range(PAGE + 100), 5000]


async def test_a_new_term_takes_over_what_the_last_one_had_in_its_lanes(here: Stage) -> None:
    async def hang(update: Any, *, attempt: int) -> None:
        await asyncio.Event().wait()

    frozen = make_intake(here.storage, here.clock, hang, here.parked)
    frozen.lead(2)
    await frozen.admit([tap(1), tap(2)])
    await here.again().drain(3)
    assert (here.handler.got, await terms(here)) == ([1, 2], {1: 3, 2: 3})
    await frozen.close()


async def test_nothing_of_a_later_term_is_claimed(here: Stage) -> None:
    """By a process that does not know yet that it was deposed; the database would not let it, besides."""
    await here.storage.write(lambda tx: store.remember(tx, [store.Received(1, "p5", tap(1))], None, START, term=9))
    await here.again().drain(8)
    assert (here.handler.got, await terms(here)) == ([], {1: 9})


async def test_of_one_day_the_numbers_tell_the_order_and_not_the_clocks_of_two_machines(here: Stage) -> None:
    await left(here, 7)
    here.clock.advance(-timedelta(minutes=5).total_seconds())
    await left(here, 8)
    await here.again().drain(2)
    assert here.handler.got == [7, 8]


async def test_what_others_store_is_looked_for(here: Stage) -> None:
    handled: asyncio.Queue[int] = asyncio.Queue()

    async def handle(update: Any, *, attempt: int) -> None:
        handled.put_nowait(update.update_id)

    leader = make_intake(here.storage, here.clock, handle, here.parked, others=True)
    leader.lead(2)
    keeping = asyncio.create_task(leader.keep_up(here.clock))
    for number in (1, 2, 3):
        await here.again().admit([tap(number)])
        assert await asyncio.wait_for(handled.get(), 5) == number
    keeping.cancel()
    await asyncio.wait([keeping])
    await leader.close()


async def test_where_nobody_else_stores_nothing_is_looked_for(here: Stage) -> None:
    await left(here, 1)
    before = here.clock.now()
    await here.intake.keep_up(here.clock)
    await here.intake.idle()
    assert (here.handler.got, here.clock.now()) == ([1], before)


async def test_what_came_while_the_backlog_was_handled_comes_after_it(here: Stage) -> None:
    """Between `drain` and `lead` a webhook takes in already."""
    await left(here, 1)
    intake = here.again()
    await intake.drain(2)
    await intake.admit([tap(2)])
    assert (here.handler.got, (await terms(here))[2]) == ([1], 0)
    intake.lead(2)
    await intake.admit([tap(3)])
    await intake.idle()
    assert here.handler.got == [1, 2, 3]


async def test_marks_of_a_term_that_is_lost_are_left_and_the_end_is_quiet(here: Stage) -> None:
    deposed = asyncio.Event()

    class Fenced:
        """A database on which another process leads by now."""

        async def write(self, work: Any) -> Any:
            if deposed.is_set():
                raise LeadLost("another process leads by now")
            return await here.storage.write(work)

    async def handle(update: Any, *, attempt: int) -> None:
        deposed.set()

    intake = make_intake(Fenced(), here.clock, handle, here.parked)  # type: ignore[arg-type]
    intake.lead(2)
    await intake.admit([tap(1)])
    with pytest.raises(LeadLost):
        await intake.watch()
    await intake.close()
    assert await here.states() == {1: "waiting"}


@dataclass(frozen=True)
class Step:
    """An update of a person comes to one of the processes; or the leader ends, and that process leads."""

    person: int
    process: int
    takes_over: bool


STEPS = st.lists(st.builds(Step, st.integers(0, 2), st.integers(0, 2), st.sampled_from([False] * 4 + [True])))


@given(STEPS)
@settings(max_examples=40)
async def test_whoever_stores_and_whoever_leads_each_lane_is_handled_in_order_and_once(
    tmp_path_factory: pytest.TempPathFactory, steps: list[Step]
) -> None:
    async with stage(tmp_path_factory.mktemp("terms")) as here:
        await here.intake.close()
        processes: list[Intake] = [here.again(others=True) for _ in range(3)]
        processes[0].lead(2)
        leading = 0
        for number, step in enumerate(steps):
            if step.takes_over:
                await processes[leading].close()
                processes[leading] = here.again(others=True)
                leading = step.process
                await processes[leading].drain(number + 3)
                processes[leading].lead(number + 3)
            await processes[step.process].admit([tap(number, person=step.person)])
        await processes[leading].catch_up()
        await processes[leading].idle()
        persons = {number: step.person for number, step in enumerate(steps)}
        for person in range(3):
            own = [number for number in here.handler.got if persons[number] == person]
            assert own == [number for number, whose in persons.items() if whose == person]
