"""No one below the minimum is shown, not by one figure nor by two put together."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.disclosure import MINIMUM_FLOOR, shown

PEOPLE = [f"p{number}" for number in range(14)]
SETS = st.frozensets(st.sampled_from(PEOPLE))
FIGURE = st.dictionaries(st.sampled_from(["a", "b", "c"]), SETS, max_size=3)
FIGURES = st.lists(FIGURE, max_size=5)
MINIMUM = st.integers(MINIMUM_FLOOR, 6)


@given(FIGURES, MINIMUM)
def test_nothing_below_the_minimum_is_shown(figures: list[dict[str, frozenset[str]]], minimum: int) -> None:
    for figure, spokes in zip(figures, shown(figures, minimum=minimum), strict=True):
        assert all(len(figure[spoke]) >= minimum for spoke in spokes)


@given(FIGURES, MINIMUM)
def test_no_two_figures_put_together_show_too_few(figures: list[dict[str, frozenset[str]]], minimum: int) -> None:
    decided = shown(figures, minimum=minimum)
    for (one, seen), (other, also) in combinations(zip(figures, decided, strict=True), 2):
        for spoke in seen & also:
            apart = one[spoke] ^ other[spoke]
            assert not apart or len(apart) >= minimum


@given(FIGURE, MINIMUM)
def test_a_figure_alone_shows_all_that_has_enough(figure: dict[str, frozenset[str]], minimum: int) -> None:
    """Nothing is withheld without need."""
    (spokes,) = shown([figure], minimum=minimum)
    assert spokes == {spoke for spoke, who in figure.items() if len(who) >= minimum}


def test_a_group_and_its_organization_of_the_same_people_are_both_shown() -> None:
    same = frozenset(PEOPLE[:5])
    assert shown([{"a": same}, {"a": same}], minimum=5) == (frozenset("a"), frozenset("a"))


def test_of_two_figures_that_one_person_keeps_apart_only_the_wider_is_shown() -> None:
    """Eleven less ten would be one person's answer."""
    ten, eleven = frozenset(PEOPLE[:10]), frozenset(PEOPLE[:11])
    assert shown([{"a": ten}, {"a": eleven}], minimum=5) == (frozenset(), frozenset("a"))


def test_what_people_have_seen_is_not_taken_back() -> None:
    ten, eleven = frozenset(PEOPLE[:10]), frozenset(PEOPLE[:11])
    assert shown([{"a": eleven}], minimum=5, published=[{"a": ten}]) == (frozenset(),)


def test_skips_count_theme_by_theme() -> None:
    five, four = frozenset(PEOPLE[:5]), frozenset(PEOPLE[:4])
    assert shown([{"a": five, "b": four}], minimum=5) == (frozenset("a"),)


def test_a_minimum_under_the_floor_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 3"):
        shown([], minimum=2)
