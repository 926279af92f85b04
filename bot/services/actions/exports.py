"""A whole plan, for a spreadsheet or a calendar: whoever sees it may take it out of the chat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.services.act import Act
from bot.services.actions import plans
from bot.services.actions.listing import Line, needs_hand, template_of
from bot.services.actions.plans import Plan
from bot.services.dates import today
from bot.services.desk import Ground
from bot.services.privacy.log import Deed, note_plan
from bot.services.rounds.templates import Shelf
from bot.storage import agenda, exports
from bot.storage.actions import MINE, Whose
from bot.storage.agenda import Item
from bot.storage.exports import Found
from bot.storage.groups import Named
from bot.storage.port import Reader, Writer


@dataclass(frozen=True, slots=True)
class Entry:
    """An action, and who helps with it."""

    line: Line
    helpers: Sequence[Named]


@dataclass(frozen=True, slots=True)
class Whole:
    """All of a plan at an instant, by date: open, done and dropped, and what comes back on its agenda or did so.

    Of what is one's own, everything that the person owns or helps with, whichever plan it is in.
    """

    plan: Plan
    entries: Sequence[Entry]
    items: Sequence[Item]
    now: datetime


class Exports:
    """Reading whole plans."""

    def __init__(self, ground: Ground, shelf: Shelf) -> None:
        self._ground = ground
        self._shelf = shelf

    async def whole(self, act: Act, whose: Whose) -> Whole:
        """The plan of a group or an organization; of `MINE`, what is the person's own. Refused: GONE, NOT_MEMBER."""

        async def work(tx: Reader) -> Whole:
            plan = await plans.plan_of(tx, whose, act.person_id)
            if whose == MINE:
                return await self._whole(tx, act, plan, await exports.of_person(tx, act.person_id or 0))
            await plans.need_sight(tx, act, whose)
            found = await self._whole(tx, act, plan, await exports.of_plan(tx, whose))
            return replace(found, items=await agenda.of_plan(tx, whose, ended=True))

        return await self._ground.read(work)

    async def taken(self, act: Act, whose: Whose) -> None:
        """Note that whoever manages the plan takes it out of the chat as a file. Refused: as `whole`.

        Of those who are a part of it, nothing is noted: it is theirs.
        """
        if whose == MINE:
            return

        async def work(tx: Writer) -> None:
            await plans.need_sight(tx, act, whose)
            if await plans.manages(tx, act, whose):
                plan = await plans.plan_of(tx, whose)
                await note_plan(tx, self._ground, act, Deed.PLAN_EXPORTED, plan)

        await self._ground.storage.write(work)

    async def _whole(self, tx: Reader, act: Act, plan: Plan, found: Found) -> Whole:
        wanted = {(one.theme.template_id, one.theme.version) for one in found.actions if one.theme}
        templates = {key: await self._shelf.of(tx, *key) for key in sorted(wanted)}
        plan_ids = {one.whose for one in found.actions}
        called = {whose: (await plans.plan_of(tx, whose, act.person_id)).name for whose in plan_ids}
        day = today(act.now, plan.zone)
        lines = [
            Line(one, template_of(templates, one), called[one.whose], needs_hand(one, day)) for one in found.actions
        ]
        return Whole(plan, [Entry(line, found.helpers.get(line.action.id, ())) for line in lines], (), act.now)
