"""Stores together what came together: a transaction for each update would cost more than the update."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

Update = Mapping[str, Any]
_MOST = 1000
"""Updates of a batch; while the database is away, no more than these are kept in memory."""


class Batches:
    """Hands updates to `admit`: those that come while it is at work make up the next batch."""

    def __init__(self, admit: Callable[[Sequence[Update]], Awaitable[None]], *, patience: float) -> None:
        self._admit = admit
        self._patience = patience
        self._coming = _Batch(patience)
        self._next: asyncio.Task[None] | None = None
        self._now: asyncio.Task[None] | None = None

    @property
    def waiting(self) -> int:
        """How many make up the next batch so far."""
        return len(self._coming.updates)

    async def add(self, update: Update) -> None:
        """Return when the batch that holds the update is stored; raises what `admit` raised, to each of its callers.

        `TimeoutError` after `patience` seconds at the most, or at once while too many wait. Whoever stops waiting
        does not stop it: the update may be stored all the same.
        """
        if self.waiting >= _MOST:
            raise TimeoutError
        told = self._coming.add(update)
        if self._next is None:
            self._next = asyncio.create_task(self._store(after=self._now))
        await told

    async def close(self, grace: float) -> None:
        """Let what was added be stored, within `grace` seconds; the rest is dropped, and nobody was told otherwise."""
        tasks = [task for task in (self._now, self._next) if task is not None]
        if not tasks:
            return
        _, left = await asyncio.wait(tasks, timeout=grace)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _store(self, after: asyncio.Task[None] | None) -> None:
        if after is not None:
            await asyncio.wait([after])
        self._now, self._next = self._next, None
        batch, self._coming = self._coming, _Batch(self._patience)
        try:
            await self._admit(batch.updates)
        except Exception as error:
            batch.tell(error)
        else:
            batch.tell(None)


class _Batch:
    """Updates, and whoever waits for them to be stored. A timer for each of them would cost too much."""

    def __init__(self, patience: float) -> None:
        self.updates: list[Update] = []
        self._patience = patience
        self._waiting: list[asyncio.Future[None]] = []
        self._timer: asyncio.TimerHandle | None = None

    def add(self, update: Update) -> asyncio.Future[None]:
        loop = asyncio.get_running_loop()
        if self._timer is None:
            self._timer = loop.call_later(self._patience, self._expire)
        told = loop.create_future()
        self.updates.append(update)
        self._waiting.append(told)
        return told

    def tell(self, error: Exception | None) -> None:
        """Let all go on who wait."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        waiting, self._waiting = self._waiting, []
        for told in waiting:
            if told.done():
                continue
            if error is None:
                told.set_result(None)
            else:
                told.set_exception(error)

    def _expire(self) -> None:
        self.tell(TimeoutError())
