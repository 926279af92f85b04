"""Who is forgotten is nowhere any more: in no row, and in no byte of the files."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.delivery.letters import Letter, put
from bot.services.privacy.cleaning import KEPT_FOR, Cleaning
from bot.services.privacy.mydata import MyData
from bot.storage import cleaning
from bot.storage.port import Storage, Writer
from bot.storage.traces import TRACES
from tests.databases import CHOSEN, table_names
from tests.services.answering_stage import Stage, stage
from tests.services.life import ANA, BEN, NAME, live, without_trace

OF_FILES = pytest.mark.skipif(CHOSEN != "sqlite", reason="the files of PostgreSQL are its own")


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as found:
        await found.write(live)
        yield found


async def rows_about(scene: Stage, *words: str) -> list[str]:
    """The tables in which one of the words stands."""
    tables = await scene.storage.read(table_names)
    whole = {table: str(await scene.rows(f"SELECT * FROM {table}")) for table in tables}
    return [table for table, rows in whole.items() if any(word in rows for word in words)]


def bytes_about(folder: Path) -> list[str]:
    """The files of the database in which her number or name stands, and which of them."""
    marks = {
        "number": ANA.to_bytes(6, "big"),
        "digits": str(ANA).encode(),
        "name": NAME.encode(),
        "words": b"Nobody but",
    }
    return [
        f"{path.name}: {called}"
        for path in sorted(folder.glob("palabre.db*"))
        for called, mark in marks.items()
        if mark in path.read_bytes()
    ]


async def test_the_life_has_left_every_trace_there_can_be(scene: Stage) -> None:
    assert await scene.storage.read(without_trace) == []


async def test_everything_is_told_to_the_person(scene: Stage) -> None:
    own = await MyData(scene.ground, scene.shelf).all(scene.act(ANA))
    assert [(one.table, one.column) for one in own.sections] == [(one.table, one.column) for one in TRACES if one.told]


async def test_nothing_is_told_to_somebody_else(scene: Stage) -> None:
    own = await MyData(scene.ground, scene.shelf).all(scene.act(BEN))
    told = {(one.table, one.column): one.rows for one in own.sections}
    assert len(told["person", "id"]) == 1
    written = {("outbox", "chat_id"), ("dialogue", "person_id")}
    words = [str(row) for key, rows in told.items() if key not in written for row in rows]
    assert not any(NAME in word or str(ANA) in word for word in words)


async def test_no_row_names_who_was_forgotten(scene: Stage) -> None:
    await scene.people.forget(scene.act(ANA))
    assert await rows_about(scene, str(ANA), NAME, "voice of Ana") == []
    assert [row["id"] for row in await scene.rows("SELECT id FROM person")] == [BEN]


async def test_what_is_the_networks_stays_without_the_name(scene: Stage) -> None:
    await scene.people.forget(scene.act(ANA))
    assert [row["text"] for row in await scene.rows("SELECT text FROM kept ORDER BY id")] == ["We meet", "x"]
    assert [row["text"] for row in await scene.rows("SELECT text FROM charter_text")] == ["We listen"]
    actions = await scene.rows("SELECT id, owner_id, state FROM action ORDER BY id")
    assert [tuple(row.values()) for row in actions] == [(82, None, "proposed"), (83, BEN, "accepted")]
    log = [row["kind"] for row in await scene.rows("SELECT kind FROM log ORDER BY number")]
    assert log[1:] == ["facilitator_left", "coordinator_left"]


@OF_FILES
async def test_no_byte_of_the_files_tells_of_who_was_forgotten(scene: Stage, tmp_path: Path) -> None:
    await scene.storage.clean()
    assert {one.split(": ")[1] for one in bytes_about(tmp_path)} == {"number", "digits", "name", "words"}
    await scene.people.forget(scene.act(ANA))
    assert bytes_about(tmp_path) != [], "the write-ahead log still tells"
    await Cleaning(scene.ground).tick(scene.clock.now())
    assert bytes_about(tmp_path) == []
    assert await scene.storage.read(cleaning.wanted) is None


@pytest.mark.skipif(CHOSEN != "postgres", reason="only PostgreSQL keeps samples of values")
async def test_what_postgresql_knows_of_values_is_forgotten_as_well(scene: Stage) -> None:
    await scene.people.forget(scene.act(ANA))
    await Cleaning(scene.ground).tick(scene.clock.now())
    kept = await scene.rows("SELECT CAST(most_common_vals AS TEXT) AS vals FROM pg_stats WHERE schemaname = 'public'")
    assert not any(NAME in (row["vals"] or "") for row in kept)


class InTheWay:
    """A database that somebody reads from as often as is said."""

    def __init__(self, storage: Storage, times: int) -> None:
        self._storage = storage
        self.left = times
        self.read, self.write = storage.read, storage.write

    async def clean(self) -> bool:
        self.left -= 1
        return self.left < 0


async def test_it_is_tried_until_nobody_is_in_the_way(scene: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    busy = InTheWay(scene.storage, 2)
    monkeypatch.setattr(scene.ground, "storage", busy)
    part, tries = Cleaning(scene.ground), 0
    await scene.people.forget(scene.act(ANA))
    assert await part.next_due() == scene.clock.now()
    while await part.next_due() is not None:
        await part.tick(scene.clock.now())
        scene.clock.advance(30)
        tries += 1
    assert (tries, busy.left) == (3, -1)


@OF_FILES
async def test_who_reads_meanwhile_is_in_the_way(scene: Stage, tmp_path: Path) -> None:
    reader = sqlite3.connect(tmp_path / "palabre.db", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM person").fetchall()
    await scene.people.forget(scene.act(ANA))
    await scene.write(lambda tx: tx.run("UPDATE network SET name = 'x'"))
    await scene.write(_impatient)
    assert not await scene.storage.clean()
    reader.close()
    assert await scene.storage.clean()
    assert bytes_about(tmp_path) == []


async def _impatient(tx: Writer) -> None:
    await tx.one("PRAGMA busy_timeout = 20")


async def test_letters_of_long_ago_say_nothing_any_more(scene: Stage) -> None:
    part, now = Cleaning(scene.ground), scene.clock.now()
    await scene.write(lambda tx: put(tx, Letter("old", BEN, "claim", {"a": 1}, 1, now), now))
    await scene.write(lambda tx: tx.run("UPDATE outbox SET state = 'sent' WHERE key = 'old'"))
    await scene.write(lambda tx: put(tx, Letter("waits", BEN, "claim", {"a": 1}, 1, now), now))
    scene.clock.advance((KEPT_FOR + timedelta(hours=1)).total_seconds())
    await part.tick(scene.clock.now())
    data = {row["key"]: row["data"] for row in await scene.rows("SELECT key, data FROM outbox")}
    assert (data["old"], data["waits"]) == ("{}", '{"a": 1}')
    assert not await scene.write(lambda tx: put(tx, Letter("old", BEN, "claim", {}, 1, now), now)), "sent once"
