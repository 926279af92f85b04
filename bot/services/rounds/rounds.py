"""A group's rounds: opened, closed and extended by its facilitators."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.services.act import Act, Refused, Why
from bot.services.desk import Ground
from bot.services.privacy.log import Deed, note_round
from bot.services.roles import need_coordinator
from bot.services.rounds.closing import close_part
from bot.services.rounds.deciding import Deciding
from bot.services.rounds.near import is_near
from bot.services.rounds.opening import Opening, Standing, closes_at, facilitated, part_of
from bot.storage import figures, groups, networks, rounds, workshops
from bot.storage.groups import Group
from bot.storage.networks import Network, Organization
from bot.storage.port import Reader, Writer
from bot.storage.rounds import Part


@dataclass(frozen=True, slots=True)
class Reach:
    """What a person may open rounds for: groups they facilitate, networks they coordinate with organizations."""

    groups: list[Group]
    networks: list[tuple[Network, list[Organization]]]


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose round it would be, and how many answers a theme of it would need (`minimum`).

    `people`: how many are in the group, or confirmed with the organization; None where that is not known, and of a
    network. `small`: how many groups of the network have fewer people than the minimum. `near`: the last
    round on the survey that is asked for ended less than two weeks ago.
    """

    name: str
    network_id: int
    minimum: int
    people: int | None = None
    small: int = 0
    near: bool = False


class Rounds:
    """Opening, closing and extending a round of one group."""

    def __init__(self, ground: Ground, opening: Opening, deciding: Deciding) -> None:
        self._ground = ground
        self._opening = opening
        self._deciding = deciding

    async def reach(self, act: Act) -> Reach:
        """What the person may open rounds for."""

        async def work(tx: Reader) -> Reach:
            person_id = act.person_id or 0
            coordinated = await networks.coordinated_by(tx, person_id)
            listed = [(network, await networks.organizations(tx, network.id)) for network in coordinated]
            return Reach(await groups.facilitated_by(tx, person_id), listed)

        return await self._ground.read(work)

    async def subject(self, act: Act, of: str, subject_id: int, template_id: str | None = None) -> Subject:
        """Whose round it would be: `of` is g (group), o (organization) or n (network). Refused as in opening it."""

        async def work(tx: Reader) -> Subject:
            if of == "g":
                return await soon(tx, await _of_group(tx, await facilitated(tx, act, subject_id)), "group")
            organization = await networks.organization(tx, subject_id) if of == "o" else None
            network = await networks.find(tx, organization.network_id if organization else subject_id)
            await need_coordinator(tx, act, network.id if network else None)
            if network is None or (of == "o" and organization is None):
                raise Refused(Why.GONE)
            if organization is None:
                return await soon(tx, await _of_network(tx, network), "network")
            members = await networks.confirmed_members(tx, organization.id)
            whose = Subject(organization.name, network.id, network.minimum, len(members))
            return await soon(tx, whose, "organization")

        async def soon(tx: Reader, whose: Subject, scope: str) -> Subject:
            if template_id is None:
                return whose
            near = await is_near(tx, template_id, whose.network_id, (scope, subject_id), act.micros)
            return replace(whose, near=near)

        return await self._ground.read(work)

    async def may_extend(self, round_id: int, group_id: int) -> bool:
        """Whether more time can still be given, for the letter that offers it.

        The letter may go out before the round is wholly told; one of the group alone has no wider wheels to wait for.
        """

        async def work(tx: Reader) -> bool:
            part = await rounds.part(tx, round_id, group_id)
            if part is None:
                return False
            standing = await self._opening.standing(tx, part)
            waits = standing.deciding and standing.round.scope != "group"
            return await _extendable(tx, replace(standing, deciding=waits))

        return await self._ground.read(work)

    async def part(self, round_id: int, group_id: int) -> Part | None:
        """The group's part in the round, for the letter that invites."""
        return await self._ground.read(lambda tx: rounds.part(tx, round_id, group_id))

    async def standings(self, act: Act, group_id: int) -> list[Standing]:
        """The group's running and proposed rounds, and the last one while it is decided on, or if nothing was shown.

        Refused: NOT_FACILITATOR, GROUP_WAITING, NOT_SET_UP, GONE.
        """

        async def work(tx: Reader) -> list[Standing]:
            group = await facilitated(tx, act, group_id)
            running = [
                await self._opening.standing(tx, part)
                for state in ("open", "accepted", "proposed")
                for part in await rounds.parts_of_group(tx, group.id, state)
            ]
            closed = await rounds.parts_of_group(tx, group.id, "closed")
            last = [await self._opening.standing(tx, part) for part in closed[:1]]
            return running + [one for one in last if one.deciding or await _extendable(tx, one)]

        return await self._ground.read(work)

    async def standing(self, act: Act, round_id: int, group_id: int) -> Standing:
        """How one round of the group stands. Refused: as `standings`."""

        async def work(tx: Reader) -> Standing:
            group = await facilitated(tx, act, group_id)
            return await self._opening.standing(tx, await part_of(tx, round_id, group.id))

        return await self._ground.read(work)

    async def open(self, act: Act, group_id: int, template_id: str, last_day: date) -> Standing:
        """Open a round for one group. Refused: NOT_FACILITATOR, GROUP_WAITING, NOT_SET_UP, ROUND_OPEN, WORKSHOP, …"""

        async def work(tx: Writer) -> Standing:
            group = await facilitated(tx, act, group_id)
            if await rounds.parts_of_group(tx, group.id, "open"):
                raise Refused(Why.ROUND_OPEN)
            await _need_no_workshop(tx, group)
            ends = closes_at(act, last_day, group.zone)
            round_ = await self._opening.add(
                tx,
                act,
                network_id=group.network_id,
                template_id=template_id,
                scope="group",
                closes_at=ends,
                group_id=group.id,
            )
            part = Part(round_.id, group.id, "open", act.micros, ends, self._ground.randomness.token())
            await rounds.add_part(tx, part)
            await self._opening.opened(tx, act.now, part, group)
            await note_round(tx, self._ground, act, Deed.ROUND_OPENED, round_, group=group)
            return await self._opening.standing(tx, part)

        return await self._ground.post(act, work)

    async def close(self, act: Act, round_id: int, group_id: int) -> None:
        """A facilitator closes the group's part before its time. Refused: NOT_FACILITATOR, ROUND_CLOSED, …"""

        async def work(tx: Writer) -> None:
            group = await facilitated(tx, act, group_id)
            part = await part_of(tx, round_id, group.id)
            if part.state != "open":
                raise Refused(Why.ROUND_CLOSED)
            await close_part(tx, part, act.micros, by_hand=True)
            await note_round(tx, self._ground, act, Deed.ROUND_CLOSED, await rounds.find(tx, round_id), group=group)

        await self._ground.post(act, work)
        self._deciding.soon()

    async def extend(self, act: Act, round_id: int, group_id: int, last_day: date) -> Standing:
        """Give more time: to an open part, or to one that closed with nothing shown (nothing shown, nothing leaks).

        Refused: NOT_FACILITATOR, ROUND_CLOSED (a wheel was published: the group's, or any of a network's; or one is
        withheld for what was answered), ROUND_OPEN
        (another one has begun since), WORKSHOP, BAD_DATE (also a day that is not later than its last).
        """

        async def work(tx: Writer) -> Standing:
            group = await facilitated(tx, act, group_id)
            standing = await self._opening.standing(tx, await part_of(tx, round_id, group_id))
            ends = closes_at(act, last_day, group.zone)
            await _need_extendable(tx, standing, ends)
            if standing.part.state == "closed":
                await _need_no_workshop(tx, group)
            await figures.drop_withheld(tx, round_id, "group", group_id)
            await figures.drop_wider_withheld(tx, round_id)
            part = replace(standing.part, state="open", closes_at=ends)
            await rounds.save_part(tx, part)
            await self._opening.opened(tx, act.now, part, group, again=True)
            await note_round(tx, self._ground, act, Deed.ROUND_EXTENDED, standing.round, group=group)
            return await self._opening.standing(tx, part)

        return await self._ground.post(act, work)


async def _of_group(tx: Reader, group: Group) -> Subject:
    """Refused: GONE."""
    network = await networks.find(tx, group.network_id or 0)
    if network is None:
        raise Refused(Why.GONE)
    return Subject(group.title, network.id, group.minimum or network.minimum, group.size)


async def _of_network(tx: Reader, network: Network) -> Subject:
    sizes = [group.size for group in await groups.of_network(tx, network.id) if group.set_up]
    small = sum(1 for size in sizes if size is not None and size < network.minimum)
    return Subject(network.name, network.id, network.minimum, small=small)


async def _need_no_workshop(tx: Reader, group: Group) -> None:
    """What a group takes together is ended first. Refused: WORKSHOP."""
    if await workshops.under_way(tx, group.id):
        raise Refused(Why.WORKSHOP)


async def _need_extendable(tx: Reader, standing: Standing, ends: int) -> None:
    part = standing.part
    if not await _extendable(tx, standing):
        raise Refused(Why.ROUND_CLOSED)
    if part.state == "closed" and await rounds.parts_of_group(tx, part.group_id, "open"):
        raise Refused(Why.ROUND_OPEN)
    if part.state == "open" and ends <= part.closes_at:
        raise Refused(Why.BAD_DATE)


async def _extendable(tx: Reader, standing: Standing) -> bool:
    """An open part; or one of which nothing was told. When a network's whole round is over, nothing of it may be.

    That a wheel is withheld for what was answered tells of it: with more time, a number would tell who came then.
    """
    if standing.part.state == "open":
        return True
    if standing.deciding or not standing.withheld or await figures.any_held_back(tx, standing.round.id):
        return False
    if standing.round.state == "closed" and standing.round.scope != "group":
        shown, _ = await figures.count_of_round(tx, standing.round.id)
        return not shown
    return True
