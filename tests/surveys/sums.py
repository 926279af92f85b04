"""What sums and differences of figures can tell of, by looking through all of them: slow, and plainly right."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from fractions import Fraction
from itertools import combinations
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def rank(rows: Sequence[Sequence[int]]) -> int:
    left, found = [[Fraction(value) for value in row] for row in rows], 0
    for column in range(len(left[0]) if left else 0):
        pivot = next((row for row in left[found:] if row[column]), None)
        if pivot is None:
            continue
        left.remove(pivot)
        left.insert(found, pivot)
        for place in range(found + 1, len(left)):
            factor = left[place][column] / pivot[column]
            left[place] = [value - factor * by for value, by in zip(left[place], pivot, strict=True)]
        found += 1
    return found


def is_safe(sets: Sequence[frozenset[T]], minimum: int) -> bool:
    """No factors leave fewer people: to leave out the columns of that few never lowers the rank."""
    people = sorted(frozenset[T]().union(*sets), key=repr)
    whole = rank([[one in chosen for one in people] for chosen in sets])
    return all(
        rank([[one in chosen for one in people if one not in few] for chosen in sets]) == whole
        for size in range(1, minimum)
        for few in combinations(people, size)
    )
