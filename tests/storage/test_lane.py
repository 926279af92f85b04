"""A lane hands works on together, and nobody waits in it for ever or is told more than what is known."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.storage.lane import Lane, Ticket
from bot.storage.port import StorageError

from .contract import turn


async def _nothing(_: Any) -> str:
    return "done"


async def test_no_batch_is_larger_than_256() -> None:
    sizes: list[int] = []

    async def run_batch(batch: list[Ticket[Any]]) -> None:
        sizes.append(len(batch))
        for ticket in batch:
            ticket.run(None)

    lane = Lane(run_batch)
    assert await asyncio.gather(*(lane.submit(_nothing) for _ in range(600))) == ["done"] * 600
    assert sizes == [256, 256, 88]
    assert lane.load == 0


async def test_its_load_is_what_waits_and_what_runs() -> None:
    go_on = asyncio.Event()

    async def run_batch(batch: list[Ticket[Any]]) -> None:
        await go_on.wait()

    lane = Lane(run_batch)
    tasks = [asyncio.create_task(lane.submit(_nothing)) for _ in range(3)]
    await turn()
    await turn()
    tasks.append(asyncio.create_task(lane.submit(_nothing)))
    await turn()
    assert lane.load == 4
    go_on.set()
    await asyncio.gather(*tasks)
    assert lane.load == 0


async def test_who_is_cancelled_before_its_turn_leaves_at_once_and_is_never_run() -> None:
    go_on, ran = asyncio.Event(), list[int]()

    async def run_batch(batch: list[Ticket[Any]]) -> None:
        ran.append(len(batch))
        await go_on.wait()

    lane = Lane(run_batch)
    first = asyncio.create_task(lane.submit(_nothing))
    await turn()
    await turn()
    second, third = (asyncio.create_task(lane.submit(_nothing)) for _ in range(2))
    await turn()
    second.cancel()
    with pytest.raises(asyncio.CancelledError):
        await second
    assert not first.done()
    go_on.set()
    await asyncio.gather(first, third)
    assert ran == [1, 1]


async def test_a_batch_that_cannot_be_run_fails_each_work_and_not_the_next_batch() -> None:
    failures = [OSError("no thread")]

    async def run_batch(batch: list[Ticket[Any]]) -> None:
        if failures:
            raise failures.pop()
        for ticket in batch:
            ticket.run(None)

    lane = Lane(run_batch)
    outcomes = await asyncio.gather(*(lane.submit(_nothing) for _ in range(3)), return_exceptions=True)
    assert [str(outcome) for outcome in outcomes] == ["the database connection failed: no thread"] * 3
    assert await lane.submit(_nothing) == "done"


@pytest.mark.parametrize("turns", [1, 2, 3], ids=["before it begins", "at its beginning", "in the middle"])
@pytest.mark.parametrize("whom", ["all", "the lane"])
async def test_a_loop_that_is_stopped_waits_for_nobody_and_acknowledges_nothing(turns: int, whom: str) -> None:
    """When `asyncio.run` ends it cancels every task, the lane's own too, and waits for them all."""

    async def run_batch(_: list[Ticket[Any]]) -> None:
        await asyncio.Event().wait()

    lane, before = Lane(run_batch), asyncio.all_tasks()
    callers = [asyncio.create_task(lane.submit(_nothing)) for _ in range(2)]
    for _ in range(turns):
        await turn()
    callers.append(asyncio.create_task(lane.submit(_nothing)))
    tasks = asyncio.all_tasks() - before
    for task in tasks if whom == "all" else tasks - set(callers):
        task.cancel()
    outcomes = await asyncio.wait_for(asyncio.gather(*callers, return_exceptions=True), timeout=10)
    expected = asyncio.CancelledError if whom == "all" else StorageError
    assert [type(outcome) for outcome in outcomes] == [expected] * 3
