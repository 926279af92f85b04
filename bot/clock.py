"""Time is given, never fetched: every part that needs it holds a `Clock`.

Instants are timezone-aware `datetime`s in UTC; in the database they are integers, microseconds since 1970 (UTC).
"""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_micros(instant: datetime) -> int:
    """The instant as whole microseconds since 1970 (UTC), exactly: no float on the way."""
    return (instant - _EPOCH) // timedelta(microseconds=1)


def from_micros(micros: int) -> datetime:
    """The instant (UTC) of a count of microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=micros)


class Clock(Protocol):
    """What a part may ask of time."""

    def now(self) -> datetime:
        """The present instant, timezone-aware, in UTC."""

    def monotonic(self) -> float:
        """Seconds that never run backwards: for intervals and rates."""

    async def sleep(self, seconds: float) -> None:
        """Return once that many seconds have passed on this clock."""


class SystemClock:
    """The clock of the machine: the only place that reads it."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class RehearsalClock:
    """The machine's clock, which a person can move ahead: time flows, and sometimes jumps."""

    def __init__(self) -> None:
        self._ahead = timedelta()
        self._system = SystemClock()

    def now(self) -> datetime:
        return self._system.now() + self._ahead

    def monotonic(self) -> float:
        return self._system.monotonic()

    async def sleep(self, seconds: float) -> None:
        await self._system.sleep(seconds)

    def advance(self, seconds: float) -> None:
        """Move ahead by that many seconds; whoever moves it calls the tick afterwards."""
        self._ahead += timedelta(seconds=seconds)


class ManualClock:
    """A clock that stands still until it is moved, or until someone sleeps: a month passes in a test at once."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._now = start

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return (self._now - self._start).total_seconds()

    async def sleep(self, seconds: float) -> None:
        wake = self._now + timedelta(seconds=seconds)
        await asyncio.sleep(0)
        self._now = max(self._now, wake)

    def advance(self, seconds: float) -> None:
        """Move ahead by that many seconds."""
        self._now += timedelta(seconds=seconds)
