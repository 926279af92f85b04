"""Opens the database that a URL names."""

from __future__ import annotations

from random import SystemRandom

from bot.clock import SystemClock
from bot.storage.outage import Outage
from bot.storage.patient import PatientStorage
from bot.storage.port import Storage
from bot.storage.sqlite.sqlite import open_sqlite
from bot.storage.url import database_path, is_postgres


async def open_storage(url: str, *, alone: bool = True) -> Storage:
    """Open the database at `url`; `StorageError`, one line, if it cannot be used.

    `alone` is for whoever runs the bot: nobody else may then do so. A short visit beside a running bot (an
    invitation from the command line) opens it with `alone=False`. On PostgreSQL several may run the bot, and whoever
    finds it away later waits for it.
    """
    if is_postgres(url):
        from bot.storage.postgres.postgres import open_postgres  # noqa: PLC0415 - who keeps answers in a file does not wait for it
        from bot.storage.postgres.server import server  # noqa: PLC0415

        # The machine's own time and dice: they only say how long to wait between two tries.
        clock, outage = SystemClock(), Outage()
        return PatientStorage(await open_postgres(server(url), clock, SystemRandom(), outage), clock, outage)
    return await open_sqlite(database_path(url), alone=alone)
