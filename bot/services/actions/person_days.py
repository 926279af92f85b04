"""Person-days of a plan in a year: how many are planned, and what an organization gives. Inside a transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.services.act import Act, Refused, Why
from bot.services.groups import belonging
from bot.services.roles import is_coordinator
from bot.storage import actions, groups, networks
from bot.storage.actions import Whose
from bot.storage.networks import Organization
from bot.storage.port import Reader


@dataclass(frozen=True, slots=True)
class Days:
    """Person-days of a plan in a year, in halves: planned, and what the organization gives (None: it has not said).

    Of an organization's, `in_groups` are those planned ones that its confirmed people have in plans of groups.
    """

    year: int
    planned: int
    budget: int | None
    in_groups: int = 0


@dataclass(frozen=True, slots=True)
class Given:
    """What an organization gives in a year, to be said anew. `present` is that year where it is now."""

    organization: Organization
    present: int
    days: Days


async def days_of(tx: Reader, whose: Whose, year: int) -> Days:
    """The person-days of a plan in that year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    planned = await actions.planned(tx, whose, first, last)
    if whose.organization_id is None:
        return Days(year, planned, None)
    in_groups = await actions.planned_in_groups(tx, whose.organization_id, first, last)
    given = await actions.budget(tx, whose.organization_id, year)
    return Days(year, planned + in_groups, given, in_groups)


async def may_give(tx: Reader, act: Act, organization: Organization) -> bool:
    """Whoever speaks for the organization: a coordinator, or a confirmed member who facilitates its own group."""
    if await is_coordinator(tx, act, organization.network_id):
        return True
    if act.person_id is None or act.person_id not in await networks.confirmed_members(tx, organization.id):
        return False
    facilitated = await groups.facilitated_by(tx, act.person_id)
    return organization.id in [await belonging.organization_of(tx, group) for group in facilitated]


async def need_giver(tx: Reader, act: Act, organization_id: int) -> Organization:
    """The organization, of which whoever acts may say what it gives. Refused: GONE, NOT_COORDINATOR."""
    organization = await networks.organization(tx, organization_id)
    if organization is None:
        raise Refused(Why.GONE)
    if not await may_give(tx, act, organization):
        raise Refused(Why.NOT_COORDINATOR)
    return organization
