"""Forgetting in the files too: as part of the tick, soon after something was erased, and once a day."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.clock import from_micros, to_micros
from bot.services.desk import Ground
from bot.storage import cleaning
from bot.storage.port import Writer

KEPT_FOR = timedelta(days=30)
"""How long it is kept what a letter said that was sent, or given up."""

_EVERY = timedelta(days=1)
_AGAIN = timedelta(seconds=30)


class Cleaning:
    """What is deleted is overwritten at once, but stands in the database's own log until that is emptied."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._tried_at: datetime | None = None

    async def tick(self, now: datetime) -> None:
        if now - from_micros(await self._ground.read(cleaning.emptied)) >= _EVERY:
            await self._empty_letters(now)
        wanted_at = await self._ground.read(cleaning.wanted)
        if wanted_at is None:
            return
        self._tried_at = now
        if await self._ground.storage.clean():
            await self._ground.storage.write(lambda tx: cleaning.done(tx, wanted_at))

    async def _empty_letters(self, now: datetime) -> None:
        """Some hundred in a transaction: after a large announcement there are many."""
        while await self._ground.storage.write(lambda tx: cleaning.empty_letters(tx, to_micros(now - KEPT_FOR))):
            pass
        await self._ground.storage.write(lambda tx: _emptied(tx, now))

    async def next_due(self) -> datetime | None:
        wanted_at = await self._ground.read(cleaning.wanted)
        if wanted_at is None:
            return None
        since = from_micros(wanted_at)
        return since if self._tried_at is None or self._tried_at < since else self._tried_at + _AGAIN


async def _emptied(tx: Writer, now: datetime) -> None:
    await cleaning.note_emptied(tx, to_micros(now))
    await cleaning.want(tx, to_micros(now))
