"""The close: what may be shown is decided once, frozen, and posted. Runs inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.clock import from_micros
from bot.delivery.letters import Letter, Priority, put
from bot.services.rounds.earlier import last_wheel
from bot.services.rounds.opening import zone_of
from bot.services.rounds.snapshot import take
from bot.services.rounds.templates import Shelf
from bot.storage import figures, groups, networks, people, responses, rounds
from bot.storage.figures import Figure
from bot.storage.groups import Group
from bot.storage.port import Reader, Writer
from bot.storage.rounds import Part, Round
from surveys import disclosure


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose figure it is: scope (group, organization, network), its id, its name now, and the zone of its dates."""

    scope: str
    id: int
    name: str
    zone: str


@dataclass(frozen=True, slots=True)
class Frozen:
    """A figure that was just made, and who is in each spoke that it shows (and in its number of answers)."""

    figure: Figure
    shown: disclosure.Figure


class Closing:
    """Closes parts and rounds, and publishes their figures."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    async def close_part(self, tx: Writer, part: Part, now: int, *, by_hand: bool = False) -> None:
        """A group's part is over: its figure is frozen and posted, or the group is told kindly that it cannot be.

        `by_hand`: a facilitator has just said so; then the group is told at any hour.
        """
        round_ = await rounds.find(tx, part.round_id)
        group = await groups.find(tx, part.group_id)
        if round_ is None or group is None:
            return
        ended = min(part.closes_at, now)
        await rounds.save_part(tx, replace(part, state="closed", closes_at=ended))
        given = await responses.scored(tx, round_.id, group_id=group.id)
        beside = await _with_levels(tx, round_, await figures.shown_beside(tx, frozenset().union(*given.values())))
        scored = disclosure.not_yet_counted(given, beside, round_.minimum)
        subject = Subject("group", group.id, group.title, group.zone)
        (frozen,) = await self._freeze(tx, round_, [(subject, scored)], beside, ended=ended, now=now)
        await figures.note_shown(tx, frozen.figure.id, frozen.shown)
        await _tell_group(tx, group, frozen.figure, now, any_hour=by_hand)
        await self._close_with_last_part(tx, round_, now)

    async def close_round(self, tx: Writer, round_: Round, now: int) -> None:
        """The whole round is over: the figures of organizations and of the network, as its scope says."""
        for part in await rounds.parts(tx, round_.id):
            if part.state in ("proposed", "accepted"):
                await rounds.save_part(tx, replace(part, state="declined"))
        ended = min(round_.closes_at, now)
        await rounds.change(tx, round_.id, state="closed", closes_at=ended, closed_at=now)
        wider = await self._wider(tx, round_)
        seen = await _with_levels(tx, round_, await figures.shown(tx, round_.id) if wider else [])
        made = await self._freeze(tx, round_, wider, seen, ended=ended, now=now)
        for (subject, _), frozen in zip(wider, made, strict=True):
            await _tell_members(tx, round_, subject, frozen.figure, now)
        await figures.forget_shown(tx, round_.id)
        await _tell_coordinators(tx, round_, now)

    async def _close_with_last_part(self, tx: Writer, round_: Round, now: int) -> None:
        """A round ends with its last group, unless a group may still say yes to a proposal."""
        for part in await rounds.parts(tx, round_.id):
            if part.state in ("open", "accepted") or (part.state == "proposed" and part.closes_at > now):
                return
        await self.close_round(tx, round_, now)

    async def _wider(self, tx: Reader, round_: Round) -> list[tuple[Subject, disclosure.Scored]]:
        """Beyond the groups: an organization's own figure, or all organizations' and the network's."""
        network = await networks.find(tx, round_.network_id)
        if round_.scope == "group" or network is None:
            return []
        ids = (
            [round_.organization_id] if round_.scope == "organization" else await responses.organizations(tx, round_.id)
        )
        found = [await networks.organization(tx, one) for one in ids if one is not None]
        subjects = [Subject("organization", one.id, one.name, zone_of(one)) for one in found if one]
        wider: list[tuple[Subject, disclosure.Scored]] = [
            (one, await responses.scored(tx, round_.id, organization_id=one.id)) for one in subjects
        ]
        if round_.scope == "network":
            whole = Subject("network", network.id, network.name, "UTC")
            wider.append((whole, await responses.scored(tx, round_.id)))
        return wider

    async def _freeze(
        self,
        tx: Writer,
        round_: Round,
        them: Sequence[tuple[Subject, disclosure.Scored]],
        seen: Sequence[disclosure.Seen],
        *,
        ended: int,
        now: int,
    ) -> list[Frozen]:
        """Freeze figures beside those that were seen: the only way by which a level comes into being."""
        frozen = []
        figures_of = [scored for _, scored in them]
        told = disclosure.disclosed(figures_of, minimum=round_.minimum, seen=seen, alone=round_.scope != "network")
        for (subject, scored), disclosed in zip(them, told, strict=True):
            snapshot = take(
                await self._shelf.of(tx, round_.template_id, round_.template_version),
                disclosed,
                await last_wheel(tx, subject.scope, subject.id, round_.template_id),
                whose=subject.name,
                zone=subject.zone,
                closed_at=ended,
            )
            figure = await figures.add(
                tx,
                round_id=round_.id,
                scope=subject.scope,
                subject_id=subject.id,
                state="published" if snapshot.published else "withheld",
                snapshot=snapshot.model_dump_json(),
                now=now,
            )
            if figure.published:
                await responses.lock(tx, round_.id, frozenset().union(*scored.values()))
            frozen.append(Frozen(figure, disclosed.who))
        return frozen


async def _with_levels(tx: Reader, round_: Round, shown: Sequence[figures.Shown]) -> list[disclosure.Seen]:
    """What people have seen of figures, with the answers in it as far as they are still there."""
    if not shown:
        return []
    known = await responses.scored(tx, round_.id)
    return [
        {spoke: {one: known.get(spoke, {}).get(one) for one in who} for spoke, who in figure.items()}
        for figure in shown
    ]


async def _tell_group(tx: Writer, group: Group, figure: Figure, now: int, *, any_hour: bool) -> None:
    """The wheel, or that there is none. A withheld figure may be made anew after more time: so it is told by round."""
    if group.state != "active":
        return
    if figure.published:
        letter = _letter(f"wheel:{figure.id}", group.chat_id, "wheel", {"figure_id": figure.id}, now, group=True)
    else:
        data = {"round_id": figure.round_id, "group_id": group.id}
        key = f"withheld:{figure.round_id}:{group.id}:{now}"
        letter = _letter(key, group.chat_id, "withheld", data, now, group=True)
    await put(tx, replace(letter, any_hour=any_hour), _at(now))


async def _tell_members(tx: Writer, round_: Round, subject: Subject, figure: Figure, now: int) -> None:
    """An organization's members hear privately, a network's groups in the group: those whom the wheel describes."""
    data = {"figure_id": figure.id}
    if subject.scope == "network":
        for part in await rounds.parts(tx, round_.id) if figure.published else ():
            group = await groups.find(tx, part.group_id)
            if group and group.state == "active" and part.state == "closed":
                key = f"wheel:{figure.id}:{group.id}"
                await put(tx, _letter(key, group.chat_id, "wheel", data, now, group=True), _at(now))
        return
    if not figure.published and round_.scope == "network":
        return  # that there is a figure at all would tell that somebody of the organization has answered
    kind = "wheel_ready" if figure.published else "wheel_withheld"
    for person_id in await _reachable(tx, await networks.confirmed_members(tx, subject.id)):
        await put(tx, _letter(f"{kind}:{round_.id}:{person_id}", person_id, kind, data, now), _at(now))


async def _tell_coordinators(tx: Writer, round_: Round, now: int) -> None:
    """Coordinators see that a round closed and how many figures were published: never a level."""
    if round_.scope == "group":
        return
    shown, made = await figures.count_of_round(tx, round_.id)
    data = {"round_id": round_.id, "shown": shown, "made": made}
    for person_id in await _reachable(tx, await networks.coordinators(tx, round_.network_id)):
        key = f"round_closed:{round_.id}:{round_.closes_at}:{person_id}"
        await put(tx, _letter(key, person_id, "round_closed", data, now), _at(now))


async def _reachable(tx: Reader, person_ids: Iterable[int]) -> list[int]:
    found = [await people.find(tx, person_id) for person_id in person_ids]
    return [person.id for person in found if person and person.writable]


def _letter(key: str, chat_id: int, kind: str, data: Mapping[str, int], now: int, *, group: bool = False) -> Letter:
    return Letter(key, chat_id, kind, data, Priority.WHEEL, _at(now), group=group)


def _at(now: int) -> datetime:
    return from_micros(now)
