"""Points that come back on the agenda, with a word ahead and a sheet at the time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.clock import from_micros, to_micros
from bot.delivery.letters import Letter, Priority, put
from bot.services import names, plans
from bot.services.act import Act, Refused, Why
from bot.services.agenda_sheet import Sheet, sheet_of
from bot.services.claims import is_writable
from bot.services.desk import Ground
from bot.services.plans import Plan
from bot.services.recurrence import following, instant, read_rule
from bot.services.rule import BadRule, parse
from bot.storage import agenda, groups, networks
from bot.storage.actions import Whose
from bot.storage.agenda import Item
from bot.storage.port import Reader, Writer

AHEAD, SHEET = "agenda_ahead", "agenda_sheet"
"""The kinds of the letters ahead of an item and at its time; their data: `id`, `at`, when it comes, and `since`,
when it came before (microseconds UTC). Render `Agenda.look` and `Agenda.sheet`."""

MOST_AHEAD = 60
"""Days."""


class Agenda:
    """Agenda items. `next_at` of an item is the truth; the tick only looks. Who manages the plan decides on its items.

    Refused, by all: GONE, NOT_MEMBER (may not see the plan); by all that change something, NOT_FACILITATOR.
    """

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def add(
        self, act: Act, whose: Whose, *, title: str, rule: str, starts: datetime, ahead_days: int = 0
    ) -> Item:
        """A new item: from that wall time (in the plan's zone) on, by a rule as `read_rule` knows them.

        Refused: BAD_NAME (of the title), BAD_DATE (of the rule, of what never comes, or of the days ahead).
        """

        async def work(tx: Writer) -> Item:
            plan = await plans.plan_of(tx, whose)
            if not await plans.manages(tx, act, whose):
                raise Refused(Why.NOT_FACILITATOR)
            new = _item(act, plan, title=names.clean(title), rule=rule, starts=starts, ahead_days=ahead_days)
            return await agenda.add(tx, new)

        return await self._ground.post(act, work)

    async def listed(self, act: Act, whose: Whose) -> list[Item]:
        """What comes back, the next first."""

        async def work(tx: Reader) -> list[Item]:
            await plans.need_sight(tx, act, whose)
            return await agenda.of_plan(tx, whose)

        return await self._ground.read(work)

    async def end(self, act: Act, item_id: int) -> None:
        """Let it come back no more."""

        async def work(tx: Writer) -> None:
            item = await agenda.find(tx, item_id)
            if item is None:
                raise Refused(Why.GONE)
            if not await plans.manages(tx, act, item.whose):
                raise Refused(Why.NOT_FACILITATOR)
            await agenda.end(tx, item.id)

        await self._ground.post(act, work)

    async def look(self, item_id: int) -> Item | None:
        """The item, for a letter; None once it does not come back."""
        item = await self._ground.read(lambda tx: agenda.find(tx, item_id))
        return item if item is not None and item.on else None

    async def sheet(self, data: Mapping[str, int]) -> Sheet | None:
        """What to talk about, of the data of its letter; None for an item that is gone or does not come back."""

        async def work(tx: Reader) -> Sheet | None:
            item = await agenda.find(tx, data["id"])
            return await sheet_of(tx, item, data["at"], data["since"]) if item is not None and item.on else None

        return await self._ground.read(work)

    async def tick(self, now: datetime) -> int:
        """Put the letters that are due; returns of how many items. Each in its own transaction."""
        found = await self._ground.read(partial(agenda.due, now=to_micros(now)))
        for one in found:
            await self._ground.storage.write(partial(_tell, seen=one, now=now))
        if found:
            self._ground.posted()
        return len(found)

    async def next_due(self) -> datetime | None:
        """When the tick is next needed (UTC)."""
        micros = await self._ground.read(agenda.next_due)
        return None if micros is None else from_micros(micros)


def _item(act: Act, plan: Plan, *, title: str, rule: str, starts: datetime, ahead_days: int) -> Item:
    """An item that was not noted yet, with its first time. Refused: BAD_NAME, BAD_DATE."""
    if not 0 < len(title) <= names.LONGEST:
        raise Refused(Why.BAD_NAME)
    try:
        read = read_rule(rule, starts, plan.zone)
    except BadRule as error:
        raise Refused(Why.BAD_DATE) from error
    next_at = following(read, starts, plan.zone, act.now)
    if next_at is None or not 0 <= ahead_days <= MOST_AHEAD:
        raise Refused(Why.BAD_DATE)
    return Item(
        id=0,
        whose=plan.whose,
        title=title,
        rule=rule.strip(),
        starts=starts,
        zone=plan.zone.key,
        ahead_days=ahead_days,
        ahead_at=_ahead_at(next_at, plan.zone, ahead_days, act.now),
        next_at=to_micros(next_at),
        last_at=None,
        on=True,
        created_by=act.person_id,
        created_at=act.micros,
    )


def _ahead_at(next_at: datetime, zone: ZoneInfo, ahead_days: int, now: datetime) -> int | None:
    """So many days before, at the same time of day; None when that is not told, or it is too late for it."""
    wall = next_at.astimezone(zone).replace(tzinfo=None) - timedelta(days=ahead_days)
    at = instant(wall, zone)
    return to_micros(at) if ahead_days and at > now else None


async def _tell(tx: Writer, seen: Item, now: datetime) -> None:
    """A word ahead, or the sheet; then the next time is reckoned, from now on: an outage brings no heap of sheets."""
    if await agenda.find(tx, seen.id) != seen or seen.next_at is None:
        return
    micros, zone = to_micros(now), ZoneInfo(seen.zone)
    if seen.next_at > micros:
        await _post(tx, seen, AHEAD, now)
        await agenda.plan(tx, seen.id, ahead_at=None, next_at=seen.next_at, last_at=seen.last_at)
        return
    await _post(tx, seen, SHEET, now)
    next_at = following(parse(seen.rule, zone), seen.starts, zone, now)
    ahead_at = _ahead_at(next_at, zone, seen.ahead_days, now) if next_at else None
    await agenda.plan(
        tx, seen.id, ahead_at=ahead_at, next_at=to_micros(next_at) if next_at else None, last_at=seen.next_at
    )


async def _post(tx: Writer, item: Item, kind: str, now: datetime) -> None:
    """One letter to each reader and day of the wall, so that another zone does not double it."""
    day = from_micros(item.next_at or 0).astimezone(ZoneInfo(item.zone)).date()
    for reader in await _readers(tx, item.whose):
        data = {"id": item.id, "at": item.next_at, "since": item.last_at or item.created_at}
        letter = Letter(
            f"{kind}:{item.id}:{day}:{reader}", reader, kind, data, Priority.REMINDER, now, group=reader < 0
        )
        await put(tx, letter, now)


async def _readers(tx: Reader, whose: Whose) -> list[int]:
    """The group's chat; of an organization, its confirmed members who can be written to."""
    if whose.group_id is not None:
        group = await groups.find(tx, whose.group_id)
        return [group.chat_id] if group is not None and group.state == "active" else []
    members = await networks.confirmed_members(tx, whose.organization_id or 0)
    return [one for one in members if await is_writable(tx, one)]
