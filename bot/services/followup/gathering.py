"""Letters that gather what a person is reminded of: one a day, which says more for as long as it waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.delivery.letters import Letter, Priority, put
from bot.services.followup.cadence import morning
from bot.services.hours import waking, zone_of
from bot.storage import reminders, rest
from bot.storage.port import Reader, Writer
from bot.storage.rest import Rest

Items = Mapping[str, Sequence[Sequence[int]]]
"""By a word, what the letter says of it: rows, the first number of which says of what."""


@dataclass(frozen=True, slots=True)
class Morning:
    """When the day's letter to a reader may go out (UTC), and which day that is there. `now` is the present (UTC)."""

    now: datetime
    at: datetime
    day: date
    zone: ZoneInfo

    @property
    def ends(self) -> datetime:
        """The beginning of the day after."""
        return datetime.combine(self.day + timedelta(days=1), datetime.min.time(), self.zone).astimezone(UTC)


async def awake(tx: Reader, reader: int, known: Rest | None, now: datetime) -> Morning:
    """The reader's next morning, or now. `known` need not tell which days of rest there are, only whether."""
    exact = known if known is not None and known.days == 0 else await rest.of_chat(tx, reader)
    zone = zone_of(exact)
    at = waking(now, zone, exact.days)
    return Morning(now, at, at.astimezone(zone).date(), zone)


async def gather(
    tx: Writer,
    kind: str,
    reader: int,
    items: Items,
    *,
    at: Morning,
    about: Mapping[str, int] | None = None,
    waits: bool = True,
) -> None:
    """Let the letter of that kind that waits for the reader say this, too; else put one.

    Where that day's was sent already, it is the next day's. `about` is what the letter says of whom, besides `items`.
    `waits` is False where it is known that none waits.
    """
    found = await reminders.waiting(tx, reader, kind) if waits else None
    if found is not None:
        letter_id, data = found
        await reminders.add_to(tx, letter_id, {**data, **_joined(data, items)})
        return
    day, not_before, data = at.day, at.at, {**(about or {}), **items}
    while not await put(tx, _letter(kind, reader, day, data, not_before), at.now):
        day += timedelta(days=1)
        not_before = morning(day, at.zone)


def _joined(data: Mapping[str, Sequence[Sequence[int]]], items: Items) -> Items:
    """What it says already, and what is new; of what both name, the new."""
    joined = {}
    for word, new in items.items():
        named = {one[0] for one in new}
        joined[word] = [*(one for one in data.get(word, []) if one[0] not in named), *new]
    return joined


def _letter(kind: str, reader: int, day: date, data: Mapping[str, object], not_before: datetime) -> Letter:
    key = f"{kind}:{reader}:{day.isoformat()}"
    return Letter(key, reader, kind, data, Priority.REMINDER, not_before, group=reader < 0)
