"""The benchmark of erasing still runs: with few people, and nothing of it timed."""

from __future__ import annotations

import pytest

from benchmarks import erasing
from benchmarks.bulk import Network

pytestmark = pytest.mark.slow


def test_taps_are_timed_while_a_network_is_erased(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasing, "QUIET", 5)
    rows = [row.aim for row in erasing.measure(Network(groups=2, people=20, rounds=2))]
    assert rows in (one := ["", "", "<= 100 ms", "", "<= 100 ms"], one * 2)
