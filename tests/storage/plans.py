"""Which tables a statement reads from end to end, on either database."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any

from bot.storage.port import Value, Writer

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


async def scans(tx: Writer, engine: str, sql: str, values: Mapping[str, Value]) -> list[str]:
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
    return [f"{node['Node Type']} {_where(node)}" for node in _nodes(plan) if _reads_all(node)]


def _where(node: Mapping[str, Any]) -> str:
    return str(node.get("Relation Name") or node["Index Name"])


def _nodes(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield plan
    for below in plan.get("Plans", []):
        yield from _nodes(below)


def _reads_all(node: Mapping[str, Any]) -> bool:
    """From end to end: without an index, or through all of one that holds every row."""
    if "Index Name" in node:
        return "Index Cond" not in node and node["Index Name"] not in OF_FEW_ROWS
    return bool(node["Node Type"] == "Seq Scan")


def explaining(engine: str, sql: str, values: Mapping[str, Value]) -> Callable[[Writer], Awaitable[list[str]]]:
    return lambda tx: scans(tx, engine, sql, values)
