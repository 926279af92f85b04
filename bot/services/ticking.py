"""What is due at a tick, one thing after another: each in its own transaction, so that others' works come between."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Protocol, TypeVar

from bot.clock import from_micros, to_micros
from bot.services.desk import Ground
from bot.storage.port import Reader, Writer

Seen = TypeVar("Seen")


class Ticking(Protocol):
    """A part that has something to do at its time."""

    async def tick(self, now: datetime) -> object:
        """Do what is due.

        Delivery is told by whoever calls, after all parts: what one of them puts another may let say more.
        """

    async def next_due(self) -> datetime | None:
        """When it is next needed (UTC)."""


class Due(Protocol[Seen]):
    """Reads what is due at that instant (microseconds UTC)."""

    async def __call__(self, tx: Reader, now: int) -> Sequence[Seen]: ...


class Work(Protocol[Seen]):
    """Does what is due of one, as it was read outside of this transaction."""

    async def __call__(self, tx: Writer, seen: Seen, now: datetime) -> None: ...


async def each_due(ground: Ground, due: Due[Seen], work: Work[Seen], now: datetime) -> int:
    """Do the work of all that is due; returns how many they were."""
    found = await ground.read(partial(due, now=to_micros(now)))
    for one in found:
        await ground.storage.write(partial(work, seen=one, now=now))
    return len(found)


async def next_instant(ground: Ground, next_due: Callable[[Reader], Awaitable[int | None]]) -> datetime | None:
    """When the next is due (UTC)."""
    micros = await ground.read(next_due)
    return None if micros is None else from_micros(micros)
