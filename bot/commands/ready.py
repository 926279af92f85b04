"""What every command that needs the database begins with: settings, logs, key, migrations, the open database."""

from __future__ import annotations

import contextlib
import os
from collections.abc import AsyncIterator

import structlog
import typer

from bot import logs
from bot.clock import SystemClock
from bot.secret import key_mark, load_key, other_key, shapes
from bot.settings import Settings, load_settings
from bot.storage import key_mark as marks
from bot.storage import open_storage
from bot.storage.migrate import exists, migrate, pending
from bot.storage.port import Storage, StorageError
from bot.world import World
from surveys.template import load_all

_log = structlog.get_logger(__name__)


def settings_of_machine() -> Settings:
    """The settings of this process; logs are set up by them."""
    settings = load_settings(os.environ)
    logs.configure(settings)
    return settings


def migrate_database() -> None:
    """`palabre migrate`: bring the database up to date, and say what was applied."""
    settings = settings_of_machine()
    _key(settings)
    applied = migrate(settings.database_url)
    typer.echo("\n".join(f"applied {name}" for name in applied) or "the database is up to date")


def _key(settings: Settings) -> bytes:
    """The key of pseudonyms, made before the first database: beside one, a missing key is a lost one.

    From here on logs hide it, too.
    """
    settings.make_data_dir()
    key = load_key(settings, exists(settings.database_url))
    logs.configure(settings, hidden=shapes(key))
    return key


@contextlib.asynccontextmanager
async def open_world(settings: Settings, *, alone: bool) -> AsyncIterator[World]:
    """The database, up to date and open, with all that the bot is given beside it.

    `alone` is for whoever runs the bot; a visit beside a running one leaves the migrations to it.
    """
    templates = load_all()
    new = not exists(settings.database_url)
    key = _key(settings)
    if alone or new:
        applied = migrate(settings.database_url)
        if applied:
            _log.info("the database is up to date", migrations=len(applied))
    elif pending(settings.database_url):
        raise StorageError("the database is older than this Palabre: `palabre migrate` brings it up to date")
    storage = await open_storage(settings.database_url, alone=alone)
    try:
        await _hold_to_the_key(settings, storage, key)
        yield World.of_machine(storage, SystemClock(), key, templates)
    finally:
        await storage.close()


async def _hold_to_the_key(settings: Settings, storage: Storage, key: bytes) -> None:
    """Whoever comes first says which key is that of the answers; another is refused, on whatever machine."""
    mark = key_mark(key)
    noted = await storage.read(marks.noted) or await storage.write(lambda tx: marks.note(tx, mark))
    if noted != mark:
        raise other_key(settings)
