"""Puts a backup in the place of an SQLite database. The one that was there is kept beside it, under a dated name.

At each instant, also when the process is killed, the name of the database leads to a whole one: the former or the
restored. Nothing is in place before it is copied, checked, migrated and on disk.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from urllib.parse import quote

from bot.clock import to_micros
from bot.storage.backup import Census, checked, copy, draft, put, sweep, sync, told
from bot.storage.lock import FileLock
from bot.storage.migrate import migrate
from bot.storage.numbers import leap
from bot.storage.operating import NOTE
from bot.storage.port import StorageError
from bot.storage.sqlite.file import connect
from bot.storage.url import database_path, is_postgres


@dataclass(frozen=True, slots=True)
class Restoration:
    """A backup that is ready to take the place of the database: up to date, by the steps that were `applied`.

    `waiting` messages had yet to be sent when it was made.
    """

    database: Path
    census: Census
    applied: list[str]
    waiting: int
    part: Path

    def put_in_place(self, now: datetime) -> Path | None:
        """Replace the database; returns the name under which the former one is kept, None if there was none."""
        kept = self._keep(now) if self.database.exists() else None
        with closing(sqlite3.connect(self.part)) as raw, raw:
            leap(raw)
            raw.execute(f"{NOTE} ('restored', ?)", (to_micros(now),))
        sweep(self.database)
        put(self.part, self.database)
        return kept

    def _keep(self, now: datetime) -> Path:
        _fold(self.database)
        stem = self.database.with_name(f"{self.database.name}.before-{now:%Y-%m-%dT%H%M%SZ}")
        numbered = (stem.with_name(f"{stem.name}-{number}") for number in count(2))
        kept = stem if not stem.exists() else next(name for name in numbered if not name.exists())
        for end in ("", "-wal"):  # a log that could not be folded, since the file is damaged, goes along
            with suppress(FileNotFoundError):
                os.link(self.database.with_name(self.database.name + end), kept.with_name(kept.name + end))
        sync(kept.parent)
        return kept


@contextmanager
def restoration(url: str, file: Path) -> Iterator[Restoration]:
    """The backup in the file, copied beside the database, checked and migrated; nobody runs the bot meanwhile.

    `StorageError`, one line, if the bot runs, if the file is no whole backup of this version or an older one, or if
    the database is on PostgreSQL, which has a tool of its own.
    """
    if is_postgres(url):
        from bot.storage.postgres.tools import restore_command  # noqa: PLC0415 - see `bot.storage.open`

        raise StorageError(f"PostgreSQL restores with its own tool: {restore_command(url, file)}")
    database, source = database_path(url), file.resolve()
    if not source.is_file():
        raise StorageError(f"there is no file {source}")
    if source == database:
        raise StorageError(f"{source} is the database itself: name a backup")
    part_name = database.with_name(database.name + ".restoring")
    with FileLock(database), told(f"{file} cannot be restored"), draft(part_name) as part:
        copy(source, part)
        checked(part)
        applied = _migrated(part)
        yield Restoration(database, checked(part), applied, _waiting(part), part)


def _migrated(part: Path) -> list[str]:
    try:
        return migrate(f"sqlite:///{quote(str(part))}")
    finally:
        part.with_name(part.name + ".lock").unlink(missing_ok=True)


def _waiting(part: Path) -> int:
    with closing(sqlite3.connect(f"file:{quote(str(part))}?mode=ro&immutable=1", uri=True)) as raw:
        row = raw.execute("SELECT COUNT(*) FROM outbox WHERE state IN ('waiting', 'held', 'sending')").fetchone()
    return int(row[0])


def _fold(database: Path) -> None:
    """Move what the log of a killed bot holds into the file; of a damaged one, touch neither."""
    with suppress(sqlite3.Error, StorageError):
        with closing(connect(database, read_only=True)) as raw:
            if raw.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                return
        with closing(connect(database)) as raw:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
