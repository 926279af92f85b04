"""Help for whoever needs it, or wants to report something: contacts by country, set by coordinators.

Nobody is left with a facilitator alone: who facilitates may be the one of whom somebody wants to tell. Looking leaves
no trace.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.services import zones
from bot.services.act import Act, Refused, Why
from bot.services.desk import Ground
from bot.services.names import clean, fold
from bot.services.privacy.log import Deed, note
from bot.services.roles import is_coordinator, need_coordinator
from bot.storage import networks
from bot.storage import support as rows
from bot.storage.networks import Network
from bot.storage.port import Reader, Writer
from bot.storage.support import Contact

LONGEST = 200
"""Characters of a contact."""

MOST = 30
"""Contacts of a network: all of them fit the screen of its coordinators."""


@dataclass(frozen=True, slots=True)
class Help:
    """What a member of the network sees: the contacts for where they are, then those for everyone.

    `others` are the countries that have contacts besides.
    """

    network: Network
    contacts: Sequence[Contact]
    others: Sequence[str]


@dataclass(frozen=True, slots=True)
class Desk:
    """All contacts of a network, as its coordinators see them."""

    network: Network
    contacts: Sequence[Contact]

    def at(self, country: str | None) -> list[Contact]:
        """Those for that country; None: for everyone."""
        return [one for one in self.contacts if one.country == country]

    def alone(self, country: str | None) -> bool:
        """Whether there are contacts, but all of them facilitate."""
        here = self.at(country)
        return bool(here) and all(one.facilitates for one in here)


class Support:
    """Looking at contacts, and setting them. Refused, by all that name a network: NOT_MEMBER or NOT_COORDINATOR."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def help(self, act: Act) -> list[Help]:
        """By network of the person, whom they can turn to."""

        async def work(tx: Reader) -> list[Help]:
            of = {one.network_id for one in await networks.memberships(tx, act.person_id or 0)}
            of |= {one.id for one in await networks.coordinated_by(tx, act.person_id or 0)}
            return [await _help(tx, act, network_id) for network_id in sorted(of)]

        return await self._ground.read(work)

    async def elsewhere(self, act: Act, network_id: int, country: str) -> Help:
        """Whom somebody in that country can turn to."""

        async def work(tx: Reader) -> Help:
            member = await networks.member(tx, network_id, act.person_id or 0)
            if member is None and not await is_coordinator(tx, act, network_id):
                raise Refused(Why.NOT_MEMBER)
            return await _help(tx, act, network_id, [country])

        return await self._ground.read(work)

    async def desks(self, act: Act) -> list[Desk]:
        """The contacts of all networks that the person coordinates."""

        async def work(tx: Reader) -> list[Desk]:
            return [await _desk(tx, one) for one in await networks.coordinated_by(tx, act.person_id or 0)]

        return await self._ground.read(work)

    async def desk(self, act: Act, network_id: int) -> Desk:
        """The contacts of one. Refused: NOT_COORDINATOR."""
        return await self._ground.read(lambda tx: _own(tx, act, network_id))

    async def add(
        self, act: Act, network_id: int, country: str | None, text: str, *, facilitates: bool = False
    ) -> Desk:
        """Note a contact; the same words for the same country are noted once.

        Refused: BAD_CONTACT (no words, too many, no such country), ONLY_FACILITATOR, NO_GENERAL (the first is one for
        everyone), MANY_CONTACTS.
        """
        new = Contact(0, network_id, country, clean(text), facilitates)
        if not 0 < len(new.text) <= LONGEST or (country is not None and country not in zones.countries()):
            raise Refused(Why.BAD_CONTACT)

        async def work(tx: Writer) -> Desk:
            desk = await _own(tx, act, network_id)
            if not any(one.text == new.text for one in desk.at(country)):
                if len(desk.contacts) >= MOST:
                    raise Refused(Why.MANY_CONTACTS)
                contact = _judged(new, await rows.facilitators(tx, network_id))
                _need_other(replace(desk, contacts=[*desk.contacts, contact]), country)
                await rows.add(tx, contact, act.micros)
                await note(tx, self._ground, act, Deed.CONTACT_ADDED, network_id, None, detail={})
            return await _own(tx, act, network_id)

        return await self._ground.act(act, work)

    async def remove(self, act: Act, contact_id: int) -> Desk:
        """Take a contact away. Refused: GONE, ONLY_FACILITATOR, NO_GENERAL (one for everyone stays)."""

        async def work(tx: Writer) -> Desk:
            contact = await rows.find(tx, contact_id)
            if contact is None:
                raise Refused(Why.GONE)
            desk = await _own(tx, act, contact.network_id)
            _need_other(replace(desk, contacts=[one for one in desk.contacts if one.id != contact_id]), contact.country)
            await rows.remove(tx, contact_id)
            await note(tx, self._ground, act, Deed.CONTACT_REMOVED, contact.network_id, None, detail={})
            return await _own(tx, act, contact.network_id)

        return await self._ground.act(act, work)


def _need_other(desk: Desk, country: str | None) -> None:
    """Refused: NO_GENERAL, ONLY_FACILITATOR."""
    if not desk.at(None):
        raise Refused(Why.NO_GENERAL)
    if desk.alone(country):
        raise Refused(Why.ONLY_FACILITATOR)


async def _own(tx: Reader, act: Act, network_id: int) -> Desk:
    await need_coordinator(tx, act, network_id)
    network = await networks.find(tx, network_id)
    if network is None:
        raise Refused(Why.GONE)
    return await _desk(tx, network)


async def _desk(tx: Reader, network: Network) -> Desk:
    named = await rows.facilitators(tx, network.id)
    return Desk(network, [_judged(one, named) for one in await rows.of_network(tx, network.id)])


def _judged(contact: Contact, facilitators: Sequence[str]) -> Contact:
    """With what is known by now of who facilitates: a whole name, of two words at least, is taken as that person's."""
    said = f" {fold(contact.text)} "
    named = any(f" {one} " in said for one in map(fold, facilitators) if " " in one)
    return replace(contact, facilitates=contact.facilitates or named)


async def _help(tx: Reader, act: Act, network_id: int, countries: Sequence[str] | None = None) -> Help:
    network = await networks.find(tx, network_id)
    if network is None:
        raise Refused(Why.GONE)
    here = countries if countries is not None else await rows.countries_of(tx, network_id, act.person_id or 0)
    known = await rows.of_network(tx, network_id)
    near = [one for one in known if one.country in here]
    others = sorted({one.country for one in known if one.country is not None} - set(here))
    return Help(network, [*near, *(one for one in known if one.country is None)], others)
