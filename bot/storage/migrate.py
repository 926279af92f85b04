"""Brings the schema of a database up to this version of Palabre: numbered SQL files, applied in order by yoyo.

yoyo applies a migration in one transaction and notes it in the next, so that a kill between the two leaves a database
that neither starts nor can be migrated: here both are one transaction. Its own lock is a row, which survives a kill
and then blocks every start: it is cleared under the lock of the file, which does not.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from yoyo.backends.core.sqlite3 import SQLiteBackend
from yoyo.connections import parse_uri
from yoyo.migrations import Migration

from bot.storage import steps
from bot.storage.lock import FileLock
from bot.storage.port import StorageError
from bot.storage.sqlite.file import connect, plain_errors, probe
from bot.storage.url import database_path, is_postgres


class _Backend(SQLiteBackend):  # type: ignore[misc]
    """yoyo's SQLite backend on a connection of ours: full sync, the write-ahead log, a path with any characters."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(parse_uri("sqlite:///"), steps.TABLE)

    def connect(self, dburi: object) -> sqlite3.Connection:
        del dburi  # says nothing: see `path`
        raw = connect(self.path)
        # Off while tables are rebuilt: dropping the old one would delete what refers to it. Checked before each commit.
        raw.execute("PRAGMA foreign_keys = 0")
        return raw


def migrate(url: str, *, folder: Path | None = None) -> list[str]:
    """Apply what is missing, and return the names of what was applied; an SQLite file is made if it is missing.

    `folder` holds the steps, if not those that are shipped. Each is applied wholly or not at all, also through a
    kill. `StorageError`, one line, if the database cannot be used, is in use, or is newer than this Palabre.
    """
    if is_postgres(url):
        from bot.storage.postgres import migrate as postgres_migrate  # noqa: PLC0415 - see `bot.storage.open`

        return postgres_migrate.migrate(url, folder or steps.shipped("postgres"))
    return _migrate(database_path(url), folder or steps.shipped("sqlite"))


def pending(url: str, *, folder: Path | None = None) -> list[str]:
    """The names of the migrations that are not applied yet; changes nothing, and may run beside a running bot.

    `StorageError`, one line, if the database cannot be read or is newer than this Palabre.
    """
    if is_postgres(url):
        from bot.storage.postgres import migrate as postgres_migrate  # noqa: PLC0415

        return postgres_migrate.pending(url, folder or steps.shipped("postgres"))
    return _pending(database_path(url), folder or steps.shipped("sqlite"))


def exists(url: str) -> bool:
    """Whether there is a database of Palabre's: the file, or on PostgreSQL the first step in it.

    `StorageError`, one line, if PostgreSQL cannot be asked.
    """
    if is_postgres(url):
        from bot.storage.postgres import migrate as postgres_migrate  # noqa: PLC0415

        return postgres_migrate.exists(url)
    return database_path(url).exists()


def _migrate(path: Path, folder: Path) -> list[str]:
    with FileLock(path), plain_errors(path), _Backend(path) as backend:
        probe(backend.connection)
        backend.create_lock_table()
        backend.break_lock()
        backend.ensure_internal_schema_updated()
        applied = applied_steps(backend.connection)
        known = steps.known(folder, applied)
        if all(step.id in applied for step in known):
            return []  # nearly every start: yoyo would read all the SQL to find the same, in a tenth of a second
        missing = backend.to_apply(known)
        for step in missing:
            _apply(backend, step)
        return [step.id for step in missing]


def _pending(path: Path, folder: Path) -> list[str]:
    with plain_errors(path):
        if not path.exists():
            return [step.id for step in steps.known(folder, set())]
        with closing(connect(path, read_only=True)) as raw:
            applied = applied_steps(raw)
        return [step.id for step in steps.known(folder, applied) if step.id not in applied]


def _apply(backend: _Backend, migration: Migration) -> None:
    try:
        with backend.transaction():
            steps.process(migration, backend)
            _refuse_broken_references(backend)
            backend.mark_one(migration, log=False)  # yoyo's log would keep the names of the user and of the machine
    except (sqlite3.Error, StorageError) as error:
        raise StorageError(f"migration {migration.id} failed and was undone: {error}") from error


def _refuse_broken_references(backend: _Backend) -> None:
    broken = backend.execute("PRAGMA foreign_key_check").fetchone()
    if broken is not None:
        raise StorageError(f"table {broken[0]} would refer to a row of {broken[2]} that is not there")


def applied_steps(raw: sqlite3.Connection) -> set[str]:
    """The names of the steps that were applied to the database."""
    table = raw.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (steps.TABLE,)).fetchone()
    if table is None:
        return set()
    return {row[0] for row in raw.execute(f"SELECT migration_id FROM {steps.TABLE}")}  # noqa: S608
