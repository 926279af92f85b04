"""Who has not answered an open round is reminded of it: in private, at most twice, and named to nobody."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clock import from_micros, to_micros
from bot.secret import pseudonym
from bot.services import zones
from bot.services.desk import Ground
from bot.services.followup.cadence import morning
from bot.services.followup.gathering import awake, gather
from bot.services.followup.reminding import REMINDER
from bot.services.ticking import each_due, next_instant
from bot.storage import nudges, responses
from bot.storage.nudges import Nudged
from bot.storage.port import Reader, Writer

MOST = 2


class Nudges:
    """They come with the day's reminder of actions, if there is one. `nudge_at` of a group's part of a round, or of an
    organization's round, is the truth.
    """

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def tick(self, now: datetime) -> int:
        """Nudge where it is time; returns in how many groups and organizations. Each in its own transaction."""
        return await each_due(self._ground, nudges.due, self._nudge, now)

    async def next_due(self) -> datetime | None:
        """When the tick is next needed (UTC)."""
        return await next_instant(self._ground, nudges.next_due)

    async def _nudge(self, tx: Writer, seen: Nudged, now: datetime) -> None:
        """Nudge if it is time now, and not only once reckoned; then say when next. The round may last longer by now."""
        moments = mornings(from_micros(seen.opens_at), from_micros(seen.closes_at), _zone(seen))
        past, ahead = [one for one in moments if one <= now], [one for one in moments if one > now]
        many = seen.nudges
        if len(past) > many:
            await self._remind(tx, seen, now)
            many = len(past)
        await nudges.note(tx, seen, many if ahead else MOST, to_micros(ahead[0]) if ahead else None)

    async def _remind(self, tx: Writer, seen: Nudged, now: datetime) -> None:
        for person_id in await nudges.reachable(tx, seen, to_micros(now)):
            if await unanswered(tx, self._ground.key, seen.round_id, person_id):
                about, items = {"person_id": person_id, "in_group": 0}, {"rounds": [[seen.round_id]]}
                at = await awake(tx, person_id, None, now)
                await gather(tx, REMINDER, person_id, items, at=at, about=about)


async def unanswered(tx: Reader, key: bytes, round_id: int, person_id: int) -> bool:
    """Whether the person may answer the round, and has said nothing yet."""
    own = pseudonym(key, round_id, person_id)
    entry = await responses.entry(tx, round_id, own, person_id)
    if entry is None or not entry.open or entry.locked:
        return False
    return not await responses.answers(tx, round_id, own)


def _zone(seen: Nudged) -> ZoneInfo:
    """The group's, or one of the organization's country."""
    guessed = zones.guess(seen.country) if seen.country else None
    return ZoneInfo(seen.zone or guessed or "UTC")


def mornings(opens_at: datetime, closes_at: datetime, zone: ZoneInfo) -> list[datetime]:
    """When it is time (UTC): at nine in the middle of a round and on its last day; not on its first."""
    first, last = opens_at.astimezone(zone).date(), closes_at.astimezone(zone).date()
    middle = first + timedelta(days=(last - first).days // 2)
    days = [day for day in dict.fromkeys((middle, last)) if day > first]
    return [at for at in (morning(day, zone) for day in days) if at < closes_at]
