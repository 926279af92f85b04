"""A group that a stranger brought waits for a coordinator's yes: what is asked, and what the first answer does."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.delivery.outbox import Letter, Priority, put
from bot.services.act import Act, Refused, Why
from bot.services.groups import belonging
from bot.services.groups.claims import is_writable
from bot.services.groups.overview import mark_of
from bot.services.roles import need_coordinator
from bot.storage import groups, networks
from bot.storage.groups import Group
from bot.storage.networks import Organization
from bot.storage.port import Reader, Writer

FAREWELL = "farewell"
"""The kind of the last letter to a declined group: whoever delivers it leaves the chat afterwards."""

_HOUR = 60 * 60 * 1_000_000


@dataclass(frozen=True, slots=True)
class Request:
    """What a coordinator is asked. `mark` stands for exactly this: a yes to it is no yes to what it becomes later."""

    group: Group
    network: str
    organizations: list[Organization]
    mark: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a group. `late`: someone had answered before; `renewed`: it is said to be another's by now."""

    title: str
    accepted: bool
    late: bool
    renewed: Request | None = None


async def read(tx: Reader, group_id: int) -> Request | None:
    """The request as it stands; None unless the group is set up and waits."""
    group = await groups.find(tx, group_id)
    if group is None or group.state != "waiting" or not group.set_up or group.network_id is None:
        return None
    network = await networks.find(tx, group.network_id)
    found = [await networks.organization(tx, one) for one in await groups.organizations(tx, group.id)]
    known = [one for one in found if one]
    return Request(group, network.name if network else "", known, mark_of(group, [one.id for one in known]))


async def ask(tx: Writer, act: Act, group: Group) -> None:
    """Write to the network's coordinators, at most once an hour for each thing that the group is said to be."""
    request = await read(tx, group.id)
    for reader in await networks.coordinators(tx, group.network_id or 0) if request else []:
        if request and reader != act.person_id and await is_writable(tx, reader):
            key = f"group_request:{group.id}:{request.mark}:{reader}:{act.micros // _HOUR}"
            data = {"group_id": group.id, "mark": request.mark}
            await put(tx, Letter(key, reader, "group_request", data, Priority.REMINDER, act.now), act.now)


async def answer(tx: Writer, key: bytes, act: Act, group_id: int, mark: str, *, yes: bool) -> Verdict:
    group = await groups.find(tx, group_id)
    if group is None:
        raise Refused(Why.GONE)
    if group.network_id is None:
        return Verdict(group.title, accepted=False, late=True)
    await need_coordinator(tx, act, group.network_id)
    request = await read(tx, group_id)
    if request is None:
        return Verdict(group.title, accepted=group.state == "active", late=True)
    if request.mark != mark:
        return Verdict(group.title, accepted=False, late=False, renewed=request)
    await (_accept(tx, key, act, group) if yes else _decline(tx, act, group))
    return Verdict(group.title, accepted=yes, late=False)


async def _accept(tx: Writer, key: bytes, act: Act, group: Group) -> None:
    active = replace(group, state="active")
    await groups.save(tx, active)
    await belonging.enter_all(tx, key, active, act.micros)
    await _tell(tx, act, group, "group_accepted")


async def _decline(tx: Writer, act: Act, group: Group) -> None:
    await belonging.out(tx, group)
    await _tell(tx, act, group, FAREWELL)


async def _tell(tx: Writer, act: Act, group: Group, kind: str) -> None:
    letter = Letter(
        f"{kind}:{group.id}:{act.micros}",
        group.chat_id,
        kind,
        {"group_id": group.id},
        Priority.REPLY,
        act.now,
        group=True,
    )
    await put(tx, letter, act.now)
