"""Person-days as people write them."""

from __future__ import annotations

import pytest

from handlers.actions.edits import read_half_days


@pytest.mark.parametrize(
    ("line", "half_days"),
    [
        ("2", 4),
        ("1.5", 3),
        ("0,5 jours", 1),
        (" 3 días ", 6),
        ("2.50", 5),
        ("0", 0),
        ("1.3", None),
        ("-2", None),
        ("two", None),
        ("2 to 3", None),
        ("", None),
        ("99999", None),
    ],
)
def test_days_are_whole_or_half(line: str, half_days: int | None) -> None:
    assert read_half_days(line) == half_days
