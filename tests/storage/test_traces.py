"""No column that could name a person is forgotten when one asks for their data, or to be forgotten."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage.open import open_storage
from bot.storage.port import Writer
from bot.storage.traces import ANSWERS, TRACES, parameters, told
from tests.databases import ENGINES, new_database

SUSPECT = re.compile(r"(_id|_by|_to|_of|_for|person|owner|author|member|lane|pseudonym|reader|writer)$")
"""What a column is called that may hold the number of a person, or a name made of it."""

NOBODY = {
    ("peer_group", "chat_id"),
    *((table, "thread_id") for table in ("dialogue", "outbox", "workshop")),
    *((table, "message_id") for table in ("outbox", "thread", "kept", "workshop")),
    *((table, "template_id") for table in ("round", "action")),
    ("announcement", "progress_message_id"),
    ("closing", "told_to"),
    ("figure", "subject_id"),
    ("intake", "update_id"),
    ("outbox", "organization_id"),
    ("picture", "file_id"),
    ("thread", "figure_id"),
    ("thread", "topic_id"),
}
"""Numbers of chats, messages and things, looked at one by one: none is a person's."""


@pytest.fixture
def path(tmp_path: Path) -> str:
    return new_database(tmp_path, "sqlite").removeprefix("sqlite:///")


def _columns(path: str) -> Iterator[tuple[str, str, str]]:
    """Table, column, and the table that it refers to (empty: none)."""
    with closing(sqlite3.connect(path)) as raw:
        names = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in [name for name in names if "yoyo" not in name]:
            referred = {row[3]: row[2] for row in raw.execute(f"PRAGMA foreign_key_list({table})")}
            for _, column, *_ in raw.execute(f"PRAGMA table_info({table})"):
                yield table, column, referred.get(column, "")


def test_each_column_that_could_name_a_person_has_its_line(path: str) -> None:
    known = {(one.table, one.column) for one in TRACES} | {(table, "pseudonym") for table in ANSWERS} | NOBODY
    unknown = [
        f"{table}.{column}"
        for table, column, referred in _columns(path)
        if (referred == "person" or (SUSPECT.search(column) and not referred)) and (table, column) not in known
    ]
    assert unknown == [], "say in bot/storage/traces.py what becomes of them, or here that they name nobody"


def test_each_line_is_of_a_column_that_is_there(path: str) -> None:
    there = {(table, column) for table, column, _ in _columns(path)}
    assert {(one.table, one.column) for one in TRACES} | {(table, "pseudonym") for table in ANSWERS} | NOBODY <= there


@pytest.mark.parametrize("engine", ENGINES)
async def test_both_databases_take_every_statement(tmp_path: Path, engine: str) -> None:
    storage = await open_storage(new_database(tmp_path, engine))

    async def work(tx: Writer) -> list[int]:
        for trace in TRACES:
            assert await told(tx, trace, 501) == []
        return [await tx.run(one, **parameters(501)) for trace in TRACES for one in trace.statements]

    try:
        assert set(await storage.write(work)) == {0}
    finally:
        await storage.close()
