"""Levels so near an end of the scale that the number would give answers away: they are told in a word.

Who knows their own answer takes it from the sum. Where nothing is left of it, all the others are at the end of the
scale. So a sum is told as a number only if it is more than `REACH` points away from both ends; a word leaves room for
everything nearer, and the same room whatever the sum is.
"""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from enum import Enum

from surveys.template import HIGHEST

REACH = 7
"""Points between a sum and an end of the scale: one's own answer is 5 of them, and 2 are left to be anybody's."""

_VERY_FROM = 5
"""Of so many answers a sum within reach is a mean of at most 1.4, or at least 3.6; of fewer it may be near the middle.
"""


_VERY_AT_MOST = Decimal("1.4")
"""A mean of `REACH` points of that many answers."""


class Extreme(Enum):
    """Where a level is that is not told as a number."""

    VERY_LOW = "very low"
    LOW = "low"
    HIGH = "high"
    VERY_HIGH = "very high"

    @property
    def is_high(self) -> bool:
        return self in (Extreme.HIGH, Extreme.VERY_HIGH)

    @property
    def end(self) -> Decimal:
        """The end of the scale that it is near to: beyond every level that is told as a number."""
        return Decimal(HIGHEST if self.is_high else 0)

    @property
    def drawn(self) -> Decimal:
        """Where a picture has it: in the middle of what it may be for few people, since the end would say too much."""
        inwards = Decimal("0.5") if self in (Extreme.VERY_LOW, Extreme.VERY_HIGH) else Decimal(1)
        return self.end - inwards if self.is_high else inwards


def extreme(answers: Collection[int]) -> Extreme | None:
    """The word for the level of three or more answers 0..5; None where it can be told as a number."""
    very = len(answers) >= _VERY_FROM
    if sum(answers) <= REACH:
        return Extreme.VERY_LOW if very else Extreme.LOW
    if HIGHEST * len(answers) - sum(answers) <= REACH:
        return Extreme.VERY_HIGH if very else Extreme.HIGH
    return None


def extreme_between(low: int, high: int, many: int) -> Extreme | None:
    """The word for the level of so many answers, five or more, of whose sum only bounds are known; None without one."""
    if high <= _VERY_AT_MOST * many:
        return Extreme.VERY_LOW
    return Extreme.VERY_HIGH if low >= (HIGHEST - _VERY_AT_MOST) * many else None


def between(answers: Collection[int]) -> tuple[int, int]:
    """Between which sums of three or more answers 0..5 the lowest and the highest is that are told in the same way."""
    total, most = sum(answers), HIGHEST * len(answers)
    word = extreme(answers)
    if word is None:
        return total, total
    return (most - REACH, most) if word.is_high else (0, REACH)
