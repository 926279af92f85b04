"""An SQLite file: how a connection to it is set up, and what its errors mean to people."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from bot.storage.port import ConstraintError, StorageError

_PATIENCE_MS = 5_000
_PRAGMAS = {
    "synchronous": 2,  # FULL: each commit is synced to disk before it is acknowledged
    "foreign_keys": 1,
    "secure_delete": 1,  # what is deleted is overwritten: /forgetme leaves nothing in the file
    "busy_timeout": _PATIENCE_MS,
    "trusted_schema": 0,
}
_MEANINGS = {
    sqlite3.SQLITE_BUSY: "another process is writing to it: stop that one, or try again",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened: see that the path is a file, and that it may be read and written",
    sqlite3.SQLITE_CORRUPT: "it is damaged: restore a backup",
    sqlite3.SQLITE_FULL: "the disk is full: make room",
    sqlite3.SQLITE_IOERR: "the disk reports an error: see the system's log",
    sqlite3.SQLITE_LOCKED: "it is locked: stop what else uses it, or try again",
    sqlite3.SQLITE_NOTADB: "it is not a Palabre database: choose another path, or restore a backup",
    sqlite3.SQLITE_PERM: "access to it is denied: see who owns it",
    sqlite3.SQLITE_READONLY: "it is read-only: let the user that runs Palabre write to it and to its folder",
}


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection in autocommit mode, with every pragma asserted; raises `sqlite3.Error` or `StorageError`."""
    if not read_only:
        _create(path)
    mode = "ro" if read_only else "rw"
    raw = sqlite3.connect(f"file:{quote(str(path))}?mode={mode}", uri=True, isolation_level=None, cached_statements=512)
    try:
        _set_up(raw, read_only=read_only)
    except BaseException:
        raw.close()
        raise
    return raw


def probe(raw: sqlite3.Connection) -> None:
    """Raise `sqlite3.Error` if the file is damaged or cannot be written, without changing it."""
    verdict = raw.execute("PRAGMA quick_check(1)").fetchone()[0]
    if verdict != "ok":
        raise StorageError(_MEANINGS[sqlite3.SQLITE_CORRUPT])
    raw.execute("BEGIN IMMEDIATE")
    raw.execute("ROLLBACK")


def explain(error: sqlite3.Error) -> str:
    """What an error of SQLite means, and what to do."""
    return _MEANINGS.get(_kind(error), str(error))


def translate(error: sqlite3.Error) -> Exception:
    """The error of the port that says the same; a fault in a statement stays what it is."""
    if isinstance(error, sqlite3.IntegrityError):
        return ConstraintError(str(error))
    if _kind(error) in _MEANINGS:
        return StorageError(f"the database cannot be used: {explain(error)}")
    return error


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """What goes wrong inside comes out as one line that names the file."""
    try:
        yield
    except sqlite3.Error as error:
        raise StorageError(f"the database {path}: {explain(error)}") from error
    except StorageError as error:
        raise StorageError(f"the database {path}: {error}") from error


def _kind(error: sqlite3.Error) -> int:
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF  # the rest of an extended code says more than anyone here needs


def _create(path: Path) -> None:
    # SQLite would make it readable by all; the write-ahead log takes the mode of the file.
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except FileNotFoundError as error:
        raise StorageError(f"the folder {path.parent} does not exist: create it") from error
    except IsADirectoryError as error:
        raise StorageError("it is a folder: name a file") from error
    except OSError as error:
        raise StorageError(_MEANINGS[sqlite3.SQLITE_READONLY]) from error


def _set_up(raw: sqlite3.Connection, *, read_only: bool) -> None:
    for name, value in _PRAGMAS.items():
        raw.execute(f"PRAGMA {name} = {value}")
        _assert_pragma(raw, name, value)
    if read_only:
        raw.execute("PRAGMA query_only = 1")
    else:
        raw.execute("PRAGMA journal_mode = WAL")
        _assert_pragma(raw, "journal_mode", "wal")


def _assert_pragma(raw: sqlite3.Connection, name: str, expected: object) -> None:
    found = raw.execute(f"PRAGMA {name}").fetchone()[0]
    if found != expected:
        raise StorageError(f"this SQLite does not do what a safe database needs: {name} is {found}, not {expected}")
