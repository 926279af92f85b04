"""A database that was away under a living process: its silence must not look like that of people."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from bot.services.rounds.calendar import Calendar
from tests.conversations.stage import DAY, Stage, open_stage

HOUR = 3600


async def closes_at(stage: Stage) -> int:
    """Microseconds."""
    part = await stage.app.services.rounds.part(1, 1)
    assert part is not None
    return part.closes_at


@pytest.mark.parametrize(("away", "longer"), [(2 * HOUR, 2 * HOUR), (HOUR // 2, 0)])
async def test_a_round_is_extended_when_the_database_was_away_for_more_than_an_hour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, away: int, longer: int
) -> None:
    async with open_stage(tmp_path) as stage:
        chat, fatou, _ = await stage.group(await stage.coordinator())
        await stage.round(fatou, chat)
        await stage.advance(6.9 * DAY)
        before, awake = await closes_at(stage), Calendar.awake

        async def late(calendar: Calendar, now: datetime) -> None:
            stage.clock.advance(away)
            await awake(calendar, now)

        monkeypatch.setattr(Calendar, "awake", late)
        await stage.app.tick()
        monkeypatch.undo()
        assert await closes_at(stage) - before == longer * 1_000_000
