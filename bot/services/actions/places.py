"""What is chosen for an action: whose plan it is in, who has it, in which zone; and what an organization gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.services import names
from bot.services.act import Act, Refused, Why
from bot.services.actions import plans
from bot.services.actions.listing import page_of
from bot.services.actions.person_days import Given, days_of, need_giver
from bot.services.actions.plans import Plan
from bot.services.dates import today
from bot.services.desk import Ground
from bot.storage import actions
from bot.storage.actions import Whose
from bot.storage.groups import Named
from bot.storage.port import Reader


@dataclass(frozen=True, slots=True)
class People:
    """A page of those who may be chosen, oneself first. `page` counts from 0."""

    named: Sequence[Named]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Plans:
    """A page of plans to choose from. `page` counts from 0."""

    plans: Sequence[Plan]
    page: int
    pages: int


class Places:
    """The plans and people that somebody may choose; looked up each time."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def zone(self, act: Act, action_id: int = 0) -> ZoneInfo:
        """In which the action's days begin and end: its owner's; of whoever acts, where nobody has it that they see."""

        async def work(tx: Reader) -> ZoneInfo:
            action = await actions.find(tx, action_id) if action_id else None
            seen = action is not None and await plans.sees(tx, act, action)
            owner_id = action.owner_id if action is not None and seen else None
            return await plans.zone_of_person(tx, owner_id if owner_id is not None else act.person_id)

        return await self._ground.read(work)

    async def places(self, act: Act) -> list[Plan]:
        """The plans that the person may add to: their groups', their confirmed organizations', last their own."""
        return await self._ground.read(lambda tx: plans.plans_for(tx, act.person_id or 0))

    async def coordinated(self, act: Act, page: int = 0) -> Plans:
        """Those of the organizations in networks that the person coordinates, by name; none for anybody else."""

        async def work(tx: Reader) -> Plans:
            here, shown, pages = page_of(await plans.coordinated_by(tx, act.person_id or 0), page)
            return Plans(shown, here, pages)

        return await self._ground.read(work)

    async def given(self, act: Act, organization_id: int, year: int) -> Given:
        """What the organization gives in that year, this or the next, for whoever may say it. Else it is this year.

        Refused: GONE, NOT_COORDINATOR.
        """

        async def work(tx: Reader) -> Given:
            organization = await need_giver(tx, act, organization_id)
            whose = Whose(organization_id=organization_id)
            present = today(act.now, (await plans.plan_of(tx, whose)).zone).year
            asked = year if year == present + 1 else present
            return Given(organization, present, await days_of(tx, whose, asked))

        return await self._ground.read(work)

    async def members(self, act: Act, whose: Whose, page: int = 0, beginning: str = "") -> People:
        """Those who may have actions of the plan and whose name is known, oneself first, then by name.

        With a `beginning`, those whose name has all its words, what begins with it first. Refused: NOT_MEMBER, also for
        companions: they are shown a plan, not who else is of the organization.
        """

        async def work(tx: Reader) -> People:
            await plans.need_part(tx, act, whose)
            everyone = sorted(await plans.people_of(tx, whose), key=lambda one: one.person_id != act.person_id)
            found = names.search(beginning, everyone, lambda one: one.name) if beginning else everyone
            here, shown, pages = page_of(found, page)
            return People(shown, here, pages)

        return await self._ground.read(work)

    async def member(self, act: Act, whose: Whose, person_id: int) -> Named:
        """That one of them. Refused: NOT_MEMBER, NOT_IN_PLAN."""

        async def work(tx: Reader) -> Named:
            await plans.need_part(tx, act, whose)
            for one in await plans.people_of(tx, whose):
                if one.person_id == person_id:
                    return one
            raise Refused(Why.NOT_IN_PLAN)

        return await self._ground.read(work)
