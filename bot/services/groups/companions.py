"""Companions: volunteers and mentors who accompany an organization until a day, and see what its people show them.

They are never counted in its wheels: whoever accompanies it neither belongs to it nor answers for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import from_micros, to_micros
from bot.services import names
from bot.services.act import Act, Refused, Why
from bot.services.desk import Ground
from bot.services.groups.invitations import network_of, person_of
from bot.services.privacy.log import Deed, note
from bot.services.roles import need_coordinator
from bot.services.rounds import counting
from bot.storage import companions as rows
from bot.storage import networks
from bot.storage.companions import Companion
from bot.storage.groups import Named
from bot.storage.networks import Network, Organization
from bot.storage.port import Reader, Writer

LINK_LASTS = timedelta(days=7)
LONGEST = timedelta(days=366)
PREFIX = "v"


@dataclass(frozen=True, slots=True)
class Circle:
    """Those who accompany an organization; `shared`: they see its wheels and its plan."""

    organization: Organization
    companions: Sequence[Companion]
    shared: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """A link just made; its secret is shown now and kept nowhere. `until` is the companion's last instant."""

    organization: Organization
    payload: str
    until: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Accompanied:
    """An organization that the person accompanies, until then; `shared`: they see its wheels and its plan."""

    network: Network
    organization: Organization
    until: datetime
    shared: bool


class Companions:
    """Asking for companions, ending it, and what is shown to them. Refused, by all that name an organization: GONE."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def listed(self, act: Act, network_id: int) -> list[Circle]:
        """The network's organizations by name, each with its companions. Refused: NOT_COORDINATOR."""

        async def work(tx: Reader) -> list[Circle]:
            await need_coordinator(tx, act, network_id)
            found = await networks.organizations(tx, network_id)
            return [await _circle(tx, act, one) for one in sorted(found, key=lambda one: names.fold(one.name))]

        return await self._ground.read(work)

    async def look(self, act: Act, organization_id: int) -> Circle:
        """Those of one. Refused: NOT_COORDINATOR."""
        return await self._ground.read(lambda tx: _tended(tx, act, organization_id))

    async def offer(self, act: Act, organization_id: int, days: int) -> Offer:
        """A link that makes one companion, for so many days from now. Refused: NOT_COORDINATOR, BAD_DATE."""
        if not 1 <= days <= LONGEST.days:
            raise Refused(Why.BAD_DATE)
        secret = self._ground.randomness.token()
        until, expires_at = act.now + timedelta(days=days), act.now + LINK_LASTS

        async def work(tx: Writer) -> Offer:
            circle = await _tended(tx, act, organization_id)
            await rows.add_link(tx, secret, organization_id, to_micros(until), to_micros(expires_at))
            await self._noted(tx, act, Deed.COMPANION_INVITED, circle.organization)
            return Offer(circle.organization, PREFIX + secret, until, expires_at)

        return await self._ground.act(act, work)

    async def end(self, act: Act, organization_id: int, person_id: int) -> Circle:
        """From now on that person accompanies it no more. Refused: NOT_COORDINATOR."""

        async def work(tx: Writer) -> Circle:
            circle = await _tended(tx, act, organization_id)
            for one in [one for one in circle.companions if one.person_id == person_id]:
                await self._noted(tx, act, Deed.COMPANION_ENDED, circle.organization, one)
            await rows.end(tx, organization_id, person_id)
            return await _tended(tx, act, organization_id)

        return await self._ground.act(act, work)

    async def accept(self, act: Act, secret: str, name: str) -> Accompanied:
        """Open a companion's link: it works once.

        Refused: BAD_LINK; COMPANION for whoever says that they are with the organization.
        """

        async def work(tx: Writer) -> Accompanied:
            found = await rows.use_link(tx, secret, act.micros)
            organization = await networks.organization(tx, found[0]) if found else None
            if found is None or organization is None:
                raise Refused(Why.BAD_LINK)
            member = await networks.member(tx, organization.network_id, person_of(act))
            if member is not None and member.organization_id == organization.id:
                raise Refused(Why.COMPANION)
            new = Companion(organization.id, person_of(act), names.shortened(name), found[1])
            await rows.put(tx, new, act.micros)
            await counting.leave_out(tx, self._ground.key, new.person_id, act.micros)
            await self._noted(tx, act, Deed.COMPANION_JOINED, organization, new)
            return await _accompanied(tx, new, organization)

        return await self._ground.act(act, work)

    async def _noted(
        self, tx: Writer, act: Act, kind: Deed, organization: Organization, one: Companion | None = None
    ) -> None:
        detail = {"organization_id": organization.id}
        whom = Named(one.person_id, one.name) if one else None
        await note(tx, self._ground, act, kind, organization.network_id, None, detail=detail, whom=whom)

    async def mine(self, act: Act) -> list[Accompanied]:
        """What the person accompanies now."""

        async def work(tx: Reader) -> list[Accompanied]:
            found = []
            for one in await rows.of_person(tx, act.person_id or 0, act.micros):
                organization = await networks.organization(tx, one.organization_id)
                if organization is not None:
                    found.append(await _accompanied(tx, one, organization))
            return found

        return await self._ground.read(work)

    async def sharing(self, act: Act, organization_id: int) -> Circle:
        """Who accompanies one's own organization. Refused: NOT_CONFIRMED."""
        return await self._ground.read(lambda tx: _own(tx, act, organization_id))

    async def share(self, act: Act, organization_id: int, *, on: bool) -> Circle:
        """Show companions the wheels and the plan of one's own organization, or no more. Refused: NOT_CONFIRMED."""

        async def work(tx: Writer) -> Circle:
            await _own(tx, act, organization_id)
            await rows.share(tx, organization_id, act.micros, on=on)
            return await _own(tx, act, organization_id)

        return await self._ground.act(act, work)


async def _tended(tx: Reader, act: Act, organization_id: int) -> Circle:
    organization = await _found(tx, organization_id)
    await need_coordinator(tx, act, organization.network_id)
    return await _circle(tx, act, organization)


async def _own(tx: Reader, act: Act, organization_id: int) -> Circle:
    organization = await _found(tx, organization_id)
    if act.person_id not in await networks.confirmed_members(tx, organization_id):
        raise Refused(Why.NOT_CONFIRMED)
    return await _circle(tx, act, organization)


async def _found(tx: Reader, organization_id: int) -> Organization:
    organization = await networks.organization(tx, organization_id)
    if organization is None:
        raise Refused(Why.GONE)
    return organization


async def _circle(tx: Reader, act: Act, organization: Organization) -> Circle:
    found = await rows.of_organization(tx, organization.id, act.micros)
    return Circle(organization, found, await rows.shares(tx, organization.id))


async def _accompanied(tx: Reader, one: Companion, organization: Organization) -> Accompanied:
    network = await network_of(tx, organization.network_id)
    return Accompanied(network, organization, from_micros(one.until_at), await rows.shares(tx, organization.id))
