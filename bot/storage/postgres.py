"""The PostgreSQL adapter: one connection that writes, a few that read, each on a thread of its own.

As on SQLite, the works that wait when the writer gets free share one transaction and one sync to disk, each under its
own savepoint. So two works of one process never clash; those of two processes may, and are then run again.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import lru_cache
from random import Random
from typing import Any, TypeVar

import psycopg
from psycopg.pq import TransactionStatus

from bot.clock import Clock
from bot.storage.lane import Lane, Ticket, settle
from bot.storage.port import Reader, Row, StorageError, Value, Writer
from bot.storage.postgres_server import Raw, Server, connect, explain, is_clash, plain_errors, probe, translate

T = TypeVar("T")
Tickets = list[Ticket[Any]]
_READERS = 2
_MOST_TOGETHER = 64  # with more savepoints, PostgreSQL's other sessions slow down
_MOST_TRIES = 16
_FIRST_WAIT, _LONGEST_WAIT = 0.002, 0.2
_OPEN = (TransactionStatus.INTRANS, TransactionStatus.INERROR)
_NEVER_BEGUN = "this transaction is over: nothing can be read or written through it"
_CLASHES = f"other changes came between {_MOST_TRIES} times, so that nothing was saved: try again"
_UNCERTAIN = "the connection broke while saving: whether the last change was saved is not known"
_WORD = re.compile(r"('(?:[^']|'')*')|:([A-Za-z_]\w*)|%")


class _AgainError(Exception):
    """Nothing of this try will be kept: the works are to be run again."""


@lru_cache(maxsize=1024)
def placeholders(sql: str) -> str:
    """The statement with its `:name` parameters as psycopg wants them; texts in quotes stay what they are."""
    return _WORD.sub(lambda found: _word(found[1], found[2], found[0]), sql)


def _word(quoted: str | None, name: str | None, found: str) -> str:
    return f"%({name})s" if name else (quoted or found).replace("%", "%%")


class _View:
    """The transaction as a work sees it. Its methods are asynchronous by the port only: they never wait."""

    def __init__(self, raw: Raw, ticket: Ticket[Any]) -> None:
        self._raw = raw
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
        return max(changed, 0)

    def end(self) -> None:
        """Let nothing more through."""
        self._ticket = None

    def _execute(self, sql: str, values: Mapping[str, Value]) -> tuple[list[Row], int]:
        if self._ticket is None:
            raise RuntimeError(_NEVER_BEGUN)
        self._ticket.check()
        try:
            cursor = self._raw.execute(placeholders(sql), values)
            rows = cursor.fetchall() if cursor.description else []
        except psycopg.Error as error:
            raise self._failure(error, self._ticket) from None
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in rows], cursor.rowcount

    def _failure(self, error: psycopg.Error, ticket: Ticket[Any]) -> Exception:
        if self.again or is_clash(error) or self._raw.closed:
            self.again = True
            return _AgainError()
        failure = translate(error)
        ticket.fail(failure)  # so that swallowing it does not save the work: see the port
        return failure


class _Session:
    """One connection and its thread. Made when first needed, and again after it broke."""

    def __init__(self, where: Server, *, read_only: bool) -> None:
        self._where = where
        self._read_only = read_only
        self._raw: Raw | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="palabre-database")

    async def run(self, job: Job, tickets: Tickets) -> bool:
        """Run the job on the thread; False when the works are to be run again."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, _kept, self, job, tickets)

    async def open(self) -> None:
        """Connect; `StorageError`, one line, if the database cannot be used."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._try)

    async def close(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self._hang_up)
        self._thread.shutdown()

    def begin(self) -> Raw:
        """The connection, in a new transaction; on the thread. `StorageError` if there is none to be had."""
        try:
            raw = self._ready()
            raw.execute("BEGIN", prepare=False)
        except psycopg.OperationalError:
            if not self.broken:
                raise
            raw = self._ready()  # it broke while nobody used it: the server was restarted, say
            raw.execute("BEGIN", prepare=False)
        return raw

    @property
    def broken(self) -> bool:
        """Whether the connection is lost, and with it all that was not committed."""
        return self._raw is None or self._raw.closed

    def undo(self) -> None:
        """Leave no transaction open; on the thread."""
        if self._raw is not None and self._raw.info.transaction_status in _OPEN:
            with suppress(psycopg.Error):  # then the connection is lost, and the transaction with it
                self._raw.execute("ROLLBACK", prepare=False)

    def _ready(self) -> Raw:
        if self._raw is not None and self._raw.closed:
            self._hang_up()
        if self._raw is None:
            with plain_errors(self._where):
                self._raw = connect(self._where, read_only=self._read_only)
        return self._raw

    def _try(self) -> None:
        with plain_errors(self._where):
            self._raw = connect(self._where, read_only=self._read_only)
            if not self._read_only:
                probe(self._raw)

    def _hang_up(self) -> None:
        if self._raw is not None:
            self._raw.close()
            self._raw = None


Job = Callable[[_Session, Tickets], None]


def _run(raw: Raw, ticket: Ticket[Any]) -> None:
    view = _View(raw, ticket)
    ticket.run(view)
    view.end()
    if view.again:
        raise _AgainError


def _reads(session: _Session, tickets: Tickets) -> None:
    """Run the works on one snapshot (on another, after one that failed)."""
    raw = session.begin()
    for ticket in tickets:
        if raw.info.transaction_status != TransactionStatus.INTRANS:
            session.undo()
            raw = session.begin()
        _run(raw, ticket)


def _writes(session: _Session, tickets: Tickets) -> None:
    """Run the works in one transaction."""
    raw = session.begin()
    if len(tickets) == 1:
        _run(raw, tickets[0])
        if tickets[0].error is not None:
            return
    else:
        _run_in_savepoints(raw, tickets)
    _commit(raw, tickets)


def _kept(session: _Session, job: Job, tickets: Tickets) -> bool:
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


def _run_in_savepoints(raw: Raw, tickets: Tickets) -> None:
    step = "SAVEPOINT work"
    for ticket in tickets:
        raw.execute(step, prepare=False)
        _run(raw, ticket)
        undo = ticket.error is not None
        step = "ROLLBACK TO SAVEPOINT work" if undo else "RELEASE SAVEPOINT work; SAVEPOINT work"
    if tickets[-1].error is not None:
        raw.execute(step, prepare=False)


def _commit(raw: Raw, tickets: Tickets) -> None:
    try:
        raw.execute("COMMIT", prepare=False)
    except psycopg.Error as error:
        if not raw.closed:
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
        self._sessions = [_Session(where, read_only=number > 0) for number in range(1 + _READERS)]
        writer, *readers = self._sessions
        self._writing = Lane(lambda tickets: self._settle(writer, _writes, tickets))
        self._reading = [self._reads_of(reader) for reader in readers]

    async def open(self) -> None:
        """Connect; `StorageError`, one line, if the database cannot be used."""
        try:
            for session in self._sessions:
                await session.open()
        except BaseException:
            await self.close()
            raise

    async def read(self, work: Callable[[Reader], Awaitable[T]]) -> T:
        return await min(self._reading, key=lambda lane: lane.load).submit(work)

    async def write(self, work: Callable[[Writer], Awaitable[T]]) -> T:
        return await self._writing.submit(work)

    async def close(self) -> None:
        for lane in (self._writing, *self._reading):
            await lane.close()
        while self._sessions:
            await self._sessions.pop().close()

    def _reads_of(self, session: _Session) -> Lane:
        return Lane(lambda tickets: self._settle(session, _reads, tickets))

    async def _settle(self, session: _Session, job: Job, tickets: Tickets) -> None:
        """Run a batch until each of its works is settled; what clashes is halved, so that few are run often."""
        waiting = [tickets[start : start + _MOST_TOGETHER] for start in range(0, len(tickets), _MOST_TOGETHER)]
        tries = 0
        while waiting:
            together = waiting.pop(0)
            if await session.run(job, together):
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
