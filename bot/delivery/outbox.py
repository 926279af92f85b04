"""The outbox: letters wait here until they have arrived, whatever happens to the process in between."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Collection
from datetime import datetime
from functools import partial
from random import Random

from bot.clock import Clock
from bot.delivery import posts
from bot.delivery.courier import Courier
from bot.delivery.letters import Letter, Priority, put, put_all
from bot.delivery.ports import Afterwards, Renderer, nothing_more
from bot.delivery.posts import Post, move
from bot.delivery.sender import Sender
from bot.storage.port import Storage

__all__ = ["Letter", "Outbox", "Priority", "move", "put", "put_all"]
_MOST = 256
"""Letters in memory at a time; the limiter, not this, says how many are on their way."""

_MOST_OF_A_CHAT = 3
"""A long queue to one chat must not crowd out the others."""


class Outbox:
    """Sends what is due, several letters at a time.

    `once` holds the kinds that are not sent again when nobody knows whether they arrived; `soon` is told when the next
    letter that waits for its time is due; `afterwards` does what follows on a letter (see `Afterwards`).
    """

    def __init__(
        self,
        storage: Storage,
        sender: Sender,
        renderer: Renderer,
        clock: Clock,
        random: Random,
        *,
        once: Collection[str] = frozenset({"reminder"}),
        soon: Callable[[datetime], None] = lambda _: None,
        afterwards: Afterwards = nothing_more,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._courier = Courier(storage, sender, renderer, clock=clock, random=random, once=once, afterwards=afterwards)
        self._once = once
        self._soon = soon
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._sending: set[int] = set()
        self._of_chat: Counter[int] = Counter()
        self._flushing = asyncio.Lock()
        self._changed = asyncio.Event()
        self._woken = asyncio.Event()
        self._more = False
        self._error: BaseException | None = None

    def wake(self) -> None:
        """Letters were put in, or the clock was moved: look again at once."""
        self._woken.set()
        self._changed.set()

    async def recover(self) -> None:
        """Before the first flush of a process: settle what was on its way when the last one ended."""
        await self._storage.write(partial(posts.recover, once=self._once))

    async def run(self) -> None:
        """Flush now, and at each `wake`, until cancelled. `StorageError` comes out."""
        while True:
            await self.flush()
            await self._woken.wait()

    async def flush(self) -> None:
        """Send all that is due; returns when nothing is due and nothing is on its way."""
        async with self._flushing:
            await self._fill()
            while self._tasks:
                await self._changed.wait()
                self._changed.clear()
                if self._wants_more():
                    await self._fill()
            self._raise_error()
        at = await self._storage.read(posts.next_due)
        if at is not None:
            self._soon(at)

    async def idle(self) -> None:
        """Return when nothing is due and nothing is on its way."""
        await self.flush()

    async def close(self, timeout: float = 4.0) -> None:  # noqa: ASYNC109 - what is left after it is dropped
        """Let what is on its way arrive, within `timeout` seconds; the rest is found at the next start."""
        for post_id, task in self._tasks.items():
            if post_id not in self._sending:
                task.cancel()
        tasks = list(self._tasks.values())
        if not tasks:
            return
        _, left = await asyncio.wait(tasks, timeout=timeout)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def _wants_more(self) -> bool:
        """Whether to look into the database again: not at each letter that has gone."""
        return self._woken.is_set() or not self._tasks or (self._more and len(self._tasks) < _MOST // 2)

    async def _fill(self) -> None:
        """Take up what is due, page by page, until enough is in memory."""
        self._woken.clear()
        now = self._clock.now()
        last: Post | None = None
        self._more = False
        while not self._more:
            page = await self._storage.read(partial(posts.due, now=now, after=last, limit=_MOST))
            for post in page:
                self._take(post)
            if len(page) < _MOST:
                break
            last = page[-1]
            self._more = len(self._tasks) >= _MOST

    def _take(self, post: Post) -> None:
        if post.id in self._tasks:
            return
        if self._of_chat[post.chat_id] >= _MOST_OF_A_CHAT or len(self._tasks) >= _MOST:
            self._more = True
            return
        self._of_chat[post.chat_id] += 1
        self._tasks[post.id] = asyncio.create_task(self._deliver(post))

    async def _deliver(self, post: Post) -> None:
        try:
            await self._courier.turn(post)
            self._sending.add(post.id)
            await self._courier.deliver(post)
        except Exception as error:
            self._error = self._error or error
        finally:
            self._sending.discard(post.id)
            self._leave(post)

    def _leave(self, post: Post) -> None:
        del self._tasks[post.id]
        self._of_chat[post.chat_id] -= 1
        if not self._of_chat[post.chat_id]:
            del self._of_chat[post.chat_id]
        self._changed.set()

    def _raise_error(self) -> None:
        if self._error is not None:
            raise self._error
