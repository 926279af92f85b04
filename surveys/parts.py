"""A figure that cannot be told itself, reckoned from those within it that people have seen.

It tells nothing beyond them: whoever sees them can reckon it as well. So a network's wheel need not lack a theme since
one of its groups has too few answers, or is told in a word: who is in no part is not counted, and a part told in a word
counts in the middle of what the word may be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from surveys.extremes import Extreme, between, extreme_between

Answers = Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A level, or a word for one, and who is in it."""

    level: Decimal | None
    word: Extreme | None
    who: frozenset[str]


class _Part(NamedTuple):
    """Who is in it, and between which sums it is told."""

    who: frozenset[str]
    low: int
    high: int


def reckoned(figure: Answers, seen: Sequence[Answers]) -> Reckoned | None:
    """What its parts among those `seen` tell of a figure; None where that is too little.

    They are two at least, since one would be told in another's name, and hold at least half of the answers. The level
    is off by a quarter of a point at the most from that of all who are in them.
    """
    parts = _parts(figure, seen)
    who = frozenset[str]().union(*(one.who for one in parts))
    if len(parts) < 2 or 2 * len(who) < len(figure):
        return None
    low, high = sum(one.low for one in parts), sum(one.high for one in parts)
    if 2 * (high - low) <= len(who):
        tenths = (10 * (low + high) + len(who)) // (2 * len(who))
        return Reckoned(Decimal(tenths).scaleb(-1), None, who)
    word = extreme_between(low, high, len(who))
    return Reckoned(None, word, who) if word else None


def _parts(figure: Answers, seen: Sequence[Answers]) -> list[_Part]:
    """Those that lie in the figure, have nobody in common, and whose answers are all still known."""
    parts, left = list[_Part](), set(figure)
    for one in seen:
        levels = [level for level in one.values() if level is not None]
        if levels and len(levels) == len(one) and one.keys() <= left:
            parts.append(_Part(frozenset(one), *between(levels)))
            left -= one.keys()
    return parts
