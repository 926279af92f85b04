"""No statement on the way of a tap reads a whole table, on either database: its cost does not grow with the network."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import pytest

from bot.delivery import mailings, posts
from bot.delivery.letters import Priority
from bot.storage.open import open_storage
from bot.storage.port import Value, Writer
from tests.databases import ENGINES, new_database
from tests.services.rounds_stage import Stage
from tests.storage.day import live
from tests.storage.plans import explaining
from tests.storage.recorder import Recorder


@pytest.mark.parametrize("engine", ENGINES)
async def test_no_statement_of_the_day_reads_a_whole_table(engine: str, tmp_path: Path) -> None:
    storage = await open_storage(new_database(tmp_path, engine))
    recorder = Recorder(storage)
    try:
        said = await live(recorder)
        assert len(said) > 30
        found = {sql: await storage.write(explaining(engine, sql, values)) for sql, values in said.items()}
    finally:
        await storage.close()
    assert {sql: scans for sql, scans in found.items() if scans} == {}


@pytest.mark.parametrize("engine", ENGINES)
async def test_what_is_due_is_read_in_order_and_never_sorted(engine: str, tmp_path: Path) -> None:
    recorder = Recorder(await open_storage(new_database(tmp_path, engine)))
    now = Stage(recorder).clock.now()
    try:
        await recorder.read(lambda tx: posts.due(tx, Priority.ANNOUNCEMENT, now, after=None, limit=10))
        await recorder.read(lambda tx: mailings.arrived(tx, "a1", None, 100))
        plans = [await recorder.storage.write(_plan(engine, sql, values)) for sql, values in recorder.said.items()]
    finally:
        await recorder.close()
    assert len(plans) == 2
    assert not any("TEMP B-TREE" in plan or '"Sort"' in plan for plan in plans)


def _plan(engine: str, sql: str, values: Mapping[str, Value]) -> Callable[[Writer], Awaitable[str]]:
    explain = "EXPLAIN QUERY PLAN" if engine == "sqlite" else "EXPLAIN (FORMAT JSON)"

    async def work(tx: Writer) -> str:
        return json.dumps([dict(row) for row in await tx.all(f"{explain} {sql}", **values)])

    return work


@pytest.mark.parametrize("engine", ENGINES)
async def test_a_statement_that_does_is_found(engine: str, tmp_path: Path) -> None:
    storage = await open_storage(new_database(tmp_path, engine))
    try:
        scans = await storage.write(explaining(engine, "SELECT * FROM answer WHERE level = :level", {"level": 3}))
    finally:
        await storage.close()
    assert len(scans) == 1
