"""A PostgreSQL server that goes away and comes back: everybody waits, nothing is lost, nothing happens twice."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
import structlog

from bot.clock import SystemClock
from bot.storage import open_storage
from bot.storage.port import Storage
from tests.databases import OwnServer

from .contract import adding, balance, set_up

SOON = 120


@pytest.fixture
def own() -> Iterator[OwnServer]:
    made = OwnServer()
    yield made
    made.remove()


class Callers:
    """Twenty who write without a pause; each counts what was acknowledged."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._going = True
        self.acknowledged = 0
        self._tasks = [asyncio.create_task(self._call()) for _ in range(20)]

    async def more(self, many: int) -> None:
        """Return once so many more were acknowledged."""
        goal = self.acknowledged + many
        async with asyncio.timeout(SOON):
            while self.acknowledged < goal:
                await SystemClock().sleep(0.01)

    async def stop(self) -> None:
        self._going = False
        await asyncio.wait_for(asyncio.gather(*self._tasks), SOON)

    async def _call(self) -> None:
        while self._going:
            await self._storage.write(adding("Awa", 1))
            self.acknowledged += 1


@pytest.mark.slow
@pytest.mark.parametrize("crash", [False, True], ids=["stopped", "crashed"])
async def test_a_server_that_is_away_for_a_while_costs_nobody_anything(own: OwnServer, *, crash: bool) -> None:
    url = own.new_database()
    with structlog.testing.capture_logs() as logs:
        storage = await open_storage(url)
        await set_up(storage)
        callers = Callers(storage)
        for outage in (1, 2):
            await callers.more(200)
            await asyncio.to_thread(own.stop, crash=crash)
            reading = asyncio.create_task(balance(storage, "Binta"))
            while [log["log_level"] for log in logs].count("warning") < outage:
                await SystemClock().sleep(0.01)
            await asyncio.to_thread(own.start)
            await callers.more(200)
            assert await reading == 0
        await callers.stop()
        assert await balance(storage, "Awa") == 100 + callers.acknowledged
        await storage.close()
    assert [log["log_level"] for log in logs] == ["warning", "info"] * 2
    assert logs[0]["reason"].startswith("the database postgres at /")


@pytest.mark.slow
async def test_a_leader_leads_on_when_the_server_is_back(own: OwnServer) -> None:
    storage = await open_storage(own.new_database())
    await set_up(storage)
    term = await storage.lead()
    callers = Callers(storage)
    deposed = asyncio.create_task(storage.deposed())
    await callers.more(100)
    await asyncio.to_thread(own.stop)
    await asyncio.to_thread(own.start)
    await callers.more(100)
    await callers.stop()
    assert await balance(storage, "Awa") == 100 + callers.acknowledged
    assert await storage.read(lambda tx: tx.one("SELECT term FROM lead")) == {"term": term}
    assert not deposed.done()
    deposed.cancel()
    await storage.close()
