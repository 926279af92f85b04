"""Every engine keeps the contract of the port."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage import open_storage
from bot.storage.port import Storage
from tests.databases import ENGINES, empty_database

from .contract import Open, StorageContract, set_up


@pytest.fixture(params=ENGINES)
def open_again(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    """Opens the database of this test."""
    url = empty_database(tmp_path, request.param)

    async def open_it() -> Storage:
        return await open_storage(url)

    return open_it


@pytest.fixture
async def storage(open_again: Open) -> AsyncIterator[Storage]:
    """The database of this test, with the tables of the contract."""
    opened = await open_again()
    await set_up(opened)
    yield opened
    await opened.close()


class TestEngines(StorageContract):
    """All behaviours, on all engines."""
