"""The stage on which access is tried, and all that is on it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.access.scene import Cast, play
from tests.conversations.stage import Stage, open_stage


@pytest.fixture
async def cast(tmp_path: Path) -> AsyncIterator[Cast]:
    """Two networks, and people of every role; see `tests.access.scene`."""
    async with open_stage(tmp_path) as opened:
        yield await play(opened)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """The whole bot, and nobody there yet."""
    async with open_stage(tmp_path) as opened:
        yield opened
