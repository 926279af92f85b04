"""The stage on which conversations are tested."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conversations.stage import Stage, open_stage


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """The whole bot against the double; see `tests.conversations.stage`."""
    async with open_stage(tmp_path) as opened:
        yield opened
