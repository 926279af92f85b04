"""The steps of a schema: numbered SQL files, a folder for each kind of database."""

from __future__ import annotations

from contextlib import redirect_stdout
from glob import escape
from importlib import resources
from io import StringIO
from pathlib import Path

from yoyo.backends import DatabaseBackend
from yoyo.migrations import Migration, MigrationList, default_migration_table, read_migrations

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


def process(step: Migration, backend: DatabaseBackend) -> None:
    """Run the statements of a step. yoyo prints the columns that a statement seems to return, as some do on SQLite that
    change a table: nobody has asked for those."""
    with redirect_stdout(StringIO()):
        step.process_steps(backend, "apply")
