"""The PostgreSQL adapter: one connection that writes, a few that read, each on a thread of its own.

As on SQLite, the works that wait when the writer gets free share one transaction and one sync to disk, each under its
own savepoint. So two works of one process never clash; those of two processes may, and are then run again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from random import Random
from typing import Any, NoReturn, TypeVar

import psycopg

from bot.clock import Clock
from bot.storage.lane import Lane, Ticket, settle
from bot.storage.port import Reader, Row, StorageError, Value, Writer
from bot.storage.postgres_server import Server, explain, is_clash, translate
from bot.storage.postgres_session import Session
from bot.storage.terms import next_term

T = TypeVar("T")
Tickets = list[Ticket[Any]]
_READERS = 2
_MOST_TOGETHER = 64  # with more savepoints, PostgreSQL's other sessions slow down
_MOST_TRIES = 16
_FIRST_WAIT, _LONGEST_WAIT = 0.002, 0.2
_LEAD_EVERY = 0.5
_OTHER_COLUMNS = "0A000"  # another version of Palabre has just added some: statements must be prepared anew
_NEVER_BEGUN = "this transaction is over: nothing can be read or written through it"
_CLASHES = f"other changes came between {_MOST_TRIES} times, so that nothing was saved: try again"
_UNCERTAIN = "the connection broke while saving: whether the last change was saved is not known"


class _AgainError(Exception):
    """Nothing of this try will be kept: the works are to be run again."""


class _View:
    """The transaction as a work sees it. Its methods are asynchronous by the port only: they never wait."""

    def __init__(self, session: Session, ticket: Ticket[Any]) -> None:
        self._session = session
        self._ticket: Ticket[Any] | None = ticket
        self.again = False

    async def one(self, sql: str, **values: Value) -> Row | None:
        rows, _ = self._execute(sql, values)
        return rows[0] if rows else None

    async def all(self, sql: str, **values: Value) -> list[Row]:
        rows, _ = self._execute(sql, values)
        return rows

    async def run(self, sql: str, **values: Value) -> int:
        _, changed = self._execute(sql, values)
        return changed

    def end(self) -> None:
        """Let nothing more through."""
        self._ticket = None

    def _execute(self, sql: str, values: Mapping[str, Value]) -> tuple[list[Row], int]:
        if self._ticket is None:
            raise RuntimeError(_NEVER_BEGUN)
        self._ticket.check()
        try:
            return self._session.ask(sql, values)
        except psycopg.Error as error:
            raise self._failure(error, self._ticket) from None

    def _failure(self, error: psycopg.Error, ticket: Ticket[Any]) -> Exception:
        if error.sqlstate == _OTHER_COLUMNS:
            self._session.hang_up()
        if self.again or is_clash(error) or self._session.broken:
            self.again = True
            return _AgainError()
        failure = translate(error)
        ticket.fail(failure)  # so that swallowing it does not save the work: see the port
        return failure


Job = Callable[[Session, Tickets], None]


def _run(session: Session, ticket: Ticket[Any]) -> None:
    view = _View(session, ticket)
    ticket.run(view)
    view.end()
    if view.again:
        raise _AgainError


def _reads(session: Session, tickets: Tickets) -> None:
    """Run the works on one snapshot (on another, after one that failed)."""
    for ticket in tickets:
        if not session.in_transaction:
            session.undo()
            session.begin()
        _run(session, ticket)


def _writes(session: Session, tickets: Tickets) -> None:
    """Run the works in one transaction."""
    session.begin()
    if len(tickets) == 1:
        _run(session, tickets[0])
        if tickets[0].error is not None:
            return
    else:
        _run_in_savepoints(session, tickets)
    _commit(session, tickets)


def _kept(session: Session, job: Job, tickets: Tickets) -> bool:
    """Run the job on the works, on the thread; False when nothing of it was kept, and all are to be run again."""
    try:
        job(session, tickets)
    except _AgainError:
        return False
    except psycopg.Error as error:
        if is_clash(error) or session.broken:
            return False
        _fail_all(tickets, explain(error))
    except StorageError as error:
        _fail_all(tickets, str(error))
    finally:
        session.undo()
    return True


def _run_in_savepoints(session: Session, tickets: Tickets) -> None:
    step = "SAVEPOINT work"
    for ticket in tickets:
        session.command(step)
        _run(session, ticket)
        undo = ticket.error is not None
        step = "ROLLBACK TO SAVEPOINT work" if undo else "RELEASE SAVEPOINT work; SAVEPOINT work"
    if tickets[-1].error is not None:
        session.command(step)


def _commit(session: Session, tickets: Tickets) -> None:
    try:
        session.command("COMMIT")
    except psycopg.Error as error:
        if not session.broken:
            raise
        _fail_all(tickets, f"{_UNCERTAIN} ({explain(error)})")


def _fail_all(tickets: Tickets, why: str) -> None:
    for ticket in tickets:
        ticket.fail(StorageError(f"the database cannot be used: {why}"))


class PostgresStorage:
    """The port `Storage` over one PostgreSQL database; made by `open_postgres`."""

    def __init__(self, where: Server, clock: Clock, randomness: Random) -> None:
        self._clock = clock
        self._random = randomness
        self._sessions = [Session(where, read_only=number > 0) for number in range(1 + _READERS)]
        writer, *readers = self._sessions
        self._writing = Lane(lambda tickets: self._settle(writer, _writes, tickets))
        self._reading = [self._reads_of(reader) for reader in readers]

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
        writer = self._sessions[0]
        while not await writer.run(writer.try_lead):
            await self._clock.sleep(_LEAD_EVERY)
        return await self.write(next_term)

    async def deposed(self) -> NoReturn:
        while True:
            await asyncio.Event().wait()

    async def close(self) -> None:
        for lane in (self._writing, *self._reading):
            await lane.close()
        while self._sessions:
            await self._sessions.pop().close()

    def _reads_of(self, session: Session) -> Lane:
        return Lane(lambda tickets: self._settle(session, _reads, tickets))

    async def _settle(self, session: Session, job: Job, tickets: Tickets) -> None:
        """Run a batch until each of its works is settled; what clashes is halved, so that few are run often."""
        waiting = [tickets[start : start + _MOST_TOGETHER] for start in range(0, len(tickets), _MOST_TOGETHER)]
        tries = 0
        while waiting:
            together = waiting.pop(0)
            if await session.run(partial(_kept, session, job, together)):
                tries = 0
                settle(together)
                continue
            for ticket in together:
                ticket.reset()
            tries += 1
            if tries == _MOST_TRIES:  # by then it is a work alone
                _fail_all(together, _CLASHES)
                tries = 0
                settle(together)
                continue
            middle = (len(together) + 1) // 2
            waiting = [half for half in (together[:middle], together[middle:]) if half] + waiting
            await self._clock.sleep(self._wait(tries))

    def _wait(self, tries: int) -> float:
        """Seconds, longer each time, and different for each process so that two do not clash for ever."""
        return min(_FIRST_WAIT * float(2**tries), _LONGEST_WAIT) * self._random.uniform(0.5, 1.0)


async def open_postgres(where: Server, clock: Clock, randomness: Random) -> PostgresStorage:
    """Open the database; `StorageError`, one line, if it cannot be used."""
    storage = PostgresStorage(where, clock, randomness)
    await storage.open()
    return storage
