"""Who may do what: looked up at each act, inside its transaction. A button is a request, never a permission."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot.services import names
from bot.services.act import Act, Refused, Why
from bot.services.rights import Role, Rule
from bot.storage import groups, networks
from bot.storage.groups import Group
from bot.storage.port import Reader

OUTDATED = 24 * 60 * 60 * 1_000_000
"""Microseconds for which a list of administrators counts at most; whatever comes from the group has it read again."""


async def is_coordinator(tx: Reader, act: Act, network_id: int | None) -> bool:
    """Whether the person of the act coordinates that network."""
    if network_id is None or act.person_id is None:
        return False
    return await networks.is_coordinator(tx, network_id, act.person_id)


async def is_administrator(tx: Reader, act: Act, group: Group) -> bool:
    """Whether Telegram counts the person (or the anonymous sender) among the group's administrators.

    Nobody by a list of which Telegram has said that it changed, or that is old: in private it is not read again.
    """
    if act.person_id is None:
        return act.anonymous_in == group.chat_id
    if group.administrators_read_at is None or act.micros - group.administrators_read_at > OUTDATED:
        return False
    return any(one.person_id == act.person_id for one in await groups.administrators(tx, group.id))


async def may(tx: Reader, act: Act, rule: Rule, group: Group) -> bool:
    """Whether whoever acts holds, now and to that group, one of the roles that the table gives the rule to."""
    for role in rule.holders:
        if await _HELD[role](tx, act, group):
            return True
    return False


async def facilitates(tx: Reader, act: Act, group: Group) -> bool:
    """Named facilitators and the network's coordinators; until someone is named, the administrators as well."""
    return await may(tx, act, Rule.LEAD, group)


async def looked_after(tx: Reader, person_id: int) -> list[Group]:
    """The groups that the person facilitates or coordinates, by title."""
    found = {group.id: group for group in await groups.facilitated_by(tx, person_id)}
    for network in await networks.coordinated_by(tx, person_id):
        found |= {group.id: group for group in await groups.of_network(tx, network.id)}
    return sorted(found.values(), key=lambda group: (names.fold(group.title), group.id))


async def need_coordinator(tx: Reader, act: Act, network_id: int | None) -> None:
    if not await is_coordinator(tx, act, network_id):
        raise Refused(Why.NOT_COORDINATOR)


async def need_administrator(tx: Reader, act: Act, group: Group) -> None:
    """An administrator of the group, its facilitator, or a coordinator of its network."""
    if not await may(tx, act, Rule.SETTINGS, group):
        raise Refused(Why.NOT_ADMINISTRATOR)


async def need_facilitator(tx: Reader, act: Act, group: Group) -> None:
    if not await facilitates(tx, act, group):
        raise Refused(Why.NOT_FACILITATOR)


async def _is_member(tx: Reader, act: Act, group: Group) -> bool:
    return act.person_id is not None and await groups.is_member(tx, group.id, act.person_id)


async def _is_named(tx: Reader, act: Act, group: Group) -> bool:
    return act.person_id in [one.person_id for one in await groups.facilitators(tx, group.id)]


async def _coordinates(tx: Reader, act: Act, group: Group) -> bool:
    return await is_coordinator(tx, act, group.network_id)


async def _stands_in(tx: Reader, act: Act, group: Group) -> bool:
    """An anonymous administrator always does: Telegram does not say which of them it is."""
    vacant = act.person_id is None or not await groups.facilitators(tx, group.id)
    return vacant and await is_administrator(tx, act, group)


_HELD: Mapping[Role, Callable[[Reader, Act, Group], Awaitable[bool]]] = {
    Role.MEMBER: _is_member,
    Role.ADMINISTRATOR: is_administrator,
    Role.ACTING: _stands_in,
    Role.FACILITATOR: _is_named,
    Role.COORDINATOR: _coordinates,
}
"""How each role is looked up that somebody may have to a group."""
