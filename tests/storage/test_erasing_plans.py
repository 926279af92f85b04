"""Whoever is erased is found without reading a whole table, on either database: others' taps wait for it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage import cleaning, responses, retention, rounds, wholes
from bot.storage.erasure import cut_loose, erase_person
from bot.storage.open import open_storage
from bot.storage.port import Writer
from tests.databases import ENGINES, new_database
from tests.storage.plans import explaining
from tests.storage.recorder import Recorder

FEW = {
    *("template", "own_template", "own_template_by_organization", "spoken", "erasing", "own"),
    *("intake_parked", "thread_voice", "workshop_theme_voice", "round_to_reduce"),
}
"""Surveys, what was spoken, what is to be erased; what was set aside, or still has its answers; given values."""

OPEN = "SEARCH round USING COVERING INDEX round_due (state=?)"
"""The rounds that are open, of all that may hold answers of somebody."""


async def _erase_all(recorder: Recorder) -> None:
    """Say every statement by which a person, an organization, a network, answers and letters go."""

    async def work(tx: Writer) -> None:
        await rounds.begun(tx)
        await responses.given(tx, {1: "p", 2: "q"})
        await cut_loose(tx, 1, "p", "nobody")
        await erase_person(tx, 501)
        await wholes.shut_organization(tx, 3, 1)
        await wholes.thin_organization(tx, 3)
        await wholes.erase_organization(tx, 3)
        await wholes.shut_network(tx, 7, 1)
        await wholes.thin_network(tx, 7)
        await tx.one(wholes.ELSEWHERE, id=7, person=501)
        await wholes.erase_network(tx, 7)
        await retention.reduce(tx, 1, 1)
        await cleaning.empty_letters(tx, 1)

    await recorder.write(work)


@pytest.mark.parametrize("engine", ENGINES)
async def test_no_statement_that_erases_reads_a_whole_table(engine: str, tmp_path: Path) -> None:
    storage = await open_storage(new_database(tmp_path, engine))
    recorder = Recorder(storage)
    try:
        await _erase_all(recorder)
        assert len(recorder.said) > 100
        found = {sql: await storage.write(explaining(engine, sql, values)) for sql, values in recorder.said.items()}
    finally:
        await storage.close()
    assert {sql: scans for sql, scans in found.items() if any(_large(scan) for scan in scans)} == {}


def _large(scan: str) -> bool:
    return scan != OPEN and FEW.isdisjoint(scan.split())


def test_who_is_referred_to_finds_what_refers_to_it(tmp_path: Path) -> None:
    """Before a row is deleted, the database looks for rows that refer to it: of each table, by an index."""
    path = new_database(tmp_path, "sqlite").removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as raw:
        tables = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        bare = [
            (table, columns)
            for table in tables
            for columns in _references(raw, table)
            if not any(index[: len(columns)] == columns for index in _indexes(raw, table))
        ]
    assert bare == []


def _references(raw: sqlite3.Connection, table: str) -> Iterator[list[str]]:
    found: dict[int, list[str]] = {}
    for row in raw.execute(f"PRAGMA foreign_key_list({table})"):
        found.setdefault(row[0], []).append(row[3])
    yield from found.values()


def _indexes(raw: sqlite3.Connection, table: str) -> Iterator[list[str]]:
    """The columns of each that holds all rows, or those in which a column is not empty."""
    for _, name, _, _, partial in raw.execute(f"PRAGMA index_list({table})").fetchall():
        columns = [column[2] for column in raw.execute(f"PRAGMA index_info({name})")]
        made = str(raw.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone())
        if not partial or made.endswith(f"WHERE {columns[0]} IS NOT NULL',)"):
            yield columns
    yield [row[1] for row in sorted(raw.execute(f"PRAGMA table_info({table})"), key=lambda row: row[5]) if row[5]]
