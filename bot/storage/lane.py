"""A lane to one database connection: works wait in it, and go to the connection's thread together.

A hop to the thread costs more than the SQL of a small work, so a work never hops by itself: it runs on the thread from
its beginning to its end (its statements return at once there), and all works that are waiting share one hop.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Generic, TypeVar, cast

from bot.storage.port import StorageError

T = TypeVar("T")
_MOST_AT_ONCE = 256  # bounds how long the first work of a batch waits for the last


class Ticket(Generic[T]):
    """One work on its way: who waits for it, and what became of it."""

    def __init__(self, work: Callable[[Any], Awaitable[T]]) -> None:
        self.settled: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.cancelled = False  # set by the caller's task, read by the connection's thread
        self.error: BaseException | None = None
        self._work = work
        self._result: T | None = None
        self._context = contextvars.copy_context()

    def run(self, view: object) -> None:
        """Run the work to its end on this thread; whatever it raises is kept in `error`."""
        try:
            self.check()
            self._result = self._context.run(_to_the_end, self._work, view)
            self.check()
        except BaseException as error:  # also SystemExit and CancelledError: they are the caller's, not the thread's
            self.error = self.error or error

    def check(self) -> None:
        """Stop a work whose caller is gone."""
        if self.cancelled:
            raise asyncio.CancelledError

    def fail(self, error: BaseException) -> None:
        """Note why the work was undone; the first reason stays."""
        self.error = self.error or error

    def reset(self) -> None:
        """Forget what a run came to, before the next: its transaction was undone."""
        self.error = self._result = None

    def settle(self) -> None:
        """Let the caller go on."""
        if not self.settled.done():
            self.settled.set_result(None)

    def outcome(self) -> T:
        """What the work returned; raises what undid it."""
        if self.error is not None:
            raise self.error
        return cast(T, self._result)


def _to_the_end(work: Callable[[Any], Awaitable[T]], view: object) -> T:
    steps = work(view).__await__()
    try:
        next(steps)
    except StopIteration as end:
        return cast(T, end.value)
    if close := getattr(steps, "close", None):
        close()
    raise RuntimeError("a work on the database may await nothing but its transaction")


RunBatch = Callable[[list[Ticket[Any]]], Awaitable[None]]


LetGo = Callable[[asyncio.Future[None]], Awaitable[None]]


async def _settled(settled: asyncio.Future[None]) -> None:
    await asyncio.wait([settled])


class Lane:
    """Hands waiting works on, all at once, one batch after another.

    `run_batch` runs the works of the tickets and keeps each outcome in its ticket; it raises only if it could not.
    `let_go` returns once a ticket that is being run is settled, and may see to it: its caller is gone.
    """

    def __init__(self, run_batch: RunBatch, let_go: LetGo = _settled) -> None:
        self._run_batch = run_batch
        self._let_go = let_go
        self._waiting: deque[Ticket[Any]] = deque()
        self._draining: asyncio.Task[None] | None = None
        self._closed = False
        self._busy = 0

    @property
    def load(self) -> int:
        """How many works are waiting or running."""
        return len(self._waiting) + self._busy

    async def submit(self, work: Callable[[Any], Awaitable[T]]) -> T:
        """Run `work` in the next batch, and return what it returns."""
        if self._closed:
            raise StorageError("the database is closed: nothing can be read or written any more")
        ticket = Ticket(work)
        self._waiting.append(ticket)
        if self._draining is None or self._draining.done():
            self._draining = asyncio.create_task(self._drain())
            self._draining.add_done_callback(self._drained)
        try:
            await asyncio.shield(ticket.settled)
        except asyncio.CancelledError:
            ticket.cancelled = True
            if ticket in self._waiting:
                self._waiting.remove(ticket)
            else:
                await self._let_go(ticket.settled)
            raise
        return ticket.outcome()

    async def close(self) -> None:
        """Take no more works, and return once those that were taken are done."""
        self._closed = True
        if self._draining is not None:
            await asyncio.wait([self._draining])

    async def _drain(self) -> None:
        while self._waiting:
            await self._next_batch()

    def _drained(self, task: asyncio.Task[None]) -> None:
        if task.cancelled():  # perhaps before it began, so no `finally` of its own would do
            _give_up(self._waiting, "the database was stopped before its turn")
            self._waiting.clear()

    async def _next_batch(self) -> None:
        batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), _MOST_AT_ONCE))]
        self._busy = len(batch)
        try:
            await self._run_batch(batch)
            settle(batch)
        except Exception as error:  # whatever it is: no work may wait for ever
            _give_up(batch, f"the database connection failed: {error}")
        except asyncio.CancelledError:  # the loop is being stopped: what the thread will still do is not known
            _give_up(batch, "the database was stopped in the middle")
            raise
        finally:
            self._busy = 0


def settle(tickets: Iterable[Ticket[Any]]) -> None:
    """Let the callers go on."""
    for ticket in tickets:
        ticket.settle()


def _give_up(tickets: Iterable[Ticket[Any]], why: str) -> None:
    for ticket in tickets:
        if not ticket.settled.done():
            ticket.fail(StorageError(why))
            ticket.settle()
