"""Points that come back on the agenda, with a word ahead and a sheet at the time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clock import to_micros
from bot.services import names
from bot.services.act import Act, Refused, Why
from bot.services.actions import plans
from bot.services.actions.plans import Plan
from bot.services.agenda.item import checked, made, next_times
from bot.services.agenda.letters import AHEAD, PAPER, SHEET, tell
from bot.services.agenda.rule import parse
from bot.services.agenda.sheet import Sheet, sheet_of
from bot.services.desk import Ground
from bot.services.privacy.log import Deed, note_plan
from bot.services.rounds.templates import Shelf
from bot.services.ticking import each_due, next_instant
from bot.storage import agenda
from bot.storage.actions import Whose
from bot.storage.agenda import Item
from bot.storage.port import Reader, Writer

__all__ = ["AHEAD", "MOST", "PAPER", "SHEET", "Agenda", "Listed", "Point"]

MOST = 20
"""Points on one agenda: all of them are seen at once."""

TIMES = 3
"""Of a point so many of its next times are told."""

_BEHIND = timedelta(days=366)
"""A sheet beyond the agenda's own times tells of what was done since the last one, or for so long."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What comes back in a plan, the next first. `decides`: whoever looks may change it."""

    plan: Plan
    items: Sequence[Item]
    decides: bool


@dataclass(frozen=True, slots=True)
class Point:
    """One of it, with its next times (UTC)."""

    item: Item
    plan: Plan
    times: Sequence[datetime]
    decides: bool


class Agenda:
    """Agenda items. `next_at` of an item is the truth; the tick only looks.

    Of a group its facilitators decide, of an organization whoever is confirmed with it, or coordinates its network.
    Refused, by all: GONE, NOT_MEMBER (may not see the plan); by all that change something, NOT_FACILITATOR.
    """

    def __init__(self, ground: Ground, shelf: Shelf) -> None:
        self._ground = ground
        self._shelf = shelf

    async def add(
        self, act: Act, whose: Whose, *, title: str, rule: str, starts: datetime, ahead_days: int = 0
    ) -> Item:
        """A new item: from that wall time (in the plan's zone) on, by a rule as `read_rule` knows them.

        Refused: BAD_NAME (of the title), BAD_DATE (of the rule, of what never comes, or of the days ahead), FULL.
        """

        async def work(tx: Writer) -> Item:
            plan = await plans.plan_of(tx, whose)
            await _need_to_decide(tx, act, whose)
            if len(await agenda.of_plan(tx, whose)) >= MOST:
                raise Refused(Why.FULL)
            new = made(act, plan, title=names.clean(title), rule=rule, starts=starts, ahead_days=ahead_days)
            added = await agenda.add(tx, new)
            await self._noted(tx, act, Deed.AGENDA_ADDED, added)
            return added

        return await self._ground.post(act, work)

    async def listed(self, act: Act, whose: Whose) -> Listed:
        """What comes back."""

        async def work(tx: Reader) -> Listed:
            plan = await plans.plan_of(tx, whose)
            await plans.need_sight(tx, act, whose)
            return Listed(plan, await agenda.of_plan(tx, whose), await _decides(tx, act, whose))

        return await self._ground.read(work)

    async def point(self, act: Act, item_id: int) -> Point:
        """One of it."""

        async def work(tx: Reader) -> Point:
            item = await _on(tx, item_id)
            plan = await plans.plan_of(tx, item.whose)
            await plans.need_sight(tx, act, item.whose)
            zone = ZoneInfo(item.zone)
            times = next_times(parse(item.rule, zone), item.starts, zone, act.now, TIMES)
            return Point(item, plan, times, await _decides(tx, act, item.whose))

        return await self._ground.read(work)

    async def plan(self, act: Act, whose: Whose) -> Plan:
        """The plan, for who may put something on its agenda. Refused: NOT_FACILITATOR."""

        async def work(tx: Reader) -> Plan:
            plan = await plans.plan_of(tx, whose)
            await _need_to_decide(tx, act, whose)
            return plan

        return await self._ground.read(work)

    async def times(self, act: Act, whose: Whose, rule: str, starts: datetime) -> list[datetime]:
        """When it would come (UTC), the next times. Refused: NOT_FACILITATOR, BAD_DATE (never)."""
        plan = await self.plan(act, whose)
        found = next_times(checked(rule, starts, plan.zone), starts, plan.zone, act.now, TIMES)
        if not found:
            raise Refused(Why.BAD_DATE)
        return found

    async def end(self, act: Act, item_id: int) -> Whose:
        """Let it come back no more; returns whose it was."""

        async def work(tx: Writer) -> Whose:
            item = await _on(tx, item_id)
            await _need_to_decide(tx, act, item.whose)
            await agenda.end(tx, item.id)
            await self._noted(tx, act, Deed.AGENDA_ENDED, item)
            return item.whose

        return await self._ground.post(act, work)

    async def _noted(self, tx: Writer, act: Act, kind: Deed, item: Item) -> None:
        """What a role lets somebody do; of an organization its own people decide without one."""
        if await plans.manages(tx, act, item.whose):
            plan = await plans.plan_of(tx, item.whose)
            await note_plan(tx, self._ground, act, kind, plan, item_id=item.id)

    async def look(self, item_id: int) -> Item | None:
        """The item, for a letter; None once it does not come back."""
        item = await self._ground.read(lambda tx: agenda.find(tx, item_id))
        return item if item is not None and item.on else None

    async def sheet(self, data: Mapping[str, int]) -> Sheet | None:
        """What to talk about, of the data of its letter; None for an item that is gone or does not come back."""

        async def work(tx: Reader) -> Sheet | None:
            item = await agenda.find(tx, data["id"])
            if item is None or not item.on:
                return None
            return await sheet_of(tx, self._shelf, item.whose, item, at=data["at"], since=data["since"])

        return await self._ground.read(work)

    async def present(self, act: Act, whose: Whose) -> Sheet:
        """What there is to talk about now. Who looks after a plan of others does not see their wheel's themes."""

        async def work(tx: Reader) -> Sheet:
            await plans.need_sight(tx, act, whose)
            came = [one.last_at for one in await agenda.of_plan(tx, whose) if one.last_at is not None]
            since = max(came, default=to_micros(act.now - _BEHIND))
            return await self._seen(tx, act, whose, None, at=act.micros, since=since)

        return await self._ground.read(work)

    async def again(self, act: Act, item_id: int, *, at: int, since: int) -> Sheet:
        """The sheet of an item for that time, as it reads now. Refused: GONE, also of times that are none."""

        async def work(tx: Reader) -> Sheet:
            item = await agenda.find(tx, item_id)
            if item is None or not 0 <= since <= at <= to_micros(act.now + 10 * _BEHIND):
                raise Refused(Why.GONE)
            await plans.need_sight(tx, act, item.whose)
            return await self._seen(tx, act, item.whose, item, at=at, since=since)

        return await self._ground.read(work)

    async def _seen(self, tx: Reader, act: Act, whose: Whose, item: Item | None, *, at: int, since: int) -> Sheet:
        described = await plans.belongs(tx, whose, act.person_id or 0)
        return await sheet_of(tx, self._shelf, whose, item, at=at, since=since, described=described)

    async def tick(self, now: datetime) -> int:
        """Put the letters that are due; returns of how many items. Each in its own transaction."""
        return await each_due(self._ground, agenda.due, tell, now)

    async def next_due(self) -> datetime | None:
        """When the tick is next needed (UTC)."""
        return await next_instant(self._ground, agenda.next_due)


async def _on(tx: Reader, item_id: int) -> Item:
    """The item, if it comes back. Refused: GONE."""
    item = await agenda.find(tx, item_id)
    if item is None or not item.on:
        raise Refused(Why.GONE)
    return item


async def _decides(tx: Reader, act: Act, whose: Whose) -> bool:
    own = whose.organization_id is not None and await plans.belongs(tx, whose, act.person_id or 0)
    return own or await plans.manages(tx, act, whose)


async def _need_to_decide(tx: Reader, act: Act, whose: Whose) -> None:
    if not await _decides(tx, act, whose):
        raise Refused(Why.NOT_FACILITATOR)
