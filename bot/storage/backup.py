"""Copies of an SQLite database: whole or not there at all, made while the bot runs, checked before they count."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from bot.storage import steps
from bot.storage.migrate import applied_steps
from bot.storage.port import StorageError
from bot.storage.sqlite.file import connect, explain, plain_errors
from bot.storage.url import database_path, is_postgres

_WORTH_A_VACUUM = 0.1
"""The share of free pages from which a copy without them is worth five times the work."""

_BESIDE = ("-journal", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Census:
    """What a checked database holds: the rows of each table by its name, and the newest step of its schema."""

    rows: Mapping[str, int]
    step: str

    @property
    def total(self) -> int:
        """The rows of all tables."""
        return sum(self.rows.values())


def back_up(url: str, file: Path, *, force: bool = False) -> Census:
    """Write a checked copy of the database to the file; what was there stays until the copy is whole.

    The bot may run meanwhile: the copy is that of one instant. `StorageError`, one line, if the file is there already
    (unless `force`), if it cannot be made, or if the database is on PostgreSQL, which has a tool of its own.
    """
    if is_postgres(url):
        from bot.storage.postgres.tools import dump_command  # noqa: PLC0415 - see `bot.storage.open`

        raise StorageError(f"PostgreSQL makes its backups with its own tool: {dump_command(url, file)}")
    database, target = database_path(url), file.resolve()
    _refuse(database, target, force=force)
    with told(f"no backup was made at {file}"), draft(target.with_name(target.name + ".part")) as part:
        copy(database, part)
        census = checked(part)
        put(part, target)
    return census


def _refuse(database: Path, target: Path, *, force: bool) -> None:
    if not database.is_file():
        raise StorageError(f"there is no database at {database} yet: there is nothing to back up")
    if target in (database, *(database.with_name(database.name + end) for end in (*_BESIDE, ".lock"))):
        raise StorageError(f"{target} belongs to the database itself: name another file")
    if not target.parent.is_dir():
        raise StorageError(f"the folder {target.parent} does not exist: create it, or name another")
    if target.is_dir():
        raise StorageError(f"{target} is a folder: name a file in it")
    if target.exists() and not force:
        raise StorageError(f"{target} is there already: name another file, or add --force to replace it")


@contextmanager
def draft(path: Path) -> Iterator[Path]:
    """An empty file for its owner only, that no other Palabre writes to; gone at the end, unless it was renamed.

    What a kill left there is begun anew.
    """
    held = _hold(path)
    try:
        sweep(path)
        yield path
    finally:
        if _is_still(held, path):
            sweep(path)
            path.unlink()
        os.close(held)


def sweep(path: Path) -> None:
    """Remove what SQLite keeps beside a file: with another file in its place, it would be taken for that one's."""
    for end in _BESIDE:
        path.with_name(path.name + end).unlink(missing_ok=True)


def copy(database: Path, part: Path) -> None:
    """Copy the database, as it is at one instant, into the empty file; raises `sqlite3.Error` or `StorageError`."""
    with plain_errors(database):
        source = connect(database, read_only=True)
    with closing(source):
        if _free(source) > _WORTH_A_VACUUM:
            source.execute("PRAGMA query_only = 0")  # it would hinder this, too; the file stays open for reading only
            source.execute("VACUUM INTO ?", (str(part),))
            return
        with closing(_opened(part, "mode=rw")) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")  # one file, which needs none beside it


def checked(path: Path) -> Census:
    """The census of a file that nobody writes to, by the words of `examine`."""
    with closing(_opened(path, "mode=ro&immutable=1")) as raw:
        return examine(raw)


def examine(raw: sqlite3.Connection) -> Census:
    """Check all of a database, and count it.

    `StorageError` if it is not one of Palabre's, is newer than this Palabre, is damaged, or has broken references.
    """
    applied = applied_steps(raw)
    if not applied & {step.id for step in steps.known(steps.shipped("sqlite"), applied)}:
        raise StorageError("it is not a Palabre database")
    verdict = raw.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if verdict != "ok":
        raise StorageError("it is damaged: take another copy")
    broken = raw.execute("PRAGMA foreign_key_check").fetchone()
    if broken is not None:
        raise StorageError(f"it is damaged: a row of {broken[0]} refers to one of {broken[2]} that is not there")
    return Census({table: _count(raw, table) for table in tables(raw)}, max(applied))


def tables(raw: sqlite3.Connection) -> list[str]:
    """The names of Palabre's own tables, in alphabetical order."""
    rows = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [name for (name,) in rows if "yoyo" not in name and not name.startswith("sqlite_")]


def put(part: Path, target: Path) -> None:
    """Give the finished file its name, both safe on disk."""
    sync(part)
    os.replace(part, target)
    sync(target.parent)


def sync(path: Path) -> None:
    """Have the file, or the names in the folder, on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def told(what: str) -> Iterator[None]:
    """What goes wrong inside comes out as one line that begins so."""
    try:
        yield
    except sqlite3.Error as error:
        raise StorageError(f"{what}: {explain(error)}") from error
    except OSError as error:
        raise StorageError(f"{what}: {error.strerror or type(error).__name__}") from error
    except StorageError as error:
        raise StorageError(f"{what}: {error}") from error


def _hold(path: Path) -> int:
    # The kernel forgets the hold with its process, however that ends.
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not _is_still(handle, path):  # renamed since: it is finished
            raise BlockingIOError
        os.ftruncate(handle, 0)
        os.fchmod(handle, 0o600)
    except BaseException as error:
        os.close(handle)
        if isinstance(error, BlockingIOError):
            raise StorageError("another process is writing to it") from error
        raise
    return handle


def _is_still(handle: int, path: Path) -> bool:
    return path.exists() and os.path.samestat(os.fstat(handle), path.stat())


def _opened(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(path))}?{mode}", uri=True, isolation_level=None)


def _free(raw: sqlite3.Connection) -> float:
    free, pages = (raw.execute(f"PRAGMA {name}").fetchone()[0] for name in ("freelist_count", "page_count"))
    return float(free / max(pages, 1))


def _count(raw: sqlite3.Connection, table: str) -> int:
    return int(raw.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0])  # noqa: S608 - a name of our own schema
