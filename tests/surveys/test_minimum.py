"""Which minimum is advised: one that so many people can meet, and the higher the more they are."""

from __future__ import annotations

import pytest

from surveys.disclosure import MINIMUM_DEFAULT, MINIMUM_FLOOR
from surveys.minimum import MINIMUMS, fitting


@pytest.mark.parametrize(
    ("people", "minimum"), [(2, None), (3, 3), (5, 3), (6, 5), (12, 5), (19, 5), (20, 8), (40, 8), (5000, 8)]
)
def test_each_size_has_its_minimum(people: int, minimum: int | None) -> None:
    assert fitting(people) == minimum


def test_what_is_advised_can_be_met_and_chosen() -> None:
    advised = {people: fitting(people) for people in range(MINIMUM_FLOOR, 60)}
    assert all(minimum in MINIMUMS and minimum <= people for people, minimum in advised.items())
    assert list(advised.values()) == sorted(advised.values(), key=lambda minimum: minimum or 0)
    assert {MINIMUM_FLOOR, MINIMUM_DEFAULT} <= set(MINIMUMS)
