"""No statement on the way of a tap reads a whole table, on either database: its cost does not grow with the network."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.delivery import mailings, posts
from bot.delivery.letters import Priority
from bot.storage.open import open_storage
from bot.storage.port import Value, Writer
from tests.databases import ENGINES, new_database
from tests.services.rounds_stage import Stage
from tests.storage.day import live
from tests.storage.recorder import Recorder

HARMLESS = (
    *("SCAN CONSTANT ROW", "SCAN due", "SCAN inside", "SEARCH outbox USING INDEX outbox_by_state"),
    "SEARCH outbox USING COVERING INDEX outbox_by_state (state=?)",  # for the first of it alone
    *("SEARCH announcement USING INDEX announcement_by_state", "SEARCH announcement USING COVERING INDEX"),
)
"""No tables: a row of given values, the few rows of a part of the statement, what waits or is on its way."""

OF_FEW_ROWS = {
    "intake_waiting",
    "charter_telling",
    "outbox_due",
    "action_reminders",
    "agenda_item_due",
    "agenda_item_ahead",
    "thread_prompts",
    "round_to_reduce",
}
"""Indexes of the rows alone that wait."""


async def _scans(tx: Writer, engine: str, sql: str, values: Mapping[str, Value]) -> list[str]:
    """The tables that the statement reads from end to end, or where it reads all rows of a state.

    Of states only on SQLite: PostgreSQL counts its rows, and plans anew when there are many.
    """
    if engine == "sqlite":
        steps = [row["detail"] for row in await tx.all(f"EXPLAIN QUERY PLAN {sql}", **values)]
        many = [step for step in steps if step.startswith("SCAN ") or step.endswith("(state=?)")]
        return [step for step in many if not step.startswith(HARMLESS)]
    row = await tx.one(f"EXPLAIN (FORMAT JSON) {sql}", **values)
    assert row is not None
    plan = json.loads(row["QUERY PLAN"])[0]["Plan"]
    return [f"{node['Node Type']} {node.get('Relation Name', '')}" for node in _nodes(plan) if _reads_all(node)]


def _nodes(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield plan
    for below in plan.get("Plans", []):
        yield from _nodes(below)


def _reads_all(node: Mapping[str, Any]) -> bool:
    """From end to end: without an index, or through all of one that holds every row."""
    if "Index Name" in node:
        return "Index Cond" not in node and node["Index Name"] not in OF_FEW_ROWS
    return bool(node["Node Type"] == "Seq Scan")


@pytest.mark.parametrize("engine", ENGINES)
async def test_no_statement_of_the_day_reads_a_whole_table(engine: str, tmp_path: Path) -> None:
    storage = await open_storage(new_database(tmp_path, engine))
    recorder = Recorder(storage)
    try:
        said = await live(recorder)
        assert len(said) > 30
        found = {sql: await storage.write(_explaining(engine, sql, values)) for sql, values in said.items()}
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


def _explaining(engine: str, sql: str, values: Mapping[str, Value]) -> Callable[[Writer], Awaitable[list[str]]]:
    return lambda tx: _scans(tx, engine, sql, values)


@pytest.mark.parametrize("engine", ENGINES)
async def test_a_statement_that_does_is_found(engine: str, tmp_path: Path) -> None:
    storage = await open_storage(new_database(tmp_path, engine))
    try:
        scans = await storage.write(_explaining(engine, "SELECT * FROM answer WHERE level = :level", {"level": 3}))
    finally:
        await storage.close()
    assert len(scans) == 1
