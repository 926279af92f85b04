"""What members want kept: a practice, a decision, a question, in their own words and on their own terms.

Nothing is kept that its author has not said should be: the words of others only they can keep.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.services import names
from bot.services.act import Act, Refused, Why
from bot.services.desk import Ground
from bot.services.roles import facilitates
from bot.services.talk.rules import active, need_inside, words
from bot.storage import groups, people, threads
from bot.storage import kept as rows
from bot.storage.groups import Group
from bot.storage.kept import Kind, Point, Shared, Terms
from bot.storage.port import Reader, Writer

PAGE = 5
"""Points on one screen: each is up to three hundred characters there."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said, and where: as which message, and in which thread."""

    text: str
    voice: str | None = None
    message_id: int | None = None
    thread_id: int | None = None


@dataclass(frozen=True, slots=True)
class View:
    """A point; `own`: whoever looks may change it."""

    point: Point
    group: Group
    own: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Points, the newest first; `more`: another page follows. Pages count from 0. `whose` is the name of the group, or
    of the network, that they are of; empty for one's own.
    """

    points: Sequence[Shared]
    page: int
    more: bool
    whose: str = ""


class Kept:
    """Keeping, looking at and taking back. Refused, by all that name a point: GONE, NOT_MEMBER."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def keep(self, act: Act, group_id: int, said: Said) -> Point:
        """Keep one's own words: as a practice that stays in the group, until its author says otherwise.

        An anonymous administrator's are the group's own. The same message, or line, is kept once.
        Refused: NOT_MEMBER, BAD_WORDS, GROUP_WAITING, NOT_SET_UP.
        """

        async def work(tx: Writer) -> Point:
            group = await active(tx, group_id)
            await need_inside(tx, act, group)
            new = await _drafted(tx, act, group, said)
            before = await rows.newest_of(tx, act.person_id or 0, group.id)
            if before is not None and _told(before) == _told(new):
                return before
            return await rows.add(tx, new)

        return await self._ground.act(act, work)

    async def choose(self, act: Act, kept_id: int, *, kind: Kind | None = None, terms: Terms | None = None) -> View:
        """What it is, and on which terms others may use it. Refused: NOT_YOURS."""

        async def work(tx: Writer) -> View:
            view = await _own(tx, act, kept_id)
            chosen = (kind or view.point.kind, terms or view.point.terms)
            await rows.choose(tx, kept_id, *chosen)
            return await _view(tx, act, kept_id)

        return await self._ground.act(act, work)

    async def withdraw(self, act: Act, kept_id: int) -> None:
        """Keep it no longer: nothing of it is left here. Refused: NOT_YOURS."""

        async def work(tx: Writer) -> None:
            await _own(tx, act, kept_id)
            await rows.withdraw(tx, kept_id)

        await self._ground.act(act, work)

    async def look(self, act: Act, kept_id: int) -> View:
        """One of one's own group."""
        return await self._ground.read(lambda tx: _view(tx, act, kept_id))

    async def of_group(self, act: Act, group_id: int, page: int = 0) -> Page:
        """A page of what the group has kept. Refused: NOT_MEMBER, GONE."""

        async def work(tx: Reader) -> Page:
            group = await active(tx, group_id)
            await need_inside(tx, act, group)
            listed = await rows.of_group(tx, group_id, begin=max(page, 0) * PAGE, limit=PAGE + 1)
            return page_of([Shared(one, group.title) for one in listed], page, group.title)

        return await self._ground.read(work)

    async def mine(self, act: Act, page: int = 0) -> Page:
        """A page of what the person has kept, in all groups."""

        async def work(tx: Reader) -> Page:
            begin = max(page, 0) * PAGE
            return page_of(await rows.of_author(tx, act.person_id or 0, begin=begin, limit=PAGE + 1), page)

        return await self._ground.read(work)


def page_of(listed: Sequence[Shared], page: int, whose: str = "") -> Page:
    """A page of what was read with one more than fits on it."""
    return Page(listed[:PAGE], max(page, 0), len(listed) > PAGE, whose)


async def _drafted(tx: Reader, act: Act, group: Group, said: Said) -> Point:
    """What is to be noted; it has no id yet."""
    thread = await threads.find(tx, said.thread_id) if said.thread_id is not None else None
    name = await people.name_of(tx, act.person_id) if act.person_id is not None else group.title
    return Point(
        id=0,
        network_id=group.network_id or 0,
        group_id=group.id,
        thread_id=thread.id if thread is not None and thread.group_id == group.id else None,
        kind="practice",
        text=words(said.text, said.voice),
        voice=said.voice,
        author_id=act.person_id,
        author_name=names.shortened(name),
        terms="stays",
        message_id=said.message_id,
        at=act.micros,
    )


def _told(one: Point) -> tuple[object, ...]:
    return one.author_id, one.text, one.voice, one.message_id


async def _view(tx: Reader, act: Act, kept_id: int) -> View:
    point = await rows.find(tx, kept_id)
    group = await groups.find(tx, point.group_id) if point else None
    if point is None or group is None:
        raise Refused(Why.GONE)
    if point.author_id is not None and point.author_id == act.person_id:
        return View(point, group, own=True)  # also once they have left the group
    await need_inside(tx, act, group)
    return View(point, group, own=point.author_id is None and await facilitates(tx, act, group))


async def _own(tx: Reader, act: Act, kept_id: int) -> View:
    view = await _view(tx, act, kept_id)
    if not view.own:
        raise Refused(Why.NOT_YOURS)
    return view
