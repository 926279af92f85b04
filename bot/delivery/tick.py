"""The tick: once a minute, and when the next row is due. It only calls; what is due is in the database."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Clock, SystemClock
from bot.faults import each_of, place_of

_log = structlog.get_logger(__name__)
AT_LEAST_EVERY = 60
"""Seconds: a due row is found within this time even if nobody announced it."""


class Ticker:
    """Calls `tick` at least every minute; never twice at a time, and never silently not at all.

    The scheduler can only read the machine's clock. Whoever moves `clock` calls `tick` directly.
    """

    def __init__(self, tick: Callable[[], Awaitable[None]], clock: Clock) -> None:
        self._tick = tick
        self._clock = clock
        self._machine = SystemClock()
        self._one_at_a_time = asyncio.Lock()
        self._soon_at: datetime | None = None
        self._under_way: set[asyncio.Task[None]] = set()
        # Without these the scheduler skips a call that comes a second late, and says nothing.
        defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)

    def start(self) -> None:
        """Begin; the first call is a minute away, or at `soon`."""
        self._scheduler.add_job(self._begin, "interval", seconds=AT_LEAST_EVERY, id="every minute")
        self._scheduler.start()

    def soon(self, at: datetime) -> None:
        """Something is due at that instant of `clock`: call then, unless a call comes earlier anyway."""
        now = self._clock.now()
        if self._soon_at is not None and now < self._soon_at <= at:
            return
        self._soon_at = at
        run_at = self._machine.now() + max(at - now, now - now)
        self._scheduler.add_job(self._due, "date", run_date=run_at, id="soon", replace_existing=True)

    async def tick(self) -> None:
        """Call now; a call that is under way is waited for first."""
        async with self._one_at_a_time:
            try:
                await self._tick()
            except Exception as error:  # the next minute may do better
                for one in each_of(error):
                    _log.error("the tick failed; tried again", error=type(one).__name__, where=place_of(one))

    async def stop(self, grace: float) -> None:
        """Call no more; a call that is under way gets `grace` seconds to end."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        if not self._under_way:
            return
        _, left = await asyncio.wait(self._under_way, timeout=grace)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _due(self) -> None:
        at, self._soon_at = self._soon_at, None
        if at is not None and self._clock.now() < at:
            self.soon(at)  # a clock that stands still is moved by hand, and nothing is due on it meanwhile
        else:
            await self._begin()

    async def _begin(self) -> None:
        """Tick in a task of our own: the scheduler would cancel its own at the end, and log that as an error."""
        if len(self._under_way) > 1:
            return  # one that waits for the present one sees all that is due by then
        task = asyncio.create_task(self.tick())
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
