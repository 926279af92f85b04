"""`palabre move`: all that an SQLite file holds, to an empty PostgreSQL database."""

from __future__ import annotations

from pathlib import Path

import typer

from bot.commands.backup import key, tell_rows
from bot.commands.ready import settings_of_machine
from bot.storage.move import move as move_all
from bot.storage.url import place


def move(file: Path, url: str) -> None:
    """Copy, compare, and say what is to be changed in the settings."""
    settings = settings_of_machine()
    tell_rows(move_all(file, url))
    typer.echo(
        f"All of it is in {place(url)}, compared table by table. {file} is unchanged; run no bot on it any more."
    )
    typer.echo("Now set PALABRE_DATABASE_URL to the URL of the PostgreSQL database, and start `palabre run`.")
    typer.echo(f"The key of the pseudonyms must go along, to each machine that runs the bot: {key(settings)}.")
