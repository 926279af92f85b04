"""A network's round played from a drawn story, beside a model that knows who answered what."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from hypothesis import strategies as st

from bot.services.act import Refused
from bot.services.rounds.snapshot import Snapshot, SpokeLevel
from bot.storage.groups import Group
from bot.storage.port import Writer
from surveys.extremes import extreme
from surveys.parts import reckoned
from surveys.scoring import level
from tests.services.rounds_stage import Stage

SPOKES = 6
NUMBERS = count(1)
ANSWERS = "answers"
"""Stands beside the spokes for the number of answers, which is shown as well."""


@dataclass(frozen=True)
class Player:
    """Which groups they are in, their organization, what they answer first and later; None: not (yet)."""

    groups: frozenset[int]
    organization: int | None
    first: Sequence[int | None]
    later: Sequence[int | None]


@dataclass(frozen=True)
class Story:
    """`starts` has one word a group: now, later or no. `longer`: withheld groups get more time."""

    minimum: int
    starts: Sequence[str]
    players: Sequence[Player]
    longer: bool


_answers = st.lists(st.sampled_from([None, -1, 0, 1, 2, 3, 4, 5]), min_size=SPOKES, max_size=SPOKES)
_all_the_same = st.integers(0, 5).map(lambda one: [one] * SPOKES)
_players = st.builds(
    Player,
    groups=st.frozensets(st.integers(0, 2), min_size=1),
    organization=st.sampled_from([None, None, 0, 1]),
    first=_all_the_same | _answers,
    later=st.just([None] * SPOKES) | _answers,
)
stories = st.builds(
    Story,
    minimum=st.sampled_from([3, 3, 4]),
    starts=st.tuples(*[st.sampled_from(["now", "now", "later", "no"])] * 3),
    players=st.lists(_players, min_size=3, max_size=16),
    longer=st.booleans(),
)


@dataclass(frozen=True)
class Seen:
    """A published figure, and by the model who is in each spoke that it shows, with which level."""

    of: tuple[str, int]
    shown: Mapping[str, Mapping[int, int]]


@dataclass
class Play:
    """One round, and what the model knows of it."""

    scene: Stage
    story: Story
    network_id: int = 0
    round_id: int = 0
    groups: list[Group] = field(default_factory=list)
    organizations: list[int] = field(default_factory=list)
    ids: list[int] = field(default_factory=list)
    answers: dict[int, dict[str, int]] = field(default_factory=dict)
    seen: dict[tuple[str, int], Seen] = field(default_factory=dict)

    async def run(self) -> None:
        """From the proposal to the end of the round."""
        await self._people()
        self.round_id = (await self.scene.proposed(self.network_id)).id
        for group, start in zip(self.groups, self.story.starts, strict=True):
            if start != "no":
                day = self.scene.day(4) if start == "later" else None
                await self.scene.proposals.accept(self.scene.fatou, self.round_id, group.id, day)
        await self._answer(later=False)
        await self._pass(days=4, hours=1)
        await self._answer(later=False)
        await self._pass(days=3, hours=12)
        await self._answer(later=True)
        if self.story.longer:
            await self._more_time()
            await self._answer(later=True)
        for _ in range(4):
            await self._pass(days=3)
        assert (await self.scene.found(self.round_id)).state == "closed"

    async def _people(self) -> None:
        number = next(NUMBERS)
        self.network_id = await self.scene.coordinated(f"Network {number}")
        self.ids = [1_000_000 + 100 * number + place for place in range(len(self.story.players))]
        self.organizations = [await self.scene.organization(self.network_id, name) for name in ("A", "B")]
        for place in range(len(self.story.starts)):
            inside = [one for one, player in zip(self.ids, self.story.players, strict=True) if place in player.groups]
            self.groups.append(await self.scene.facilitated(self.network_id, -(10 * number + place), *inside))
        for one, player in zip(self.ids, self.story.players, strict=True):
            if player.organization is not None:
                await self.scene.confirm(self.network_id, one, self.organizations[player.organization])

        async def lower(tx: Writer) -> None:
            await tx.run("UPDATE network SET minimum = :n WHERE id = :id", n=self.story.minimum, id=self.network_id)

        await self.scene.write(lower)

    async def _answer(self, *, later: bool) -> None:
        players = zip(self.ids, self.story.players, strict=True)
        await asyncio.gather(*(self._one(one, player.later if later else player.first) for one, player in players))

    async def _one(self, person_id: int, levels: Sequence[int | None]) -> None:
        """Only what was acknowledged is in the model."""
        template = self.scene.shelf.named("peer-group")
        for place, given in enumerate(levels):
            if given is None:
                continue
            try:
                await self.scene.answering.answer(self.scene.act(person_id), self.round_id, place, given)
            except Refused:
                return
            self.answers.setdefault(person_id, {})[template.spokes[place].key] = given

    async def _more_time(self) -> None:
        for group in self.groups:
            try:
                await self.scene.rounds.extend(self.scene.fatou, self.round_id, group.id, self.scene.day(5))
            except Refused:
                continue

    async def _pass(self, **span: float) -> None:
        await self.scene.passes(**span)
        made = "SELECT scope, subject_id FROM figure WHERE round_id = :id ORDER BY id"
        for row in await self.scene.rows(made, id=self.round_id):
            subject = (row["scope"], row["subject_id"])
            snapshot = await self.scene.snapshot(self.round_id, *subject)
            if snapshot is not None and subject not in self.seen:
                self._look(subject, snapshot)

    def _look(self, subject: tuple[str, int], snapshot: Snapshot) -> None:
        """Note a figure when it is first seen, and hold it to the model of that moment."""
        shown = {spoke.key: self._told(subject, spoke) for spoke in snapshot.spokes if spoke.shown}
        assert all(spoke.agreement is None for spoke in snapshot.spokes)
        if not snapshot.published:
            assert snapshot.answers is None
            return
        everyone = {one: 0 for levels in shown.values() for one in levels}
        at_most = {one for key in shown for one in self._scored(subject, key)}
        assert snapshot.answers is None or len(everyone) <= snapshot.answers <= len(at_most)
        if snapshot.answers == len(everyone):
            shown[ANSWERS] = everyone
        self.seen[subject] = Seen(subject, shown)

    def _told(self, subject: tuple[str, int], spoke: SpokeLevel) -> Mapping[int, int]:
        """Whose answers, and which, a level tells: what groups that were seen tell already is nothing new."""
        scored, told = self._scored(subject, spoke.key), (spoke.level, spoke.word)
        groups = [seen.shown.get(spoke.key, {}) for (scope, _), seen in self.seen.items() if scope == "group"]
        known = reckoned(_named(scored), [_named(one) for one in groups])
        if subject[0] != "group" and known and (known.level, known.word) == told:
            return {one: given for one, given in scored.items() if str(one) in known.who}
        levels = list(scored.values())
        word = extreme(levels)
        assert told == (None if word else level(levels), word)
        return scored

    def _scored(self, subject: tuple[str, int], spoke: str) -> dict[int, int]:
        """Who is in a figure of a spoke, with which level: of a group, who has not been counted in another before."""
        given = {one: self.answers.get(one, {}).get(spoke, -1) for one in self._who(subject)}
        scored = {one: level for one, level in given.items() if level >= 0}
        if subject[0] != "group":
            return scored
        before = [seen.shown.get(spoke, {}) for (scope, _), seen in self.seen.items() if scope == "group"]
        left = {one: level for one, level in scored.items() if not any(one in other for other in before)}
        return left if len(left) >= self.story.minimum else scored

    def _who(self, subject: tuple[str, int]) -> list[int]:
        scope, subject_id = subject
        players = zip(self.ids, self.story.players, strict=True)
        if scope == "group":
            place = [group.id for group in self.groups].index(subject_id)
            return [one for one, player in players if place in player.groups]
        if scope == "organization":
            place = self.organizations.index(subject_id)
            return [one for one, player in players if player.organization == place]
        return list(self.ids)


def _named(levels: Mapping[int, int]) -> dict[str, int]:
    return {str(one): given for one, given in levels.items()}
