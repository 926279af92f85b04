"""The schema grows by whole steps, or not at all."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage import open_storage, steps
from bot.storage.migrate import migrate, pending
from bot.storage.port import StorageError
from bot.storage.url import database_path, is_postgres
from tests.databases import ENGINES, ask, empty_database


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "palabre.db"


@pytest.fixture
def url(path: Path) -> str:
    return f"sqlite:///{path}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "migrations"
    made.mkdir()
    (made / "0001-tree.sql").write_text("CREATE TABLE tree (name TEXT PRIMARY KEY);")
    return made


def _add(folder: Path, name: str, sql: str) -> None:
    (folder / f"{name}.sql").write_text(sql)


def _ask(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as raw, raw:
        return raw.execute(sql).fetchall()


def _tables(path: Path) -> set[object]:
    return {row[0] for row in _ask(path, "SELECT name FROM sqlite_master WHERE type = 'table'")}


def test_the_shipped_migrations_make_a_database_that_opens(url: str, path: Path) -> None:
    names = pending(url)
    assert names[0] == "0001-beginning"
    assert not path.exists(), "asking changes nothing"
    assert migrate(url) == names
    assert pending(url) == []
    assert migrate(url) == []
    assert {"network", "answer", "outbox"} <= _tables(path)

    async def look() -> object:
        storage = await open_storage(url)
        try:
            return await storage.read(lambda view: view.one("SELECT COUNT(*) AS networks FROM network"))
        finally:
            await storage.close()

    assert asyncio.run(look()) == {"networks": 0}


def test_migrations_are_applied_in_the_order_of_their_numbers(url: str, path: Path, folder: Path) -> None:
    for number in range(12, 1, -1):
        _add(folder, f"{number:04}-step", f"INSERT INTO tree VALUES ('{number:04}');")
    names = ["0001-tree", *(f"{number:04}-step" for number in range(2, 13))]
    assert pending(url, folder=folder) == names
    assert migrate(url, folder=folder) == names
    assert _ask(path, "SELECT name FROM tree ORDER BY rowid") == [(f"{number:04}",) for number in range(2, 13)]


def test_only_what_is_missing_is_applied(url: str, folder: Path) -> None:
    migrate(url, folder=folder)
    _add(folder, "0002-more", "CREATE TABLE more (id INTEGER PRIMARY KEY);")
    assert pending(url, folder=folder) == ["0002-more"]
    assert migrate(url, folder=folder) == ["0002-more"]


def test_a_migration_that_fails_in_the_middle_leaves_nothing(url: str, path: Path, folder: Path) -> None:
    _add(folder, "0002-bad", "CREATE TABLE half (id INTEGER PRIMARY KEY); INSERT INTO nowhere VALUES (1);")
    with pytest.raises(StorageError, match="migration 0002-bad failed and was undone: no such table: nowhere"):
        migrate(url, folder=folder)
    assert {"tree"} == _tables(path) & {"tree", "half"}
    _add(folder, "0002-bad", "CREATE TABLE half (id INTEGER PRIMARY KEY);")
    assert migrate(url, folder=folder) == ["0002-bad"]


def test_a_migration_and_the_note_of_it_are_one_transaction(url: str, path: Path, folder: Path) -> None:
    """Or a kill between the two would leave a database on which the migration can never be run again."""
    migrate(url, folder=folder)
    _ask(path, "CREATE TRIGGER never BEFORE INSERT ON _yoyo_migration BEGIN SELECT RAISE(ABORT, 'killed here'); END")
    _add(folder, "0002-more", "CREATE TABLE more (id INTEGER PRIMARY KEY);")
    with pytest.raises(StorageError, match="killed here"):
        migrate(url, folder=folder)
    assert "more" not in _tables(path)
    _ask(path, "DROP TRIGGER never")
    assert migrate(url, folder=folder) == ["0002-more"]


def test_a_lock_row_left_by_a_killed_yoyo_blocks_nothing(url: str, path: Path, folder: Path) -> None:
    migrate(url, folder=folder)
    _ask(path, "INSERT INTO yoyo_lock (locked, ctime, pid) VALUES (1, '2020-01-01', 1)")
    _ask(path, "DROP TABLE _yoyo_version")  # so that yoyo wants its lock
    with pytest.raises(StorageError, match="_yoyo_log"):
        migrate(url, folder=folder)
    assert _ask(path, "SELECT * FROM yoyo_lock") == []


def test_a_database_of_a_newer_palabre_is_refused(url: str, path: Path, folder: Path) -> None:
    _add(folder, "0002-from-the-future", "CREATE TABLE future (id INTEGER PRIMARY KEY);")
    migrate(url, folder=folder)
    (folder / "0002-from-the-future.sql").unlink()
    _add(folder, "0003-ours", "CREATE TABLE ours (id INTEGER PRIMARY KEY);")
    message = (
        f"the database {path}: it was made by a newer Palabre .it has 0002-from-the-future.: install that one, or newer"
    )
    with pytest.raises(StorageError, match=message):
        migrate(url, folder=folder)
    with pytest.raises(StorageError, match=message):
        pending(url, folder=folder)
    assert "ours" not in _tables(path)


def test_rebuilding_a_table_deletes_nothing_that_refers_to_it(url: str, path: Path, folder: Path) -> None:
    _add(folder, "0002-leaf", "CREATE TABLE leaf (tree TEXT REFERENCES tree (name) ON DELETE CASCADE);")
    migrate(url, folder=folder)
    _ask(path, "INSERT INTO tree VALUES ('baobab')")
    _ask(path, "INSERT INTO leaf VALUES ('baobab')")
    rebuild = """
        CREATE TABLE new_tree (name TEXT PRIMARY KEY, height INTEGER);
        INSERT INTO new_tree (name) SELECT name FROM tree;
        DROP TABLE tree;
        ALTER TABLE new_tree RENAME TO tree;
    """
    _add(folder, "0003-height", rebuild)
    migrate(url, folder=folder)
    assert _ask(path, "SELECT tree, height FROM leaf JOIN tree ON tree.name = leaf.tree") == [("baobab", None)]


def test_a_migration_that_breaks_a_reference_is_undone(url: str, path: Path, folder: Path) -> None:
    _add(folder, "0002-leaf", "CREATE TABLE leaf (tree TEXT REFERENCES tree (name));")
    migrate(url, folder=folder)
    _add(folder, "0003-lost", "INSERT INTO leaf VALUES ('felled');")
    with pytest.raises(StorageError, match="table leaf would refer to a row of tree that is not there"):
        migrate(url, folder=folder)
    assert _ask(path, "SELECT * FROM leaf") == []


def test_what_is_missing_can_be_asked_while_palabre_runs(url: str) -> None:
    migrate(url)

    async def ask() -> list[str]:
        storage = await open_storage(url)
        try:
            return pending(url)
        finally:
            await storage.close()

    assert asyncio.run(ask()) == []


def test_nothing_is_kept_of_who_migrated_and_where(url: str, path: Path, folder: Path) -> None:
    migrate(url, folder=folder)
    assert _ask(path, "SELECT * FROM _yoyo_log") == []


@pytest.mark.parametrize("engine", ENGINES)
def test_letters_that_wait_outlive_the_change_of_their_table(tmp_path: Path, engine: str) -> None:
    before = tmp_path / "before"
    before.mkdir()
    for step in steps.shipped(engine).glob("000[12]-*.sql"):
        (before / step.name).write_text(step.read_text("utf-8"), "utf-8")
    url = empty_database(tmp_path, engine)
    migrate(url, folder=before)
    columns = "key, chat_id, kind, data, priority, not_before, attempts, state, made_at"
    _run(url, f"INSERT INTO outbox ({columns}) VALUES ('k', -5, 'wheel', '{{}}', 20, 7, 2, 'sending', 6)")
    assert migrate(url)[0] == "0003-announcements"
    (row,) = _run(url, f"SELECT {columns}, mailing, any_hour, silent, otherwise, message_ids FROM outbox")
    assert row == ("k", -5, "wheel", "{}", 20, 7, 2, "sending", 6, None, 0, 0, None, None)
    _run(url, f"INSERT INTO outbox ({columns}) VALUES ('l', -5, 'wheel', '{{}}', 20, 7, 0, 'held', 6)")
    assert len(_run(url, "SELECT id FROM outbox")) == 2, "numbering goes on behind what was there"


def _run(url: str, statement: str) -> list[tuple[object, ...]]:
    """What the database answers to a statement."""
    return ask(url, statement) if is_postgres(url) else _ask(database_path(url), statement)
