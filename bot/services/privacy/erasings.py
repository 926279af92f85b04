"""An organization, or a whole network, is erased a day after a coordinator asks; until then any of them can stop it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.clock import from_micros, to_micros
from bot.delivery.letters import Letter, Priority, put
from bot.services.act import Act, Refused, Why
from bot.services.desk import Ground
from bot.services.groups.claims import is_writable
from bot.services.privacy.log import Deed, note
from bot.services.roles import need_coordinator
from bot.services.ticking import next_instant
from bot.storage import cleaning, erasings, groups, networks, wholes
from bot.storage.erasings import Erasing
from bot.storage.networks import Network, Organization
from bot.storage.port import Reader, Writer

COOLING = timedelta(days=1)
PORTIONS = 20
"""Small transactions of a tick: a network has much to be deleted, and other things are due as well."""

LETTER = "erasing"
"""The kind of the letter that tells the others; its data: `id`, of the request."""


@dataclass(frozen=True, slots=True)
class Erasable:
    """A network with its organizations, by name."""

    network: Network
    organizations: list[Organization]


@dataclass(frozen=True, slots=True)
class Pending:
    """What will be erased, and when: the organization, or without one the whole network."""

    id: int
    network: Network
    organization: Organization | None
    due: datetime

    @property
    def name(self) -> str:
        return self.organization.name if self.organization else self.network.name


class Erasings:
    """Asking for it, stopping it, and doing it when it is due."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def choices(self, act: Act) -> list[Erasable]:
        """What the person could have erased: the networks that they coordinate."""

        async def work(tx: Reader) -> list[Erasable]:
            own = await networks.coordinated_by(tx, act.person_id or 0)
            return [Erasable(one, await networks.organizations(tx, one.id)) for one in own]

        return await self._ground.read(work)

    async def pending(self, act: Act) -> list[Pending]:
        """What will be erased in the networks that the person coordinates."""

        async def work(tx: Reader) -> list[Pending]:
            own = await networks.coordinated_by(tx, act.person_id or 0)
            return [await _pending(tx, one) for network in own for one in await erasings.of_network(tx, network.id)]

        return await self._ground.read(work)

    async def find(self, erasing_id: int) -> Pending | None:
        """What is still to be erased under that number."""

        async def work(tx: Reader) -> Pending | None:
            found = await erasings.find(tx, erasing_id)
            return await _pending(tx, found) if found else None

        return await self._ground.read(work)

    async def may_stop(self, person_id: int, pending: Pending) -> bool:
        """Whether the person coordinates its network."""
        return await self._ground.read(lambda tx: networks.is_coordinator(tx, pending.network.id, person_id))

    async def look(self, act: Act, network_id: int, organization_id: int | None) -> Pending:
        """What would be erased, and when, if it were asked for now. Refused: NOT_COORDINATOR, GONE."""
        return await self._ground.read(lambda tx: _wanted(tx, act, network_id, organization_id))

    async def ask(self, act: Act, network_id: int, organization_id: int | None) -> Pending:
        """Let it be erased in a day, and tell the others. Asked for twice, the first day counts.

        Refused: NOT_COORDINATOR, GONE.
        """

        async def work(tx: Writer) -> Pending:
            wanted = await _wanted(tx, act, network_id, organization_id)
            if wanted.id:
                return wanted
            due_at = to_micros(wanted.due)
            number = await erasings.add(
                tx, network_id, organization_id, by=act.person_id, now=act.micros, due_at=due_at
            )
            detail = {"organization_id": organization_id}
            await note(tx, self._ground, act, Deed.ERASING_ASKED, network_id, None, detail=detail)
            await _tell(tx, act, number, network_id, organization_id)
            return Pending(number, wanted.network, wanted.organization, wanted.due)

        return await self._ground.post(act, work)

    async def stop(self, act: Act, erasing_id: int) -> Pending:
        """Let it not be erased. Refused: GONE, NOT_COORDINATOR."""

        async def work(tx: Writer) -> Pending:
            found = await erasings.find(tx, erasing_id)
            if found is None or found.due_at <= act.micros:  # it may have begun
                raise Refused(Why.GONE)
            await need_coordinator(tx, act, found.network_id)
            await erasings.stop(tx, erasing_id)
            detail = {"organization_id": found.organization_id}
            await note(tx, self._ground, act, Deed.ERASING_STOPPED, found.network_id, None, detail=detail)
            return await _pending(tx, found)

        return await self._ground.act(act, work)

    async def tick(self, now: datetime) -> None:
        """Erase what is due; a large network over several ticks. After a crash it goes on with what is left."""
        for one in await self._ground.read(lambda tx: erasings.due(tx, to_micros(now))):
            if await self._thinned_out(one, now):
                await self._ground.storage.write(partial(self._erase, seen=one, now=now))

    async def next_due(self) -> datetime | None:
        return await next_instant(self._ground, erasings.next_due)

    async def _thinned_out(self, one: Erasing, now: datetime) -> bool:
        await self._ground.storage.write(partial(_shut, one=one, now=to_micros(now)))
        place = 0
        for _ in range(PORTIONS):
            following = await self._ground.storage.write(partial(_portion, one=one, place=place))
            if following is None:
                return True
            place = following
        return False

    async def _erase(self, tx: Writer, seen: Erasing, now: datetime) -> None:
        """The end of it, unless something has come in since."""
        await _shut(tx, seen, to_micros(now))  # also for who has said meanwhile that they are with the organization
        if await erasings.find(tx, seen.id) is None or await _portion(tx, seen, 0) is not None:
            return
        if seen.organization_id is not None:
            nobody, detail = Act(None, now), {"organization_id": seen.organization_id}
            await wholes.erase_organization(tx, seen.organization_id)
            await note(tx, self._ground, nobody, Deed.ORGANIZATION_ERASED, seen.network_id, None, detail=detail)
        else:
            await wholes.erase_network(tx, seen.network_id)
        await cleaning.want(tx, to_micros(now))


async def _shut(tx: Writer, one: Erasing, now: int) -> None:
    if one.organization_id is not None:
        await wholes.shut_organization(tx, one.organization_id, now)
    else:
        await wholes.shut_network(tx, one.network_id, now)


async def _portion(tx: Writer, one: Erasing, place: int) -> int | None:
    if one.organization_id is not None:
        return await wholes.thin_organization(tx, one.organization_id, place)
    return await wholes.thin_network(tx, one.network_id, place)


async def _wanted(tx: Reader, act: Act, network_id: int, organization_id: int | None) -> Pending:
    await need_coordinator(tx, act, network_id)
    for one in await erasings.of_network(tx, network_id):
        if one.organization_id == organization_id:
            return await _pending(tx, one)
    return await _described(tx, 0, network_id, organization_id, act.now + COOLING)


async def _pending(tx: Reader, erasing: Erasing) -> Pending:
    return await _described(tx, erasing.id, erasing.network_id, erasing.organization_id, from_micros(erasing.due_at))


async def _described(tx: Reader, number: int, network_id: int, organization_id: int | None, due: datetime) -> Pending:
    network = await networks.find(tx, network_id)
    own = await networks.organization(tx, organization_id) if organization_id is not None else None
    if network is None or (organization_id is not None and (own is None or own.network_id != network_id)):
        raise Refused(Why.GONE)
    return Pending(number, network, own, due)


async def concerned(tx: Reader, network_id: int, organization_id: int | None) -> set[int]:
    """The coordinators; of an organization its confirmed people, of a network those who facilitate its groups."""
    found = set(await networks.coordinators(tx, network_id))
    if organization_id is not None:
        return found | set(await networks.confirmed_members(tx, organization_id))
    for group in await groups.of_network(tx, network_id):
        found |= {one.person_id for one in await groups.facilitators(tx, group.id)}
    return found


async def _tell(tx: Writer, act: Act, number: int, network_id: int, organization_id: int | None) -> None:
    for reader in sorted(await concerned(tx, network_id, organization_id) - {act.person_id}):
        if await is_writable(tx, reader):
            letter = Letter(f"{LETTER}:{number}:{reader}", reader, LETTER, {"id": number}, Priority.REMINDER, act.now)
            await put(tx, letter, act.now)
