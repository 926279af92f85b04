"""Lanes keep order where it matters, and only there: one update of a lane at a time, many lanes side by side."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Generic, TypeVar, cast

T = TypeVar("T")

NOBODY = "-"
"""The lane of updates that name neither a person nor a chat."""


def lane_of(update: Mapping[str, Any]) -> str:
    """The person's lane `p<id>` for taps and private messages, the chat's `c<id>` for the rest.

    Never raises, whatever the update looks like: it is asked before anything was checked.
    """
    tap = update.get("callback_query")
    if tap is not None:
        return _named("p", _part(tap, "from"))
    for content in update.values():
        chat = _part(content, "chat")
        if chat is not None:
            return _named("p" if chat.get("type") == "private" else "c", chat)
    return NOBODY


def _part(content: object, name: str) -> Mapping[str, Any] | None:
    part = content.get(name) if isinstance(content, Mapping) else None
    return part if isinstance(part, Mapping) else None


def _named(prefix: str, part: Mapping[str, Any] | None) -> str:
    number = part.get("id") if part is not None else None
    return f"{prefix}{number}" if isinstance(number, int) else NOBODY


class Lanes(Generic[T]):
    """Hands items to `handle`: those of a lane one after another, at most `limit` lanes at a time, each in its turn.

    `handle` should not raise; if it does, the lane goes on, and the error comes out of `idle` and `room`.
    """

    def __init__(self, handle: Callable[[T], Awaitable[None]], *, limit: int = 64, most: int = 1000) -> None:
        self._handle = handle
        self._limit = limit
        self._most = most
        self._lanes: dict[str, deque[T]] = {}
        self._ready: deque[str] = deque()
        self._workers: set[asyncio.Task[None]] = set()
        self._count = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._room = asyncio.Event()
        self._room.set()
        self._error: BaseException | None = None
        self._failed = asyncio.Event()

    @property
    def count(self) -> int:
        """How many items wait or are being handled."""
        return self._count

    @property
    def full(self) -> bool:
        """Whether `room` would wait, or raise."""
        return self._error is not None or not self._room.is_set()

    def put(self, lane: str, item: T) -> None:
        """Queue the item in its lane; this never waits: see `room`."""
        self._count += 1
        self._idle.clear()
        if self._count >= self._most:
            self._room.clear()
        queue = self._lanes.get(lane)
        if queue is not None:
            queue.append(item)
            return
        self._lanes[lane] = deque([item])
        self._ready.append(lane)
        if len(self._workers) < self._limit:
            self._start_worker()

    async def room(self) -> None:
        """Return when fewer than `most` items are waiting or being handled."""
        await self._room.wait()
        self._raise_error()

    async def idle(self) -> None:
        """Return when nothing waits and nothing is being handled."""
        await self._idle.wait()
        self._raise_error()

    async def watch(self) -> None:
        """Wait until `handle` has raised, and raise that."""
        await self._failed.wait()
        self._raise_error()

    async def close(self) -> None:
        """Stop at once; what was being handled is cancelled, what waits is left."""
        workers = list(self._workers)
        for worker in workers:
            worker.cancel()
        if workers:
            await asyncio.wait(workers)

    def _start_worker(self) -> None:
        self._workers.add(asyncio.create_task(self._work()))

    async def _work(self) -> None:
        """Handle one item of the lane that has waited longest, then of the next: none can hold up the others."""
        try:
            while self._ready:
                lane = self._ready.popleft()
                await self._one(lane, self._lanes[lane])
        finally:  # at once, not by a callback of the task: an item put meanwhile would find no worker
            self._workers.discard(cast(asyncio.Task[None], asyncio.current_task()))

    async def _one(self, lane: str, queue: deque[T]) -> None:
        try:
            await self._handle(queue.popleft())
        except Exception as error:
            self._error = self._error or error
            self._failed.set()
        finally:
            self._finished(lane, queue)

    def _finished(self, lane: str, queue: deque[T]) -> None:
        if queue:
            self._ready.append(lane)
        else:
            del self._lanes[lane]
        self._count -= 1
        if self._count < self._most:
            self._room.set()
        if self._count == 0:
            self._idle.set()

    def _raise_error(self) -> None:
        if self._error is not None:
            raise self._error
