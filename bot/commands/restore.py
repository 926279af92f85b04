"""`palabre restore`: a backup in the place of the database; the former one is kept."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from bot.clock import SystemClock
from bot.commands.backup import key, tell_rows
from bot.commands.ready import settings_of_machine
from bot.secret import KEY_FILE
from bot.settings import Settings
from bot.storage.restore import Restoration, restoration


def restore(file: Path, *, yes: bool) -> None:
    """Say what the backup holds, ask, replace the database, and say where the former one is."""
    settings = settings_of_machine()
    settings.make_data_dir()
    with restoration(settings.database_url, file) as found:
        _tell(found)
        if not yes:
            _ask(found.database)
        kept = found.put_in_place(SystemClock().now())
    typer.echo(f"{found.database} is now what {file} holds.")
    typer.echo(f"The former database is kept as {kept}." if kept else "There was no database before.")
    typer.echo(_key(settings))


def _tell(found: Restoration) -> None:
    tell_rows(found.census.rows)
    for name in found.applied:
        typer.echo(f"applied {name}")
    if found.waiting:
        typer.echo(f"Messages that waited when it was made, and will be sent (again): {found.waiting}")


def _ask(database: Path) -> None:
    if not sys.stdin.isatty():
        raise typer.BadParameter("nobody is there to be asked: add --yes to replace the database")
    typer.confirm(f"Put it in the place of {database}?", abort=True)


def _key(settings: Settings) -> str:
    if settings.secret is None and not (settings.data_dir / KEY_FILE).exists():
        return f"Before `palabre run`, put the key of the pseudonyms that belongs to it back: {key(settings)}."
    return f"It needs the key of the pseudonyms that it was made with: see that it is the one in {key(settings)}."
