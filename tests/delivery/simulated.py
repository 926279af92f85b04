"""A clock for many sleepers: time goes from one waking to the next, and everybody acts before it goes on."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class SimulatedClock:
    """Time moves only in `play`, to the next moment at which somebody wakes."""

    def __init__(self) -> None:
        self._seconds = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = count()
        self.slept = 0

    def now(self) -> datetime:
        return START + timedelta(seconds=self._seconds)

    def monotonic(self) -> float:
        return self._seconds

    def advance(self, seconds: float) -> None:
        """Move ahead without waking anybody."""
        self._seconds += seconds

    async def sleep(self, seconds: float) -> None:
        self.slept += 1
        waking: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._seconds + seconds, next(self._numbers), waking))
        await waking

    async def play(self, *works: Awaitable[Any]) -> None:
        """Run the works to their end."""
        together = asyncio.gather(*works)
        while not together.done():
            await self.settle()
            if together.done():
                break
            at, _, waking = heapq.heappop(self._sleepers)
            self._seconds = max(self._seconds, at)
            if not waking.done():
                waking.set_result(None)
        together.result()

    async def settle(self) -> None:
        """Let everybody act who need not wait."""
        for _ in range(6):
            await asyncio.sleep(0)  # noqa: TID251 - no time passes: the others get their turn on the event loop
