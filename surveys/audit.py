"""Which figures of a round can be published together, so that no sum or difference of them tells of too few people.

A figure is the sum of the answers of a set of people. Whoever sees several can add them up and take them from each
other, as often as they like: what comes out tells of those people whose answers do not cancel out. It must be nobody,
or at least the minimum.

Where each person is in at most one figure of each of two sides (groups; organizations), and perhaps in one of everybody
(the network), this is exactly a question of thin places in a graph: figures are its nodes, and a person ties the two
figures that they are in. A sum with factors is a number at each node (with the other sign on one of the sides), and a
person cancels out where both ends have the same number: so what a sum tells of is always at least a cut, and each cut
is such a sum. Who is in no published figure of a side is tied to the ground of that side. Both grounds are one, unless
everybody's figure is published: then its factor is the number at the ground of the first side.

Whoever fits into no such picture (a person in two groups) is left out of the ties, which makes what remains thinner,
never thicker. What could tell of them alone is held to the minimum by itself: so more may be withheld than need be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import combinations

from surveys.cuts import Graph

Respondents = AbstractSet[str]

_GROUNDS = (-1, -2)
"""Nodes for those who are in no published figure of the first side, of the second one. Others are places in a list."""

_TRIED_AGAIN = 64
"""So many withheld figures are tried once more, after others were withheld that made them unsafe."""

_FEW = 8
"""Of so many figures all choices are tried."""

Order = Callable[[int, int], tuple[int, int]]
_ORDERS: Sequence[Order] = (lambda size, place: (size, place), lambda size, place: (-size, place))
"""By the number of their people and their place: which figure is given up first."""


def publishable(new: Sequence[Respondents], minimum: int, published: Sequence[Respondents] = ()) -> list[bool]:
    """For each of the new figures of one round and theme whether it may be published beside those that are already.

    As many as can be, where there are few; of many, about as many: each that is withheld would be unsafe beside the
    others (of the first `_TRIED_AGAIN` of them). What is published already is taken to be safe by itself.
    """
    sets = [frozenset(one) for one in (*published, *new)]
    fixed = len(published)
    large = [place for place in range(fixed, len(sets)) if len(sets[place]) >= minimum]
    kept = set[int]()
    for order in _ORDERS:
        if len(kept) < fixed + len(large):
            found = _Choice(sets, fixed, minimum, order).kept()
            kept = max(kept, _filled(found, large, sets, fixed, minimum), key=len)
    if len(large) <= _FEW:
        kept = _most(kept, large, sets, fixed, minimum)
    return [place in kept for place in range(fixed, len(sets))]


def _filled(kept: set[int], large: Sequence[int], sets: Sequence[Respondents], fixed: int, minimum: int) -> set[int]:
    """With those that were given up and need not have been."""
    withheld = sorted((one for one in large if one not in kept), key=lambda place: -len(sets[place]))
    for one in withheld[:_TRIED_AGAIN]:
        if _are_safe(kept | {one}, sets, fixed, minimum):
            kept.add(one)
    return kept


def _most(kept: set[int], large: Sequence[int], sets: Sequence[Respondents], fixed: int, minimum: int) -> set[int]:
    """The most that can be published, by trying all that would be more than those."""
    for many in range(len(large), len(kept) - fixed, -1):
        for chosen in combinations(large, many):
            if _are_safe({*range(fixed), *chosen}, sets, fixed, minimum):
                return {*range(fixed), *chosen}
    return kept


def _are_safe(kept: Iterable[int], sets: Sequence[Respondents], fixed: int, minimum: int) -> bool:
    return _Choice([sets[place] for place in sorted(kept)], fixed, minimum).is_safe()


@dataclass(frozen=True, slots=True)
class _Sides:
    """On which side each figure is (None: that of everybody), and how many people are in the same figures.

    `odd` are those who fit into no such picture.
    """

    side: Sequence[int | None]
    pairs: Counter[tuple[int, int]]
    odd: Counter[frozenset[int]]


class _Choice:
    """Figures, of which the first `fixed` are published, and the rest may be."""

    def __init__(self, sets: Sequence[Respondents], fixed: int, minimum: int, order: Order = _ORDERS[0]) -> None:
        self._order = order
        self._sets = sets
        self._fixed = fixed
        self._minimum = minimum

    def is_safe(self) -> bool:
        """Whether all may be published together."""
        return len(self.kept()) == len(self._sets)

    def kept(self) -> set[int]:
        """Those that may be published together."""
        kept = {place for place, one in enumerate(self._sets) if place < self._fixed or len(one) >= self._minimum}
        sides = _sides_of(self._sets, kept)
        graph = _graph_of(sides, kept)
        while (cut := graph.thin_cut(self._minimum)) is not None or (cut := self._alone(sides, graph)) is not None:
            less = self._to_withhold(sides, graph, cut, kept)
            if less is None:
                return {place for place in kept if place < self._fixed}
            kept.discard(less)
            graph.join(*_ends_without(sides, less))
        return kept

    def _to_withhold(self, sides: _Sides, graph: Graph[int], cut: set[int], kept: set[int]) -> int | None:
        """Which figure to give up: the first of those whose loss mends the cut; else the first around it."""
        around = graph.component(next(iter(cut)))
        possible = [one for one in sorted(kept) if one >= self._fixed]
        near = [one for one in possible if one in around or sides.side[one] is None]
        mending = [one for one in near if self._mends(sides, one, cut)]
        return min(mending or near or possible, key=lambda one: self._order(len(self._sets[one]), one), default=None)

    def _mends(self, sides: _Sides, one: int, cut: set[int]) -> bool:
        node, ground = _ends_without(sides, one)
        return (node in cut) != (ground in cut)

    def _alone(self, sides: _Sides, graph: Graph[int]) -> set[int] | None:
        """What no tie holds to the ground, though fewer than the minimum of the odd could be told of by it."""
        for people, many in sides.odd.items():
            if many < self._minimum:
                for one in (*people, _GROUNDS[0]):
                    if not graph.joined(one, _GROUNDS[1]) and _GROUNDS[1] not in graph.component(one):
                        return graph.component(one)
        return None


def _sides_of(sets: Sequence[Respondents], kept: set[int]) -> _Sides:
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
            ends = list(_GROUNDS)
            for place in cell:
                ends[side[place]] = place
            pairs[ends[0], ends[1]] += many
    if everyone is not None:
        pairs[_GROUNDS] += len(sets[everyone]) - len(member)
    places = [None if place == everyone else one for place, one in enumerate(side)]
    return _Sides(places, pairs, Counter({cell: cells[cell] for cell in odd}))


def _everyone(sets: Sequence[Respondents], kept: set[int]) -> int | None:
    """The place of the figure that holds all others, if there is one, and it is not the only one."""
    largest = max(kept, key=lambda place: (len(sets[place]), place), default=None)
    if largest is None or any(not sets[place] <= sets[largest] for place in kept):
        return None
    return largest


def _coloured(cells: Counter[frozenset[int]], many: int) -> tuple[list[int], set[frozenset[int]]]:
    """A side (0 or 1) for each figure, and the cells that do not fit: the largest are heard first."""
    sides, odd = _Opposites(many), set[frozenset[int]]()
    for cell, _ in sorted(cells.items(), key=lambda item: (-item[1], sorted(item[0]))):
        if len(cell) > 1 and not (len(cell) == 2 and sides.opposed(*cell)):
            odd.add(cell)
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


def _graph_of(sides: _Sides, kept: Iterable[int]) -> Graph[int]:
    graph = Graph[int]()
    for node in (*_GROUNDS, *kept):
        graph.add(node)
    for (one, other), many in sides.pairs.items():
        graph.tie(one, other, many)
    if all(sides.side[place] is not None for place in kept):
        graph.join(*_GROUNDS)
    return graph


def _ends_without(sides: _Sides, place: int) -> tuple[int, int]:
    """What becomes one when the figure is not published."""
    side = sides.side[place]
    return _GROUNDS if side is None else (place, _GROUNDS[side])
