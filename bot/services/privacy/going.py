"""Leaving a group or a network: what one has answered stays counted, what one had taken on is nobody's."""

from __future__ import annotations

from dataclasses import dataclass

from bot.services.act import Act, Refused, Why
from bot.services.desk import Ground
from bot.services.groups import belonging
from bot.services.privacy.log import Deed, note, note_departure
from bot.services.rounds import counting
from bot.storage import charters, companions, groups, networks
from bot.storage.groups import Group
from bot.storage.networks import Network
from bot.storage.port import Reader, Writer


@dataclass(frozen=True, slots=True)
class Places:
    """Where the person is, by name."""

    groups: list[Group]
    networks: list[Network]


class Going:
    """Looking where one is, and leaving it."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def places(self, act: Act) -> Places:
        """What the person could leave."""
        return await self._ground.read(lambda tx: _places(tx, act.person_id or 0))

    async def leave_group(self, act: Act, group_id: int) -> Group:
        """Be no member, facilitator or administrator of it here; Telegram's chat is left in Telegram. Refused: GONE."""

        async def work(tx: Writer) -> Group:
            person_id = act.person_id or 0
            group = await groups.find(tx, group_id)
            if group is None or group not in await groups.held_by(tx, person_id):
                raise Refused(Why.GONE)
            await note_departure(tx, self._ground, act, group, person_id)
            await belonging.depart(tx, self._ground.key, group, person_id, act.micros)
            return group

        return await self._ground.post(act, work)

    async def leave_network(self, act: Act, network_id: int) -> Network:
        """Leave its groups, its organization and its roles. Refused: GONE."""

        async def work(tx: Writer) -> Network:
            person_id = act.person_id or 0
            own = {one.id: one for one in (await _places(tx, person_id)).networks}
            if network_id not in own:
                raise Refused(Why.GONE)
            for group in await groups.held_by(tx, person_id):
                if group.network_id == network_id:
                    await note_departure(tx, self._ground, act, group, person_id)
                    await belonging.depart(tx, self._ground.key, group, person_id, act.micros)
            if await networks.is_coordinator(tx, network_id, person_id):
                await note(tx, self._ground, act, Deed.COORDINATOR_LEFT, network_id, None, detail={})
            await companions.end_in(tx, network_id, person_id)
            await give_up_place(tx, self._ground.key, network_id, person_id, act.micros)
            return own[network_id]

        return await self._ground.post(act, work)


async def give_up_place(tx: Writer, key: bytes, network_id: int, person_id: int, now: int) -> None:
    """Whoever is in none of the network's groups any more is out of it: with its organization, roles and charter."""
    await belonging.move(tx, network_id, person_id, None, now)
    await networks.leave(tx, network_id, person_id)
    await charters.take_back(tx, network_id, person_id)
    await counting.refresh(tx, key, person_id)


async def _places(tx: Reader, person_id: int) -> Places:
    member_of = [await networks.find(tx, one.network_id) for one in await networks.memberships(tx, person_id)]
    found = {one.id: one for one in (*member_of, *await networks.coordinated_by(tx, person_id)) if one is not None}
    inside = [one for one in await groups.held_by(tx, person_id) if one.state == "active"]
    return Places(inside, sorted(found.values(), key=lambda one: (one.name, one.id)))
