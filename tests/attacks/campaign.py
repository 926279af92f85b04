"""The attack on many simulated networks, each over a year: how many answers are pinned, and how much is still shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from random import Random

from surveys.disclosure import MINIMUM_DEFAULT, Result
from tests.attacks.attacker import Attacker
from tests.attacks.published import Kind, Published, Subject, everything, published, without_rules
from tests.attacks.society import Played, year

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
    from_parts: Counter[str] = field(default_factory=Counter)
    found: list[str] = field(default_factory=list)

    def share(self, kind: str) -> float:
        return self.shown[kind] / max(1, self.figures[kind])

    def add(self, other: Tally) -> None:
        """What was counted elsewhere, too."""
        for name, counted in vars(other).items():
            setattr(self, name, getattr(self, name) + counted)


def attack(networks: int, seed: int, *, minimum: int = MINIMUM_DEFAULT, processes: int = 1) -> Tally:
    """So many networks, each with numbers of its own: the same whatever the number of processes."""
    tally, one = Tally(), partial(attack_one, seed=seed, minimum=minimum)
    if processes == 1:
        for found in map(one, range(networks)):
            tally.add(found)
        return tally
    with ProcessPoolExecutor(processes) as pool:
        for found in pool.map(one, range(networks), chunksize=4):
            tally.add(found)
    return tally


def attack_one(number: int, *, seed: int, minimum: int = MINIMUM_DEFAULT) -> Tally:
    """One network over a year."""
    tally, random = Tally(networks=1), Random(f"{seed}:{number}")
    attacking = Random(random.random())
    for quarter, played in enumerate(year(random, minimum), 1):
        for spoke, answers in played.scored.items():
            told = published(played, answers)
            _count(played, told, tally)
            attacker = Attacker(played, answers, told, attacking)
            tally.answers += len(answers)
            pinned = sorted(attacker.pinned())
            tally.pinned += len(pinned)
            place = f"seed {seed}, network {number}, round {quarter}, theme {spoke}"
            tally.found += [f"{place}: {one}" for one in pinned]
            tally.pinned_without += len(set(attacker.pinned_by_sums(without_rules(everything(played, answers)))))
    return tally


def _count(played: Played, told: Published, tally: Tally) -> None:
    members = Counter(place for one in played.people.values() for place in one.groups)
    for subject, result in told:
        kinds = list(_kinds(subject, members, played.minimum))
        tally.figures.update(kinds)
        for counted, counts in _counters(tally, result):
            counted.update(kinds if counts else ())


def _kinds(subject: Subject, members: Counter[int], minimum: int) -> Iterator[str]:
    """What a figure is, and whether as many have answered as must."""
    kinds = [subject.kind.value] if subject.answers else []
    if subject.kind is Kind.GROUP and members[subject.place] >= _LARGE:
        kinds.append("large group")
    for kind in kinds:
        yield kind
        if len(subject.answers) >= minimum:
            yield f"{kind} with enough"


def _counters(tally: Tally, result: Result) -> Iterator[tuple[Counter[str], bool]]:
    yield tally.shown, result.shown
    yield tally.words, result.word is not None
    yield tally.from_parts, result.from_parts
