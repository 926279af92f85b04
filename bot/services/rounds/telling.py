"""Who is told when a figure is made: those whom it describes; the coordinators hear how many there are.

The keys of letters hold the instant at which it was made: what was erased leaves its number to another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.clock import from_micros
from bot.delivery.letters import Letter, Priority, put, put_all
from bot.storage import figures, groups, networks, people, rounds
from bot.storage.figures import Figure
from bot.storage.groups import Group
from bot.storage.port import Reader, Writer
from bot.storage.rounds import Round


async def tell(tx: Writer, round_: Round, figure: Figure, now: int, *, by_hand: bool) -> None:
    """A group hears in its chat, at any hour if it was closed `by_hand`; members of an organization privately."""
    if figure.scope == "group":
        group = await groups.find(tx, figure.subject_id)
        if group is not None:
            await _tell_group(tx, group, figure, now, any_hour=by_hand)
    elif figure.scope == "organization":
        await _tell_members(tx, round_, figure, now)
    elif figure.published:
        await _tell_groups(tx, round_, figure, now)


async def tell_coordinators(tx: Writer, round_: Round, now: int) -> None:
    """Coordinators see that a round closed and how many figures were published: never a level."""
    if round_.scope == "group":
        return
    shown, _ = await figures.count_of_round(tx, round_.id)
    data = {"round_id": round_.id, "shown": shown}
    for person_id in await _reachable(tx, await networks.coordinators(tx, round_.network_id)):
        key = f"round_closed:{round_.id}:{round_.closes_at}:{person_id}"
        await put(tx, _letter(key, person_id, "round_closed", data, now), from_micros(now))


async def _tell_group(tx: Writer, group: Group, figure: Figure, now: int, *, any_hour: bool) -> None:
    """The wheel, or that there is none. A withheld figure may be made anew after more time: so it is told by round."""
    if group.state != "active":
        return
    if figure.published:
        key = f"wheel:{figure.id}:{figure.made_at}"
        letter = _letter(key, group.chat_id, "wheel", {"figure_id": figure.id}, now, group=True)
    else:
        data = {"round_id": figure.round_id, "group_id": group.id}
        key = f"withheld:{figure.round_id}:{group.id}:{figure.made_at}"
        letter = _letter(key, group.chat_id, "withheld", data, now, group=True)
    await put(tx, replace(letter, any_hour=any_hour), from_micros(now))


async def _tell_groups(tx: Writer, round_: Round, figure: Figure, now: int) -> None:
    """The groups that took part see the network's wheel."""
    letters = []
    for part in await rounds.parts(tx, round_.id):
        group = await groups.find(tx, part.group_id)
        if group and group.state == "active" and part.state == "closed":
            key = f"wheel:{figure.id}:{figure.made_at}:{group.id}"
            letters.append(_letter(key, group.chat_id, "wheel", {"figure_id": figure.id}, now, group=True))
    await put_all(tx, letters, from_micros(now))


async def _tell_members(tx: Writer, round_: Round, figure: Figure, now: int) -> None:
    kind = "wheel_ready" if figure.published else "wheel_withheld"
    data = {"figure_id": figure.id}
    them = await _reachable(tx, await networks.confirmed_members(tx, figure.subject_id))
    about = f"{kind}:{round_.id}:{figure.made_at}"
    letters = [_letter(f"{about}:{person_id}", person_id, kind, data, now) for person_id in them]
    await put_all(tx, letters, from_micros(now))


async def _reachable(tx: Reader, person_ids: Iterable[int]) -> list[int]:
    found = [await people.find(tx, person_id) for person_id in person_ids]
    return [person.id for person in found if person and person.writable]


def _letter(key: str, chat_id: int, kind: str, data: Mapping[str, int], now: int, *, group: bool = False) -> Letter:
    return Letter(key, chat_id, kind, data, Priority.WHEEL, from_micros(now), group=group)
