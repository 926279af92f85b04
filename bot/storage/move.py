"""Takes a grown network from an SQLite file to PostgreSQL: all of it, counted and compared, or nothing."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from bot.clock import to_micros
from bot.storage.backup import examine, tables
from bot.storage.lock import FileLock
from bot.storage.migrate import applied_steps, migrate
from bot.storage.numbers import last
from bot.storage.operating import NOTE
from bot.storage.port import StorageError
from bot.storage.postgres.server import Raw, connect, explain, plain_errors, server
from bot.storage.sqlite.file import connect as connect_file
from bot.storage.sqlite.file import plain_errors as plain_file_errors
from bot.storage.steps import known, shipped
from bot.storage.url import is_postgres

_AT_ONCE = 5_000
_UNHURRIED = {
    "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
}


@dataclass(slots=True)
class Tally:
    """The rows of a table, counted, and the sum of their digests: the same in whatever order they come."""

    rows: int = 0
    mark: int = 0

    def add(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        """Count the row, and hand it on."""
        digest = hashlib.blake2b(repr(row).encode(), digest_size=16).digest()
        self.mark = (self.mark + int.from_bytes(digest, "big")) % 2**128
        self.rows += 1
        return row


def move(file: Path, url: str, now: datetime) -> Mapping[str, int]:
    """Copy all tables of the file to the PostgreSQL database, which must be empty; the rows of each, by its name.

    The file stays as it is. `StorageError`, one line, if a bot runs on it, if it is not a whole database of this
    version, if there is anything in the other one, or if what arrived there is not the same: then nothing did.
    """
    if not is_postgres(url):
        raise StorageError("the second must be the URL of a PostgreSQL database: postgresql://user@host:5432/name")
    path = file.resolve()
    if not path.is_file():
        raise StorageError(f"there is no database at {path}")
    where = server(url)
    with FileLock(path), closing(_source(path)) as source:
        migrate(url)
        with plain_errors(where), closing(connect(where)) as target, target.transaction():
            _prepare(target, tables(source))
            carried = {table: _carried(source, target, table) for table in in_order(source)}
            target.execute(f"{NOTE} ('moved', %s)", (to_micros(now),))
            return carried


def in_order(source: sqlite3.Connection) -> list[str]:
    """The tables, each after those that it refers to."""
    above = {table: _referred(source, table) - {table} for table in tables(source)}
    return list(TopologicalSorter(above).static_order())


def _referred(source: sqlite3.Connection, table: str) -> set[str]:
    return {row[2] for row in source.execute(f'PRAGMA foreign_key_list("{table}")')}


def _source(path: Path) -> sqlite3.Connection:
    """One consistent view of the file, checked."""
    with plain_file_errors(path):
        raw = connect_file(path, read_only=True)
        try:
            raw.execute("BEGIN")
            examine(raw)
            applied = applied_steps(raw)
            if any(step.id not in applied for step in known(shipped("sqlite"), applied)):
                raise StorageError("it is older than this Palabre: `palabre migrate` brings it up to date")
        except BaseException:
            raw.close()
            raise
    return raw


def _prepare(target: Raw, names: list[str]) -> None:
    for name, value in _UNHURRIED.items():
        target.execute("SELECT set_config(%s, %s, true)", (name, value))
    listed = sql.SQL(", ").join(map(sql.Identifier, names))
    target.execute(sql.SQL("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE").format(listed))  # no bot starts on half of it
    target.execute("DELETE FROM lead WHERE term = 0")  # the row that every new database has
    for name in names:
        if target.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(name))).fetchone():
            raise StorageError(f"it is not empty (table {name} has rows): name an empty one")


def _carried(source: sqlite3.Connection, target: Raw, table: str) -> int:
    """Copy a table, and compare what arrived; how many rows it has."""
    columns = [row[1] for row in source.execute(f'PRAGMA table_info("{table}")')]
    with _naming(table):
        sent = _send(source, target, table, columns)
        _go_on_after(target, table, last(source, table))
        target.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(table)))
        arrived = _read_back(target, table, columns)
    if sent != arrived:
        raise StorageError(
            f"table {table} did not arrive as it was sent ({sent.rows} rows sent, {arrived.rows} found):"
            " see what else changes it there; nothing was moved"
        )
    return sent.rows


def _send(source: sqlite3.Connection, target: Raw, table: str, columns: list[str]) -> Tally:
    tally = Tally()
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), _listed(columns))
    with target.cursor() as cursor, cursor.copy(into) as lane:
        for row in _rows(source, table, columns):
            lane.write_row(tally.add(row))
    return tally


def _rows(source: sqlite3.Connection, table: str, columns: list[str]) -> Iterator[tuple[Any, ...]]:
    names = ", ".join(f'"{column}"' for column in columns)
    yield from source.execute(f'SELECT {names} FROM "{table}"')  # noqa: S608 - names of our own schema


def _read_back(target: Raw, table: str, columns: list[str]) -> Tally:
    tally = Tally()
    with target.cursor(name="palabre_move") as cursor:
        cursor.itersize = _AT_ONCE
        for row in cursor.execute(sql.SQL("SELECT {} FROM {}").format(_listed(columns), sql.Identifier(table))):
            tally.add(row)
    return tally


def _go_on_after(target: Raw, table: str, last: int) -> None:
    """Let the next row that is numbered by itself come after the highest number that the file has given."""
    numbered = target.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(quote_ident(%s)) AND attidentity <> ''", (table,)
    ).fetchall()
    for (column,) in numbered:
        target.execute(
            "SELECT setval(pg_get_serial_sequence(quote_ident(%(table)s), %(column)s), %(last)s) WHERE %(last)s >= 1",
            {"table": table, "column": column, "last": last},
        )


def _listed(columns: list[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns))


@contextmanager
def _naming(table: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise StorageError(f"table {table} cannot be read from the file: {error}") from error
    except psycopg.Error as error:
        raise StorageError(f"table {table}: {explain(error)}; nothing was moved") from error
