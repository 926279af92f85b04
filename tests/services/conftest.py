"""Where most tests of services begin: a fresh database of rounds (`scene`), or of people and groups (`here`)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.networks import Network
from tests.services.membership_stage import Neighbourhood, neighbourhood
from tests.services.rounds_stage import Stage, stage


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as found:
        yield found


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Neighbourhood]:
    async with neighbourhood(tmp_path) as found:
        yield found


@pytest.fixture
async def network(here: Neighbourhood) -> Network:
    """Of the one coordinator."""
    return await here.coordinated()
