"""What is posted together is stored together, and nobody waits for a database for longer than they have patience."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from bot.intake.batches import Batches
from bot.storage.port import StorageError

MOST = 1000


class Held:
    """A database that stores when it is let."""

    def __init__(self) -> None:
        self.let = asyncio.Event()
        self.stored: list[list[int]] = []
        self.failure: Exception | None = None

    async def admit(self, updates: Sequence[Mapping[str, Any]]) -> None:
        await self.let.wait()
        if self.failure is not None:
            raise self.failure
        self.stored.append([update["update_id"] for update in updates])


def adding(batches: Batches, numbers: Sequence[int]) -> list[asyncio.Future[None]]:
    return [asyncio.ensure_future(batches.add({"update_id": number})) for number in numbers]


async def outcomes(waiting: Sequence[asyncio.Future[None]]) -> list[type[BaseException] | None]:
    results = await asyncio.gather(*waiting, return_exceptions=True)
    return [type(one) if isinstance(one, BaseException) else None for one in results]


@pytest.fixture
async def held() -> Held:
    return Held()


async def test_whoever_loses_patience_is_told_so_and_is_stored_all_the_same_once(held: Held) -> None:
    batches = Batches(held.admit, patience=0.02)
    assert await outcomes(adding(batches, [1, 2])) == [TimeoutError] * 2
    assert await outcomes(adding(batches, [3])) == [TimeoutError]
    held.let.set()
    await outcomes(adding(batches, [4]))
    await batches.close(20.0)
    assert sorted(number for batch in held.stored for number in batch) == [1, 2, 3, 4]


async def test_what_waits_for_a_database_does_not_grow_for_ever(held: Held) -> None:
    batches = Batches(held.admit, patience=60)
    first = adding(batches, [0])
    await asyncio.wait(first, timeout=0.01)
    waiting = adding(batches, range(1, MOST + 1))
    await asyncio.wait(waiting, timeout=0.01)
    assert await outcomes(adding(batches, [MOST + 1])) == [TimeoutError]
    held.let.set()
    assert await outcomes([*first, *waiting]) == [None] * (MOST + 1)
    assert held.stored == [[0], list(range(1, MOST + 1))]


async def test_a_failure_is_told_to_all_of_its_batch_and_to_nobody_else(held: Held) -> None:
    batches = Batches(held.admit, patience=60)
    waiting = adding(batches, [1, 2, 3])
    held.failure = StorageError("the disk is full")
    held.let.set()
    assert await outcomes(waiting) == [StorageError] * 3
    held.failure = None
    await batches.add({"update_id": 4})
    assert held.stored == [[4]]


async def test_whoever_is_gone_holds_up_nobody(held: Held) -> None:
    batches = Batches(held.admit, patience=60)
    gone, stays = adding(batches, [1, 2])
    await asyncio.wait([gone], timeout=0.01)
    gone.cancel()
    held.let.set()
    assert await outcomes([stays]) == [None]
    assert held.stored == [[1, 2]]
