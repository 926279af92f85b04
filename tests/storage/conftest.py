"""A PostgreSQL database behind a line that a test can cut."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.databases import new_database

from .wire import Wire


@pytest.fixture
def url(tmp_path: Path) -> str:
    return new_database(tmp_path, "postgres")


@pytest.fixture
async def wire(url: str) -> AsyncIterator[Wire]:
    with tempfile.TemporaryDirectory(prefix="wire-") as folder:  # short: see `tools.postgres`
        async with Wire(Path(folder), url).laid() as laid:
            yield laid
