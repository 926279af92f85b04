"""A short storm with the slow tests; the long one is `make storm`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.storm import Weather, storm, table

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("database", "seed"), [("sqlite", 1), ("postgres", 2)])
async def test_kills_lose_no_answer_and_no_letter(tmp_path: Path, database: str, seed: int) -> None:
    weather = Weather(kills=6, seed=seed, groups=2, members=12, database=database)
    outcome = await storm(weather, tmp_path)
    assert outcome.clean, table(weather, outcome)
    assert outcome.reckoning.answers == 36 * outcome.rounds
