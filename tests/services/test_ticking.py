"""What is due is done one by one: what goes wrong with one of them holds up no other."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.services.followup.digest import DIGEST
from bot.services.ticking import Ticking, tick_all
from bot.storage.port import StorageError
from tests.services.action_stage import AMINA
from tests.services.followup_stage import Scene, scene
from tests.services.rounds_stage import NOON


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Scene]:
    async with scene(tmp_path) as found:
        yield found


class Part:
    """Something that is done at its time, or cannot be."""

    def __init__(self, error: Exception | None = None) -> None:
        self.done: list[datetime] = []
        self._error = error

    async def tick(self, now: datetime) -> None:
        if self._error is not None:
            raise self._error
        self.done.append(now)

    async def next_due(self) -> datetime | None:
        return None


async def test_a_part_that_fails_holds_up_no_other() -> None:
    wrong = ValueError("a row that cannot be")
    bad, good = Part(wrong), Part()
    parts: list[Ticking] = [bad, good]
    assert await tick_all(parts, NOON) == [wrong]
    assert good.done == [NOON]


async def test_without_the_database_nothing_more_is_tried() -> None:
    after = Part()
    with pytest.raises(StorageError):
        await tick_all([Part(StorageError("it is gone")), after], NOON)
    assert after.done == []


async def test_a_group_whose_row_is_bad_holds_up_no_other(here: Scene) -> None:
    other = await here.workshop.facilitated(here.place.here.network_id or 0, -200, AMINA)
    await here.place.planned(days=40)
    await here.ticks()
    await here.workshop.write(lambda tx: tx.run("UPDATE peer_group SET digest_at = 1"))
    await here.workshop.write(lambda tx: tx.run("UPDATE peer_group SET zone = 'No/Where' WHERE id = :id", id=other.id))
    await here.moves_to(here.now + timedelta(days=1))
    with pytest.raises(ExceptionGroup) as failed:
        await here.digest.tick(here.now)
    assert len(failed.value.exceptions) == 1
    assert await here.workshop.letters(DIGEST) == [here.place.here.chat_id]
