"""The benchmark of workshops still runs: with a few taps, and nothing of it timed."""

from __future__ import annotations

import pytest

from benchmarks import together

pytestmark = pytest.mark.slow


def test_taps_are_answered() -> None:
    rows = [row.aim for row in together.measure(kept=200, taps=8)]
    assert rows in (["<= 50 ms"], ["<= 50 ms"] * 2)
