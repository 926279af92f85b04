"""A clock that leaps to the next waking as soon as nobody has anything to do: minutes of sending pass in seconds.

Whoever sleeps on it is counted by the side that it belongs to, so that one can tell a call that Telegram takes its time
over from one that is on its way.
"""

from __future__ import annotations

import asyncio
import heapq
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

_START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_STILL = 3  # rounds of the event loop in which nothing may have happened before time goes on
_GLANCE = 0.0005  # real seconds before one looks again whether others have finished what they do


class Leaping:
    """Time for several sides, each with a clock of its own that shows the same."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.asleep: Counter[str] = Counter()
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = count()

    def clock(self, side: str) -> SideClock:
        return SideClock(self, side)

    async def sleep(self, side: str, seconds: float) -> None:
        waking: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.seconds + seconds, next(self._numbers), waking))
        self.asleep[side] += 1
        try:
            await waking
        finally:
            self.asleep[side] -= 1

    async def play(self, work: Awaitable[Any], quiet: Callable[[], bool]) -> None:
        """Do the work to its end; time goes on while it is quiet."""
        task = asyncio.ensure_future(work)
        still = 0
        while not task.done():
            still = still + 1 if quiet() else 0
            if still > _STILL and self._sleepers:
                self._leap()
                still = 0
            await asyncio.sleep(0)
        task.result()

    def _leap(self) -> None:
        at, _, waking = heapq.heappop(self._sleepers)
        self.seconds = max(self.seconds, at)
        if not waking.done():
            waking.set_result(None)


class SideClock:
    """The clock of one side."""

    def __init__(self, time: Leaping, side: str) -> None:
        self._time = time
        self._side = side

    def now(self) -> datetime:
        return _START + timedelta(seconds=self._time.seconds)

    def monotonic(self) -> float:
        return self._time.seconds

    async def sleep(self, seconds: float) -> None:
        await self._time.sleep(self._side, seconds)
