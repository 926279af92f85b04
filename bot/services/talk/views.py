"""Threads as people and letters show them: with their theme, what was kept of them, and who may look after them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.services.act import Act
from bot.services.desk import Ground
from bot.services.roles import facilitates
from bot.services.rounds.snapshot import Snapshot
from bot.services.rounds.templates import Shelf
from bot.services.talk.rules import active, found, need_inside
from bot.storage import figures, groups, kept, threads
from bot.storage.groups import Group
from bot.storage.kept import Point
from bot.storage.port import Reader
from bot.storage.threads import Thread
from surveys.extremes import Extreme
from surveys.scoring import Agreement
from surveys.template import Spoke, Template
from surveys.wheel import results, strongest

PAGE = 8
"""Threads on one screen."""

MOST_POINTS = 20
"""Kept points that are read with a thread; more of them are counted only."""


@dataclass(frozen=True, slots=True)
class About:
    """The theme of a thread, and how it stands in the published wheel: its level is None where that is not shown.

    One near an end of the scale is told as a `word`.
    `strong`: it is among those that are strongest there.
    """

    spoke: Spoke
    level: Decimal | None
    agreement: Agreement | None
    strong: bool = False
    word: Extreme | None = None


@dataclass(frozen=True, slots=True)
class View:
    """A thread. `points` are the first of the `many` that were kept of it; `manages`: whoever looks facilitates."""

    thread: Thread
    group: Group
    about: About | None
    points: Sequence[Point]
    many: int
    manages: bool

    @property
    def topic_id(self) -> int | None:
        """Its topic, while the group has topics."""
        return self.thread.topic_id if self.thread.kind == "topic" and self.group.is_forum else None


@dataclass(frozen=True, slots=True)
class Line:
    """A thread in a list, and how much was kept of it."""

    thread: Thread
    many: int


@dataclass(frozen=True, slots=True)
class Page:
    """Threads of a group, those that are open first; `more`: another page follows. Pages count from 0."""

    group: Group
    lines: Sequence[Line]
    page: int
    more: bool


class ThreadViews:
    """Reading threads. What a person may see is looked up each time."""

    def __init__(self, ground: Ground, shelf: Shelf) -> None:
        self._ground = ground
        self._shelf = shelf

    async def page(self, act: Act, group_id: int, page: int = 0) -> Page:
        """A page of the group's threads. Refused: NOT_MEMBER, GONE, GROUP_WAITING, NOT_SET_UP."""

        async def work(tx: Reader) -> Page:
            group = await active(tx, group_id)
            await need_inside(tx, act, group)
            listed = await threads.of_group(tx, group_id, begin=max(page, 0) * PAGE, limit=PAGE + 1)
            lines = [Line(one, await kept.count_of_thread(tx, one.id)) for one in listed[:PAGE]]
            return Page(group, lines, max(page, 0), len(listed) > PAGE)

        return await self._ground.read(work)

    async def places(self, act: Act) -> list[Group]:
        """The groups whose threads the person may see, by title."""

        async def work(tx: Reader) -> list[Group]:
            person_id = act.person_id or 0
            every = [*await groups.of_member(tx, person_id), *await groups.facilitated_by(tx, person_id)]
            return sorted({one.id: one for one in every}.values(), key=lambda one: (one.title, one.id))

        return await self._ground.read(work)

    async def look(self, act: Act, thread_id: int) -> View:
        """The thread, for the members of its group. Refused: GONE, NOT_MEMBER."""

        async def work(tx: Reader) -> View:
            thread, group = await found(tx, thread_id)
            await need_inside(tx, act, group)
            return await self._view(tx, thread, group, manages=await facilitates(tx, act, group))

        return await self._ground.read(work)

    async def posted(self, thread_id: int) -> View | None:
        """The thread as its group sees it; None where there is none any more, or the group was left."""

        async def work(tx: Reader) -> View | None:
            thread = await threads.find(tx, thread_id)
            group = await groups.find(tx, thread.group_id) if thread else None
            if thread is None or group is None or group.state != "active":
                return None
            return await self._view(tx, thread, group, manages=False)

        return await self._ground.read(work)

    async def here(self, group_id: int, *, topic_id: int | None, root: int | None) -> Thread | None:
        """The thread in which somebody speaks: by the forum topic, or by the message that the answers go back to."""

        async def work(tx: Reader) -> Thread | None:
            if topic_id is not None:
                return await threads.of_topic(tx, group_id, topic_id)
            return await threads.of_opening(tx, group_id, root) if root is not None else None

        return await self._ground.read(work)

    async def _view(self, tx: Reader, thread: Thread, group: Group, *, manages: bool) -> View:
        return View(
            thread=thread,
            group=group,
            about=await self._about(tx, thread, group),
            points=await kept.of_thread(tx, thread.id, MOST_POINTS),
            many=await kept.count_of_thread(tx, thread.id),
            manages=manages,
        )

    async def _about(self, tx: Reader, thread: Thread, group: Group) -> About | None:
        """None also where the wheel was erased, and its number is that of others by now."""
        figure = await figures.find(tx, thread.figure_id) if thread.figure_id is not None else None
        seen = {("group", group.id), ("network", group.network_id)}
        if figure is None or not figure.published or (figure.scope, figure.subject_id) not in seen:
            return None
        snapshot = Snapshot.model_validate_json(figure.snapshot)
        template = (await self._shelf.of(tx, snapshot.template_id, snapshot.template_version)).plain
        spoke = next((one for one in template.spokes if one.key == thread.spoke), None)
        shown = next((one for one in snapshot.spokes if one.key == thread.spoke), None)
        if spoke is None or shown is None:
            return None
        return About(spoke, shown.level, shown.agreement, _is_strong(template, snapshot, spoke), shown.word)


def _is_strong(template: Template, snapshot: Snapshot, spoke: Spoke) -> bool:
    levels = {one.key: one.level for one in snapshot.spokes}
    extremes = {one.key: one.word for one in snapshot.spokes}
    return spoke.key in [one.key for one in strongest(results(template, "en", levels=levels, extremes=extremes))]
