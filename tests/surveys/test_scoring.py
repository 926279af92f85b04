"""From answers to a level, and to how far people agree."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.scoring import AGREEMENT_FROM, Agreement, agreement, level

ANSWERS = st.lists(st.integers(0, 5), min_size=1, max_size=60)


@given(ANSWERS)
def test_the_level_is_the_mean_to_one_decimal_a_half_upwards(answers: list[int]) -> None:
    exact = Fraction(sum(answers), len(answers))
    tenths = math.floor(exact * 10 + Fraction(1, 2))
    assert level(answers) == Decimal(tenths) / 10


@pytest.mark.parametrize(
    ("answers", "expected"),
    [([0, 0, 0, 1] * 5, "0.3"), ([2, 2, 2, 3], "2.3"), ([5] * 7, "5.0"), ([0] * 3, "0.0"), ([4, 5], "4.5")],
)
def test_a_half_is_rounded_up(answers: list[int], expected: str) -> None:
    """0.25 and 2.25 become 0.3 and 2.3: neither to the even digit nor by the chance of a float."""
    assert level(answers) == Decimal(expected)
    mean = Decimal(sum(answers)) / len(answers)
    assert level(answers) == mean.quantize(Decimal("0.1"), ROUND_HALF_UP)


def test_without_answers_there_is_no_level() -> None:
    assert level([]) is None


@pytest.mark.parametrize("answer", [-2, -1, 6])
def test_what_is_not_scored_never_gets_into_a_mean(answer: int) -> None:
    with pytest.raises(ValueError, match="an answer is 0 to 5"):
        level([3, answer])
    with pytest.raises(ValueError, match="an answer is 0 to 5"):
        agreement([answer])


@given(st.lists(st.integers(0, 5), max_size=AGREEMENT_FROM - 1))
def test_agreement_is_not_told_of_few(answers: list[int]) -> None:
    assert agreement(answers) is None


@given(st.lists(st.integers(0, 5), min_size=AGREEMENT_FROM, max_size=60))
def test_agreement_does_not_depend_on_order_or_direction(answers: list[int]) -> None:
    shuffled = sorted(answers)
    told = agreement(answers)
    assert told is not None
    assert told == agreement(shuffled)
    assert told == agreement([5 - answer for answer in answers])


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ([3] * 8, Agreement.AGREE),
        ([2, 3, 3, 3, 4, 4, 3, 3, 0], Agreement.AGREE),
        ([0, 0, 0, 0, 5, 5, 5, 5], Agreement.DIVIDED),
        ([0, 1, 2, 3, 4, 5, 2, 3], Agreement.MIXED),
        ([1, 1, 1, 4, 4, 4, 4, 2], Agreement.DIVIDED),
    ],
)
def test_the_words_say_what_people_would(answers: list[int], told: Agreement) -> None:
    assert agreement(answers) is told
