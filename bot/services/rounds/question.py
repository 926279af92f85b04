"""What is to be decided at a close, read piece by piece: whose figures, of which answers, beside what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.services.desk import Ground
from bot.services.rounds.earlier import last_wheel
from bot.services.rounds.near import around, nearby
from bot.services.rounds.opening import zone_of
from bot.services.rounds.snapshot import Snapshot
from bot.services.rounds.templates import Shelf
from bot.storage import figures, groups, networks, responses, rounds
from bot.storage.closings import Closing
from bot.storage.near import Near
from bot.storage.port import Reader
from bot.storage.responses import Answer
from bot.storage.rounds import Round
from surveys import disclosure
from surveys.near import NOTHING_AROUND, Around
from surveys.template import Template

Levels = Mapping[str, Mapping[str, int]]
"""By spoke, who answered what."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose figure it is: scope (group, organization, network), its id, its name now, and the zone of its dates."""

    scope: str
    id: int
    name: str
    zone: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One figure: whose, of which answers, and the wheel before.

    `parted`: the themes in which some of a group count in another group's figure.
    """

    subject: Subject
    scored: disclosure.Scored
    previous: Snapshot | None
    parted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Question:
    """All of a closing. `seen` has been shown of its round, `near` of others; `mark` is what changes with its answers,
    and with what is shown meanwhile.

    `ended` is when it closed (microseconds UTC).
    """

    round: Round
    template: Template
    ended: int
    figures: Sequence[Asked]
    seen: Sequence[disclosure.Seen]
    near: Around
    mark: object


class Questions:
    """Reads what there is to be decided. What is much is read in pages, so that nobody waits for it."""

    def __init__(self, ground: Ground, shelf: Shelf) -> None:
        self._ground = ground
        self._shelf = shelf

    async def of(self, closing: Closing) -> Question | None:
        """What the closing asks; None where there is nothing to decide."""
        round_ = await self._ground.read(lambda tx: rounds.find(tx, closing.round_id))
        if round_ is None:
            return None
        group_id = closing.group_id
        if group_id is None:
            return await self._wider(round_)
        return await self._ground.read(lambda tx: self._of_group(tx, round_, group_id))

    async def _of_group(self, tx: Reader, round_: Round, group_id: int) -> Question | None:
        group, part = await groups.find(tx, group_id), await rounds.part(tx, round_.id, group_id)
        if group is None or part is None:
            return None
        given = await responses.scored(tx, round_.id, group_id=group.id)
        near = await around(tx, self._shelf, self._ground.key, round_, part.opens_at)
        seen = await (_all_seen(tx, round_) if near.figures else _seen_beside(tx, round_, given))
        scored = disclosure.not_yet_counted(given, seen, round_.minimum)
        parted = frozenset(spoke for spoke in given if len(scored[spoke]) < len(given[spoke]))
        subject = Subject("group", group.id, group.title, group.zone)
        asked = Asked(subject, scored, await last_wheel(tx, "group", group.id, round_.template_id), parted)
        template = await self._shelf.of(tx, round_.template_id, round_.template_version)
        mark = given, await nearby(tx, round_, part.opens_at)
        return Question(round_, template, part.closes_at, [asked], seen, near, mark)

    async def _wider(self, round_: Round) -> Question:
        """Beyond the groups: an organization's own figure, or all organizations' and the network's."""
        many = await self._ground.read(lambda tx: responses.how_many(tx, round_.id))
        levels, own = await self._answers(round_) if round_.scope != "group" else ({}, {})
        asked = [
            Asked(
                one, own.get(one.id, {}) if one.scope == "organization" else levels, await self._previous(round_, one)
            )
            for one in await self._ground.read(lambda tx: _subjects(tx, round_, list(own)))
        ]
        seen = [_with_levels(one, levels) for one in await self._shown(round_)] if asked else []

        async def rest(tx: Reader) -> tuple[Template, Around, list[Near]]:
            template = await self._shelf.of(tx, round_.template_id, round_.template_version)
            if not asked:
                return template, NOTHING_AROUND, []
            opened = await _opened(tx, round_)
            near = await around(tx, self._shelf, self._ground.key, round_, opened)
            return template, near, await nearby(tx, round_, opened)

        template, near, marked = await self._ground.read(rest)
        return Question(round_, template, round_.closes_at, asked, seen, near, (many, marked))

    async def _answers(self, round_: Round) -> tuple[Levels, Mapping[int, Levels]]:
        """Of all, and by organization."""
        levels: dict[str, dict[str, int]] = {}
        own: dict[int, dict[str, dict[str, int]]] = {}
        after = ""
        while page := await self._page(round_.id, after):
            after = page[-1].pseudonym
            for one in page:
                of_it = {} if one.organization_id is None else own.setdefault(one.organization_id, {})
                if one.spoke is not None and one.level is not None:
                    for figure in (levels, of_it):
                        figure.setdefault(one.spoke, {})[one.pseudonym] = one.level
        return levels, own

    async def _page(self, round_id: int, after: str) -> list[Answer]:
        return await self._ground.read(lambda tx: responses.page(tx, round_id, after))

    async def _shown(self, round_: Round) -> list[figures.Shown]:
        ids = await self._ground.read(lambda tx: figures.published_in(tx, round_.id))
        return [one for figure_id in ids if (one := await self._shown_in(figure_id))]

    async def _shown_in(self, figure_id: int) -> figures.Shown:
        return await self._ground.read(lambda tx: figures.shown(tx, figure_id))

    async def _previous(self, round_: Round, subject: Subject) -> Snapshot | None:
        return await self._ground.read(lambda tx: last_wheel(tx, subject.scope, subject.id, round_.template_id))


async def mark_of(tx: Reader, question: Question, closing: Closing) -> object:
    """What the question's mark would be now: of a group its answers, of more how many there are; and what is near."""
    round_, near = question.round, list[Near]()
    if closing.group_id is None:
        if question.figures:
            near = await nearby(tx, round_, await _opened(tx, round_))
        return await responses.how_many(tx, round_.id), near
    part = await rounds.part(tx, round_.id, closing.group_id)
    if part is not None:
        near = await nearby(tx, round_, part.opens_at)
    return await responses.scored(tx, round_.id, group_id=closing.group_id), near


async def _subjects(tx: Reader, round_: Round, organization_ids: Sequence[int]) -> list[Subject]:
    """In the order of their ids, the network last."""
    network = await networks.find(tx, round_.network_id)
    if round_.scope == "group" or network is None:
        return []
    ids = [round_.organization_id or 0] if round_.scope == "organization" else sorted(organization_ids)
    found = [await networks.organization(tx, one) for one in ids]
    subjects = [Subject("organization", one.id, one.name, zone_of(one)) for one in found if one]
    return [*subjects, Subject("network", network.id, network.name, "UTC")] if round_.scope == "network" else subjects


async def _opened(tx: Reader, round_: Round) -> int:
    """When the first of its groups began to answer, or the round itself."""
    return min(
        (part.opens_at for part in await rounds.parts(tx, round_.id) if part.state == "closed"), default=round_.opens_at
    )


async def _all_seen(tx: Reader, round_: Round) -> list[disclosure.Seen]:
    """All figures of the round: near ones may tie those to each other that share nobody."""
    known = await responses.scored(tx, round_.id)
    shown = [await figures.shown(tx, one) for one in await figures.published_in(tx, round_.id)]
    return [_with_levels(one, known) for one in shown if one]


async def _seen_beside(tx: Reader, round_: Round, given: Levels) -> list[disclosure.Seen]:
    """Figures of the round that have to do with these people, by way of others perhaps."""
    shown = await figures.shown_beside(tx, frozenset[str]().union(*given.values()))
    known = await responses.levels(tx, round_.id, {one for who in shown for ones in who.values() for one in ones})
    return [_with_levels(one, known) for one in shown]


def _with_levels(shown: figures.Shown, levels: Levels) -> disclosure.Seen:
    """What people have seen of a figure, with the answers in it as far as they are still there."""
    return {spoke: {one: levels.get(spoke, {}).get(one) for one in who} for spoke, who in shown.items()}
