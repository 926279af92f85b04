"""Which organization a member belongs to, inside a transaction: by a claim that was confirmed, or by a group."""

from __future__ import annotations

from dataclasses import replace

from bot.services.groups.leaving import leave_plan
from bot.services.rounds import counting
from bot.storage import companions, groups, networks, people
from bot.storage.actions import Whose
from bot.storage.groups import Group
from bot.storage.port import Reader, Writer


async def organization_of(tx: Reader, group: Group) -> int | None:
    """The organization whose members a group gathers: it is active, set up, and of exactly that one."""
    if group.state != "active" or not group.set_up or group.whose != "organization":
        return None
    organizations = await groups.organizations(tx, group.id)
    return organizations[0] if len(organizations) == 1 else None


async def enter(tx: Writer, key: bytes, group: Group, person_id: int, now: int) -> None:
    """Someone is in the group: of its network from now on, and of its organization unless they said another."""
    await groups.join(tx, group.id, person_id, now)
    if group.network_id is None or group.state != "active":
        return
    await networks.add_member(tx, group.network_id, person_id, now)
    organization_id = await organization_of(tx, group)
    member = await networks.member(tx, group.network_id, person_id)
    accompanied = [one.organization_id for one in await companions.of_person(tx, person_id, now)]
    if accompanied:
        await counting.leave_out(tx, key, person_id, now)
    if organization_id in accompanied:
        organization_id = None
    if organization_id and member and not member.said_none and member.organization_id in (None, organization_id):
        await networks.claim(tx, group.network_id, person_id, organization_id)
        await networks.confirm(tx, group.network_id, person_id, None, now)
    await counting.refresh(tx, key, person_id)


async def enter_all(tx: Writer, key: bytes, group: Group, now: int) -> None:
    """A group has become active, or another organization's: its members get what comes with it."""
    for person_id in await groups.members(tx, group.id):
        await enter(tx, key, group, person_id, now)


async def move(tx: Writer, network_id: int, person_id: int, organization_id: int | None, now: int) -> None:
    """Someone says another organization, or none: their actions in the plan of the one before go on without them."""
    before = await networks.member(tx, network_id, person_id)
    await networks.claim(tx, network_id, person_id, organization_id)
    if before and before.confirmed and before.organization_id not in (None, organization_id):
        await leave_plan(tx, Whose(organization_id=before.organization_id), person_id, now)


async def depart(tx: Writer, key: bytes, group: Group, person_id: int, now: int) -> None:
    """Someone has left the group: their actions in its plan go on without them, and a confirmation that came from this
    group alone goes.
    """
    await groups.leave(tx, group.id, person_id)
    await leave_plan(tx, Whose(group_id=group.id), person_id, now)
    await _unbind(tx, group, person_id, now)
    await counting.refresh(tx, key, person_id, left_group_id=group.id)


async def unbind_all(tx: Writer, group: Group, now: int, *, stays: int | None) -> None:
    """Forget what its members had through the group's present organization: it will be of another, or of one that
    `stays`.
    """
    for person_id in await groups.members(tx, group.id):
        await _unbind(tx, group, person_id, now, stays=stays)


async def _unbind(tx: Writer, group: Group, person_id: int, now: int, *, stays: int | None = None) -> None:
    organization_id = await organization_of(tx, group)
    if organization_id is None or group.network_id is None:
        return
    others = [other for other in await groups.of_member(tx, person_id) if other.id != group.id]
    if organization_id in [await organization_of(tx, other) for other in others]:
        return
    forgotten = await networks.forget_by_group(tx, group.network_id, person_id, organization_id)
    if forgotten and organization_id != stays:
        await leave_plan(tx, Whose(organization_id=organization_id), person_id, now)


async def meet(tx: Writer, person_id: int, now: int) -> None:
    """Note somebody of whom only the id is known; who is known already stays as they are."""
    if await people.find(tx, person_id) is None:
        await people.add(tx, person_id, None, now)


async def forget_draft(tx: Writer, group: Group) -> None:
    """Forget which organizations a group that had no yes was said to be of."""
    drafted = await groups.organizations(tx, group.id)
    await groups.replace_organizations(tx, group.id, [])
    for organization_id in drafted:
        await networks.forget_unused_organization(tx, organization_id)


async def out(tx: Writer, group: Group) -> None:
    """The bot is out of the group. One that had its yes comes back as it was; another begins anew."""
    if group.state == "active":
        await groups.save(tx, replace(group, state="left"))
        return
    await forget_draft(tx, group)
    await groups.save(tx, replace(group, state="left", network_id=None, whose="network"))
    await groups.unmark_set_up(tx, group.id)
    await groups.empty(tx, group.id)
