"""Whose plan it is: its name, its people, its zone, and who may do what with its actions. Inside a transaction."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.services import zones
from bot.services.act import Act, Refused, Why
from bot.services.hours import zone_of
from bot.services.names import fold
from bot.services.roles import facilitates, is_coordinator
from bot.storage import actions, companions, groups, networks, people, rest
from bot.storage.actions import MINE, Action, Whose
from bot.storage.groups import Named
from bot.storage.networks import Organization
from bot.storage.port import Reader


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan of actions: whose it is, what they are called, their network and zone; of one person alone without a
    name or a network.
    """

    whose: Whose
    name: str
    network_id: int | None
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Rights:
    """What a person is to an action: `manages` as facilitator of its group, or as coordinator; `proposed` it first."""

    owner: bool
    helper: bool
    manages: bool
    proposed: bool

    @property
    def acts(self) -> bool:
        """May say how it goes."""
        return self.owner or self.helper or self.manages

    @property
    def decides(self) -> bool:
        """May change what, when and who."""
        return self.owner or self.manages or self.proposed


async def plan_of(tx: Reader, whose: Whose, person_id: int | None = None) -> Plan:
    """The plan; for one that is a person's alone, in that person's zone. Refused: GONE."""
    if whose.group_id is not None:
        group = await groups.find(tx, whose.group_id)
        if group is None:
            raise Refused(Why.GONE)
        return Plan(whose, group.title, group.network_id, ZoneInfo(group.zone))
    if whose.organization_id is not None:
        organization = await networks.organization(tx, whose.organization_id)
        if organization is None:
            raise Refused(Why.GONE)
        return _of_organization(organization)
    return Plan(MINE, "", None, await zone_of_person(tx, person_id))


def _of_organization(one: Organization) -> Plan:
    zone = zones.guess(one.country) if one.country else None
    return Plan(Whose(organization_id=one.id), one.name, one.network_id, ZoneInfo(zone or "UTC"))


async def plans_for(tx: Reader, person_id: int) -> list[Plan]:
    """Those that the person may add to: their groups', their confirmed organizations', and their own."""
    facilitated = [one.id for one in await groups.facilitated_by(tx, person_id)]
    joined = [one.id for one in await groups.of_member(tx, person_id)]
    belongs = [one.organization_id for one in await networks.memberships(tx, person_id) if one.confirmed]
    found = [Whose(group_id=one) for one in dict.fromkeys([*joined, *facilitated])]
    found += [Whose(organization_id=one) for one in belongs if one is not None]
    return [await plan_of(tx, whose, person_id) for whose in [*found, MINE]]


async def coordinated_by(tx: Reader, person_id: int) -> list[Plan]:
    """Those of the organizations in networks that the person coordinates, by name."""
    found = [
        _of_organization(organization)
        for network in await networks.coordinated_by(tx, person_id)
        for organization in await networks.organizations(tx, network.id)
    ]
    return sorted(found, key=lambda plan: (fold(plan.name), plan.whose.organization_id or 0))


async def belongs(tx: Reader, whose: Whose, person_id: int) -> bool:
    """Whether the person may have actions of that plan: is in the group, or confirmed with the organization."""
    if whose.group_id is not None:
        named = [one.person_id for one in await groups.facilitators(tx, whose.group_id)]
        return person_id in named or await groups.is_member(tx, whose.group_id, person_id)
    if whose.organization_id is None:
        return False
    return person_id in await networks.confirmed_members(tx, whose.organization_id)


async def people_of(tx: Reader, whose: Whose) -> list[Named]:
    """Everybody of the plan whose name is known, by name."""
    if whose.group_id is not None:
        found = await people.named_in_group(tx, whose.group_id)
    elif whose.organization_id is not None:
        found = await people.named_in_organization(tx, whose.organization_id)
    else:
        found = []
    return sorted(found, key=lambda one: (fold(one.name), one.person_id))


async def manages(tx: Reader, act: Act, whose: Whose) -> bool:
    """Whether whoever acts facilitates the plan's group, or coordinates the network of its organization."""
    if whose.group_id is not None:
        group = await groups.find(tx, whose.group_id)
        return group is not None and group.state == "active" and await facilitates(tx, act, group)
    if whose.organization_id is None:
        return False
    organization = await networks.organization(tx, whose.organization_id)
    return organization is not None and await is_coordinator(tx, act, organization.network_id)


async def rights(tx: Reader, act: Act, action: Action) -> Rights:
    """What whoever acts is to the action now."""
    helping = [one.person_id for one in await actions.helpers(tx, action.id)]
    inside = act.person_id is not None and await belongs(tx, action.whose, act.person_id)
    return Rights(
        owner=act.person_id is not None and action.owner_id == act.person_id,
        helper=act.person_id in helping,
        manages=await manages(tx, act, action.whose),
        proposed=inside and action.state == "proposed" and action.proposed_by == act.person_id,
    )


async def need_sight(tx: Reader, act: Act, whose: Whose) -> None:
    """Whoever is of the plan sees it, who manages it, and its companions while it is shown to them.

    Refused: NOT_MEMBER.
    """
    if not await _has_sight(tx, act, whose):
        raise Refused(Why.NOT_MEMBER)


async def sees(tx: Reader, act: Act, action: Action) -> bool:
    """Whether whoever acts sees the action: as one who has it or helps with it, or with its plan."""
    return (await rights(tx, act, action)).acts or await _has_sight(tx, act, action.whose)


async def _has_sight(tx: Reader, act: Act, whose: Whose) -> bool:
    inside = act.person_id is not None and await belongs(tx, whose, act.person_id)
    return inside or await manages(tx, act, whose) or await _accompanies(tx, act, whose)


async def need_part(tx: Reader, act: Act, whose: Whose) -> None:
    """Whoever is of the plan adds to it, and who manages it; companions only look. Refused: NOT_MEMBER."""
    inside = act.person_id is not None and await belongs(tx, whose, act.person_id)
    if not (inside or await manages(tx, act, whose)):
        raise Refused(Why.NOT_MEMBER)


async def _accompanies(tx: Reader, act: Act, whose: Whose) -> bool:
    """Whether whoever acts sees it as a companion of the organization."""
    if whose.organization_id is None or act.person_id is None:
        return False
    return whose.organization_id in await companions.shown_to(tx, act.person_id, act.micros)


async def zone_of_person(tx: Reader, person_id: int | None) -> ZoneInfo:
    """In which the person's days begin and end."""
    return zone_of(await rest.of_chat(tx, person_id)) if person_id is not None else ZoneInfo("UTC")
