"""Claims to belong to an organization, inside a transaction: asked of those who may say yes; the first answer wins."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from bot.delivery.outbox import Letter, Priority, put
from bot.services import names
from bot.services.act import Act, Refused, Why
from bot.services.roles import is_coordinator
from bot.storage import networks, people
from bot.storage.networks import Organization
from bot.storage.port import Reader, Writer

T = TypeVar("T")
Work: TypeAlias = Callable[[Writer], Awaitable[T]]

MOST_COLLEAGUES = 6
"""How many confirmed members are asked besides the coordinators: a large organization is not woken for one claim."""

_DAY = 24 * 60 * 60 * 1_000_000


@dataclass(frozen=True, slots=True)
class Settlement:
    """What became of a claim. `late`: somebody had settled it before this answer came."""

    organization: Organization
    confirmed: bool
    late: bool


async def organization_named(tx: Writer, network_id: int, name: str, country: str | None, now: int) -> Organization:
    """The network's organization of that name, in whatever spelling; made if it is missing. Refused: BAD_NAME."""
    cleaned = names.clean(name)
    if not 0 < len(cleaned) <= names.LONGEST:
        raise Refused(Why.BAD_NAME)
    folded = names.fold(cleaned)
    same = (one for one in await networks.organizations(tx, network_id) if names.fold(one.name) == folded)
    return next(same, None) or await networks.add_organization(tx, network_id, cleaned, country, now)


async def ask(tx: Writer, act: Act, organization: Organization, name: str) -> None:
    """Write to those who may confirm the claim, at most once a day for the same one."""
    member = await networks.member(tx, organization.network_id, act.person_id or 0)
    if member is None or member.confirmed:
        return
    data = {"person_id": member.person_id, "organization_id": organization.id, "name": name}
    for reader in await _judges(tx, organization, member.person_id):
        key = f"claim:{organization.id}:{member.person_id}:{reader}:{act.micros // _DAY}"
        await put(tx, Letter(key, reader, "claim", data, Priority.REMINDER, act.now), act.now)


async def confirm(tx: Writer, act: Act, network_id: int, person_id: int, organization_id: int) -> Settlement:
    organization = await _judged(tx, act, network_id, person_id, organization_id)
    member = await networks.member(tx, network_id, person_id)
    if member is None or member.organization_id != organization_id:
        return Settlement(organization, confirmed=False, late=True)
    if not await networks.confirm(tx, network_id, person_id, act.person_id, act.micros):
        return Settlement(organization, confirmed=True, late=True)
    return await _tell(tx, act, person_id, Settlement(organization, confirmed=True, late=False))


async def decline(tx: Writer, act: Act, network_id: int, person_id: int, organization_id: int) -> Settlement:
    organization = await _judged(tx, act, network_id, person_id, organization_id)
    if await networks.unclaim(tx, network_id, person_id, organization_id):
        return await _tell(tx, act, person_id, Settlement(organization, confirmed=False, late=False))
    member = await networks.member(tx, network_id, person_id)
    confirmed = member is not None and member.organization_id == organization_id
    return Settlement(organization, confirmed=confirmed, late=True)


async def _judges(tx: Reader, organization: Organization, claimant: int) -> list[int]:
    """Coordinators and confirmed colleagues to whom the bot may write; nobody confirms themselves."""
    coordinators = await networks.coordinators(tx, organization.network_id)
    colleagues = await networks.confirmed_members(tx, organization.id)
    asked = list(dict.fromkeys([*coordinators, *colleagues[:MOST_COLLEAGUES]]))
    return [one for one in asked if one != claimant and await is_writable(tx, one)]


async def is_writable(tx: Reader, person_id: int) -> bool:
    """Whether the person has a private chat with the bot and has not blocked it."""
    person = await people.find(tx, person_id)
    return person is not None and person.writable


async def _judged(tx: Reader, act: Act, network_id: int, person_id: int, organization_id: int) -> Organization:
    organization = await networks.organization(tx, organization_id)
    if organization is None or organization.network_id != network_id:
        raise Refused(Why.GONE)
    if not await may_settle(tx, act, organization, person_id):
        raise Refused(Why.NOT_CONFIRMED)
    return organization


async def may_settle(tx: Reader, act: Act, organization: Organization, claimant: int) -> bool:
    """Confirmed colleagues and coordinators may; nobody confirms themselves."""
    own = await networks.member(tx, organization.network_id, act.person_id or 0)
    colleague = own is not None and own.confirmed and own.organization_id == organization.id
    return act.person_id != claimant and (colleague or await is_coordinator(tx, act, organization.network_id))


async def _tell(tx: Writer, act: Act, person_id: int, settlement: Settlement) -> Settlement:
    """The person who claimed hears what was answered, not by whom."""
    if await is_writable(tx, person_id):
        data = {"organization_id": settlement.organization.id, "yes": settlement.confirmed}
        key = f"claim_settled:{settlement.organization.id}:{person_id}:{act.micros}"
        await put(tx, Letter(key, person_id, "claim_settled", data, Priority.REMINDER, act.now), act.now)
    return settlement
