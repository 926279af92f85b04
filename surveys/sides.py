"""On which of two sides each figure of a round is: groups on one, organizations on the other, whichever is which.

A person ties a figure of one side to one of the other; who is in no published figure of a side is tied to the ground of
that side. Who fits into no such picture, as somebody in two groups, is odd.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

Respondents = AbstractSet[str]

GROUNDS = (-1, -2)
"""Nodes for those who are in no published figure of the first side, of the second one. Others are places in a list."""


def are_apart(sets: Sequence[Respondents]) -> bool:
    """Whether nobody is in two of them: then their sums tell nothing of each other."""
    return sum(len(one) for one in sets) == len(frozenset[str]().union(*sets))


@dataclass(frozen=True, slots=True)
class Sides:
    """On which side each figure is (None: that of everybody), and how many people are in the same figures.

    `odd` are those who fit into no such picture.
    """

    side: Sequence[int | None]
    pairs: Counter[tuple[int, int]]
    odd: Counter[frozenset[int]]


def sides_of(sets: Sequence[Respondents], kept: set[int]) -> Sides:
    """Tell the sides from who is in what: two figures that have somebody in common are on different sides."""
    everyone = _everyone(sets, kept)
    member: dict[str, list[int]] = {}
    for place in sorted(kept - {everyone}):
        for one in sets[place]:
            member.setdefault(one, []).append(place)
    cells = Counter(frozenset(places) for places in member.values())
    side, odd = _coloured(cells, len(sets))
    pairs = Counter[tuple[int, int]]()
    for cell, many in cells.items():
        if cell not in odd:
            ends = list(GROUNDS)
            for place in cell:
                ends[side[place]] = place
            pairs[ends[0], ends[1]] += many
    if everyone is not None:
        pairs[GROUNDS] += len(sets[everyone]) - len(member)
    places = [None if place == everyone else one for place, one in enumerate(side)]
    return Sides(places, pairs, Counter({cell: cells[cell] for cell in odd}))


def _everyone(sets: Sequence[Respondents], kept: set[int]) -> int | None:
    """The place of the figure that holds all others, if there is one, and it is not the only one."""
    largest = max(kept, key=lambda place: (len(sets[place]), place), default=None)
    if largest is None or any(not sets[place] <= sets[largest] for place in kept):
        return None
    return largest


def _coloured(cells: Counter[frozenset[int]], many: int) -> tuple[list[int], set[frozenset[int]]]:
    """A side (0 or 1) for each figure, and the cells that do not fit: the largest are heard first."""
    sides, odd = _Opposites(many), set[frozenset[int]]()
    ranked = sorted((-people, *sorted(cell)) for cell, people in cells.items() if len(cell) > 1)
    for _, *places in ranked:
        if len(places) != 2 or not sides.opposed(*places):
            odd.add(frozenset(places))
    return [sides.side(place)[1] for place in range(many)], odd


class _Opposites:
    """Which of two sides something is on, told from pairs that are on different ones."""

    def __init__(self, many: int) -> None:
        self._chief, self._turned, self._led = list(range(many)), [0] * many, [1] * many

    def side(self, place: int) -> tuple[int, int]:
        """By whom it is led, and 0 for that one's side, 1 for the other."""
        turned = 0
        while self._chief[place] != place:
            turned ^= self._turned[place]
            place = self._chief[place]
        return place, turned

    def opposed(self, one: int, other: int) -> bool:
        """Put them on different sides; whether they are."""
        (first, side), (second, opposite) = self.side(one), self.side(other)
        if first == second:
            return side != opposite
        if self._led[first] > self._led[second]:
            first, second = second, first
        self._chief[first], self._turned[first] = second, side ^ opposite ^ 1
        self._led[second] += self._led[first]
        return True


def ends_without(sides: Sides, place: int) -> tuple[int, int]:
    """What becomes one when the figure is not published."""
    side = sides.side[place]
    return GROUNDS if side is None else (place, GROUNDS[side])
