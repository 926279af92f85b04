"""A figure reckoned from its parts: near to what it is, and nothing that its parts do not tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.disclosure import COUNT, Disclosed, disclosed
from surveys.extremes import REACH, Extreme, between
from surveys.parts import reckoned

LEVELS = st.lists(st.integers(0, 5), min_size=3, max_size=12)
NEAR_AN_END = st.lists(st.sampled_from([0, 0, 0, 0, 1]), min_size=5, max_size=12).filter(
    lambda levels: sum(levels) <= REACH
)


def groups(*levels: Sequence[int]) -> list[dict[str, int]]:
    """Each with people of its own."""
    number = count()
    return [{f"p{next(number)}": level for level in one} for one in levels]


def together(them: Sequence[Mapping[str, int]]) -> dict[str, int]:
    return {who: level for one in them for who, level in one.items()}


def network(*levels: Sequence[int], hidden: Sequence[int] = ()) -> Disclosed:
    """What is told of all groups together, of which those in `levels` were seen."""
    *shown, other = groups(*levels, hidden)
    (found,) = disclosed([{"a": together([*shown, other])}], minimum=5, seen=[{"a": one, COUNT: one} for one in shown])
    return found


@given(st.lists(LEVELS | NEAR_AN_END, min_size=2, max_size=5))
def test_a_level_is_off_by_a_quarter_at_the_most(levels: list[list[int]]) -> None:
    them = groups(*levels)
    found = reckoned(together(them), them)
    everybody = [level for one in levels for level in one]
    mean = Decimal(sum(everybody)) / len(everybody)
    if found and found.level is not None:
        assert abs(found.level - mean) <= Decimal("0.25") + Decimal("0.05")
    if found and found.word:
        assert abs(mean - found.word.end) <= Decimal("1.4")


@given(st.lists(NEAR_AN_END, min_size=2, max_size=4))
def test_it_tells_nothing_beyond_its_parts(levels: list[list[int]]) -> None:
    """Other answers that are told in the same way make the same of it."""
    others = [[0] * len(one) for one in levels]
    assert [between(one) for one in levels] == [between(one) for one in others]
    them, alike = groups(*levels), groups(*others)
    assert reckoned(together(them), them) == reckoned(together(alike), alike)


def test_a_network_is_told_without_the_group_that_is_too_small() -> None:
    found = network([2, 3, 2, 3, 2], [3, 3, 3, 3, 3, 3], hidden=[0, 0])
    assert found.spoke("a").level == Decimal("2.7")
    assert found.spoke("a").from_parts
    assert found.answers == 11


def test_where_all_can_be_counted_all_are() -> None:
    found = network([2, 3, 2, 3, 2], [3, 3, 3, 3, 3, 3], hidden=[3, 3, 3, 3, 3])
    assert not found.spoke("a").from_parts
    assert found.answers == 16


def test_a_group_told_in_a_word_counts_in_the_middle_of_it() -> None:
    """Ten who may have 0 to 7 points, and ten with 30."""
    assert network([0] * 10, [3] * 10).spoke("a").level == network([1] * 7 + [0] * 3, [3] * 10).spoke("a").level
    assert network([0] * 10, [3] * 10).spoke("a").level == Decimal("1.7")


@pytest.mark.parametrize(("answer", "word"), [(0, Extreme.VERY_LOW), (5, Extreme.VERY_HIGH)])
def test_of_groups_that_are_all_told_in_a_word_a_word_is_told(answer: int, word: Extreme) -> None:
    assert network([answer] * 6, [answer] * 7, [answer] * 6).spoke("a").word == word


def test_too_vague_a_level_is_withheld() -> None:
    assert not network([0] * 5, [5] * 5, hidden=[2]).spoke("a").shown


def test_one_group_alone_is_not_told_in_the_network_s_name() -> None:
    assert not network([2, 3, 2, 3, 2, 3], hidden=[2, 3]).spoke("a").shown


def test_the_smaller_part_does_not_stand_for_all() -> None:
    them = groups([2, 3, 2, 3, 2], [3, 3, 3, 3, 3], [1] * 11)
    assert reckoned(together(them), them[:2]) is None
    assert reckoned(together(them), [them[0], them[2]]) is not None


def test_who_is_in_two_parts_counts_once() -> None:
    one, other, third = groups([2, 2, 2, 2], [3, 3, 3, 3], [3, 3, 3, 3])
    twice = {**other, **dict.fromkeys(one, 2)}
    found = reckoned(together([one, other, third]), [one, twice, third])
    assert found
    assert found.who == {*one, *third}


def test_a_part_with_forgotten_answers_is_none() -> None:
    one, other = groups([2, 2, 2], [3, 3, 3])
    assert reckoned(together([one, other]), [one, dict.fromkeys(other)]) is None
