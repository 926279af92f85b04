"""Charters: what a network or a group has agreed on. Read on one screen, accepted once a version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.services.act import Act, Refused, Why
from bot.services.actions.plans import belongs
from bot.services.charter.starter import LANGUAGE, starter
from bot.services.desk import Ground
from bot.services.roles import facilitates, is_coordinator, need_coordinator, need_facilitator
from bot.storage import charters as rows
from bot.storage import groups, networks
from bot.storage.actions import Whose
from bot.storage.charters import Charter, Circle, Words
from bot.storage.port import Reader, Writer

STARTER = 0
"""The version of the starter charter."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The charter in force. `version` is None where a group has none of its own; `words` are by language.

    `language` is the original's. `accepted`: by whoever reads; `renewed`: they have accepted an earlier version only.
    `writes`: they may write the next; `drafted`: one is being written.
    """

    circle: Circle
    name: str
    version: int | None
    language: str
    words: Mapping[str, Words]
    accepted: bool = False
    renewed: bool = False
    writes: bool = False
    drafted: bool = False


async def accepted(tx: Reader, person_id: int, network_id: int) -> bool:
    """Whether the person has accepted the network's charter that is in force: then they see what others share."""
    present = await rows.in_state(tx, Circle(network_id=network_id), "in_force")
    return present is not None and await rows.accepted(tx, present.id, person_id)


class Charters:
    """Reading and accepting. Refused, by all that name a circle: GONE, NOT_MEMBER."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def all(self, act: Act) -> list[Reading]:
        """Those of the person: of their networks, and of their groups that have one, or whose they could write."""

        async def work(tx: Reader) -> list[Reading]:
            found = [await read(tx, act, circle) for circle in await _circles(tx, act.person_id or 0)]
            return [one for one in found if one.version is not None or one.writes]

        return await self._ground.read(work)

    async def look(self, act: Act, circle: Circle) -> Reading:
        """The one of that circle."""

        async def work(tx: Reader) -> Reading:
            await _need_inside(tx, act, circle)
            return await read(tx, act, circle)

        return await self._ground.read(work)

    async def of_group(self, act: Act, group_id: int) -> Reading:
        """What a group's chat shows: its own, else its network's. Refused: GONE where it is of no network."""

        async def work(tx: Reader) -> Reading:
            own = await read(tx, act, Circle(group_id=group_id))
            group = await groups.find(tx, group_id)
            if own.version is not None or group is None:
                return own
            return replace(await read(tx, act, Circle(network_id=group.network_id or 0)), writes=False)

        return await self._ground.read(work)

    async def news(self, act: Act, charter_ids: Sequence[int]) -> list[Reading]:
        """Of these, those in force, where whoever is told is still in the circle and has not accepted them."""

        async def work(tx: Reader) -> list[Reading]:
            found = [await rows.find(tx, one) for one in charter_ids]
            circles = [one.circle for one in found if one is not None and one.state == "in_force"]
            seen = [await read(tx, act, one) for one in circles if await _is_told(tx, act, one)]
            return [one for one in seen if not one.accepted]

        return await self._ground.read(work)

    async def accept(self, act: Act, circle: Circle, version: int) -> Reading:
        """Accept that version, once; nothing is accepted, and the present one returned, where another is in force."""

        async def work(tx: Writer) -> Reading:
            await _need_inside(tx, act, circle)
            present = await _in_force(tx, circle, act.micros) if version == STARTER else None
            present = present or await rows.in_state(tx, circle, "in_force")
            if present is not None and present.version == version and act.person_id is not None:
                await rows.accept(tx, present.id, act.person_id, act.micros)
            return await read(tx, act, circle)

        return await self._ground.act(act, work)


async def need_writer(tx: Reader, act: Act, circle: Circle) -> None:
    """Coordinators write a network's charter, facilitators a group's. Refused: GONE, NOT_COORDINATOR, NOT_FACILITATOR.

    In private alone: an anonymous administrator has no chat to write it in.
    """
    if circle.network_id is not None:
        return await need_coordinator(tx, act, circle.network_id)
    group = await groups.find(tx, circle.group_id or 0)
    if group is None or group.state != "active":
        raise Refused(Why.GONE)
    return await need_facilitator(tx, act, group)


async def read(tx: Reader, act: Act, circle: Circle) -> Reading:
    """The charter of the circle as it stands for whoever acts. Refused: GONE."""
    name = await name_of(tx, circle)
    person_id, draft = act.person_id or 0, await rows.in_state(tx, circle, "draft")
    reading = Reading(
        circle, name, None, LANGUAGE, {}, writes=await _writes(tx, act, circle), drafted=draft is not None
    )
    present = await rows.in_state(tx, circle, "in_force")
    if present is None:
        return reading if circle.network_id is None else replace(reading, version=STARTER, words=starter())
    agreed = await rows.accepted(tx, present.id, person_id)
    return replace(
        reading,
        version=present.version,
        language=present.language or LANGUAGE,
        words=await rows.words(tx, present.id),
        accepted=agreed,
        renewed=not agreed and await rows.accepted_before(tx, circle, person_id),
    )


async def name_of(tx: Reader, circle: Circle) -> str:
    """The name of the network or group. Refused: GONE, also for a group that the bot has left."""
    network = await networks.find(tx, circle.network_id) if circle.network_id is not None else None
    if network is not None:
        return network.name
    group = await groups.find(tx, circle.group_id or 0)
    if group is None or group.state != "active" or group.network_id is None:
        raise Refused(Why.GONE)
    return group.title


async def _in_force(tx: Writer, circle: Circle, now: int) -> Charter | None:
    """The charter in force; the starter is noted as a network's version 0, so that it stays as it was accepted."""
    present = await rows.in_state(tx, circle, "in_force")
    if present is not None or circle.network_id is None:
        return present
    noted = await rows.add(tx, circle, STARTER, state="in_force", language=LANGUAGE, now=now)
    for language, words in starter().items():
        await rows.write(tx, noted.id, language, words)
    return noted


async def _circles(tx: Reader, person_id: int) -> list[Circle]:
    """The person's networks, then their groups."""
    of = {one.network_id for one in await networks.memberships(tx, person_id)}
    of |= {one.id for one in await networks.coordinated_by(tx, person_id)}
    own = [*await groups.of_member(tx, person_id), *await groups.facilitated_by(tx, person_id)]
    inside = {one.id: one for one in own if one.state == "active" and one.network_id is not None}
    return [*(Circle(network_id=one) for one in sorted(of)), *(Circle(group_id=one) for one in inside)]


async def _writes(tx: Reader, act: Act, circle: Circle) -> bool:
    try:
        await need_writer(tx, act, circle)
    except Refused:
        return False
    return act.person_id is not None


async def _need_inside(tx: Reader, act: Act, circle: Circle) -> None:
    """Refused: GONE, NOT_MEMBER."""
    await name_of(tx, circle)
    person_id = act.person_id or 0
    if circle.network_id is not None:
        member = await networks.member(tx, circle.network_id, person_id)
        inside = member is not None or await is_coordinator(tx, act, circle.network_id)
    else:
        inside = await belongs(tx, Whose(group_id=circle.group_id), person_id) or await _looks_after(tx, act, circle)
    if not inside:
        raise Refused(Why.NOT_MEMBER)


async def _is_told(tx: Reader, act: Act, circle: Circle) -> bool:
    """Whether a letter about it still finds its readers: the group's chat, or a person who is inside."""
    try:
        await (name_of(tx, circle) if act.person_id is None else _need_inside(tx, act, circle))
    except Refused:
        return False
    return True


async def _looks_after(tx: Reader, act: Act, circle: Circle) -> bool:
    group = await groups.find(tx, circle.group_id or 0)
    return group is not None and await facilitates(tx, act, group)
