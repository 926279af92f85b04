"""Making a survey one's own: a group or an organization copies a template, changes it in chat, and puts it to use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.services.act import Act, Refused, Why
from bot.services.actions import plans
from bot.services.actions.person_days import may_give, need_giver
from bot.services.actions.plans import Plan
from bot.services.desk import Ground
from bot.services.privacy.log import Deed, note_plan
from bot.services.rounds.opening import facilitated
from bot.services.rounds.templates import Shelf
from bot.storage import groups, networks, own_templates
from bot.storage.actions import Whose
from bot.storage.own_templates import Own
from bot.storage.port import Reader, Writer
from surveys import tailoring as rules
from surveys.tailoring import Draft
from surveys.template import Template

MOST_OWN = 10
"""Templates that a group or organization can have of its own at a time."""

Change = Callable[[Draft], Draft]


@dataclass(frozen=True, slots=True)
class View:
    """A template of somebody's own. `draft` is as it is being changed, `base` as it was copied or is in use."""

    own: Own
    plan: Plan
    draft: Draft
    base: Draft

    @property
    def in_use(self) -> bool:
        return self.own.version > 0

    @property
    def changed(self) -> bool:
        """Whether there is something to put to use."""
        return not self.in_use or self.draft != self.base

    def is_other(self, key: str) -> bool:
        """Whether a theme will not be compared with the one of the same place before."""
        old, new = self.base.spoke(key), self.draft.spoke(key)
        return old is not None and new is not None and not rules.same_levels(old, new)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a group or organization has of its own, and what it can copy."""

    plan: Plan
    own: Sequence[View]
    shipped: Sequence[Template]


class Tailoring:
    """Whoever facilitates the group, or speaks for the organization, changes its templates."""

    def __init__(self, ground: Ground, shelf: Shelf) -> None:
        self._ground = ground
        self._shelf = shelf

    async def places(self, act: Act) -> list[Plan]:
        """The groups and organizations whose surveys the person may make their own; coordinators find more by name."""

        async def work(tx: Reader) -> list[Plan]:
            person_id = act.person_id or 0
            found = [Whose(group_id=one.id) for one in await groups.facilitated_by(tx, person_id)]
            for member in await networks.memberships(tx, person_id):
                own = await networks.organization(tx, member.organization_id) if member.organization_id else None
                if own is not None and await may_give(tx, act, own):
                    found.append(Whose(organization_id=own.id))
            return [await plans.plan_of(tx, one) for one in found]

        return await self._ground.read(work)

    async def choices(self, whose: Whose) -> list[Template]:
        """What a new round of theirs could use."""
        return await self._ground.read(lambda tx: self._shelf.offered(tx, whose))

    async def named(self, whose: Whose, template_id: str) -> Template:
        """One of these. Refused: GONE."""
        return await self._ground.read(lambda tx: self._shelf.find(tx, template_id, whose))

    async def offer(self, act: Act, whose: Whose) -> Offer:
        """Refused: NOT_FACILITATOR, GROUP_WAITING, NOT_SET_UP, NOT_COORDINATOR, GONE."""

        async def work(tx: Reader) -> Offer:
            plan = await _need(tx, act, whose)
            own = [_view(one, plan) for one in await own_templates.of(tx, whose)]
            return Offer(plan, own, list(self._shelf.shipped.values()))

        return await self._ground.read(work)

    async def copy(self, act: Act, whose: Whose, template_id: str) -> View:
        """Begin a copy; one of the same that nobody has touched yet is that. Refused: as `offer`, and FULL_SHELF."""

        async def work(tx: Writer) -> View:
            plan = await _need(tx, act, whose)
            own = await own_templates.of(tx, whose)
            for one in own:
                if one.source == template_id and not one.version and not one.revision:
                    return _view(one, plan)
            if len(own) >= MOST_OWN:
                raise Refused(Why.FULL_SHELF)
            base = Draft.of(self._shelf.named(template_id)).model_dump_json()
            return _view(await own_templates.add(tx, whose, template_id, base, act.micros), plan)

        return await self._ground.act(act, work)

    async def look(self, act: Act, own_id: int) -> View:
        """One of them. Refused: as `offer`."""

        async def work(tx: Reader) -> View:
            return _view(*await _found(tx, act, own_id))

        return await self._ground.read(work)

    async def change(self, act: Act, own_id: int, revision: int, change: Change) -> View:
        """Change what was seen at that revision. UnfitError, from `change`. Refused: CHANGED_SURVEY, and as `offer`."""
        return await self._save(
            act, own_id, revision, lambda one: replace(one, draft=change(_draft(one)).model_dump_json())
        )

    async def put_to_use(self, act: Act, own_id: int, revision: int) -> View:
        """New rounds use it as it is now; open ones keep the words that they have. Refused: as `change`."""
        return await self._save(act, own_id, revision, _used, Deed.SURVEY_IN_USE)

    async def discard(self, act: Act, own_id: int, revision: int) -> View:
        """Back to how it was copied, or is in use. Refused: as `change`."""
        return await self._save(act, own_id, revision, lambda one: replace(one, draft=None))

    async def put_away(self, act: Act, own_id: int, revision: int) -> View:
        """Offer it no more; rounds and wheels that there are stay. Refused: as `change`."""
        return await self._save(act, own_id, revision, lambda one: replace(one, away=True), Deed.SURVEY_PUT_AWAY)

    async def _save(
        self, act: Act, own_id: int, revision: int, change: Callable[[Own], Own], kind: Deed | None = None
    ) -> View:
        async def work(tx: Writer) -> View:
            one, plan = await _found(tx, act, own_id)
            if one.revision != revision:
                raise Refused(Why.CHANGED_SURVEY)
            changed = change(one)
            if changed != one:
                changed = replace(changed, revision=revision + 1)
                await own_templates.save(tx, changed)
                if kind:
                    await note_plan(tx, self._ground, act, kind, plan, own_id=own_id)
            return _view(changed, plan)

        return await self._ground.act(act, work)


async def _need(tx: Reader, act: Act, whose: Whose) -> Plan:
    """Whoever may decide what the group or organization asks."""
    if whose.group_id is not None:
        await facilitated(tx, act, whose.group_id)
    else:
        await need_giver(tx, act, whose.organization_id or 0)
    return await plans.plan_of(tx, whose)


async def _found(tx: Reader, act: Act, own_id: int) -> tuple[Own, Plan]:
    one = await own_templates.find(tx, own_id)
    if one is None or one.away:
        raise Refused(Why.GONE)
    return one, await _need(tx, act, one.whose)


def _view(one: Own, plan: Plan) -> View:
    return View(one, plan, _draft(one), _base(one))


def _base(one: Own) -> Draft:
    return Draft.model_validate_json(one.base)


def _draft(one: Own) -> Draft:
    return Draft.model_validate_json(one.draft or one.base)


def _used(one: Own) -> Own:
    draft = rules.rekeyed(_draft(one), _base(one))
    return replace(one, base=draft.model_dump_json(), draft=None, version=one.version + 1)
