"""When people are left alone: at night in their own zone, and on the days on which their groups rest."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.services import zones
from bot.services.desk import Ground
from bot.storage import rest
from bot.storage.rest import Rest

EVENING, MORNING = time(21), time(7)
"""From the one to the other nothing comes by itself."""

ALL_DAYS = 0b1111111


class Hours:
    """The port of `bot.delivery`: until when a letter that answers nobody's act waits."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def open_at(self, chat_id: int, now: datetime) -> datetime:
        """`now` if whoever reads that chat may be written to, else the instant (UTC) from which on they may.

        A person rests on the days on which all their groups do.
        """
        known = await self._ground.read(lambda tx: rest.of_chat(tx, chat_id))
        return waking(now, zone_of(known), known.days)


def zone_of(known: Rest) -> ZoneInfo:
    """The reader's own zone, else that of most people of their organization's country, else their group's, else UTC."""
    of_country = zones.guess(known.country) if known.country else None
    return ZoneInfo(known.zone or of_country or known.group_zone or "UTC")


def waking(now: datetime, zone: ZoneInfo, rest_days: int) -> datetime:
    """`now`, or the morning (UTC) on which people of that zone may be written to next. Who rests always, never does."""
    local = now.astimezone(zone)
    day = local.date()
    if not _rests(day, rest_days) and MORNING <= local.time() < EVENING:
        return now
    if local.time() >= EVENING or _rests(day, rest_days):
        day += timedelta(days=1)
    while _rests(day, rest_days):
        day += timedelta(days=1)
    return datetime.combine(day, MORNING, zone).astimezone(UTC)


def _rests(day: date, rest_days: int) -> bool:
    return rest_days != ALL_DAYS and bool(rest_days >> day.weekday() & 1)
