"""An adversary who sees what is told of a theme in a round: whose answers they can tell, with an own one or without."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from random import Random

from surveys.disclosure import Result
from surveys.parts import reckoned
from surveys.scoring import agreement
from tests.attacks.openness import Puzzle
from tests.attacks.published import Fact, Kind, Published, Subject, exactly, published, with_rules
from tests.attacks.society import Played

_TRIES, _ANEW = 20, 6000
"""Other answers near by, and further away, that are looked at before an answer counts as pinned."""

Changed = Callable[[str, str | None], frozenset[str] | None]
"""For a person and who is known beside: whose answers are others in what fits as well; None if nothing does."""


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
        self._telling = _ways(usual) != _ways(self.told)

    def facts(self) -> list[Fact]:
        """What follows from what is told: of what was reckoned from groups only where it says more than they do."""
        facts = with_rules(self.told)
        for subject, result in self.told:
            if result.from_parts and not self._follows(subject, result):
                facts.append(exactly(subject))
        return facts

    def _follows(self, subject: Subject, result: Result) -> bool:
        """Whether the same is reckoned if all in a group told in a word are at that end."""
        flat, seen = dict.fromkeys(self.answers, 2), list[Mapping[str, int]]()
        for group, told in self.told:
            if told.shown and group.kind is Kind.GROUP:
                flat |= dict.fromkeys(group.answers, int(told.word.end)) if told.word else group.answers
                seen.append({one: flat[one] for one in group.answers})
        found = reckoned({one: flat[one] for one in subject.answers}, seen)
        return found is not None and (found.level, found.word) == (result.level, result.word)

    def pinned(self) -> Iterator[str]:
        """Whose answers cannot be shown to be open to everybody else."""
        for puzzle in self._puzzles(self.facts()):
            yield from _pinned(puzzle.answers, partial(self._changed, puzzle))

    def pinned_by_sums(self, facts: list[Fact]) -> Iterator[str]:
        """Whose answers somebody can tell by the sums alone."""
        for puzzle in self._puzzles(facts):
            yield from _pinned(puzzle.answers, partial(self._changed_in_sums, puzzle))

    def _puzzles(self, facts: list[Fact]) -> list[Puzzle]:
        """A network's round is one; groups' rounds of their own are one each."""
        if self.played.whole:
            return [Puzzle(facts, self.random)] if facts else []
        return [Puzzle([fact], self.random) for fact in facts]

    def _changed(self, puzzle: Puzzle, person: str, known: str | None) -> frozenset[str] | None:
        return self._others(self._fitting(puzzle, person, known))

    def _changed_in_sums(self, puzzle: Puzzle, person: str, known: str | None) -> frozenset[str] | None:
        return self._others(puzzle.others(person, known))

    def _others(self, found: Mapping[str, int] | None) -> frozenset[str] | None:
        return None if found is None else frozenset(one for one in found if found[one] != self.answers[one])

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
        return self._anew(puzzle, person, known)

    def _anew(self, puzzle: Puzzle, person: str, known: str | None) -> Mapping[str, int] | None:
        """As `_fitting`, further away: anybody's answer but the known one may be another, in few or in many."""
        free = [one for one in self.answers if one not in (known, *puzzle.answers)]
        for _ in range(_ANEW):
            share = self.random.random()
            here = {one: self.random.randint(0, 5) for one in free if self.random.random() < share}
            found = puzzle.anew(person, known, share)
            if found is not None and self._looks_the_same(puzzle, {**self.answers, **here, **found}):
                return {**self.answers, **here, **found}
        return None

    def _looks_the_same(self, puzzle: Puzzle, found: Mapping[str, int]) -> bool:
        for fact in puzzle.facts:
            given = [found[one] for one in fact.subject.answers]
            if not fact.low <= sum(given) <= fact.high:
                return False
            if fact.agreement and agreement(given) is not fact.agreement:
                return False
        return not self._telling or _looks(published(self.played, {**self.answers, **found})) == _looks(self.told)


def _pinned(people: Iterable[str], changed: Changed) -> Iterator[str]:
    """Who is open to everybody: whoever's answer is known beside, others fit, with another one of this person.

    What was found for one serves for all whom it changes.
    """
    found = list[frozenset[str]]()
    for person in people:
        known: str | None = None
        fitting = [one for one in found if person in one]
        while not fitting or (barring := frozenset.intersection(*fitting) - {person}):
            known = min(barring) if fitting else None
            one = changed(person, known)
            if one is None:
                yield person
                break
            fitting.append(one)
            found.append(one)


def _looks(told: Published) -> list[Result]:
    """What is seen of each figure."""
    return [result for _, result in told]


def _ways(told: Published) -> list[tuple[bool, bool]]:
    """Whether anything is seen of each figure, and whether by itself."""
    return [(one.shown, one.from_parts) for _, one in told]
