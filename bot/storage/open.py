"""Opens the database that a URL names."""

from __future__ import annotations

from bot.storage.port import Storage
from bot.storage.sqlite import open_sqlite
from bot.storage.url import database_path


async def open_storage(url: str, *, alone: bool = True) -> Storage:
    """Open the database at `url`; `StorageError`, one line, if it cannot be used.

    `alone` is for whoever runs the bot: nobody else may then do so. A short visit beside a running bot (an
    invitation from the command line) opens it with `alone=False`.
    """
    return await open_sqlite(database_path(url), alone=alone)
