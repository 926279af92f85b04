"""A member answers a round: each tap counts at once, in one transaction, under the pseudonym of that round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.secret import pseudonym
from bot.services.act import Act, Refused, Why
from bot.services.desk import Ground
from bot.services.groups import belonging
from bot.services.rounds import counting
from bot.services.rounds.templates import Shelf
from bot.storage import companions, groups, invites, networks, responses, rounds
from bot.storage.groups import Group
from bot.storage.networks import Organization
from bot.storage.port import Reader, Writer
from bot.storage.responses import LOWEST_ANSWER, Entry
from bot.storage.rounds import Round
from surveys.template import HIGHEST, Template


class Chats(Protocol):
    """What Telegram knows about who is in a chat; given by the app."""

    async def is_in(self, chat_id: int, person_id: int) -> bool | None:
        """Whether the person is in the chat now; None when Telegram will not say. Raises nothing."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands in a round.

    `levels` has one place a spoke, in the template's order: 0 to 5, -1 (doesn't know), -2 (rather not say), None (not
    answered yet). `open`: answers are taken; `locked`: they are counted in a published wheel; `closes_at`: until when
    the person may answer (microseconds UTC); `zone`: where the group is (IANA), if it is by a group that they answer.
    `asks_organization`: the round needs to know the organization first.
    """

    round: Round
    template: Template
    levels: tuple[int | None, ...]
    open: bool
    locked: bool
    closes_at: int
    zone: str | None = None
    asks_organization: bool = False

    @property
    def untouched(self) -> bool:
        return all(level is None for level in self.levels)

    @property
    def complete(self) -> bool:
        return None not in self.levels

    def next_after(self, place: int) -> int | None:
        """The place of the next spoke without an answer, round the wheel; None when every spoke has one."""
        count = len(self.levels)
        ahead = ((place + step) % count for step in range(1, count + 1))
        return next((one for one in ahead if self.levels[one] is None), None)


class Answering:
    """Opening a round, answering it, and looking at one's own answers."""

    def __init__(self, ground: Ground, shelf: Shelf, chats: Chats) -> None:
        self._ground = ground
        self._shelf = shelf
        self._chats = chats

    async def open(self, act: Act, round_id: int) -> Standing:
        """Open a round that one may answer. Refused: GONE, NOT_MEMBER, ROUND_CLOSED."""
        return await self._ground.act(act, lambda tx: self._open(tx, act, round_id))

    async def open_by_group(self, act: Act, secret: str) -> Standing:
        """Come in by the button of a group's invitation: whoever is in the chat becomes a member of group and network.

        Refused: BAD_LINK, ROUND_CLOSED, NOT_MEMBER (Telegram says that the person is not in the group).
        """
        person_id = _person(act)
        group, round_id = await self._ground.read(lambda tx: _invited_group(tx, secret))
        present = await self._chats.is_in(group.chat_id, person_id)

        async def work(tx: Writer) -> Standing | None:
            if present is False:
                await belonging.depart(tx, self._ground.key, group, person_id, act.micros)
                return None
            await belonging.enter(tx, self._ground.key, group, person_id, act.micros)
            return await self._open(tx, act, round_id)

        standing = await self._ground.act(act, work)
        if standing is None:
            self._ground.posted()
            raise Refused(Why.NOT_MEMBER)
        return standing

    async def open_by_link(self, act: Act, secret: str) -> Standing:
        """Come in by an organization round's link, also from outside the network. Refused: BAD_LINK, ROUND_CLOSED."""

        async def work(tx: Writer) -> Standing:
            invite = await invites.good(tx, secret, "organization_round", act.micros)
            asked = await rounds.find(tx, invite.round_id) if invite and invite.round_id is not None else None
            if asked is None:
                raise Refused(Why.BAD_LINK)
            if asked.state != "open":
                raise Refused(Why.ROUND_CLOSED)
            await _need_own(tx, act, asked.id)
            await responses.begin(tx, asked.id, pseudonym(self._ground.key, asked.id, _person(act)))
            return await self._open(tx, act, asked.id)

        return await self._ground.act(act, work)

    async def answer(self, act: Act, round_id: int, place: int, level: int) -> Standing:
        """Note a level (0 to 5, -1, -2) for the spoke at that place; the person's last tap on it counts.

        Refused: GONE, NOT_MEMBER, ROUND_CLOSED, LOCKED.
        """
        person_id = _person(act)
        own = pseudonym(self._ground.key, round_id, person_id)

        async def work(tx: Writer) -> Standing:
            entry = _admitted(await responses.entry(tx, round_id, own, person_id))
            if entry.locked:
                raise Refused(Why.LOCKED)
            template = await self._shelf.of(tx, entry.round.template_id, entry.round.template_version)
            if not (0 <= place < len(template.spokes) and LOWEST_ANSWER <= level <= HIGHEST):
                raise Refused(Why.GONE)
            if not entry.started:
                await _need_own(tx, act, round_id)
                await responses.begin(tx, round_id, own)
                await counting.place(tx, self._ground.key, entry.round, person_id)
            await responses.set_answer(tx, round_id, own, template.spokes[place].key, level)
            return _standing(entry, template, await responses.answers(tx, round_id, own))

        return await self._ground.act(act, work)

    async def see(self, act: Act, round_id: int) -> Standing:
        """Where the person stands, also after the close. Refused: GONE, NOT_MEMBER."""

        async def work(tx: Reader) -> Standing:
            entry = await self._entry(tx, _person(act), round_id)
            if entry is None:
                raise Refused(Why.GONE)
            if not (entry.started or entry.open):
                _admitted(entry)
            return await self._stand(tx, _person(act), entry)

        return await self._ground.read(work)

    async def waiting(self, person_id: int) -> list[Standing]:
        """The rounds whose answers the person may still give or change, those that end first before the others."""

        async def work(tx: Reader) -> list[Standing]:
            entries = [await self._entry(tx, person_id, one.id) for one in await rounds.perhaps_open_to(tx, person_id)]
            mine = [entry for entry in entries if entry and entry.open and not entry.locked]
            return [await self._stand(tx, person_id, entry) for entry in sorted(mine, key=lambda one: one.closes_at)]

        return await self._ground.read(work)

    async def is_awaited(self, person_id: int, round_id: int) -> bool:
        """Whether an invitation still makes sense: the person may answer, and has not answered everything."""

        async def work(tx: Reader) -> bool:
            entry = await self._entry(tx, person_id, round_id)
            if entry is None or not entry.open or entry.locked:
                return False
            return not (await self._stand(tx, person_id, entry)).complete

        return await self._ground.read(work)

    async def organizations(self, act: Act, round_id: int) -> list[Organization]:
        """The organizations to choose from, by name.

        Refused: GONE, also of an organization's own round: who comes in by its link need not be of the network.
        """

        async def work(tx: Reader) -> list[Organization]:
            entry = _admitted(await self._entry(tx, _person(act), round_id))
            if entry.round.scope == "organization":
                raise Refused(Why.GONE)
            return await networks.organizations(tx, entry.round.network_id)

        return await self._ground.read(work)

    async def _open(self, tx: Writer, act: Act, round_id: int) -> Standing:
        person_id = _person(act)
        entry = _admitted(await self._entry(tx, person_id, round_id))
        await _need_own(tx, act, round_id)
        if entry.group_closes_at is not None:
            await networks.add_member(tx, entry.round.network_id, person_id, act.micros)
        await responses.begin(tx, round_id, pseudonym(self._ground.key, round_id, person_id))
        await counting.place(tx, self._ground.key, entry.round, person_id)
        asks = await counting.asks_organization(tx, entry.round, person_id)
        return await self._stand(tx, person_id, entry, asks_organization=asks)

    async def _entry(self, tx: Reader, person_id: int, round_id: int) -> Entry | None:
        return await responses.entry(tx, round_id, pseudonym(self._ground.key, round_id, person_id), person_id)

    async def _stand(self, tx: Reader, person_id: int, entry: Entry, *, asks_organization: bool = False) -> Standing:
        asked = entry.round
        template = await self._shelf.of(tx, asked.template_id, asked.template_version)
        given = await responses.answers(tx, asked.id, pseudonym(self._ground.key, asked.id, person_id))
        return _standing(entry, template, given, asks_organization=asks_organization)


def _standing(entry: Entry, template: Template, given: dict[str, int], *, asks_organization: bool = False) -> Standing:
    return Standing(
        round=entry.round,
        template=template,
        levels=tuple(given.get(spoke.key) for spoke in template.spokes),
        open=entry.open,
        locked=entry.locked,
        closes_at=entry.closes_at,
        zone=entry.group_zone,
        asks_organization=asks_organization,
    )


async def _need_own(tx: Reader, act: Act, round_id: int) -> None:
    """Companions are not counted with whom they accompany. Refused: COMPANION."""
    if await companions.in_round(tx, round_id, _person(act), act.micros):
        raise Refused(Why.COMPANION)


def _person(act: Act) -> int:
    if act.person_id is None:  # an anonymous administrator's message: nobody whose answers these could be
        raise Refused(Why.NOT_MEMBER)
    return act.person_id


def _admitted(entry: Entry | None) -> Entry:
    """The entry of someone who may answer. Refused: GONE, ROUND_CLOSED, NOT_MEMBER."""
    if entry is None or entry.round.state == "proposed":
        raise Refused(Why.GONE)
    if entry.open:
        return entry
    concerned = entry.in_a_group or entry.of_organization or entry.started
    over = entry.round.state == "closed" or entry.in_a_group
    raise Refused(Why.ROUND_CLOSED if concerned and over else Why.NOT_MEMBER)


async def _invited_group(tx: Reader, secret: str) -> tuple[Group, int]:
    part = await rounds.part_by_secret(tx, secret)
    group = await groups.find(tx, part.group_id) if part else None
    if part is None or group is None or group.state != "active":
        raise Refused(Why.BAD_LINK)
    return group, part.round_id
