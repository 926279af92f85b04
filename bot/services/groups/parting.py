"""Ending what somebody else has no more: an organization that they are confirmed with, or a place in the network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.delivery.outbox import Letter, Priority, put
from bot.services import names
from bot.services.act import Act, Refused, Why
from bot.services.desk import Ground
from bot.services.groups import belonging
from bot.services.groups.claims import is_writable
from bot.services.groups.invitations import network_of
from bot.services.privacy.going import give_up_place
from bot.services.privacy.log import Deed, note
from bot.services.roles import need_coordinator
from bot.services.rounds import counting
from bot.storage import groups, networks, people
from bot.storage.groups import Named
from bot.storage.networks import Network, Organization
from bot.storage.port import Reader, Writer

PARTED = "parted"
"""The kind of the letter to whom it was ended for; its data: `network_id`, and `organization_id` (None: the place)."""


@dataclass(frozen=True, slots=True)
class Roll:
    """Those confirmed with the organization; without one, members of the network that no group, organization or role
    holds. By name, which is empty where none is known.
    """

    network: Network
    organization: Organization | None
    people: Sequence[Named]


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody on a roll; `groups` are the organization's own that they are in: by these they could come back."""

    network: Network
    organization: Organization | None
    person: Named
    groups: Sequence[str]


@dataclass(frozen=True, slots=True)
class Loss:
    """What has ended for somebody: being with the organization, or without one, their place in the network."""

    network: Network
    organization: Organization | None


class Parting:
    """For coordinators of the network. Refused, by all that take an act: NOT_COORDINATOR, GONE."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def listed(self, act: Act, network_id: int, organization_id: int | None) -> Roll:
        """Who is with the organization, or for None: in none of the network's groups, and with none."""
        return await self._ground.read(lambda tx: _roll(tx, act, network_id, organization_id))

    async def look(self, act: Act, network_id: int, organization_id: int | None, person_id: int) -> Stay:
        """One of them. Refused also once they are that no more: GONE."""

        async def work(tx: Reader) -> Stay:
            roll = await _roll(tx, act, network_id, organization_id)
            person = next((one for one in roll.people if one.person_id == person_id), None)
            if person is None:
                raise Refused(Why.GONE)
            inside = [one for one in await groups.of_member(tx, person_id) if organization_id is not None]
            titles = [one.title for one in inside if await belonging.organization_of(tx, one) == organization_id]
            return Stay(roll.network, roll.organization, person, titles)

        return await self._ground.read(work)

    async def end(self, act: Act, network_id: int, organization_id: int | None, person_id: int) -> Roll:
        """It is as if that person had left by themselves, and they are told. Who is that no more is passed over."""

        async def work(tx: Writer) -> Roll:
            roll = await _roll(tx, act, network_id, organization_id)
            for person in [one for one in roll.people if one.person_id == person_id]:
                await self._ended(tx, act, roll, person)
            return await _roll(tx, act, network_id, organization_id)

        return await self._ground.post(act, work)

    async def _ended(self, tx: Writer, act: Act, roll: Roll, person: Named) -> None:
        network_id, key = roll.network.id, self._ground.key
        if roll.organization is None:
            await note(tx, self._ground, act, Deed.PLACE_ENDED, network_id, None, detail={}, whom=person)
            await give_up_place(tx, key, network_id, person.person_id, act.micros)
        else:
            detail = {"organization_id": roll.organization.id}
            await note(tx, self._ground, act, Deed.BELONGING_ENDED, network_id, None, detail=detail, whom=person)
            await belonging.move(tx, network_id, person.person_id, None, act.micros)
            await counting.refresh(tx, key, person.person_id)
        await _tell(tx, act, roll, person.person_id)

    async def told(self, person_id: int, network_id: int, organization_id: int | None) -> Loss | None:
        """What has ended for that person; None once they are back, or where it is there no more."""
        return await self._ground.read(lambda tx: _loss(tx, person_id, network_id, organization_id))


async def _roll(tx: Reader, act: Act, network_id: int, organization_id: int | None) -> Roll:
    await need_coordinator(tx, act, network_id)
    if organization_id is None:
        beside = await networks.beside_groups(tx, network_id)
        return Roll(await network_of(tx, network_id), None, await _named(tx, beside))
    organization = await networks.organization(tx, organization_id)
    if organization is None or organization.network_id != network_id:
        raise Refused(Why.GONE)
    inside = await _named(tx, await networks.confirmed_members(tx, organization_id))
    return Roll(await network_of(tx, network_id), organization, inside)


async def _named(tx: Reader, person_ids: Sequence[int]) -> list[Named]:
    found = [Named(one, await people.name_of(tx, one)) for one in person_ids]
    return sorted(found, key=lambda one: (names.fold(one.name), one.person_id))


async def _loss(tx: Reader, person_id: int, network_id: int, organization_id: int | None) -> Loss | None:
    network, member = await networks.find(tx, network_id), await networks.member(tx, network_id, person_id)
    if network is None:
        return None
    if organization_id is None:
        return Loss(network, None) if member is None else None
    organization = await networks.organization(tx, organization_id)
    if organization is None or member is None:
        return None
    back = member.confirmed and member.organization_id == organization_id
    return None if back else Loss(network, organization)


async def _tell(tx: Writer, act: Act, roll: Roll, person_id: int) -> None:
    """They hear what has ended, not by whom."""
    if person_id == act.person_id or not await is_writable(tx, person_id):
        return
    ended = roll.organization.id if roll.organization else None
    data = {"network_id": roll.network.id, "organization_id": ended}
    key = f"{PARTED}:{roll.network.id}:{ended}:{person_id}:{act.micros}"
    await put(tx, Letter(key, person_id, PARTED, data, Priority.REMINDER, act.now), act.now)
