"""A network's rounds: a coordinator proposes one to all groups, each facilitator accepts, moves or declines it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clock import from_micros, to_micros
from bot.delivery.letters import Letter, Priority, put
from bot.services import dates
from bot.services.act import Act, Refused, Why
from bot.services.desk import Ground
from bot.services.privacy.log import Deed, note_round
from bot.services.roles import need_coordinator
from bot.services.rounds.opening import Opening, Standing, closes_at, facilitated, part_of
from bot.storage import groups, people, rounds
from bot.storage.groups import Group
from bot.storage.port import Reader, Writer
from bot.storage.rounds import Part, Round

TOGETHER = timedelta(days=28)
"""How much later than proposed a group may start: its figure still belongs to the same time as the others'."""


class Proposals:
    """Proposing a round to the groups of a network, and their answers."""

    def __init__(self, ground: Ground, opening: Opening) -> None:
        self._ground = ground
        self._opening = opening

    async def propose(self, act: Act, network_id: int, template_id: str, last_day: date) -> int:
        """Propose a round to all groups; returns how many were asked: with none there is no round.

        Refused: NOT_COORDINATOR, BAD_DATE, ROUND_OPEN (one of that template is proposed or open already).
        """

        async def work(tx: Writer) -> int:
            await need_coordinator(tx, act, network_id)
            closes_at(act, last_day, "UTC")
            if await rounds.running_of_network(tx, network_id, template_id):
                raise Refused(Why.ROUND_OPEN)
            asked = [group for group in await groups.of_network(tx, network_id) if group.set_up]
            parts = [(group, to_micros(dates.ends_at(last_day, ZoneInfo(group.zone)))) for group in asked]
            if parts:
                latest = max(ends for _, ends in parts)
                round_ = await self._opening.add(
                    tx, act, network_id=network_id, template_id=template_id, scope="network", closes_at=latest
                )
                await self._ask_all(tx, act, round_, parts)
                await note_round(tx, self._ground, act, Deed.ROUND_PROPOSED, round_)
            return len(asked)

        return await self._ground.post(act, work)

    async def _ask_all(self, tx: Writer, act: Act, round_: Round, parts: list[tuple[Group, int]]) -> None:
        for group, ends in parts:
            part = Part(round_.id, group.id, "proposed", act.micros, ends, self._ground.randomness.token())
            await rounds.add_part(tx, part)
            await _ask(tx, act.now, part, group)

    async def look(self, act: Act, round_id: int, group_id: int) -> tuple[Group, Standing]:
        """How the proposal stands for the group. Refused: NOT_FACILITATOR, GONE, …"""

        async def work(tx: Reader) -> tuple[Group, Standing]:
            group = await facilitated(tx, act, group_id)
            return group, await self._opening.standing(tx, await part_of(tx, round_id, group_id))

        return await self._ground.read(work)

    async def standing(self, round_id: int, group_id: int) -> tuple[Group, Standing] | None:
        """How the proposal stands, for the letter that tells of it; None when group or round is gone."""

        async def work(tx: Reader) -> tuple[Group, Standing] | None:
            group, part = await groups.find(tx, group_id), await rounds.part(tx, round_id, group_id)
            return (group, await self._opening.standing(tx, part)) if group and part else None

        return await self._ground.read(work)

    async def accept(self, act: Act, round_id: int, group_id: int, start: date | None = None) -> tuple[Group, Standing]:
        """Say yes: from now on, or moved to another first day with the window kept as long.

        Refused: NOT_FACILITATOR, ROUND_OPEN (accepted already), ROUND_CLOSED (too late), BAD_DATE.
        """

        async def work(tx: Writer) -> tuple[Group, Standing]:
            group, part = await _proposed(tx, act, round_id, group_id)
            if start is None:
                part = replace(part, state="open", opens_at=act.micros)
                await rounds.save_part(tx, part)
                await self._opening.opened(tx, act.now, part, group)
                await note_round(tx, self._ground, act, Deed.ROUND_OPENED, await rounds.find(tx, round_id), group=group)
            else:
                part = _moved(act, part, start, ZoneInfo(group.zone))
                await rounds.save_part(tx, part)
                later = await self._opening.stretch(tx, part)
                await note_round(tx, self._ground, act, Deed.ROUND_ACCEPTED, later, group=group)
            return group, await self._opening.standing(tx, part)

        return await self._ground.post(act, work)

    async def decline(self, act: Act, round_id: int, group_id: int) -> tuple[Group, Standing]:
        """Say no; until the proposal's last day the group can still say yes."""

        async def work(tx: Writer) -> tuple[Group, Standing]:
            group, part = await _proposed(tx, act, round_id, group_id)
            if part.state != "declined":
                part = replace(part, state="declined")
                await rounds.save_part(tx, part)
                round_ = await rounds.find(tx, round_id)
                await note_round(tx, self._ground, act, Deed.ROUND_DECLINED, round_, group=group)
            return group, await self._opening.standing(tx, part)

        return await self._ground.act(act, work)


async def _proposed(tx: Reader, act: Act, round_id: int, group_id: int) -> tuple[Group, Part]:
    group = await facilitated(tx, act, group_id)
    part = await part_of(tx, round_id, group_id)
    if part.state in ("open", "accepted"):
        raise Refused(Why.ROUND_OPEN)
    round_ = await rounds.find(tx, round_id)
    if part.state == "closed" or part.closes_at <= act.micros or round_ is None or round_.state == "closed":
        raise Refused(Why.ROUND_CLOSED)
    return group, part


async def _ask(tx: Writer, now: datetime, part: Part, group: Group) -> None:
    """Ask the facilitators privately, so that a no is discreet; where none can be reached, in the group."""
    named = [await people.find(tx, one.person_id) for one in await groups.facilitators(tx, group.id)]
    reachable = [person.id for person in named if person and person.writable]
    data = {"round_id": part.round_id, "group_id": group.id}
    for chat_id in reachable or [group.chat_id]:
        key = f"proposal:{part.round_id}:{group.id}:{chat_id}"
        in_group = chat_id == group.chat_id
        await put(tx, Letter(key, chat_id, "proposal", data, Priority.WHEEL, now, group=in_group), now)


def starts_between(now: datetime, zone: ZoneInfo) -> tuple[date, date]:
    """The first and the last day on which a group may begin later than proposed."""
    present = dates.today(now, zone)
    return present + timedelta(days=1), present + TOGETHER


def _moved(act: Act, part: Part, start: date, zone: ZoneInfo) -> Part:
    """Begin on another day and last as many days as proposed, from the first hour to the last one of the zone."""
    first, last = starts_between(act.now, zone)
    if not first <= start <= last:
        raise Refused(Why.BAD_DATE)
    days = dates.today(from_micros(part.closes_at), zone) - dates.today(from_micros(part.opens_at), zone)
    return replace(
        part,
        state="accepted",
        opens_at=to_micros(datetime.combine(start, dates.FIRST_HOUR, zone)),
        closes_at=to_micros(dates.ends_at(start + days, zone)),
    )
