"""Change and time in the world: who waits is woken, and nothing waits for ever."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.clock import Clock, ManualClock, RehearsalClock
from bot.rehearsal.model import Call

GUARD_SECONDS = 60.0
"""Real seconds after which waiting for the world is taken for a hang: on a busy machine a process starts in 20."""
_GLANCE_SECONDS = 0.05


class Changes:
    """Counts what changes, and wakes those who wait for it. `calls` are all calls to the Bot API so far."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.version = 0
        self.calls: list[Call] = []
        self._waiters: list[asyncio.Future[None]] = []
        self._tasks: set[asyncio.Task[Any]] = set()

    def changed(self) -> None:
        """Something is different now: wake those who wait."""
        self.version += 1
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    async def next_change(self, within: float | None = None) -> bool:
        """Wait for a change, at most so many real seconds; whether there was one."""
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.append(waiter)
        try:
            done, _ = await asyncio.wait([waiter], timeout=within)
        finally:
            if waiter in self._waiters:
                self._waiters.remove(waiter)
        return bool(done)

    async def until(self, predicate: Callable[[], object], *, guard: float = GUARD_SECONDS) -> None:
        """Return once the predicate holds; it is asked again at each change.

        Errors: AssertionError, with what was said last, when it does not hold within so many real seconds.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + guard
        while not predicate():
            if loop.time() > end:
                raise AssertionError(f"the world did not come to it within {guard} s\n{self.story()}")
            await self.next_change(_GLANCE_SECONDS)

    async def pass_time(self, length: float, *, unless: Callable[[], bool] = lambda: False) -> None:
        """Wait until so many seconds have passed on the world's clock, without moving it, or that holds."""
        due = self.clock.now() + timedelta(seconds=length)
        while self.clock.now() < due and not unless():
            await self.next_change(_GLANCE_SECONDS)

    def advance(self, ahead: float) -> None:
        """Move the clock ahead. Errors: TypeError for a clock that cannot be moved."""
        if not isinstance(self.clock, ManualClock | RehearsalClock):
            raise TypeError("this clock cannot be moved")
        self.clock.advance(ahead)
        self.changed()

    def story(self, count: int = 12) -> str:
        """The last calls, for an error that helps."""
        lines = [f"  {call.method} {call.status} {dict(call.params)!r:.160}" for call in self.calls[-count:]]
        return "last calls:\n" + "\n".join(lines)

    def background(self, work: Any) -> asyncio.Task[Any]:
        """Run something on its own; it ends at the latest with `close()`."""
        task: asyncio.Task[Any] = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def close(self) -> None:
        """End what still runs on its own."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
