"""Who belongs: invitations by link, organizations of a network, and the claims of people to belong to one."""

from __future__ import annotations

from dataclasses import dataclass

from bot.services import names
from bot.services.act import Act, Refused, Why
from bot.services.groups import belonging, claims
from bot.services.groups.invitations import Invitations, network_of, person_of
from bot.services.roles import is_coordinator
from bot.services.rounds import counting
from bot.storage import companions, groups, networks
from bot.storage.networks import Member, Network, Organization
from bot.storage.port import Reader, Writer


@dataclass(frozen=True, slots=True)
class Belonging:
    """A person in one network; `confirmed`: somebody who may has said that they are with the organization."""

    network: Network
    organization: Organization | None
    confirmed: bool


class Membership(Invitations):
    """Organizations and claims, besides the invitations."""

    async def organizations(self, network_id: int, wanted: str = "") -> list[Organization]:
        """The network's organizations by name; with `wanted`, those whose name has all its words, best first."""
        found = await self._ground.read(lambda tx: networks.organizations(tx, network_id))
        ordered = sorted(found, key=lambda one: names.fold(one.name))
        return names.search(wanted, ordered, lambda one: one.name) if wanted else ordered

    async def organization(self, organization_id: int) -> Organization | None:
        """The organization of that number."""
        return await self._ground.read(lambda tx: networks.organization(tx, organization_id))

    async def standing(self, act: Act) -> list[Belonging]:
        """The person's networks, each with the organization that they claim or are confirmed to be with."""

        async def work(tx: Reader) -> list[Belonging]:
            found = []
            for member in await networks.memberships(tx, act.person_id or 0):
                own = await networks.organization(tx, member.organization_id) if member.organization_id else None
                found.append(Belonging(await network_of(tx, member.network_id), own, member.confirmed))
            return found

        return await self._ground.read(work)

    async def claimed(self, person_id: int, organization_id: int) -> Organization | None:
        """The organization, as long as that person's claim of it waits for an answer."""

        async def work(tx: Reader) -> Organization | None:
            organization = await networks.organization(tx, organization_id)
            member = await networks.member(tx, organization.network_id, person_id) if organization else None
            waits = member is not None and member.organization_id == organization_id and not member.confirmed
            return organization if waits else None

        return await self._ground.read(work)

    async def claim(self, act: Act, network_id: int, organization_id: int | None, name: str = "") -> Member:
        """Say which organization one belongs to, or none. It counts once someone who may has said yes.

        `name` is how those who are asked know the person. Refused: NOT_MEMBER; GONE if there is no such organization.
        """

        async def work(tx: Writer) -> Member:
            await _need_member(tx, act, network_id)
            organization = await networks.organization(tx, organization_id) if organization_id is not None else None
            if organization_id is not None and (organization is None or organization.network_id != network_id):
                raise Refused(Why.GONE)
            return await self._claimed(tx, act, network_id, organization, name)

        return await self._settle(act, work)

    async def claim_new(self, act: Act, network_id: int, organization_name: str, name: str = "") -> Member:
        """Claim an organization by its name: the same with other case or accents is the same; else it is noted.

        Refused: NOT_MEMBER, BAD_NAME (not 1 to 64 characters).
        """

        async def work(tx: Writer) -> Member:
            await _need_member(tx, act, network_id)
            organization = await claims.organization_named(tx, network_id, organization_name, None, act.micros)
            return await self._claimed(tx, act, network_id, organization, name)

        return await self._settle(act, work)

    async def confirm(self, act: Act, network_id: int, person_id: int, organization_id: int) -> claims.Settlement:
        """Say yes to a claim. Refused: NOT_CONFIRMED if the one who acts may not, or it is their own claim."""

        async def work(tx: Writer) -> claims.Settlement:
            settlement = await claims.confirm(tx, act, network_id, person_id, organization_id)
            await counting.refresh(tx, self._ground.key, person_id)
            return settlement

        return await self._settle(act, work)

    async def decline(self, act: Act, network_id: int, person_id: int, organization_id: int) -> claims.Settlement:
        """Say no to a claim that nobody has settled yet. Refused: as `confirm`."""
        return await self._settle(act, lambda tx: claims.decline(tx, act, network_id, person_id, organization_id))

    async def _claimed(
        self, tx: Writer, act: Act, network_id: int, organization: Organization | None, name: str
    ) -> Member:
        person_id = person_of(act)
        if organization and organization.id in [
            one.organization_id for one in await companions.of_person(tx, person_id, act.micros)
        ]:
            raise Refused(Why.COMPANION)
        await belonging.move(tx, network_id, person_id, organization.id if organization else None, act.micros)
        if organization:
            await _confirm_by_group(tx, act, organization)
            await claims.ask(tx, act, organization, names.shortened(name))
        await counting.refresh(tx, self._ground.key, person_id)
        member = await networks.member(tx, network_id, person_id)
        if member is None:
            raise Refused(Why.NOT_MEMBER)
        return member

    async def _settle(self, act: Act, work: claims.Work[claims.T]) -> claims.T:
        result = await self._ground.act(act, work)
        self._ground.posted()
        return result


async def _need_member(tx: Writer, act: Act, network_id: int) -> None:
    """Members and whoever is in one of the network's groups; the row is made where it is missing."""
    person_id = person_of(act)
    if await networks.member(tx, network_id, person_id):
        return
    inside = [group for group in await groups.of_member(tx, person_id) if group.network_id == network_id]
    if not inside and not await is_coordinator(tx, act, network_id):
        raise Refused(Why.NOT_MEMBER)
    await networks.add_member(tx, network_id, person_id, act.micros)


async def _confirm_by_group(tx: Writer, act: Act, organization: Organization) -> None:
    for group in await groups.of_member(tx, person_of(act)):
        if await belonging.organization_of(tx, group) == organization.id:
            await networks.confirm(tx, organization.network_id, person_of(act), None, act.micros)
