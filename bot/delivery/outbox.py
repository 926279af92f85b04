"""The outbox: letters wait here until they have arrived, whatever happens to the process in between."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Collection
from datetime import datetime
from functools import partial
from itertools import chain
from random import Random

from bot.clock import Clock
from bot.delivery import posts
from bot.delivery.courier import Courier
from bot.delivery.letters import Letter, Priority, put, put_all
from bot.delivery.ports import Afterwards, AnyHour, Hours, NoThreads, Renderer, Threads, nothing_more
from bot.delivery.posts import Post
from bot.delivery.sender import Sender
from bot.storage.port import Storage

__all__ = ["Letter", "Outbox", "Priority", "put", "put_all"]
_MOST = 256
"""Letters of one priority in memory at a time; the limiter, not this, says how many are on their way."""

_MOST_OF_A_CHAT = 3
"""A long queue to one chat must not crowd out the others."""


class Outbox:
    """Sends what is due, several letters at a time.

    `once` holds the kinds that are not sent again when nobody knows whether they arrived, and of which nothing is kept
    but that they were sent; `soon` is told when the next
    letter that waits for its time is due; `afterwards` does what follows on a letter (see `Afterwards`); `hours` says
    when people want to be left alone; `threads` keeps where discussions take place.
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
        hours: Hours = AnyHour(),  # noqa: B008 - it holds nothing
        threads: Threads = NoThreads(),  # noqa: B008 - it holds nothing
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._courier = Courier(
            storage,
            sender,
            renderer,
            hours,
            clock=clock,
            random=random,
            once=once,
            afterwards=afterwards,
            threads=threads,
        )
        self._once = once
        self._soon = soon
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._queued: dict[int, Post] = {}
        self._of_chat: Counter[int] = Counter()
        self._line: dict[int, asyncio.Lock] = {}
        self._of_priority: Counter[int] = Counter()
        self._flushing = asyncio.Lock()
        self._changed = asyncio.Event()
        self._woken = asyncio.Event()
        self._more: set[Priority] = set()
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
            while self._tasks or self._more:
                if self._tasks:
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
        for post_id in self._queued:
            self._tasks[post_id].cancel()
        tasks = list(self._tasks.values())
        if not tasks:
            return
        _, left = await asyncio.wait(tasks, timeout=timeout)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def _wants_more(self) -> bool:
        """Whether to look into the database again: not at each letter that has gone."""
        low = any(self._of_priority[priority] < _MOST // 2 for priority in self._more)
        return self._woken.is_set() or not self._tasks or low

    async def _fill(self) -> None:
        """Take up what is due, page by page, until enough of each priority is in memory."""
        self._woken.clear()
        await self._drop_stopped()
        self._more.clear()
        now = self._clock.now()
        last: dict[Priority, Post | None] = dict.fromkeys(filter(self._has_room, Priority))
        while last:
            pages = await self._storage.read(partial(posts.due_of_each, now=now, after=last, limit=_MOST))
            for post in chain(*pages.values()):
                self._take(post)
            full = {priority: page[-1] for priority, page in pages.items() if len(page) == _MOST}
            last = {priority: post for priority, post in full.items() if self._has_room(priority)}

    def _has_room(self, priority: Priority) -> bool:
        """Whether more of that priority may be taken up; it is noted where there is more than that."""
        if self._of_priority[priority] >= _MOST:
            self._more.add(priority)
            return False
        return True

    async def _drop_stopped(self) -> None:
        """Letters of a mailing that was held or cancelled take no turns from the others."""
        mailings = {post.mailing for post in self._queued.values() if post.mailing}
        stopped = await self._storage.read(partial(posts.stopped, mailings=mailings)) if mailings else set()
        for post in self._queued.values():
            if post.mailing in stopped:
                self._tasks[post.id].cancel()

    def _take(self, post: Post) -> None:
        if post.id in self._tasks:
            return
        if self._of_chat[post.chat_id] >= _MOST_OF_A_CHAT or self._of_priority[post.priority] >= _MOST:
            self._more.add(Priority(post.priority))
            return
        self._of_chat[post.chat_id] += 1
        self._line.setdefault(post.chat_id, asyncio.Lock())
        self._of_priority[post.priority] += 1
        self._queued[post.id] = post
        task = self._tasks[post.id] = asyncio.create_task(self._deliver(post))
        task.add_done_callback(lambda _: self._leave(post))

    async def _deliver(self, post: Post) -> None:
        """Those to one chat stand in line: a picture takes longer to make than the words that follow it."""
        try:
            async with self._line[post.chat_id]:
                if await self._courier.turn(post):
                    del self._queued[post.id]
                    await self._courier.deliver(post)
        except Exception as error:
            self._error = self._error or error

    def _leave(self, post: Post) -> None:
        self._queued.pop(post.id, None)
        del self._tasks[post.id]
        self._of_priority[post.priority] -= 1
        self._of_chat[post.chat_id] -= 1
        if not self._of_chat[post.chat_id]:
            del self._of_chat[post.chat_id], self._line[post.chat_id]
        self._changed.set()

    def _raise_error(self) -> None:
        if self._error is not None:
            raise self._error
