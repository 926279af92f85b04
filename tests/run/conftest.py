"""A double of Telegram for processes: its clock is the machine's, since theirs is."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.clock import RehearsalClock
from bot.rehearsal import Double, World


@pytest.fixture
async def double() -> AsyncIterator[Double]:
    async with Double(World(RehearsalClock(), seed=3)) as opened:
        yield opened
