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

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

from surveys.cuts import Graph
from surveys.sides import GROUNDS, Respondents, Sides, are_apart, ends_without, sides_of

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
    if are_apart(sets):
        return [len(one) >= minimum for one in new]
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
        sides = sides_of(self._sets, kept)
        graph = _graph_of(sides, kept)
        while (cut := graph.thin_cut(self._minimum)) is not None or (cut := self._alone(sides, graph)) is not None:
            less = self._to_withhold(sides, graph, cut, kept)
            if less is None:
                return {place for place in kept if place < self._fixed}
            kept.discard(less)
            graph.join(*ends_without(sides, less))
        return kept

    def _to_withhold(self, sides: Sides, graph: Graph[int], cut: set[int], kept: set[int]) -> int | None:
        """Which figure to give up: the first of those whose loss mends the cut; else the first around it."""
        around = graph.component(next(iter(cut)))
        possible = [one for one in sorted(kept) if one >= self._fixed]
        near = [one for one in possible if one in around or sides.side[one] is None]
        mending = [one for one in near if self._mends(sides, one, cut)]
        return min(mending or near or possible, key=lambda one: self._order(len(self._sets[one]), one), default=None)

    def _mends(self, sides: Sides, one: int, cut: set[int]) -> bool:
        node, ground = ends_without(sides, one)
        return (node in cut) != (ground in cut)

    def _alone(self, sides: Sides, graph: Graph[int]) -> set[int] | None:
        """What no tie holds to the ground, though fewer than the minimum of the odd could be told of by it.

        Beside everybody's figure nothing is held there: the sum of all groups without it tells of who is in two.
        """
        for people, many in sides.odd.items():
            if many < self._minimum:
                if not graph.joined(*GROUNDS):
                    return {GROUNDS[0]}
                for one in (*people, GROUNDS[0]):
                    if not graph.joined(one, GROUNDS[1]) and GROUNDS[1] not in graph.component(one):
                        return graph.component(one)
        return None


def _graph_of(sides: Sides, kept: Iterable[int]) -> Graph[int]:
    graph = Graph[int]()
    for node in (*GROUNDS, *kept):
        graph.add(node)
    for (one, other), many in sides.pairs.items():
        graph.tie(one, other, many)
    if all(sides.side[place] is not None for place in kept):
        graph.join(*GROUNDS)
    return graph
