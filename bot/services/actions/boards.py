"""Looking at actions: a plan's board, one's own, one with its history, and what answered a wheel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.services.act import Act, Refused, Why
from bot.services.actions import plans
from bot.services.actions.answered import Answers, Besides, counted, made_before, plan_answering, themes_of
from bot.services.actions.history import Change, history
from bot.services.actions.listing import Line, Order, Templates, busiest, in_order, needs_hand, page_of, template_of
from bot.services.actions.person_days import Days, days_of, may_give
from bot.services.actions.places import Places
from bot.services.actions.plans import Plan, Rights
from bot.services.dates import today
from bot.services.desk import Ground
from bot.services.groups.claims import is_writable
from bot.services.rounds.snapshot import Snapshot
from bot.services.rounds.templates import Shelf
from bot.storage import actions, figures, networks
from bot.storage.actions import Action, Whose
from bot.storage.figures import Figure
from bot.storage.groups import Named
from bot.storage.port import Reader
from surveys.template import Template

SHOWN_ENDED = 200
"""Of what is done or dropped, a board has so many at most."""


@dataclass(frozen=True, slots=True)
class Board:
    """A page of a plan. `page` counts from 0; `many` is how many actions there are on all `pages`.

    `busiest` has more than half of what is open, None when nobody does. `manages`: whoever looks may change all of it;
    `gives`: they may say how many person-days the organization gives. `ended`: these are done or dropped.
    """

    plan: Plan
    lines: Sequence[Line]
    page: int
    pages: int
    many: int
    busiest: Named | None
    days: Days
    manages: bool
    gives: bool = False
    ended: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """One action, for whoever may see it. `rights` are theirs; `reachable`: its owner can be written to."""

    action: Action
    plan: Plan
    template: Template | None
    helpers: Sequence[Named]
    rights: Rights
    reachable: bool
    needs_hand: bool
    history: Sequence[Change]


class Boards(Places):
    """Reading plans; which there are, and whose, is inherited. What a person may see is looked up each time."""

    def __init__(self, ground: Ground, shelf: Shelf) -> None:
        super().__init__(ground)
        self._shelf = shelf

    async def board(
        self, act: Act, whose: Whose, order: Order = Order.DATE, page: int = 0, *, ended: bool = False
    ) -> Board:
        """A page of what is open in the plan, or with `ended` of what is done or dropped, the latest first.

        A page that there is not (any more) is the last. Refused: GONE, NOT_MEMBER.
        """

        async def work(tx: Reader) -> Board:
            plan = await plans.plan_of(tx, whose, act.person_id)
            await plans.need_sight(tx, act, whose)
            open_ = await actions.open_of(tx, whose)
            listed = await actions.ended_of(tx, whose, 0, SHOWN_ENDED) if ended else open_
            templates = await self._templates(tx, listed)
            sorted_ = listed if ended else in_order(listed, order, templates)
            here, shown, pages = page_of(sorted_, page)
            day = today(act.now, plan.zone)
            return Board(
                plan=plan,
                lines=[Line(one, template_of(templates, one), plan.name, needs_hand(one, day)) for one in shown],
                page=here,
                pages=pages,
                many=len(listed),
                busiest=busiest(open_),
                days=await days_of(tx, whose, day.year),
                manages=await plans.manages(tx, act, whose),
                gives=await _gives(tx, act, whose),
                ended=ended,
            )

        return await self._ground.read(work)

    async def mine(self, act: Act) -> list[Line]:
        """What the person has taken on or helps with, everywhere, by date: what is open."""

        async def work(tx: Reader) -> list[Line]:
            person_id = act.person_id or 0
            own = [*await actions.owned_by(tx, person_id), *await actions.helped_by(tx, person_id)]
            return await self._lines(tx, act, sorted(own, key=lambda one: (one.due, one.id)))

        return await self._ground.read(work)

    async def mine_ended(self, act: Act) -> list[Line]:
        """What the person had, everywhere, and is done or dropped, the latest first."""

        async def work(tx: Reader) -> list[Line]:
            return await self._lines(tx, act, await actions.ended_by(tx, act.person_id or 0, SHOWN_ENDED))

        return await self._ground.read(work)

    async def look(self, act: Act, action_id: int) -> View:
        """The action with its history. Refused: GONE, NOT_MEMBER."""

        async def work(tx: Reader) -> View:
            action = await actions.find(tx, action_id)
            if action is None:
                raise Refused(Why.GONE)
            rights = await plans.rights(tx, act, action)
            if not rights.acts:
                await plans.need_sight(tx, act, action.whose)
            return await self._view(tx, act, action, rights)

        return await self._ground.read(work)

    async def asked(self, act: Act, action_id: int) -> View | None:
        """The action for the person of whom it is asked; None once it is not any more. For the letter that asks."""

        async def work(tx: Reader) -> View | None:
            action = await actions.find(tx, action_id)
            if action is None or action.state != "proposed" or action.owner_id != act.person_id:
                return None
            return await self._view(tx, act, action, await plans.rights(tx, act, action))

        return await self._ground.read(work)

    async def returned(self, act: Act, action_id: int) -> View | None:
        """The action that was handed back; None once somebody has it, or it ended. For the letter that tells of it."""

        async def work(tx: Reader) -> View | None:
            action = await actions.find(tx, action_id)
            if action is None or not action.open or action.owner_id is not None:
                return None
            return await self._view(tx, act, action, await plans.rights(tx, act, action))

        return await self._ground.read(work)

    async def answers(self, figure_id: int) -> Answers:
        """What was done about each theme of a published wheel since the wheel before, in the order of the themes.

        Nothing for a figure that is gone or withheld, nor of themes without a published level. Dropped ones do not
        count. Whoever asks may see the wheel: `Wheels` has said so.
        """

        async def work(tx: Reader) -> Answers:
            figure = await figures.find(tx, figure_id)
            if figure is None or not figure.published:
                return Answers()
            since = await made_before(tx, figure)
            whose = plan_answering(figure)
            planned = [*await actions.open_of(tx, whose), *await actions.ended_of(tx, whose, since)] if whose else []
            found = await counted(tx, figure, planned)
            themes = themes_of(await self._plain(tx, figure), found)
            shown = [theme.spoke for theme in themes]
            others = [one for one in found if one.theme is None or one.theme.spoke not in shown]
            templates = await self._templates(tx, others)
            return Answers(themes, [Besides(one, template_of(templates, one)) for one in others])

        return await self._ground.read(work)

    async def _plain(self, tx: Reader, figure: Figure) -> Snapshot:
        """What the wheel says of its themes, without the sensitive ones: plans are shown in groups."""
        snapshot = Snapshot.model_validate_json(figure.snapshot)
        template = await self._shelf.of(tx, snapshot.template_id, snapshot.template_version)
        return snapshot.of(template.plain)

    async def _view(self, tx: Reader, act: Act, action: Action, rights: Rights) -> View:
        plan = await plans.plan_of(tx, action.whose, action.owner_id)
        templates = await self._templates(tx, [action])
        zone = await plans.zone_of_person(tx, action.owner_id) if action.owner_id is not None else plan.zone
        return View(
            action=action,
            plan=plan,
            template=template_of(templates, action),
            helpers=await actions.helpers(tx, action.id),
            rights=rights,
            reachable=action.owner_id is not None and await is_writable(tx, action.owner_id),
            needs_hand=needs_hand(action, today(act.now, zone)),
            history=await history(tx, action.id),
        )

    async def _lines(self, tx: Reader, act: Act, own: Sequence[Action]) -> list[Line]:
        templates = await self._templates(tx, own)
        day = today(act.now, await plans.zone_of_person(tx, act.person_id))
        called = {one: (await plans.plan_of(tx, one, act.person_id)).name for one in {each.whose for each in own}}
        return [Line(one, template_of(templates, one), called[one.whose], needs_hand(one, day)) for one in own]

    async def _templates(self, tx: Reader, listed: Sequence[Action]) -> Templates:
        wanted = {(one.theme.template_id, one.theme.version) for one in listed if one.theme}
        return {key: await self._shelf.of(tx, *key) for key in sorted(wanted)}


async def _gives(tx: Reader, act: Act, whose: Whose) -> bool:
    organization = await networks.organization(tx, whose.organization_id) if whose.organization_id is not None else None
    return organization is not None and await may_give(tx, act, organization)
