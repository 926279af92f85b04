"""How long it is kept who answered what: for a while after a round, then only its wheels stay."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.clock import from_micros, to_micros
from bot.services.desk import Ground
from bot.services.ticking import each_due
from bot.storage import cleaning, retention
from bot.storage.port import Reader, Writer

KEPT_FOR = timedelta(days=90)
"""After the end of a round, unless a setting says something else."""


class Retention:
    """Lets go of the answers of rounds that ended long ago; a wheel is never recomputed, so it does not need them."""

    def __init__(self, ground: Ground, kept_for: timedelta = KEPT_FOR) -> None:
        self._ground = ground
        self._kept_for = kept_for

    @property
    def days(self) -> int:
        """How many days after the end of a round its answers are kept."""
        return self._kept_for.days

    async def tick(self, now: datetime) -> int:
        """Some of the rounds that are due, each in its own transaction; returns how many."""

        async def due(tx: Reader, micros: int) -> list[int]:
            del micros
            return await retention.closed_before(tx, to_micros(now - self._kept_for))

        return await each_due(self._ground, due, _reduce, now)

    async def next_due(self) -> datetime | None:
        """When the answers of the next round are kept no longer."""
        closed_at = await self._ground.read(retention.next_closed_at)
        return None if closed_at is None else from_micros(closed_at) + self._kept_for


async def _reduce(tx: Writer, round_id: int, now: datetime) -> None:
    await retention.reduce(tx, round_id, to_micros(now))
    await cleaning.want(tx, to_micros(now))
