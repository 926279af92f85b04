"""Stores together what came together: a transaction for each update would cost more than the update."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

Update = Mapping[str, Any]


class Batches:
    """Hands updates to `admit`: those that come while it is at work make up the next batch."""

    def __init__(self, admit: Callable[[Sequence[Update]], Awaitable[None]]) -> None:
        self._admit = admit
        self._coming: list[Update] = []
        self._next: asyncio.Task[None] | None = None
        self._now: asyncio.Task[None] | None = None

    @property
    def waiting(self) -> int:
        """How many make up the next batch so far."""
        return len(self._coming)

    async def add(self, update: Update) -> None:
        """Return when the batch that holds the update is stored; raises what `admit` raised, to each of its callers.

        Whoever stops waiting does not stop it.
        """
        self._coming.append(update)
        if self._next is None:
            self._next = asyncio.create_task(self._store(after=self._now))
        await asyncio.shield(self._next)

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
        batch, self._coming = self._coming, []
        await self._admit(batch)
