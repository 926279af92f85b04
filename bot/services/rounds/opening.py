"""What all rounds share: how one is opened, who is invited, when it ends, how it stands for a group."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.clock import to_micros
from bot.delivery.letters import Letter, Priority, put
from bot.services import dates, zones
from bot.services.act import Act, Refused, Why
from bot.services.roles import need_facilitator
from bot.services.rounds import counting
from bot.services.rounds.templates import Shelf
from bot.storage import closings, figures, groups, networks, people, rounds
from bot.storage.actions import Whose
from bot.storage.groups import Group
from bot.storage.networks import Organization
from bot.storage.port import Reader, Writer
from bot.storage.rounds import Part, Round
from surveys.template import Template


@dataclass(frozen=True, slots=True)
class Standing:
    """A group's part in a round, as a facilitator sees it: no counts, so that the last answer is never unmasked.

    `withheld`: it is closed, and nothing of it could be shown. `deciding`: it is closed, and what can be shown is not
    told yet, or not all of it. `zone` is the group's (IANA).
    """

    round: Round
    part: Part
    template: Template
    withheld: bool
    zone: str
    deciding: bool = False


class Opening:
    """Steps of a transaction that opens, moves or extends a round. `key` is that of the pseudonyms."""

    def __init__(self, shelf: Shelf, key: bytes) -> None:
        self.shelf = shelf
        self._key = key

    async def add(
        self,
        tx: Writer,
        act: Act,
        *,
        network_id: int | None,
        template_id: str,
        scope: str,
        closes_at: int,
        organization_id: int | None = None,
        group_id: int | None = None,
        together: bool = False,
    ) -> Round:
        """Note a new round, its wording kept and the minimum of its group or else its network copied. Refused: GONE.

        `group_id` is the group's whose own round it is; `together`: what is asked is seen by all of them.
        """
        network = await networks.find(tx, network_id or 0)
        if network is None:
            raise Refused(Why.GONE)
        group = await groups.find(tx, group_id) if group_id is not None else None
        template = await self.shelf.find(tx, template_id, Whose(group_id, organization_id))
        return await rounds.add(
            tx,
            network_id=network.id,
            template=await self.shelf.keep(tx, template.plain if together else template),
            scope=scope,
            organization_id=organization_id,
            state="proposed" if scope == "network" else "open",
            minimum=(group.minimum if group else None) or network.minimum,
            opened_by=act.person_id,
            opens_at=act.micros,
            closes_at=closes_at,
            now=act.micros,
        )

    async def opened(
        self, tx: Writer, now: datetime, part: Part, group: Group, *, again: bool = False, by_hand: bool = True
    ) -> None:
        """A group's part has begun, or has more time: its round runs, the group is told, whoever can be is invited.

        `by_hand`: a facilitator has just said so; then the group is told at any hour.
        """
        round_ = await self.stretch(tx, part)
        data = {"round_id": part.round_id, "group_id": group.id}
        kind = "round_longer" if again else "round_opened"
        key = f"{kind}:{part.round_id}:{group.id}:{to_micros(now)}"
        letter = Letter(key, group.chat_id, kind, data, Priority.WHEEL, now, group=True, any_hour=by_hand)
        await put(tx, letter, now)
        for person_id in await groups.members(tx, group.id):
            await counting.place_again(tx, self._key, round_, person_id)
            await invite(tx, now, part.round_id, person_id)

    async def stretch(self, tx: Writer, part: Part) -> Round:
        """A round lasts until its last group's end. Refused: GONE."""
        round_ = await rounds.find(tx, part.round_id)
        if round_ is None:
            raise Refused(Why.GONE)
        state = "open" if part.state == "open" else round_.state
        round_ = replace(round_, state=state, closes_at=max(round_.closes_at, part.closes_at))
        await rounds.change(tx, round_.id, state=round_.state, closes_at=round_.closes_at, closed_at=None)
        return round_

    async def standing(self, tx: Reader, part: Part) -> Standing:
        """How the group's part stands."""
        round_ = await rounds.find(tx, part.round_id)
        if round_ is None:
            raise Refused(Why.GONE)
        group = await groups.find(tx, part.group_id)
        figure = await figures.of_round(tx, part.round_id, "group", part.group_id)
        template = await self.shelf.of(tx, round_.template_id, round_.template_version)
        withheld = figure is not None and not figure.published
        deciding = part.state == "closed" and await closings.is_closing(tx, part.round_id, part.group_id)
        return Standing(round_, part, template, withheld, group.zone if group else "UTC", deciding)


async def invite(tx: Writer, now: datetime, round_id: int, person_id: int) -> None:
    """Invite privately, once a round, whoever has a private chat with the bot (a bot cannot write first)."""
    person = await people.find(tx, person_id)
    if person and person.writable:
        key = f"invitation:{round_id}:{person_id}"
        await put(tx, Letter(key, person_id, "invitation", {"round_id": round_id}, Priority.WHEEL, now), now)


async def facilitated(tx: Reader, act: Act, group_id: int) -> Group:
    """The group, ready for a round, if the person facilitates it. Refused: GONE, GROUP_WAITING, NOT_SET_UP, …"""
    group = await groups.find(tx, group_id)
    if group is None or group.state == "left":
        raise Refused(Why.GONE)
    if group.state == "waiting":
        raise Refused(Why.GROUP_WAITING)
    if group.state == "new":
        raise Refused(Why.NOT_SET_UP)
    await need_facilitator(tx, act, group)
    if not group.set_up:
        raise Refused(Why.NOT_SET_UP)
    return group


async def part_of(tx: Reader, round_id: int, group_id: int) -> Part:
    """The group's part in the round. Refused: GONE."""
    part = await rounds.part(tx, round_id, group_id)
    if part is None:
        raise Refused(Why.GONE)
    return part


def zone_of(organization: Organization) -> str:
    """The time zone (IANA) of most people of the organization's country."""
    return zones.guess(organization.country) if organization.country else "UTC"


def closes_at(act: Act, last_day: date, zone: str) -> int:
    """When a round ends whose last day that is (microseconds UTC). Refused: BAD_DATE."""
    if not dates.is_sensible(last_day, act.now, ZoneInfo(zone)):
        raise Refused(Why.BAD_DATE)
    return to_micros(dates.ends_at(last_day, ZoneInfo(zone)))
