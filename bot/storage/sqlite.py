"""The SQLite adapter: one connection that writes, a few that read, each in its own aiosqlite thread.

Writes are committed in groups: all works that wait when the writer gets free share one transaction and one sync to
disk, each under its own savepoint, so that one that fails takes only its own changes with it.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar, cast

import aiosqlite

from bot.storage.lane import Lane, Ticket
from bot.storage.lock import FileLock
from bot.storage.port import ConstraintError, Reader, Row, Storage, StorageError, Value, Writer
from bot.storage.sqlite_file import connect, explain, translate

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

    async def call(self, job: Callable[[sqlite3.Connection], None]) -> None:
        # The library's own methods hop once a statement; this is the door that they all go through.
        await self._execute(job, self._conn)


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
    except sqlite3.Error as error:
        _fail_all(tickets, error)
        _roll_back(raw)


def _run_in_savepoint(raw: sqlite3.Connection, ticket: Ticket[Any]) -> None:
    # After a full disk or a failed read SQLite may have rolled back the whole transaction by itself; the savepoint is
    # gone then, so these statements raise, and no work of the batch is taken for committed.
    raw.execute("SAVEPOINT work")
    _run(raw, ticket)
    if ticket.error is not None:
        raw.execute("ROLLBACK TO work")
    raw.execute("RELEASE work")


def _fail_all(tickets: list[Ticket[Any]], error: sqlite3.Error) -> None:
    for ticket in tickets:
        ticket.fail(StorageError(f"the database did not take a change: {explain(error)}"))


def _roll_back(raw: sqlite3.Connection) -> None:
    if raw.in_transaction:
        raw.execute("ROLLBACK")
