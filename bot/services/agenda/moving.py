"""What comes back comes at the same time of day when its group is said to be elsewhere."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.clock import to_micros
from bot.services.agenda.item import ahead_at
from bot.services.agenda.recurrence import following
from bot.services.agenda.rule import parse
from bot.storage import agenda
from bot.storage.actions import Whose
from bot.storage.agenda import Item
from bot.storage.port import Writer


async def move_agenda(tx: Writer, whose: Whose, zone: ZoneInfo, now: datetime) -> None:
    """Reckon the next times of all of it anew, by the clocks of that zone. What was told of today is not told again."""
    for item in await agenda.of_plan(tx, whose):
        if item.zone != zone.key:
            await _move(tx, item, zone, now)


async def _move(tx: Writer, item: Item, zone: ZoneInfo, now: datetime) -> None:
    next_at = following(parse(item.rule, zone), item.starts, zone, now)
    ahead = ahead_at(next_at, zone, item.ahead_days, now) if next_at else None
    coming = to_micros(next_at) if next_at else None
    await agenda.move(tx, item.id, zone.key)
    await agenda.plan(tx, item.id, ahead_at=ahead, next_at=coming, last_at=item.last_at)
