"""The SQLite adapter: one connection that writes, a few that read, each in its own aiosqlite thread.

Writes are committed in groups: all works that wait when the writer gets free share one transaction and one sync to
disk, each under its own savepoint, so that one that fails takes only its own changes with it.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import aiosqlite

from bot.storage.lane import Lane, RunBatch, Ticket
from bot.storage.lock import FileLock
from bot.storage.port import Reader, Row, StorageError, Value, Writer
from bot.storage.sqlite.file import connect, explain, plain_errors, probe, translate
from bot.storage.terms import next_term

T = TypeVar("T")
_READERS = 2
_NEVER_BEGUN = "this transaction is over: nothing can be read or written through it"


class _View:
    """The transaction as a work sees it. Its methods are asynchronous by the port only: they never wait."""

    def __init__(self, raw: sqlite3.Connection, ticket: Ticket[Any]) -> None:
        self._raw = raw
        self._ticket: Ticket[Any] | None = ticket

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
            cursor = self._raw.execute(sql, values)
            rows = cursor.fetchall()
        except sqlite3.Error as error:
            failure = translate(error)
            self._ticket.fail(failure)  # so that swallowing it does not save the work: see the port
            raise failure from None
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in rows], cursor.rowcount


class _Connection(aiosqlite.Connection):
    """An aiosqlite connection that can be handed a whole job, for one hop to its thread."""

    @classmethod
    async def start(cls, connector: Callable[[], sqlite3.Connection]) -> _Connection:
        """Open the connection on a thread of its own."""
        connection = cls(connector, iter_chunk_size=64)
        await connection
        return connection

    def batches(self, job: Callable[[sqlite3.Connection, list[Ticket[Any]]], None]) -> RunBatch:
        """`job`, to be run on the thread with the batches of a lane."""

        async def run_batch(tickets: list[Ticket[Any]]) -> None:
            # The library's own methods hop once a statement; this is the door that they all go through.
            await self._execute(job, self._conn, tickets)  # type: ignore[no-untyped-call]

        return run_batch

    async def alone(self, job: Callable[[sqlite3.Connection], T]) -> T:
        """What the job returns; no batch comes between."""
        result: T = await self._execute(job, self._conn)  # type: ignore[no-untyped-call]
        return result


def _truncate(raw: sqlite3.Connection) -> bool:
    """Move all of the log into the file, and empty it: what was deleted stands there still. False: somebody reads."""
    try:
        return not raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.Error as error:
        raise translate(error) from None


def _run(raw: sqlite3.Connection, ticket: Ticket[Any]) -> None:
    view = _View(raw, ticket)
    ticket.run(view)
    view.end()


def _read_batch(raw: sqlite3.Connection, tickets: list[Ticket[Any]]) -> None:
    try:
        raw.execute("BEGIN")
        for ticket in tickets:
            _run(raw, ticket)
    except sqlite3.Error as error:
        _fail_all(tickets, error)
    finally:
        _roll_back(raw)


def _write_batch(raw: sqlite3.Connection, tickets: list[Ticket[Any]]) -> None:
    _roll_back(raw)
    try:
        raw.execute("BEGIN IMMEDIATE")
        for ticket in tickets:
            _run_in_savepoint(raw, ticket)
        raw.execute("COMMIT")
    except (sqlite3.Error, StorageError) as error:
        _fail_all(tickets, error)
        _roll_back(raw)


def _run_in_savepoint(raw: sqlite3.Connection, ticket: Ticket[Any]) -> None:
    raw.execute("SAVEPOINT work")
    _run(raw, ticket)
    if not raw.in_transaction:  # after a full disk, say, SQLite undoes everything, also what other works did
        raise StorageError("a failure undid the transaction") from ticket.error
    if ticket.error is not None:
        raw.execute("ROLLBACK TO work")
    raw.execute("RELEASE work")


def _fail_all(tickets: list[Ticket[Any]], error: Exception) -> None:
    why = explain(error) if isinstance(error, sqlite3.Error) else str(error)
    for ticket in tickets:
        ticket.fail(StorageError(f"the database cannot be used: {why}"))


def _roll_back(raw: sqlite3.Connection) -> None:
    if raw.in_transaction:
        raw.execute("ROLLBACK")


class SqliteStorage:
    """The port `Storage` over one SQLite file; made by `open_sqlite`."""

    def __init__(self, lock: FileLock | None, writer: _Connection, readers: list[_Connection]) -> None:
        self._lock = lock
        self._writer = writer
        self._connections = [*readers, writer]  # the writer closes last: it moves the log into the file
        self._writing = Lane(writer.batches(_write_batch))
        self._reading = [Lane(reader.batches(_read_batch)) for reader in readers]

    async def read(self, work: Callable[[Reader], Awaitable[T]]) -> T:
        return await min(self._reading, key=lambda lane: lane.load).submit(work)

    async def write(self, work: Callable[[Writer], Awaitable[T]]) -> T:
        return await self._writing.submit(work)

    @property
    def shared(self) -> bool:
        return False  # its lock keeps every other process out

    async def lead(self) -> int:
        return await self.write(next_term)

    async def deposed(self) -> NoReturn:
        while True:
            await asyncio.Event().wait()

    async def clean(self) -> bool:
        return await self._writer.alone(_truncate)  # what is deleted is overwritten at once: see `sqlite_file`

    async def close(self) -> None:
        for lane in (self._writing, *self._reading):
            await lane.close()
        while self._connections:
            await self._connections.pop(0).close()
        if self._lock is not None:
            self._lock.release()


async def open_sqlite(path: Path, *, alone: bool = True) -> SqliteStorage:
    """Open the file, made if it is missing; `StorageError`, one line, if it cannot be used.

    `alone`: hold its lock, so that no other Palabre runs on it until this storage is closed.
    """
    lock = FileLock(path) if alone else None
    opened: list[_Connection] = []
    try:
        if lock is not None:
            lock.take()
        await asyncio.to_thread(_try, path)
        for connector in (partial(connect, path), *[partial(connect, path, read_only=True)] * _READERS):
            opened.append(await _Connection.start(connector))  # noqa: PERF401 - all before a failure are closed
    except BaseException:
        await _give_up(opened, lock)
        raise
    return SqliteStorage(lock, opened[0], opened[1:])


def _try(path: Path) -> None:
    # Before aiosqlite starts its threads, since one whose connection fails may outlive the event loop.
    with plain_errors(path), closing(connect(path)) as raw:
        probe(raw)


async def _give_up(opened: list[_Connection], lock: FileLock | None) -> None:
    for connection in reversed(opened):
        await connection.close()
    if lock is not None:
        lock.release()
