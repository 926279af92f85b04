"""Invitations by link: who becomes a coordinator, and by which link groups find their network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import to_micros
from bot.services import names
from bot.services.act import Act, Refused, Why
from bot.services.desk import Ground
from bot.services.privacy.log import Deed, note
from bot.services.roles import need_coordinator
from bot.storage import invites, networks
from bot.storage.networks import Network
from bot.storage.port import Reader, Writer

FIRST_NETWORK = "Palabre"
_PREFIX = {"coordinator": "c", "group": "n"}
_LASTS = {"coordinator": timedelta(days=7), "group": timedelta(days=90)}


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link just made; its secret is shown now and kept nowhere. `payload` goes behind `?start=` or `?startgroup=`."""

    kind: str
    network: Network
    payload: str
    expires_at: datetime


class UnclearNetworkError(Exception):
    """There are several networks and none was named; the message lists them."""


class Invitations:
    """Networks and the links into them."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def invite(self, act: Act, kind: str, network_id: int) -> Invitation:
        """A new link of a network: `coordinator` (works once, 7 days) or `group` (for adding the bot; 90 days).

        Refused: NOT_COORDINATOR.
        """
        secret = self._ground.randomness.token()

        async def work(tx: Writer) -> Invitation:
            await need_coordinator(tx, act, network_id)
            network = await network_of(tx, network_id)
            await note(tx, self._ground, act, Deed.LINK_MADE, network_id, None, detail={"kind": kind})
            return await _add_invite(tx, secret, kind, network, act.now)

        return await self._ground.act(act, work)

    async def revoke(self, act: Act, kind: str, network_id: int) -> int:
        """Revoke all links of that kind that are still good; returns how many. Refused: NOT_COORDINATOR."""

        async def work(tx: Writer) -> int:
            await need_coordinator(tx, act, network_id)
            await note(tx, self._ground, act, Deed.LINKS_REVOKED, network_id, None, detail={"kind": kind})
            return await invites.revoke_of_network(tx, network_id, kind, act.micros)

        return await self._ground.act(act, work)

    async def invite_coordinator(self, network_name: str | None = None) -> Invitation:
        """The operator's link for a coordinator. A network that is named and not there yet is made.

        `UnclearNetworkError` when there are several and none is named; `Refused` (BAD_NAME) for an unusable name.
        """
        secret, now = self._ground.randomness.token(), self._ground.clock.now()

        async def work(tx: Writer) -> Invitation:
            network = await _ensure_network(tx, network_name, to_micros(now))
            detail = {"kind": "coordinator", "by": "operator"}
            await note(tx, self._ground, Act(None, now), Deed.LINK_MADE, network.id, None, detail=detail)
            return await _add_invite(tx, secret, "coordinator", network, now)

        return await self._ground.storage.write(work)

    async def first_invitation(self) -> Invitation | None:
        """At a start: the link for the first coordinator, or None when somebody coordinates already."""

        async def anybody(tx: Reader) -> bool:
            every = await networks.all_networks(tx)
            return bool([one for one in every if await networks.coordinators(tx, one.id)])

        async def first_name(tx: Reader) -> str | None:
            return next((one.name for one in await networks.all_networks(tx)), None)

        if await self._ground.read(anybody):
            return None
        return await self.invite_coordinator(await self._ground.read(first_name))

    async def ensure_network(self, name: str | None = None) -> Network:
        """The network of that name (however spelled), made if it is missing. Raises as `invite_coordinator` does."""
        now = to_micros(self._ground.clock.now())
        return await self._ground.storage.write(lambda tx: _ensure_network(tx, name, now))

    async def accept_coordinator(self, act: Act, secret: str, name: str) -> Network:
        """Open a coordinator's link: of two people at once, one wins; whoever has opened it may open it again.

        Whoever coordinates that network already does not use the link up. Refused: BAD_LINK.
        """

        async def work(tx: Writer) -> Network:
            person_id = person_of(act)
            invite = await invites.good(tx, secret, "coordinator", act.micros)
            known = invite.network_id if invite else await invites.used_by(tx, secret, person_id)
            if known is None:
                raise Refused(Why.BAD_LINK)
            if not await networks.is_coordinator(tx, known, person_id):
                if invite is None:
                    raise Refused(Why.BAD_LINK)
                await invites.use(tx, invite, person_id, act.micros)
                await networks.make_coordinator(tx, known, person_id, names.shortened(name), act.micros)
                await networks.add_member(tx, known, person_id, act.micros)
                await note(tx, self._ground, act, Deed.COORDINATOR_JOINED, known, None, detail={})
            return await network_of(tx, known)

        return await self._ground.act(act, work)

    async def coordinated(self, act: Act) -> list[Network]:
        """The networks that the person coordinates."""
        return await self._ground.read(lambda tx: networks.coordinated_by(tx, act.person_id or 0))


def person_of(act: Act) -> int:
    if act.person_id is None:
        raise Refused(Why.NOT_MEMBER)
    return act.person_id


async def network_of(tx: Reader, network_id: int) -> Network:
    network = await networks.find(tx, network_id)
    if network is None:
        raise Refused(Why.GONE)
    return network


async def _ensure_network(tx: Writer, name: str | None, now: int) -> Network:
    every = await networks.all_networks(tx)
    if name is None:
        if len(every) > 1:
            raise UnclearNetworkError(", ".join(one.name for one in every))
        return every[0] if every else await networks.add(tx, FIRST_NETWORK, now)
    cleaned = names.clean(name)
    if not 0 < len(cleaned) <= names.LONGEST:
        raise Refused(Why.BAD_NAME)
    same = (one for one in every if names.fold(one.name) == names.fold(cleaned))
    return next(same, None) or await networks.add(tx, cleaned, now)


async def _add_invite(tx: Writer, secret: str, kind: str, network: Network, now: datetime) -> Invitation:
    expires_at = now + _LASTS[kind]
    await invites.add(
        tx,
        secret,
        kind=kind,
        network_id=network.id,
        once=kind == "coordinator",
        expires_at=to_micros(expires_at),
        now=to_micros(now),
    )
    return Invitation(kind, network, _PREFIX[kind] + secret, expires_at)
