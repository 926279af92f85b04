"""The letters of the agenda: a word ahead of an item; at its time the sheet, and the same on paper."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clock import from_micros, to_micros
from bot.delivery.letters import Letter, Priority, put
from bot.services.agenda.item import ahead_at
from bot.services.agenda.recurrence import following
from bot.services.agenda.rule import parse
from bot.services.groups.claims import is_writable
from bot.storage import agenda, groups, networks
from bot.storage.actions import Whose
from bot.storage.agenda import Item
from bot.storage.port import Reader, Writer

AHEAD, SHEET, PAPER = "agenda_ahead", "agenda_sheet", "agenda_paper"
"""The kinds of the letters ahead of an item and, two of them, at its time; their data: `id`, `at`, when it comes, and
`since`, when it came before (microseconds UTC). Render `Agenda.look` and `Agenda.sheet`."""

FOLLOWS = timedelta(seconds=2)
"""What is on paper comes so long after the message that says the same: of two sent at once either may come first."""


async def tell(tx: Writer, seen: Item, now: datetime) -> None:
    """A word ahead, or the sheet; then the next time is reckoned, from now on: an outage brings no heap of sheets."""
    if await agenda.find(tx, seen.id) != seen or seen.next_at is None:
        return
    micros, zone = to_micros(now), ZoneInfo(seen.zone)
    if seen.next_at > micros:
        await _post(tx, seen, AHEAD, now)
        await agenda.plan(tx, seen.id, ahead_at=None, next_at=seen.next_at, last_at=seen.last_at)
        return
    await _post(tx, seen, SHEET, now)
    await _post(tx, seen, PAPER, now)
    next_at = following(parse(seen.rule, zone), seen.starts, zone, now)
    ahead = ahead_at(next_at, zone, seen.ahead_days, now) if next_at else None
    coming = to_micros(next_at) if next_at else None
    await agenda.plan(tx, seen.id, ahead_at=ahead, next_at=coming, last_at=seen.next_at)


async def _post(tx: Writer, item: Item, kind: str, now: datetime) -> None:
    """One letter to each reader and day of the wall, so that another zone does not double it.

    The hour of a meeting is the group's own choice: its sheet does not wait for the morning, nor for after a rest day.
    """
    day = from_micros(item.next_at or 0).astimezone(ZoneInfo(item.zone)).date()
    for reader in await _readers(tx, item.whose):
        data = {"id": item.id, "at": item.next_at, "since": item.last_at or item.created_at}
        group = reader < 0
        letter = Letter(
            f"{kind}:{item.id}:{day}:{reader}",
            reader,
            kind,
            data,
            Priority.REMINDER,
            now + FOLLOWS if kind == PAPER else now,
            group=group,
            any_hour=group and kind != AHEAD,
        )
        await put(tx, letter, now)


async def _readers(tx: Reader, whose: Whose) -> list[int]:
    """The group's chat; of an organization, its confirmed members who can be written to."""
    if whose.group_id is not None:
        group = await groups.find(tx, whose.group_id)
        return [group.chat_id] if group is not None and group.state == "active" else []
    members = await networks.confirmed_members(tx, whose.organization_id or 0)
    return [one for one in members if await is_writable(tx, one)]
