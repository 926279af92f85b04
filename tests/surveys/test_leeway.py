"""What is told of a figure within another, and what is withheld, leaves each answer open: by looking through all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations_with_replacement, product

import pytest

from surveys.disclosure import disclosed

Case = tuple[tuple[int, ...], tuple[int, ...]]
"""The answers of those in both figures, and of those in the wider one alone."""


def looks(case: Case) -> tuple[object, ...]:
    """What is seen of the wider figure, that closes first, and then of the one in it."""
    inside, beside = case
    inner = {f"i{place}": level for place, level in enumerate(inside)}
    outer = {**inner, **{f"o{place}": level for place, level in enumerate(beside)}}
    (first,) = disclosed([{"a": outer}], minimum=3)
    (second,) = disclosed([{"a": inner}], minimum=3, seen=[{"a": outer}])
    return first.spoke("a"), second.spoke("a")


def tellings(case: Case) -> Iterator[tuple[tuple[int, int, int], int]]:
    """Where somebody is whose answer is to be told, where one is whose answer is known, and which; and what it is."""
    for side, levels in enumerate(case):
        for other, known in ((place, level) for place, them in enumerate(case) for level in set(them)):
            left = Counter(levels)
            if other == side:
                left[known] -= 1
            for level in +left:
                yield (side, other, known), level


@pytest.mark.parametrize(("inside", "beside"), [(3, 3), (4, 3)])
def test_nobody_s_answer_follows_for_who_knows_their_own(inside: int, beside: int) -> None:
    possible = defaultdict[tuple[object, ...], set[int]](set)
    for case in product(_levels(inside), _levels(beside)):
        seen = looks(case)
        for telling, level in tellings(case):
            possible[*seen, *telling].add(level)
    assert [known for known, levels in possible.items() if len(levels) < 2] == []


def _levels(many: int) -> list[tuple[int, ...]]:
    """Whoever of them gave which makes no difference."""
    return list(combinations_with_replacement(range(6), many))
