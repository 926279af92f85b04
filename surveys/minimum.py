"""Which minimum of answers suits how many people: high enough to protect them, low enough that a wheel comes about."""

from __future__ import annotations

from surveys.disclosure import MINIMUM_DEFAULT, MINIMUM_FLOOR

MINIMUMS = (MINIMUM_FLOOR, MINIMUM_DEFAULT, 8)
"""What a group chooses from."""

_SUITS_FROM = {8: 20, MINIMUM_DEFAULT: 6, MINIMUM_FLOOR: MINIMUM_FLOOR}
"""From how many people on each suits them: eight is met by two fifths of twenty, five by most of six."""


def fitting(people: int) -> int | None:
    """The minimum that suits so many people; None where they are too few for any."""
    return next((minimum for minimum, needed in _SUITS_FROM.items() if people >= needed), None)
