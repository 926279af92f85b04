"""`palabre backup`: a checked copy of the database in one file, while the bot runs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import typer

from bot.commands.ready import settings_of_machine
from bot.secret import KEY_FILE
from bot.settings import Settings
from bot.storage.backup import back_up


def backup(file: Path, *, force: bool) -> None:
    """Make the copy, and say what is in it, and what is not."""
    settings = settings_of_machine()
    census = back_up(settings.database_url, file, force=force)
    tell_rows(census.rows)
    typer.echo(f"{file}: {file.stat().st_size / 1e6:.1f} MB; checked: whole, all references, schema {census.step}")
    typer.echo(f"The key of the pseudonyms is not in it: keep it too, apart from the backup. It is in {key(settings)}.")


def tell_rows(rows: Mapping[str, int]) -> None:
    """A line for each table, and one for all."""
    for table, number in sorted(rows.items()):
        typer.echo(f"{number:>12}  {table}")
    typer.echo(f"{sum(rows.values()):>12}  rows in {len(rows)} tables")


def key(settings: Settings) -> str:
    """Where the key of the pseudonyms is: not the key itself."""
    return "PALABRE_SECRET" if settings.secret is not None else f"the file {(settings.data_dir / KEY_FILE).resolve()}"
