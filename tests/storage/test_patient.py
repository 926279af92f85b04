"""A storage that waits for its database: as long as it takes, told once, and never where waiting is of no use."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, NoReturn, TypeVar

import pytest
import structlog

from bot.clock import ManualClock
from bot.storage.outage import Outage
from bot.storage.patient import PatientStorage
from bot.storage.port import LeadLost, Reader, StorageError, Unavailable, Writer

from .contract import turn

T = TypeVar("T")
AWAY = Unavailable("the database palabre at db: nothing answers there")
BEGINS, ENDS = "the database does not answer; waiting", "the database answers again"


class Waits(ManualClock):
    """Notes how long was slept; can hold whoever sleeps."""

    def __init__(self) -> None:
        super().__init__(datetime(2027, 1, 1, tzinfo=UTC))
        self.slept: list[float] = []
        self.free = asyncio.Event()
        self.free.set()

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await self.free.wait()
        await super().sleep(seconds)


class Shaky:
    """A database that raises what it was told to, one after another, and then answers "done"."""

    shared = True

    def __init__(self) -> None:
        self.raises: list[Exception] = []
        self.asked = 0

    async def read(self, work: Callable[[Reader], Awaitable[T]]) -> Any:
        return await self._ask()

    async def write(self, work: Callable[[Writer], Awaitable[T]]) -> Any:
        return await self._ask()

    async def lead(self) -> int:
        await self._ask()
        return 7

    async def deposed(self) -> NoReturn:
        raise LeadLost("another leads")

    async def clean(self) -> bool:
        await self._ask()
        return True

    async def close(self) -> None:
        """Nothing is open."""

    async def _ask(self) -> str:
        await turn()
        self.asked += 1
        if self.raises:
            raise self.raises.pop(0)
        return "done"


async def nothing(_: object) -> str:
    return "done"


@pytest.fixture
def shaky() -> Shaky:
    return Shaky()


@pytest.fixture
def clock() -> Waits:
    return Waits()


@pytest.fixture
def storage(shaky: Shaky, clock: Waits) -> PatientStorage:
    return PatientStorage(shaky, clock, Outage())


async def test_what_finds_the_database_away_is_run_again_after_waits_that_grow(
    storage: PatientStorage, shaky: Shaky, clock: Waits
) -> None:
    for ask in (storage.write, storage.read):
        shaky.raises, clock.slept = [AWAY] * 8, []
        assert await ask(nothing) == "done"
        assert clock.slept == [0.1, 0.2, 0.4, 0.8, 1.6, 2.0, 2.0, 2.0]
    shaky.raises = [AWAY]
    assert await storage.lead() == 7


async def test_it_is_told_once_however_many_wait_and_again_the_next_time(storage: PatientStorage, shaky: Shaky) -> None:
    for _ in range(2):
        with structlog.testing.capture_logs() as logs:
            shaky.raises = [AWAY] * 100
            await asyncio.gather(*(ask(nothing) for _ in range(20) for ask in (storage.read, storage.write)))
        assert [(log["log_level"], log["event"]) for log in logs] == [("warning", BEGINS), ("info", ENDS)]
        assert logs[0]["reason"] == str(AWAY)


async def test_who_waits_goes_on_together_and_who_comes_waits_with_them(
    storage: PatientStorage, shaky: Shaky, clock: Waits
) -> None:
    clock.free.clear()
    shaky.raises = [AWAY] * 10
    waiting = [asyncio.create_task(storage.write(nothing)) for _ in range(10)]
    while not clock.slept:
        await turn()
    waiting += [asyncio.create_task(storage.write(nothing)) for _ in range(10)]
    for _ in range(10):
        await turn()
    assert (shaky.asked, len(clock.slept)) == (10, 1)
    clock.free.set()
    assert await asyncio.gather(*waiting) == ["done"] * 20
    assert len(clock.slept) == 1


async def test_who_waits_can_be_cancelled_and_the_others_wait_on(
    storage: PatientStorage, shaky: Shaky, clock: Waits
) -> None:
    clock.free.clear()
    shaky.raises = [AWAY] * 2
    one, other = (asyncio.create_task(storage.write(nothing)) for _ in range(2))
    while not clock.slept:
        await turn()
    one.cancel()
    with pytest.raises(asyncio.CancelledError):
        await one
    clock.free.set()
    assert await other == "done"


@pytest.mark.parametrize("error", [StorageError("the password is wrong"), LeadLost("another leads"), ValueError("no")])
async def test_what_does_not_pass_comes_out_at_once(
    storage: PatientStorage, shaky: Shaky, clock: Waits, error: Exception
) -> None:
    shaky.raises = [error]
    with pytest.raises(type(error)) as caught:
        await storage.write(nothing)
    assert caught.value is error
    assert clock.slept == []


async def test_the_rest_is_the_storage_within(storage: PatientStorage) -> None:
    assert storage.shared
    with pytest.raises(LeadLost):
        await storage.deposed()
