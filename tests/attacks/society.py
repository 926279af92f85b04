"""Simulated networks: who is in which group and organization over a year of rounds, and what they answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from random import Random

SPOKES = tuple("abcdefgh")
ROUNDS = 4
"""A year of them, one a quarter: the network's, then one in each group for itself."""

_ANSWERING, _SKIPPING, _LEAVING = 0.75, 0.05, 0.10
_IN_NO_ORGANIZATION, _IN_TWO_GROUPS = 0.1, 0.04


@dataclass(frozen=True, slots=True)
class Person:
    """Someone in one group, or two, and in an organization or none."""

    id: str
    groups: tuple[int, ...]
    organization: int | None


@dataclass(frozen=True, slots=True)
class Played:
    """A round as it closed. `scored` is spoke -> person -> level; `whole`: the network's, with all its figures.

    `minimum`: so many answers a figure needs.
    """

    people: Mapping[str, Person]
    scored: Mapping[str, Mapping[str, int]]
    groups: int
    organizations: int
    whole: bool
    minimum: int


def year(random: Random, minimum: int) -> Iterator[Played]:
    """The rounds of one network."""
    society = _Society(random, minimum)
    for number in range(ROUNDS):
        yield society.round(whole=number % 2 == 0)
        society.change()


class _Society:
    """Groups of 6 to 14 people from up to 30 organizations, most of a group from a few of them."""

    def __init__(self, random: Random, minimum: int) -> None:
        self._random = random
        self._minimum = minimum
        self._ids = count()
        self._groups = random.randint(2, 6)
        self._organizations = random.randint(2, 30)
        self._people = [self._person(group) for group in range(self._groups) for _ in range(random.randint(6, 14))]

    def _person(self, group: int) -> Person:
        groups: tuple[int, ...] = (group,)
        if self._random.random() < _IN_TWO_GROUPS:
            groups = tuple({group, self._random.randrange(self._groups)})
        near = (2 * group + self._random.randint(0, 2)) % self._organizations
        organization = near if self._random.random() < 0.7 else self._random.randrange(self._organizations)
        none = self._random.random() < _IN_NO_ORGANIZATION
        return Person(f"p{next(self._ids)}", groups, None if none else organization)

    def change(self) -> None:
        """Some leave, and others come in their places."""
        self._people = [
            self._person(one.groups[0]) if self._random.random() < _LEAVING else one for one in self._people
        ]

    def round(self, *, whole: bool) -> Played:
        answering = [one for one in self._people if self._random.random() < _ANSWERING]
        scored = {spoke: self._answers(answering) for spoke in SPOKES}
        people = {one.id: one for one in self._people}
        return Played(people, scored, self._groups, self._organizations, whole, self._minimum)

    def _answers(self, answering: list[Person]) -> dict[str, int]:
        """Skewed: each group has its own middle, often near an end of the scale, and its own spread."""
        moods = [(self._random.betavariate(0.8, 0.8) * 5, self._random.uniform(0.2, 1.6)) for _ in range(self._groups)]
        return {
            one.id: min(5, max(0, round(self._random.gauss(*moods[one.groups[0]]))))
            for one in answering
            if self._random.random() >= _SKIPPING
        }
