"""The attack on many simulated networks, each over a year: how many answers are pinned, and how much is still shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random

from surveys.disclosure import Result
from surveys.scoring import agreement
from tests.attacks.openness import Puzzle
from tests.attacks.published import Fact, Kind, Published, everything, published, with_rules, without_rules
from tests.attacks.society import Played, year

_TRIES, _STEPS, _FAR = 20, 6000, 12
"""Other answers near by, and steps further away (so many before it begins anew), that are looked at before an answer
counts as pinned."""

_LARGE = 8
"""Members of a group of which most themes should be shown."""


@dataclass
class Tally:
    """What was counted. Shares are of the answers given, and of the figures that have any, theme by theme."""

    networks: int = 0
    answers: int = 0
    pinned: int = 0
    pinned_without: int = 0
    figures: Counter[str] = field(default_factory=Counter)
    shown: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    found: list[str] = field(default_factory=list)

    def share(self, kind: str) -> float:
        return self.shown[kind] / max(1, self.figures[kind])


def attack(networks: int, seed: int) -> Tally:
    """So many networks, each with numbers of its own."""
    tally = Tally()
    for number in range(networks):
        attack_one(Random(f"{seed}:{number}"), tally, f"seed {seed}, network {number}")
    return tally


def attack_one(random: Random, tally: Tally, name: str) -> None:
    """One network over a year."""
    tally.networks += 1
    attacking = Random(random.random())
    for quarter, played in enumerate(year(random), 1):
        for spoke, answers in played.scored.items():
            told = published(played, answers)
            _count(played, told, tally)
            attacker = Attacker(played, answers, told, attacking)
            tally.answers += len(answers)
            pinned = sorted(set(attacker.pinned(with_rules(told))))
            tally.pinned += len(pinned)
            tally.found += [f"{name}, round {quarter}, theme {spoke}: {one}" for one in pinned]
            tally.pinned_without += len(set(attacker.pinned_by_sums(without_rules(everything(played, answers)))))


def _count(played: Played, told: Published, tally: Tally) -> None:
    members = Counter(place for one in played.people.values() for place in one.groups)
    for subject, result in told:
        kinds = [subject.kind.value] if subject.answers else []
        if subject.kind is Kind.GROUP and members[subject.place] >= _LARGE:
            kinds.append("large group")
        tally.figures.update(kinds)
        tally.shown.update(kinds if result.shown else ())
        tally.words.update(kinds if result.word else ())


@dataclass
class Attacker:
    """Sees what was `told` of a theme in a round, and knows whose answers are in it, and one answer or none."""

    played: Played
    answers: Mapping[str, int]
    told: Published
    random: Random

    def __post_init__(self) -> None:
        middling = {one: 2 + place % 2 for place, one in enumerate(self.answers)}
        usual = published(self.played, middling)
        # Only where more was withheld than for middling answers could other answers with the same sums be told else.
        self._telling = _looks(usual, words=False) != _looks(self.told, words=False)

    def pinned(self, facts: list[Fact]) -> Iterator[str]:
        """Whose answers cannot be shown to be open to everybody else."""
        for puzzle in self._puzzles(facts):
            for person in puzzle.answers:
                if not self._open(puzzle, person):
                    yield person

    def pinned_by_sums(self, facts: list[Fact]) -> Iterator[str]:
        """Whose answers somebody can tell by the sums alone."""
        for puzzle in self._puzzles(facts):
            for person in puzzle.answers:
                if any(puzzle.others(person, known) is None for known in self._who_might_know(puzzle, person)):
                    yield person

    def _puzzles(self, facts: list[Fact]) -> list[Puzzle]:
        """A network's round is one; groups' rounds of their own are one each."""
        if self.played.whole:
            return [Puzzle(facts, self.random)] if facts else []
        return [Puzzle([fact], self.random) for fact in facts]

    def _who_might_know(self, puzzle: Puzzle, person: str) -> Iterator[str | None]:
        """Nobody's answer, and those that one way of changing this person's depends on: others bar nothing."""
        found = puzzle.others(person, None)
        yield None
        if found is not None:
            yield from (one for one in found if one != person and found[one] != puzzle.answers[one])

    def _open(self, puzzle: Puzzle, person: str) -> bool:
        """Whether, whosever answer is known beside, another one of this person would look the same."""
        first = self._fitting(puzzle, person, None)
        if first is None:
            return False
        changed = [one for one in first if one != person and first[one] != self.answers[one]]
        return all(self._fitting(puzzle, person, known) is not None for known in changed)

    def _fitting(self, puzzle: Puzzle, person: str, known: str | None) -> Mapping[str, int] | None:
        """Other answers, with another one of this person, of which all would look the same; None if none are found."""
        if (found := puzzle.exchanged(person, known)) is not None and self._looks_the_same(puzzle, found):
            return found
        for _ in range(_TRIES):
            found = puzzle.others(person, known)
            if found is None:
                break
            if self._looks_the_same(puzzle, found):
                return found
        return self._wandered(puzzle, person, known)

    def _wandered(self, puzzle: Puzzle, person: str, known: str | None) -> Mapping[str, int] | None:
        """As `_fitting`, further away: one change after another, of anybody's answer but the known one."""
        here, free = {**self.answers}, [one for one in self.answers if one not in (known, *puzzle.answers)]
        for step in range(_STEPS):
            for one in self.random.sample(free, min(len(free), self.random.randint(0, 2))):
                here[one] = self.random.randint(0, 5)
            whose = self.random.choice([person, *puzzle.answers])
            moved = puzzle.others(whose, known) if whose != known else None
            if moved is not None:
                here, puzzle = {**here, **moved}, puzzle.with_answers({**here, **moved})
            if here[person] != self.answers[person] and self._looks_the_same(puzzle, here):
                return here
            if step % _FAR == 0:
                here, puzzle = {**self.answers}, puzzle.with_answers(self.answers)
        return None

    def _looks_the_same(self, puzzle: Puzzle, found: Mapping[str, int]) -> bool:
        for fact in puzzle.facts:
            given = [found[one] for one in fact.subject.answers]
            if not fact.low <= sum(given) <= fact.high:
                return False
            if fact.agreement and agreement(given) is not fact.agreement:
                return False
        return not self._telling or _looks(published(self.played, {**self.answers, **found})) == _looks(self.told)


def _looks(told: Published, *, words: bool = True) -> list[Result] | list[tuple[bool, bool]]:
    """What is seen of each figure; without `words`: whether anything is, and whether by itself."""
    return [result for _, result in told] if words else [(one.shown, one.from_parts) for _, one in told]
