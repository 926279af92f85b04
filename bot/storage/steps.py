"""The steps of a schema: numbered SQL files, a folder for each kind of database."""

from __future__ import annotations

from glob import escape
from importlib import resources
from pathlib import Path

from yoyo.migrations import MigrationList, default_migration_table, read_migrations

from bot.storage.port import StorageError

TABLE: str = default_migration_table
"""Where a database keeps the names of what was applied to it."""

_SHIPPED = Path(str(resources.files("bot.storage"))) / "migrations"


def shipped(kind: str) -> Path:
    """The folder of that kind of database."""
    return _SHIPPED / kind


def known(folder: Path, applied: set[str]) -> MigrationList:
    """The steps of the folder, in order; `StorageError` if one was applied that is not among them."""
    steps = read_migrations(escape(str(folder)))
    newer = sorted(applied - {step.id for step in steps})
    if newer:
        raise StorageError(f"it was made by a newer Palabre (it has {newer[-1]}): install that one, or newer")
    return steps
