"""The attack on near rounds: a group takes a survey twice within two weeks, some came or went, and all others answer as
they did. Both wheels together pin nobody's answer; without the rule for near rounds they pin many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

from surveys.disclosure import MINIMUM_DEFAULT, Result, disclosed
from surveys.extremes import between
from surveys.near import NOTHING_AROUND, Around
from surveys.scoring import agreement
from tests.attacks.openness import Puzzle
from tests.attacks.published import Fact, Kind, Subject

GROUPS, TRIES = 150, 40
_ANSWERING, _CHANGING = 0.75, 0.08


@dataclass(frozen=True)
class Twice:
    """Who answered in which of two rounds; everybody has one answer."""

    first: frozenset[str]
    second: frozenset[str]
    answers: Mapping[str, int]

    def told(self, answers: Mapping[str, int], *, ruled: bool = True) -> tuple[Result, Result]:
        """What is seen of both rounds where people answer so."""
        before, after = ({one: answers[one] for one in sorted(who)} for who in (self.first, self.second))
        (one,) = disclosed([{"a": before}], minimum=MINIMUM_DEFAULT, alone=True)
        seen = [{"a": before}] if ruled and one.spoke("a").shown else []
        near = Around(seen, MINIMUM_DEFAULT, seen if one.spoke("a").agreement else ()) if seen else NOTHING_AROUND
        (other,) = disclosed([{"a": after}], minimum=MINIMUM_DEFAULT, near=near, alone=True)
        return one.spoke("a"), other.spoke("a")

    def puzzle(self, told: tuple[Result, Result], random: Random) -> Puzzle:
        """The sums of both rounds as those of two sides: each answer is in one of each side at the most."""
        sides = zip((Kind.GROUP, Kind.ORGANIZATION), (self.first, self.second), told, strict=True)
        return Puzzle([self._fact(kind, who) for kind, who, result in sides if result.shown], random)

    def _fact(self, kind: Kind, who: frozenset[str]) -> Fact:
        answers = {one: self.answers[one] for one in sorted(who)}
        return Fact(Subject(kind, 0, answers), *between(list(answers.values())))


def twice(random: Random) -> Twice:
    """A group of 6 to 20; of its people a few answer in one of the rounds only."""
    people = [f"p{number}" for number in range(random.randint(6, 20))]
    first = frozenset(one for one in people if random.random() < _ANSWERING)
    second = frozenset(one for one in people if (one in first) != (random.random() < _CHANGING))
    middle, spread = random.betavariate(0.8, 0.8) * 5, random.uniform(0.2, 1.6)
    return Twice(first, second, {one: min(5, max(0, round(random.gauss(middle, spread)))) for one in people})


def pinned(played: Twice, random: Random, *, ruled: bool) -> Iterator[str]:
    """Whose answers nobody could show to be open, for somebody who knows no answer, or one."""
    told = played.told(played.answers, ruled=ruled)
    puzzle = played.puzzle(told, random)
    for person in puzzle.answers:
        first = _other(played, puzzle, told, person, None, ruled=ruled)
        known = [one for one in first or {} if one != person and first and first[one] != played.answers[one]]
        if first is None or any(_other(played, puzzle, told, person, one, ruled=ruled) is None for one in known):
            yield person


def _other(
    played: Twice, puzzle: Puzzle, told: tuple[Result, Result], person: str, known: str | None, *, ruled: bool
) -> Mapping[str, int] | None:
    """Other answers with another one of that person of which both wheels would look the same; None if none is found."""
    for attempt in range(TRIES):
        found = puzzle.others(person, known) if attempt else puzzle.exchanged(person, known)
        if found is not None and _looks_the_same(played, {**played.answers, **found}, told, ruled=ruled):
            return found
    return None


def _looks_the_same(played: Twice, answers: Mapping[str, int], told: tuple[Result, Result], *, ruled: bool) -> bool:
    """The sums are the same. Whether a wheel is withheld is seen as well, and how far people agree."""
    shown = zip(played.told(answers, ruled=ruled), told, (played.first, played.second), strict=True)
    return all(
        one.shown == other.shown
        and (other.agreement is None or agreement([answers[person] for person in who]) is other.agreement)
        for one, other, who in shown
    )


def test_two_near_wheels_pin_nobody() -> None:
    random = Random(1)
    groups = [twice(random) for _ in range(GROUPS)]
    assert [one for played in groups for one in pinned(played, random, ruled=True)] == []
    without = sum(len(list(pinned(played, random, ruled=False))) for played in groups)
    assert without > GROUPS / 5, "without the rule many are pinned"


def test_the_same_people_see_their_second_wheel() -> None:
    random = Random(2)
    groups = [one for one in (twice(random) for _ in range(GROUPS)) if one.first == one.second]
    assert groups
    for played in groups:
        first, second = played.told(played.answers)
        assert first == second
