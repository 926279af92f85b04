"""Wheels on request: those whom a wheel describes see it, at once, from the one frozen snapshot."""

from __future__ import annotations

from dataclasses import dataclass

from bot.services.act import Act, Refused, Why
from bot.services.desk import Ground
from bot.services.rounds.snapshot import Snapshot
from bot.services.rounds.templates import Shelf
from bot.storage import companions, figures, groups, networks, rounds
from bot.storage.figures import Figure
from bot.storage.groups import Group
from bot.storage.own_templates import root
from bot.storage.port import Reader, Writer
from surveys.template import Template


@dataclass(frozen=True, slots=True)
class View:
    """One wheel to show: its snapshot and wording, its neighbours in time, and Telegram's copy of the picture.

    `earlier` and `later` are figure ids of the same subject and survey. It is `whole` where it holds sensitive themes:
    then it is shown in private, and Telegram's copy is not remembered. `of_groups`: it was made after the wheels of
    several groups, and levels of it may be reckoned from theirs.
    """

    figure_id: int
    round_id: int
    scope: str
    subject_id: int
    snapshot: Snapshot
    template: Template
    earlier: int | None = None
    later: int | None = None
    file_id: str | None = None
    whole: bool = False
    of_groups: bool = False

    def is_of(self, group: Group) -> bool:
        """Whether it describes the group, or its network."""
        return (self.scope, self.subject_id) in {("group", group.id), ("network", group.network_id)}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several wheels that a person may see: the newest of a subject and survey."""

    figure_id: int
    scope: str
    whose: str
    template: Template


class Wheels:
    """Finding and showing published figures."""

    def __init__(self, ground: Ground, shelf: Shelf) -> None:
        self._ground = ground
        self._shelf = shelf

    async def choices(self, act: Act) -> list[Choice]:
        """The newest wheels that the person may see: organization's first, then groups', then networks'.

        Refused: NOT_CONFIRMED when there is none, and an organization is claimed but not confirmed.
        """

        async def work(tx: Reader) -> list[Choice]:
            found = [await self._newest(tx, *subject) for subject in await _open_to(tx, act)]
            choices = [choice for some in found for choice in some]
            if not choices and await _only_claimed(tx, act.person_id or 0):
                raise Refused(Why.NOT_CONFIRMED)
            return choices

        return await self._ground.read(work)

    async def choices_of_group(self, group_id: int) -> list[Choice]:
        """The group's own newest wheels, one a template: what `/wheel` shows in the group."""
        return await self._ground.read(lambda tx: self._newest(tx, "group", group_id))

    async def show(
        self, act: Act, figure_id: int, language: str, *, in_group: int | None = None, whole: bool = False
    ) -> View:
        """The wheel, if the person may see it. `in_group` is the group in whose chat it is asked for.

        `whole`: with its sensitive themes, which are never shown in a group, nor to whom the wheel does not describe.

        Refused: GONE (no such wheel, or nothing of it can be seen there), NOT_MEMBER (described others).
        """

        async def work(tx: Reader) -> View:
            figure = await figures.find(tx, figure_id)
            if figure is None or not figure.published:
                raise Refused(Why.GONE)
            if not await may_see(tx, act, figure, in_group):
                raise Refused(Why.NOT_MEMBER)
            whole_here = whole and in_group is None and await _describes(tx, act, figure)
            view = await self._view(tx, figure, language, whole=whole_here)
            if not view.snapshot.published:
                raise Refused(Why.GONE)
            return view

        return await self._ground.read(work)

    async def posted(self, figure_id: int, language: str, *, whole: bool = False) -> View | None:
        """The figure as it is posted to those whom it describes; None when it does not exist any more.

        `whole`: as one of them sees it in private.
        """

        async def work(tx: Reader) -> View | None:
            figure = await figures.find(tx, figure_id)
            return await self._view(tx, figure, language, whole=whole) if figure else None

        return await self._ground.read(work)

    async def note_picture(self, figure_id: int, language: str, file_id: str) -> None:
        """Remember Telegram's copy of the picture, so that it is never uploaded again."""

        async def work(tx: Writer) -> None:
            await figures.note_picture(tx, figure_id, language, file_id)

        await self._ground.storage.write(work)

    async def _view(self, tx: Reader, figure: Figure, language: str, *, whole: bool) -> View:
        snapshot = Snapshot.model_validate_json(figure.snapshot)
        template = await self._shelf.of(tx, snapshot.template_id, snapshot.template_version)
        whole = whole and template.plain != template
        template = template if whole else template.plain
        survey = await root(tx, template.id)
        ids = [one for one, other in await self._line(tx, figure.scope, figure.subject_id) if other == survey]
        at = ids.index(figure.id) if figure.id in ids else None
        return View(
            figure_id=figure.id,
            round_id=figure.round_id,
            scope=figure.scope,
            subject_id=figure.subject_id,
            snapshot=snapshot.of(template),
            template=template,
            earlier=ids[at + 1] if at is not None and at + 1 < len(ids) else None,
            later=ids[at - 1] if at else None,
            file_id=None if whole else await figures.picture(tx, figure.id, language),
            whole=whole,
            of_groups=figure.scope != "group" and await _several_took_part(tx, figure.round_id),
        )

    async def _line(self, tx: Reader, scope: str, subject_id: int) -> list[tuple[int, str]]:
        """The subject's published figures, newest first, each with its survey: the template at the root of its own."""
        found = await figures.published_of(tx, scope, subject_id)
        return [(one.id, await root(tx, Snapshot.model_validate_json(one.snapshot).template_id)) for one in found]

    async def _newest(self, tx: Reader, scope: str, subject_id: int) -> list[Choice]:
        newest: dict[str, Choice] = {}
        for figure in await figures.published_of(tx, scope, subject_id):
            snapshot = Snapshot.model_validate_json(figure.snapshot)
            survey = await root(tx, snapshot.template_id)
            if survey not in newest:
                template = await self._shelf.of(tx, snapshot.template_id, snapshot.template_version)
                newest[survey] = Choice(figure.id, scope, snapshot.whose, template)
        return list(newest.values())


async def _several_took_part(tx: Reader, round_id: int) -> bool:
    return sum(part.state == "closed" for part in await rounds.parts(tx, round_id)) > 1


async def _described_by(tx: Reader, person_id: int) -> list[tuple[str, int]]:
    """The subjects whose wheels describe the person."""
    member = await networks.memberships(tx, person_id)
    own = [("organization", one.organization_id) for one in member if one.organization_id and one.confirmed]
    grouped = [("group", group.id) for group in await groups.of_member(tx, person_id)]
    return own + grouped + [("network", one.network_id) for one in member]


async def _describes(tx: Reader, act: Act, figure: Figure) -> bool:
    return (figure.scope, figure.subject_id) in await _described_by(tx, act.person_id or 0)


async def _only_claimed(tx: Reader, person_id: int) -> bool:
    return any(one.organization_id and not one.confirmed for one in await networks.memberships(tx, person_id))


async def _open_to(tx: Reader, act: Act) -> list[tuple[str, int]]:
    """The subjects whose wheels the person sees: those that describe them, and those that they accompany."""
    person_id = act.person_id or 0
    accompanied = await companions.shown_to(tx, person_id, act.micros)
    return await _described_by(tx, person_id) + [("organization", one) for one in accompanied]


async def may_see(tx: Reader, act: Act, figure: Figure, in_group: int | None = None) -> bool:
    """In a group: the group's own and its network's; in private: what is open to the person, looked up now.

    A group that waits for a yes is of no network yet: whoever has brought the bot there may be a stranger.
    """
    if in_group is None:
        return (figure.scope, figure.subject_id) in await _open_to(tx, act)
    group = await groups.find(tx, in_group)
    if group is None or group.state != "active":
        return False
    return (figure.scope, figure.subject_id) in {("group", group.id), ("network", group.network_id)}
