"""A group as its summary shows it, to those who may look at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from bot.services import names
from bot.services.act import Act, Refused, Why
from bot.services.roles import is_coordinator, need_administrator
from bot.storage import dialogues, groups, networks
from bot.storage.dialogues import Spot
from bot.storage.groups import Group, Named
from bot.storage.networks import Network, Organization
from bot.storage.port import Reader

ANYONE = -1
"""Stands for everybody in a group, where a dialogue waits for a tap of whoever it may be."""


@dataclass(frozen=True, slots=True)
class Overview:
    """A group as its summary shows it, to the one who looks.

    `coordinates`: they coordinate its network; `may_list`: they may see which organizations the network has;
    `may_whose`: they may change whose group it is; `networks`: theirs to choose from, while the group is of none;
    `ajar`: anyone in the group may tap "I facilitate" now.
    """

    group: Group
    network: Network | None
    organizations: list[Organization]
    facilitators: list[Named]
    administrators: list[Named]
    coordinates: bool
    may_list: bool
    may_whose: bool
    networks: list[Network]
    ajar: bool

    @property
    def minimum(self) -> int | None:
        """How many answers a theme of its own rounds needs; None while it is of no network."""
        return self.group.minimum or (self.network.minimum if self.network else None)

    @property
    def mark(self) -> str:
        """Stands for whose group it is said to be: a yes to it is no yes to what it becomes later."""
        return mark_of(self.group, [one.id for one in self.organizations])


def mark_of(group: Group, organization_ids: Sequence[int]) -> str:
    """Short enough for callback data, long enough that nobody finds another group description with the same."""
    described = f"{group.network_id} {group.whose} {sorted(organization_ids)}"
    return sha256(described.encode()).hexdigest()[:16]


async def present(tx: Reader, group_id: int) -> Group:
    """The group, as long as the bot is in it. Refused: GONE."""
    group = await groups.find(tx, group_id)
    if group is None or group.state == "left":
        raise Refused(Why.GONE)
    return group


async def allowed(tx: Reader, act: Act, group_id: int) -> Group:
    """Administrators, facilitators, coordinators; while the group is of no network, those of any who are in it."""
    group = await present(tx, group_id)
    if group.network_id is not None or not await _has_brought_along(tx, group, act.person_id or 0):
        await need_administrator(tx, act, group)
    return group


async def _has_brought_along(tx: Reader, group: Group, person_id: int) -> bool:
    """Whether the person coordinates a network, and is in the group: others cannot take it into theirs."""
    return await groups.is_member(tx, group.id, person_id) and bool(await networks.coordinated_by(tx, person_id))


async def overview(tx: Reader, act: Act, group: Group) -> Overview:
    """What the summary shows to the person of the act, who may look at it."""
    coordinates = await is_coordinator(tx, act, group.network_id)
    trusted = group.state == "active" or await networks.is_coordinator(tx, group.network_id, group.added_by)
    found = [await networks.organization(tx, one) for one in await groups.organizations(tx, group.id)]
    own = await networks.coordinated_by(tx, act.person_id or 0) if group.network_id is None else []
    door = await dialogues.find(tx, Spot(group.chat_id, ANYONE), act.micros)
    return Overview(
        group=group,
        network=await networks.find(tx, group.network_id) if group.network_id is not None else None,
        organizations=sorted((one for one in found if one), key=lambda one: names.fold(one.name)),
        facilitators=await groups.facilitators(tx, group.id),
        administrators=await groups.administrators(tx, group.id),
        coordinates=coordinates,
        may_list=coordinates or trusted,
        may_whose=coordinates or not (group.set_up and group.state == "active"),
        networks=own,
        ajar=door is not None,
    )
