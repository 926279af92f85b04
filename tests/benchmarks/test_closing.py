"""The benchmark of a close: it sees the whole of it, wheels and letters, and taps in its middle."""

from __future__ import annotations

from pathlib import Path

from benchmarks.closing import Size, closed


async def test_all_wheels_are_decided_on_while_people_tap(tmp_path: Path) -> None:
    found = await closed(tmp_path, Size(people=60, groups=5, organizations=6), idle_s=0.1)
    assert found.seconds > 0
    assert found.idle
    assert found.meanwhile
