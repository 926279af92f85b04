"""Where a level that is told in a word stands: beyond all numbers, and in the picture a little before its end."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from surveys.extremes import Extreme, extreme
from surveys.scoring import level

ANSWERS = st.lists(st.integers(0, 5), min_size=3, max_size=14)


@given(ANSWERS, ANSWERS)
def test_a_word_stands_beyond_every_number(answers: list[int], others: list[int]) -> None:
    word, number = extreme(answers), level(others)
    if word is not None and number is not None and extreme(others) is None:
        assert number < word.end if word.is_high else number > word.end


@given(ANSWERS)
def test_a_word_is_drawn_on_its_half_and_short_of_the_end(answers: list[int]) -> None:
    word = extreme(answers)
    if word is not None:
        assert Decimal("0.5") <= word.drawn <= Decimal("4.5")
        assert (word.drawn > Decimal("2.5")) is word.is_high


def test_very_is_drawn_further_out() -> None:
    assert Extreme.VERY_LOW.drawn < Extreme.LOW.drawn < Extreme.HIGH.drawn < Extreme.VERY_HIGH.drawn
