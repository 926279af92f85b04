"""What is due at a tick, one thing after another: each in its own transaction, so that others' works come between."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Protocol, TypeVar

from bot.clock import from_micros, to_micros
from bot.services.desk import Ground
from bot.storage.port import Reader, StorageError, Writer

Seen = TypeVar("Seen")


class Ticking(Protocol):
    """A part that has something to do at its time."""

    async def tick(self, now: datetime) -> object:
        """Do what is due.

        Delivery is told by whoever calls, after all parts: what one of them puts another may let say more.
        """

    async def next_due(self) -> datetime | None:
        """When it is next needed (UTC)."""


async def tick_all(parts: Iterable[Ticking], now: datetime) -> list[Exception]:
    """Let each part do what is due; returns what went wrong: no part holds up the others. `StorageError` comes out."""
    tried = [await _tried(part.tick(now)) for part in parts]
    return [error for error in tried if error is not None]


async def each_due(
    ground: Ground,
    due: Callable[[Reader, int], Awaitable[Sequence[Seen]]],
    work: Callable[[Writer, Seen, datetime], Awaitable[None]],
    now: datetime,
) -> int:
    """Do the work of all that is due at that instant; returns how many they were.

    `due` reads them (by microseconds UTC); `work` gets each as it was read, outside of its own transaction. What goes
    wrong with one is raised after the others.
    """
    found = await ground.read(lambda tx: due(tx, to_micros(now)))
    tried = [await _tried(ground.storage.write(partial(_done, work=work, seen=one, now=now))) for one in found]
    if errors := [error for error in tried if error is not None]:
        raise ExceptionGroup("what was due and could not be done stays due", errors)
    return len(found)


async def next_instant(ground: Ground, next_due: Callable[[Reader], Awaitable[int | None]]) -> datetime | None:
    """When the next is due (UTC)."""
    micros = await ground.read(next_due)
    return None if micros is None else from_micros(micros)


async def _done(
    tx: Writer, *, work: Callable[[Writer, Seen, datetime], Awaitable[None]], seen: Seen, now: datetime
) -> None:
    await work(tx, seen, now)


async def _tried(work: Awaitable[object]) -> Exception | None:
    """What went wrong; None if nothing did. Without the database, nothing else can be done either."""
    try:
        await work
    except StorageError:
        raise
    except Exception as error:
        return error
    return None
