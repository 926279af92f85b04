"""What may be seen of a round, and what nobody can tell from it: of whomever, with an own answer or without."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.disclosure import COUNT, MINIMUM_FLOOR, Disclosed, Seen, disclosed
from surveys.extremes import Extreme

PEOPLE = [f"p{number}" for number in range(14)]
LEVEL = st.integers(0, 5)
FIGURE = st.dictionaries(st.sampled_from(["a", "b", "c"]), st.dictionaries(st.sampled_from(PEOPLE), LEVEL), max_size=3)
MINIMUM = st.integers(MINIMUM_FLOOR, 6)


@st.composite
def rounds(draw: st.DrawFn) -> list[Mapping[str, Mapping[str, int]]]:
    """Figures of the same people: who is in several has the same answers there."""
    levels = {spoke: {one: draw(LEVEL) for one in PEOPLE} for spoke in "abc"}
    figures = draw(st.lists(FIGURE, max_size=5))
    return [{spoke: {one: levels[spoke][one] for one in who} for spoke, who in figure.items()} for figure in figures]


def one_spoke(*levels: int) -> dict[str, Mapping[str, int]]:
    return {"a": dict(zip(PEOPLE, levels, strict=False))}


def spokes(figures: Sequence[Disclosed]) -> list[set[str]]:
    return [{spoke for spoke, result in one.spokes.items() if result.shown} for one in figures]


@given(rounds(), MINIMUM)
def test_nothing_below_the_minimum_is_shown(figures: list[Mapping[str, Mapping[str, int]]], minimum: int) -> None:
    for one in disclosed(figures, minimum=minimum):
        assert all(len(who) >= minimum for who in one.who.values())
        assert set(one.who) - {COUNT} == set(one.spokes)


@given(rounds(), MINIMUM)
def test_no_two_figures_put_together_show_too_few(figures: list[Mapping[str, Mapping[str, int]]], minimum: int) -> None:
    for one, other in combinations(disclosed(figures, minimum=minimum), 2):
        for spoke in one.who.keys() & other.who.keys():
            apart = one.who[spoke] ^ other.who[spoke]
            assert not apart or len(apart) >= minimum


@given(st.dictionaries(st.sampled_from("abc"), st.dictionaries(st.sampled_from(PEOPLE), LEVEL)), MINIMUM)
def test_a_figure_alone_shows_all_that_has_enough(figure: Mapping[str, Mapping[str, int]], minimum: int) -> None:
    """Nothing is withheld without need."""
    (seen,) = disclosed([figure], minimum=minimum)
    assert spokes([seen]) == [{spoke for spoke, levels in figure.items() if len(levels) >= minimum}]


@pytest.mark.parametrize("size", [3, 4, 5, 6])
def test_of_a_figure_alone_nobody_can_tell_another_s_answer_who_knows_their_own(size: int) -> None:
    """All that could have been answered, sorted by what is shown of it: within that each other answer is open."""
    same: dict[object, list[tuple[int, ...]]] = {}
    for levels in product(range(6), repeat=size):
        if list(levels[2:]) == sorted(levels[2:]):  # the others' order makes no difference
            (seen,) = disclosed([one_spoke(*levels)], minimum=3)
            same.setdefault((seen.spokes["a"], levels[0]), []).append(levels)
    assert all(len({levels[1] for levels in found}) > 1 for found in same.values())


@pytest.mark.parametrize(
    ("levels", "word"),
    [
        ([0, 0, 0, 0, 0], Extreme.VERY_LOW),
        ([5, 2, 0, 0, 0], Extreme.VERY_LOW),
        ([5, 3, 0, 0, 0], None),
        ([0, 4, 4, 4, 5], None),
        ([0, 4, 5, 4, 5], Extreme.VERY_HIGH),
        ([5, 5, 5, 5, 5], Extreme.VERY_HIGH),
        ([2, 2, 2], Extreme.LOW),
        ([2, 3, 3], Extreme.HIGH),
        ([5, 5, 5, 5, 5, 5, 5, 5, 0, 5], Extreme.VERY_HIGH),
    ],
)
def test_near_an_end_of_the_scale_a_word_is_shown_and_nothing_else(levels: list[int], word: Extreme | None) -> None:
    (seen,) = disclosed([one_spoke(*levels)], minimum=3)
    result = seen.spoke("a")
    assert result.word == word
    assert (result.level is None) == (word is not None)
    assert not word or result.agreement is None


def test_the_rest_of_two_figures_is_not_shown_where_all_of_it_is_at_an_end() -> None:
    """Ten less five leaves five who have all answered 0."""
    five = dict(zip(PEOPLE, [2, 3, 2, 3, 2], strict=False))
    ten = {**five, **dict.fromkeys(PEOPLE[5:10], 0)}
    assert spokes(disclosed([{"a": five}, {"a": ten}], minimum=5)) == [set(), {"a"}]
    assert spokes(disclosed([{"a": ten}], minimum=5, seen=[{"a": five}])) == [set()]
    middling = {**five, **dict.fromkeys(PEOPLE[5:10], 3)}
    assert spokes(disclosed([{"a": five}, {"a": middling}], minimum=5)) == [{"a"}, {"a"}]


def test_a_word_and_a_number_do_not_tell_more_together() -> None:
    """Of the word one knows that at most 7 points are in it: the number leaves none of them to the others."""
    few = dict(zip(PEOPLE, [2, 2, 2, 1, 0], strict=False))
    more = {**few, **dict.fromkeys(PEOPLE[5:10], 5)}
    assert spokes(disclosed([{"a": more}], minimum=5, seen=[{"a": few}])) == [set()]


def test_who_was_forgotten_leaves_no_room() -> None:
    """Ten less five leaves five whose answers are known no more: they may all have been at an end."""
    seen: Seen = {"a": {one: (2 if place < 5 else None) for place, one in enumerate(PEOPLE[:10])}}
    group = dict.fromkeys(PEOPLE[:5], 2)
    assert spokes(disclosed([{"a": group}], minimum=5, seen=[seen])) == [set()]


def test_a_group_and_its_organization_of_the_same_people_are_both_shown() -> None:
    same = one_spoke(2, 3, 2, 3, 2)
    assert spokes(disclosed([same, same], minimum=5)) == [{"a"}, {"a"}]


def test_of_two_figures_that_one_person_keeps_apart_only_the_wider_is_shown() -> None:
    """Eleven less ten would be one person's answer."""
    levels = [2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2]
    assert spokes(disclosed([one_spoke(*levels[:10]), one_spoke(*levels)], minimum=5)) == [set(), {"a"}]


def test_what_people_have_seen_is_not_taken_back() -> None:
    levels = [2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2]
    assert spokes(disclosed([one_spoke(*levels)], minimum=5, seen=[one_spoke(*levels[:10])])) == [set()]


def test_the_number_of_answers_is_held_to_the_same_rule() -> None:
    """Eleven people in one wheel, ten in another that was seen: the number would tell of one of them."""
    levels = [2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2]
    seen: Seen = {COUNT: dict.fromkeys(PEOPLE[:10])}
    (alone,), (beside,) = (
        disclosed([one_spoke(*levels)], minimum=5),
        disclosed([one_spoke(*levels)], minimum=5, seen=[seen]),
    )
    assert (alone.answers, beside.answers) == (11, None)


def test_skips_count_theme_by_theme() -> None:
    figure = {"a": dict.fromkeys(PEOPLE[:5], 2), "b": dict.fromkeys(PEOPLE[:4], 2)}
    assert spokes(disclosed([figure], minimum=5)) == [{"a"}]


def test_a_minimum_under_the_floor_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 3"):
        disclosed([], minimum=2)


@pytest.mark.parametrize("sum_of_four", range(11, 21))
def test_a_word_does_not_narrow_what_is_withheld_beside_it(sum_of_four: int) -> None:
    """Eleven have 46 of 55 points, and seven of them 35 at the most: without a word they would be known to have 34."""
    four = dict(zip(PEOPLE, _levels(sum_of_four, 4), strict=False))
    seven = dict(zip(PEOPLE[4:], _levels(46 - sum_of_four, 7), strict=False))
    assert spokes(disclosed([{"a": four}], minimum=3, seen=[{"a": {**four, **seven}}])) == [set()]


def _levels(total: int, many: int) -> list[int]:
    return [total // many + (place < total % many) for place in range(many)]
