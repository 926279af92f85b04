"""From answers to a level and to how far people agree. Exact: whole numbers on the way, never a float."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from enum import Enum

from surveys.template import HIGHEST

AGREEMENT_FROM = 8


class Agreement(Enum):
    """How close the answers to one spoke are."""

    AGREE = "agree"
    MIXED = "mixed"
    DIVIDED = "divided"


def level(answers: Sequence[int]) -> Decimal | None:
    """The mean of answers 0..5 to one decimal, a half upwards; None without answers. ValueError for another answer."""
    _check(answers)
    if not answers:
        return None
    tenths = (20 * sum(answers) + len(answers)) // (2 * len(answers))
    return Decimal(tenths).scaleb(-1)


def agreement(answers: Sequence[int]) -> Agreement | None:
    """How close answers 0..5 are; None below eight answers, where a spread would give single answers away.

    Agree: at least 80 % of the answers lie within three neighbouring levels, that is within one level of a middle one.
    Divided: two camps, each at least 30 % of the answers and thus three people, lie three levels apart or more. Both at
    once cannot be: of two such camps three neighbouring levels hold one at the most. Mixed: neither. ValueError for an
    answer outside the scale.
    """
    _check(answers)
    if len(answers) < AGREEMENT_FROM:
        return None
    count = Counter(answers)
    if 10 * _closest(count) >= 8 * len(answers):
        return Agreement.AGREE
    if 10 * _smaller_camp(count) >= 3 * len(answers):
        return Agreement.DIVIDED
    return Agreement.MIXED


def _closest(count: Counter[int]) -> int:
    """How many answers the fullest three neighbouring levels hold."""
    return max(sum(count[low + step] for step in range(3)) for low in range(HIGHEST - 1))


def _smaller_camp(count: Counter[int]) -> int:
    """How many answers the smaller of two camps holds, where they are cut so that it is largest."""
    cuts = range(HIGHEST - 2)
    return max(min(_between(count, 0, low), _between(count, low + 3, HIGHEST)) for low in cuts)


def _between(count: Counter[int], low: int, high: int) -> int:
    return sum(count[answer] for answer in range(low, high + 1))


def _check(answers: Sequence[int]) -> None:
    for answer in answers:
        if not 0 <= answer <= HIGHEST:
            raise ValueError(f"an answer is 0 to {HIGHEST}, not {answer}")
