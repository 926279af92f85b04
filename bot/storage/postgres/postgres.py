"""The PostgreSQL adapter: one connection that writes, a few that read, each on a thread of its own.

As on SQLite, the works that wait when the writer gets free share one transaction and one sync to disk, each under its
own savepoint. So two works of one process never clash; those of two processes may, and are then run again.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from random import Random
from typing import NoReturn, TypeVar

from bot.clock import Clock
from bot.storage.lane import Lane
from bot.storage.outage import Outage
from bot.storage.port import Reader, Unavailable, Writer
from bot.storage.postgres.batch import Batches, Process
from bot.storage.postgres.lead import TOUCHED_EVERY, Lead
from bot.storage.postgres.server import Server, vacuum
from bot.storage.postgres.session import Session
from bot.storage.postgres.works import reads, writes

T = TypeVar("T")
_READERS = 2
_TRIED_EVERY = 0.25
"""Seconds after which a process that waits for the lead tries to get it."""

_HURRIED_AFTER = 1.5
"""Seconds that a server may take to let go of a work whose caller is gone."""


class PostgresStorage:
    """The port `Storage` over one PostgreSQL database; made by `open_postgres`."""

    def __init__(self, where: Server, clock: Clock, randomness: Random, outage: Outage) -> None:
        self._where = where
        self._clock = clock
        self._lead = Lead()
        self._writer = Session(where, read_only=False, greet=self._lead.regain)
        readers = [Session(where, read_only=True) for _ in range(_READERS)]
        self._sessions = [self._writer, *readers]
        process = Process(self._lead, clock, randomness, outage)
        self._batches = [Batches(self._writer, writes, process), *(Batches(one, reads, process) for one in readers)]
        self._writing, *self._reading = [
            Lane(batches.run, partial(self._hurried, session.interrupt))
            for batches, session in zip(self._batches, self._sessions, strict=True)
        ]
        self._toucher = ThreadPoolExecutor(1, thread_name_prefix="palabre-lead")
        self._keeping: asyncio.Task[NoReturn] | None = None

    async def open(self) -> None:
        """Connect; `StorageError`, one line, if the database cannot be used."""
        try:
            for session in self._sessions:
                await session.run(session.open)
        except BaseException:
            await self.close()
            raise

    async def read(self, work: Callable[[Reader], Awaitable[T]]) -> T:
        return await min(self._reading, key=lambda lane: lane.load).submit(work)

    async def write(self, work: Callable[[Writer], Awaitable[T]]) -> T:
        return await self._writing.submit(work)

    @property
    def shared(self) -> bool:
        return True

    async def lead(self) -> int:
        self._lead.follow()
        await self._keep_no_more()
        while not await self._writer.run(partial(self._writer.lend, self._lead.take)):
            await self._clock.sleep(_TRIED_EVERY)
        self._keeping = asyncio.create_task(self._keep())
        self._keeping.add_done_callback(lambda task: task.cancelled() or task.exception())
        return self._lead.term

    async def deposed(self) -> NoReturn:
        if self._keeping is None:
            raise RuntimeError("only a process that leads can be deposed: see `lead`")
        await asyncio.shield(self._keeping)

    async def clean(self) -> bool:
        cleaner = Session(self._where, read_only=False)
        try:
            await cleaner.run(partial(cleaner.lend, vacuum))
        finally:
            await cleaner.close()
        return True

    async def close(self) -> None:
        await self._hurried(self._drop, asyncio.gather(*(lane.close() for lane in (self._writing, *self._reading))))
        await self._keep_no_more()
        while self._sessions:
            session = self._sessions.pop()
            await self._hurried(session.interrupt, session.close())
        self._toucher.shutdown()

    def _drop(self) -> None:
        """Undo what was begun, since the server does not answer."""
        for batches in self._batches:
            batches.stop()
        for session in self._sessions:
            session.interrupt(for_good=True)

    async def _hurried(self, hurry: Callable[[], None], waited_for: Awaitable[object]) -> None:
        """Wait; call `hurry` each time that it takes too long."""
        task = asyncio.ensure_future(waited_for)
        while not task.done():
            nap = asyncio.create_task(self._clock.sleep(_HURRIED_AFTER))
            try:
                await asyncio.wait([task, nap], return_when=asyncio.FIRST_COMPLETED)
            finally:
                nap.cancel()
            if not task.done():
                hurry()

    async def _keep(self) -> NoReturn:
        """Let the server hear of this process for as long as it leads; raises what ends that."""
        loop = asyncio.get_running_loop()
        while True:
            await self._clock.sleep(TOUCHED_EVERY)
            if await loop.run_in_executor(self._toucher, self._writer.touch):
                continue
            with contextlib.suppress(Unavailable):
                await self._writer.run(self._writer.connect)

    async def _keep_no_more(self) -> None:
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.gather(self._keeping, return_exceptions=True)
            self._keeping = None


async def open_postgres(where: Server, clock: Clock, randomness: Random, outage: Outage) -> PostgresStorage:
    """Open the database; `StorageError`, one line, if it cannot be used. Whoever waits for it tells the `outage`."""
    storage = PostgresStorage(where, clock, randomness, outage)
    await storage.open()
    return storage
