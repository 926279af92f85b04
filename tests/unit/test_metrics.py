"""Health and figures: what is told, when the bot counts as ready, and that nothing in it is about a person."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import NoReturn, TypeVar

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.address import Address
from bot.clock import ManualClock, to_micros
from bot.counts import BOUNDS, Counts, Spread
from bot.storage import open_storage
from bot.storage.port import Reader, Storage, StorageError, Writer
from bot.watch.watch import Watch
from tests.databases import new_database
from tests.intake.stage import START

T = TypeVar("T")
CHAT = -1001234567890


class Away:
    """A database that refuses, or never answers."""

    def __init__(self, *, silent: bool) -> None:
        self._silent = silent

    async def read(self, work: Callable[[Reader], Awaitable[T]]) -> T:
        if self._silent:
            await asyncio.Event().wait()
        raise StorageError("gone")

    async def write(self, work: Callable[[Writer], Awaitable[T]]) -> T:
        raise StorageError("gone")

    @property
    def shared(self) -> bool:
        return True

    async def lead(self) -> int:
        raise StorageError("gone")

    async def deposed(self) -> NoReturn:
        raise StorageError("gone")

    async def clean(self) -> bool:
        return False

    async def close(self) -> None:
        """Nothing is open."""


@dataclass
class Scene:
    clock: ManualClock
    counts: Counts
    storage: Storage
    watch: Watch
    session: aiohttp.ClientSession
    url: str

    async def get(self, path: str, method: str = "GET") -> tuple[int, str]:
        async with self.session.request(method, self.url + path) as response:
            return response.status, await response.text()

    async def figures(self) -> dict[str, float]:
        """Every figure by its name and labels."""
        _, page = await self.get("/metrics")
        samples = [sample for family in text_string_to_metric_families(page) for sample in family.samples]
        return {f"{one.name} {' '.join(one.labels.values())}".strip(): one.value for one in samples}


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with AsyncExitStack() as stack:
        storage = await open_storage(new_database(tmp_path))
        stack.push_async_callback(storage.close)
        yield await _scene(stack, storage)


async def _scene(stack: AsyncExitStack, storage: Storage) -> Scene:
    clock, counts = ManualClock(START), Counts()
    watch = Watch(storage, clock, counts, patience=0.5)
    watch.trouble = lambda: None
    address = await stack.enter_async_context(watch.serving(Address("127.0.0.1", 0)))
    session = await stack.enter_async_context(aiohttp.ClientSession())
    return Scene(clock, counts, storage, watch, session, f"http://{address}")


async def test_a_bot_that_serves_is_alive_and_ready(scene: Scene) -> None:
    assert await scene.get("/healthz") == (200, "alive\n")
    assert await scene.get("/readyz") == (200, "ready\n")
    assert (await scene.get("/healthz", "HEAD"))[0] == 200


async def test_the_one_that_leads_says_so(scene: Scene) -> None:
    assert (await scene.figures())["palabre_leads"] == 0
    scene.watch.leads = lambda: True
    assert (await scene.figures())["palabre_leads"] == 1


async def test_a_bot_that_has_trouble_is_alive_and_says_which(scene: Scene) -> None:
    scene.watch.trouble = lambda: "Telegram has not answered a poll for 300 s"
    assert (await scene.get("/healthz"))[0] == 200
    assert await scene.get("/readyz") == (503, "Telegram has not answered a poll for 300 s\n")
    assert (await scene.figures())["palabre_ready"] == 0


def test_before_the_bot_is_there_it_is_starting() -> None:
    assert Watch(Away(silent=False), ManualClock(START), Counts()).trouble() == "starting"


@pytest.mark.parametrize("silent", [True, False])
async def test_without_its_database_it_is_alive_and_not_ready_and_goes_on_counting(silent: bool) -> None:
    async with AsyncExitStack() as stack:
        scene = await _scene(stack, Away(silent=silent))
        scene.counts.updates["tap"] = 3
        assert (await scene.get("/healthz"))[0] == 200
        assert await scene.get("/readyz") == (503, "the database does not answer\n")
        figures = await scene.figures()
    assert (figures["palabre_database_up"], figures["palabre_updates_total tap"]) == (0, 3)
    assert "palabre_rounds open" not in figures


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/", 404), ("GET", "/metrics/", 404), ("POST", "/metrics", 405)]
)
async def test_there_is_nothing_else(scene: Scene, method: str, path: str, status: int) -> None:
    assert (await scene.get(path, method))[0] == status


async def test_what_was_counted_is_told(scene: Scene) -> None:
    scene.counts.updates.update({"tap": 5, "message": 2})
    scene.counts.refusals["wait"] += 1
    scene.counts.parked += 1
    for seconds in (0.0005, 0.02, 0.02, 99.0):
        scene.counts.handling.add(seconds)
    figures = await scene.figures()
    assert (figures["palabre_updates_total tap"], figures["palabre_updates_total message"]) == (5, 2)
    assert (figures["palabre_refusals_total wait"], figures["palabre_parked_total"]) == (1, 1)
    assert (figures["palabre_handling_seconds_bucket 0.001"], figures["palabre_handling_seconds_bucket 0.025"]) == (
        1,
        3,
    )
    assert (figures["palabre_handling_seconds_bucket 30.0"], figures["palabre_handling_seconds_count"]) == (3, 4)
    assert figures["palabre_ready"] == figures["palabre_database_up"] == 1
    assert figures["process_resident_memory_bytes"] > 0


async def test_what_waits_is_told_by_state_and_age_and_no_chat_is_named(scene: Scene) -> None:
    now = scene.clock.now()
    due = {"a": now - timedelta(seconds=90), "b": now - timedelta(seconds=10), "c": now + timedelta(days=1)}

    async def put(tx: Writer) -> None:
        for number, (key, at) in enumerate(due.items()):
            await tx.run(
                "INSERT INTO outbox (key, chat_id, kind, data, priority, not_before, made_at)"
                " VALUES (:key, :chat, 'wheel', '{}', 1, :at, :at)",
                key=key,
                chat=CHAT - number,
                at=to_micros(at),
            )
        await tx.run("UPDATE outbox SET state = 'failed' WHERE key = 'b'")

    await scene.storage.write(put)
    figures = await scene.figures()
    assert [figures[f"palabre_outbox_letters {state}"] for state in ("waiting", "sending", "failed")] == [2, 0, 1]
    assert figures["palabre_outbox_overdue_seconds"] == 90
    assert (figures["palabre_rounds open"], figures["palabre_updates_waiting"]) == (0, 0)
    page = (await scene.get("/metrics"))[1]
    assert "1001234567" not in page


def test_a_spread_has_a_place_for_everything() -> None:
    spread = Spread()
    for seconds in (0.0, *BOUNDS, 1e9):
        spread.add(seconds)
    assert spread.places == [2, *[1] * (len(BOUNDS) - 1), 1]
