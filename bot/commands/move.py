"""`palabre move`: all that an SQLite file holds, to an empty PostgreSQL database."""

from __future__ import annotations

from pathlib import Path

import typer

from bot.clock import SystemClock
from bot.commands.backup import key, tell_rows
from bot.commands.ready import settings_of_machine
from bot.redaction import passwords
from bot.settings import Settings, SettingsError
from bot.storage.move import move as move_all
from bot.storage.url import is_postgres, place

_SEEN_BY_OTHERS = (
    "the URL holds a password, and whoever lists the processes of this machine sees it: set PALABRE_DATABASE_URL to it,"
    " and leave it out here"
)


def move(file: Path, url: str | None) -> None:
    """Copy, compare, and say what is to be changed in the settings."""
    settings = settings_of_machine()
    target = _target(settings, url)
    tell_rows(move_all(file, target, SystemClock().now()))
    typer.echo(
        f"All of it is in {place(target)}, compared table by table. {file} is unchanged; run no bot on it any more."
    )
    if target != settings.database_url:
        typer.echo("Now set PALABRE_DATABASE_URL to the URL of the PostgreSQL database, and start `palabre run`.")
    typer.echo(f"The key of the pseudonyms must go along, to each machine that runs the bot: {key(settings)}.")


def _target(settings: Settings, url: str | None) -> str:
    if url is None and not is_postgres(settings.database_url):
        raise SettingsError(["name the PostgreSQL database to move to, or set PALABRE_DATABASE_URL to it"])
    if url is None:
        return settings.database_url
    if passwords(url):
        raise SettingsError([_SEEN_BY_OTHERS])
    return url
