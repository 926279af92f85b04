"""The close: what may be shown is decided once, frozen, and posted. Runs inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.clock import from_micros
from bot.delivery.letters import Letter, Priority, put
from bot.services.snapshot import Snapshot, take
from bot.services.templates import Shelf
from bot.storage import figures, groups, networks, people, responses, rounds
from bot.storage.figures import Figure
from bot.storage.groups import Group
from bot.storage.port import Reader, Writer
from bot.storage.rounds import Part, Round
from surveys import disclosure

Scored = Mapping[str, Mapping[str, int]]
"""Spoke -> pseudonym -> level 0..5."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose figure it is: scope (group, organization, network), its id, its name now, and the zone of its dates."""

    scope: str
    id: int
    name: str
    zone: str


class Closing:
    """Closes parts and rounds, and publishes their figures."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    async def close_part(self, tx: Writer, part: Part, now: int) -> None:
        """A group's part is over: its figure is frozen and posted, or the group is told kindly that it cannot be."""
        round_ = await rounds.find(tx, part.round_id)
        group = await groups.find(tx, part.group_id)
        if round_ is None or group is None:
            return
        await rounds.save_part(tx, replace(part, state="closed", closes_at=min(part.closes_at, now)))
        scored = await responses.scored(tx, round_.id, group_id=group.id)
        subject = Subject("group", group.id, group.title, group.zone)
        figure = await self._figure(tx, round_, subject, scored, now)
        await _tell_group(tx, group, figure, now)
        await self._close_with_last_part(tx, round_, now)

    async def close_round(self, tx: Writer, round_: Round, now: int) -> None:
        """The whole round is over: the figures of organizations and of the network, as its scope says."""
        for part in await rounds.parts(tx, round_.id):
            if part.state in ("proposed", "accepted"):
                await rounds.save_part(tx, replace(part, state="declined"))
        await rounds.change(tx, round_.id, state="closed", closes_at=min(round_.closes_at, now), closed_at=now)
        for subject, scored in await self._wider(tx, round_):
            figure = await self._figure(tx, round_, subject, scored, now)
            await _tell_members(tx, round_, subject, figure, now)
        await figures.forget_shown(tx, round_.id)
        await _tell_coordinators(tx, round_, now)

    async def _close_with_last_part(self, tx: Writer, round_: Round, now: int) -> None:
        """A round ends with its last group, unless a group may still say yes to a proposal."""
        states = {part.state for part in await rounds.parts(tx, round_.id)}
        if not states & {"open", "accepted", "proposed"}:
            await self.close_round(tx, round_, now)

    async def _wider(self, tx: Reader, round_: Round) -> list[tuple[Subject, Scored]]:
        """Beyond the groups: an organization's own figure, or all organizations' and the network's."""
        network = await networks.find(tx, round_.network_id)
        if round_.scope == "group" or network is None:
            return []
        ids = (
            [round_.organization_id] if round_.scope == "organization" else await responses.organizations(tx, round_.id)
        )
        found = [await networks.organization(tx, one) for one in ids if one is not None]
        subjects = [Subject("organization", one.id, one.name, "UTC") for one in found if one]
        wider: list[tuple[Subject, Scored]] = [
            (one, await responses.scored(tx, round_.id, organization_id=one.id)) for one in subjects
        ]
        if round_.scope == "network":
            whole = Subject("network", network.id, network.name, "UTC")
            wider.append((whole, await responses.scored(tx, round_.id)))
        return wider

    async def _figure(self, tx: Writer, round_: Round, subject: Subject, scored: Scored, now: int) -> Figure:
        """Freeze one figure: the only way by which a level comes into being."""
        template = await self._shelf.of(tx, round_.template_id, round_.template_version)
        who = {spoke: frozenset(levels) for spoke, levels in scored.items()}
        (shown,) = disclosure.shown([who], minimum=round_.minimum, published=await figures.shown(tx, round_.id))
        previous = await self._previous(tx, round_, subject)
        snapshot = take(template, scored, shown, previous, whose=subject.name, zone=subject.zone, closed_at=now)
        figure = await figures.add(
            tx,
            round_id=round_.id,
            scope=subject.scope,
            subject_id=subject.id,
            state="published" if shown else "withheld",
            snapshot=snapshot.model_dump_json(),
            now=now,
        )
        if shown:
            await figures.note_shown(tx, figure.id, {spoke: who[spoke] for spoke in shown})
            await responses.lock(tx, round_.id, frozenset().union(*who.values()))
        return figure

    async def _previous(self, tx: Reader, round_: Round, subject: Subject) -> Snapshot | None:
        """The subject's last published wheel of the same template, for the hollow ticks."""
        for figure in await figures.published_of(tx, subject.scope, subject.id):
            snapshot = Snapshot.model_validate_json(figure.snapshot)
            if snapshot.template_id == round_.template_id:
                return snapshot
        return None


async def _tell_group(tx: Writer, group: Group, figure: Figure, now: int) -> None:
    if group.state != "active":
        return
    kind = "wheel" if figure.published else "withheld"
    await put(
        tx, _letter(f"{kind}:{figure.id}", group.chat_id, kind, {"figure_id": figure.id}, now, group=True), _at(now)
    )


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
    kind = "wheel_ready" if figure.published else "wheel_withheld"
    for person_id in await _reachable(tx, await networks.confirmed_members(tx, subject.id)):
        await put(tx, _letter(f"{kind}:{figure.id}:{person_id}", person_id, kind, data, now), _at(now))


async def _tell_coordinators(tx: Writer, round_: Round, now: int) -> None:
    """Coordinators see that a round closed and how many figures were published: never a level."""
    if round_.scope == "group":
        return
    shown, made = await figures.count_of_round(tx, round_.id)
    data = {"round_id": round_.id, "shown": shown, "made": made}
    for person_id in await _reachable(tx, await networks.coordinators(tx, round_.network_id)):
        await put(tx, _letter(f"round_closed:{round_.id}:{person_id}", person_id, "round_closed", data, now), _at(now))


async def _reachable(tx: Reader, person_ids: Iterable[int]) -> list[int]:
    found = [await people.find(tx, person_id) for person_id in person_ids]
    return [person.id for person in found if person and person.writable]


def _letter(key: str, chat_id: int, kind: str, data: Mapping[str, int], now: int, *, group: bool = False) -> Letter:
    return Letter(key, chat_id, kind, data, Priority.WHEEL, _at(now), group=group)


def _at(now: int) -> datetime:
    return from_micros(now)
