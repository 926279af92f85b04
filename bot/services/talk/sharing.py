"""What groups let others use: shown to members of the network who have accepted its charter; authors may be asked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from bot.delivery.letters import Letter, Priority, put
from bot.services.act import Act, Refused, Why
from bot.services.desk import Ground
from bot.services.groups.claims import is_writable
from bot.services.talk.kept import PAGE, Page, page_of
from bot.storage import groups, networks, people
from bot.storage import kept as rows
from bot.storage.kept import Point
from bot.storage.networks import Network
from bot.storage.port import Reader, Writer

ASKED = "kept_asked"
"""The kind of the letter to an author of whom something is asked; its data: `id` of the point, `person_id` who asks."""

ANSWERED = "kept_answered"
"""The kind of the letter to whoever has asked; its data: `id` of the point, `person_id` of its author."""

Gate: TypeAlias = Callable[[Reader, int, int], Awaitable[bool]]
"""Whether that person has accepted the charter of that network."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of what a network shares; `others` are the person's further networks."""

    network: Network
    page: Page
    others: list[Network]


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody, of that group, asks for that point of yours. `answer` is None while nothing was said."""

    point: Point
    person_id: int
    name: str
    groups: list[str]
    answer: bool | None


class Sharing:
    """Other groups' points. Nothing that stays in a group is ever shown to another."""

    def __init__(self, ground: Ground, accepted: Gate) -> None:
        self._ground = ground
        self._accepted = accepted

    async def page(self, act: Act, network_id: int = 0, page: int = 0) -> Shelf:
        """A page of what other groups of the network share; 0: of the first. Refused: NOT_MEMBER, NO_CHARTER."""

        async def work(tx: Reader) -> Shelf:
            person_id = act.person_id or 0
            own = [await networks.find(tx, one.network_id) for one in await networks.memberships(tx, person_id)]
            known = [one for one in own if one is not None]
            chosen = next((one for one in known if network_id in (0, one.id)), None)
            if chosen is None:
                raise Refused(Why.NOT_MEMBER)
            await self._need_accepted(tx, person_id, chosen.id)
            listed = await rows.shared(tx, chosen.id, person_id, begin=max(page, 0) * PAGE, limit=PAGE + 1)
            return Shelf(chosen, page_of(listed, page, chosen.name), [one for one in known if one != chosen])

        return await self._ground.read(work)

    async def look(self, act: Act, kept_id: int) -> Point:
        """One of them. Refused: GONE (also what stays in its group), NOT_MEMBER, NO_CHARTER."""
        return await self._ground.read(lambda tx: self._shared(tx, act, kept_id))

    async def ask(self, act: Act, kept_id: int) -> bool:
        """Ask its author, once; False where nobody can be asked. Refused as `look`."""

        async def work(tx: Writer) -> bool:
            point = await self._shared(tx, act, kept_id)
            author, person_id = point.author_id, act.person_id or 0
            if author is None or author == person_id or not await is_writable(tx, author):
                return False
            if await rows.ask(tx, kept_id, person_id, act.micros):
                await _post(tx, act, ASKED, author, {"id": kept_id, "person_id": person_id})
            return True

        return await self._ground.post(act, work)

    async def request(self, act: Act, kept_id: int, person_id: int) -> Request | None:
        """What is asked of the person, who is its author; None once it was taken back or never asked."""
        return await self._ground.read(lambda tx: _request(tx, act.person_id, kept_id, person_id))

    async def answer(self, act: Act, kept_id: int, person_id: int, *, yes: bool) -> Request:
        """The author says yes, and whoever asked learns how to reach them; or no. The first answer counts.

        Refused: GONE.
        """

        async def work(tx: Writer) -> Request:
            found = await _request(tx, act.person_id, kept_id, person_id)
            if found is None:
                raise Refused(Why.GONE)
            if found.answer is not None:
                return found
            await rows.answer(tx, kept_id, person_id, yes=yes)
            if await is_writable(tx, person_id):
                await _post(tx, act, ANSWERED, person_id, {"id": kept_id, "person_id": act.person_id or 0})
            return replace(found, answer=yes)

        return await self._ground.post(act, work)

    async def answered(self, act: Act, kept_id: int) -> tuple[Point, bool] | None:
        """What its author has said to the person who asked; None while nothing was said, or once it was taken back.

        Refused: NOT_MEMBER.
        """

        async def work(tx: Reader) -> tuple[Point, bool] | None:
            point, asked = await rows.find(tx, kept_id), await rows.request(tx, kept_id, act.person_id or 0)
            if point is None or asked is None or asked.answer is None:
                return None
            await _need_member(tx, act, point)
            return point, asked.answer

        return await self._ground.read(work)

    async def _shared(self, tx: Reader, act: Act, kept_id: int) -> Point:
        point = await rows.find(tx, kept_id)
        if point is None or point.terms == "stays":
            raise Refused(Why.GONE)
        await _need_member(tx, act, point)
        await self._need_accepted(tx, act.person_id or 0, point.network_id)
        return point

    async def _need_accepted(self, tx: Reader, person_id: int, network_id: int) -> None:
        if not await self._accepted(tx, person_id, network_id):
            raise Refused(Why.NO_CHARTER)


async def _need_member(tx: Reader, act: Act, point: Point) -> None:
    if await networks.member(tx, point.network_id, act.person_id or 0) is None:
        raise Refused(Why.NOT_MEMBER)


async def _request(tx: Reader, author_id: int | None, kept_id: int, person_id: int) -> Request | None:
    point, asked = await rows.find(tx, kept_id), await rows.request(tx, kept_id, person_id)
    if point is None or asked is None or author_id is None or point.author_id != author_id:
        return None
    of = [one.title for one in await groups.of_member(tx, person_id) if one.network_id == point.network_id]
    return Request(point, person_id, await people.name_of(tx, person_id), of, asked.answer)


async def _post(tx: Writer, act: Act, kind: str, reader: int, about: dict[str, int]) -> None:
    key = f"{kind}:{about['id']}:{reader}:{about['person_id']}"
    await put(tx, Letter(key, reader, kind, about, Priority.REMINDER, act.now), act.now)
