"""The benchmark of discussions still runs: among a few kept points, and nothing of it timed."""

from __future__ import annotations

import pytest

from benchmarks import talking

pytestmark = pytest.mark.slow


def test_a_discussion_is_opened_among_what_is_kept() -> None:
    rows = talking.measure(kept=100, asks=3)
    assert [row.aim for row in rows] in (["<= 50 ms"], ["<= 50 ms"] * 2)
