"""On PostgreSQL, too, the schema grows by whole steps, or not at all; also when several start at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.storage.migrate import exists, migrate, pending
from bot.storage.port import StorageError
from tests.databases import ask, empty_database


@pytest.fixture
def url(tmp_path: Path) -> str:
    return empty_database(tmp_path, "postgres")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "steps"
    made.mkdir()
    (made / "0001-tree.sql").write_text("CREATE TABLE tree (name TEXT PRIMARY KEY, share TEXT DEFAULT '5 %');")
    return made


def _add(folder: Path, name: str, sql: str) -> None:
    (folder / f"{name}.sql").write_text(sql)


def _tables(url: str) -> set[str]:
    return {row[0] for row in ask(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}


def test_the_shipped_steps_make_all_tables(url: str) -> None:
    names = pending(url)
    assert names[0] == "0001-beginning"
    assert not exists(url)
    assert _tables(url) == set(), "asking changes nothing"
    assert migrate(url) == names
    assert (pending(url), migrate(url), exists(url)) == ([], [], True)
    assert {"network", "answer", "outbox"} <= _tables(url)


def test_steps_are_applied_in_the_order_of_their_numbers(url: str, folder: Path) -> None:
    for number in range(12, 1, -1):
        _add(folder, f"{number:04}-step", f"ALTER TABLE tree ADD COLUMN c{number} BIGINT;")
    names = ["0001-tree", *(f"{number:04}-step" for number in range(2, 13))]
    assert pending(url, folder=folder) == names
    assert migrate(url, folder=folder) == names
    columns = (
        "SELECT attname FROM pg_attribute WHERE attrelid = 'tree'::regclass AND attname LIKE 'c__' ORDER BY attnum"
    )
    assert [row[0] for row in ask(url, columns)] == ["c10", "c11", "c12"]


def test_a_step_that_fails_in_the_middle_leaves_nothing(url: str, folder: Path) -> None:
    _add(folder, "0002-bad", "CREATE TABLE half (id BIGINT PRIMARY KEY); INSERT INTO nowhere VALUES (1);")
    with pytest.raises(
        StorageError, match='migration 0002-bad failed and was undone: relation "nowhere" does not exist'
    ):
        migrate(url, folder=folder)
    assert {"tree"} == _tables(url) & {"tree", "half"}
    _add(folder, "0002-bad", "CREATE TABLE half (id BIGINT PRIMARY KEY);")
    assert migrate(url, folder=folder) == ["0002-bad"]


def test_a_step_and_the_note_of_it_are_one_transaction(url: str, folder: Path) -> None:
    migrate(url, folder=folder)
    ask(url, "ALTER TABLE _yoyo_migration ADD CONSTRAINT never CHECK (migration_id <> '0002-more')")
    _add(folder, "0002-more", "CREATE TABLE more (id BIGINT PRIMARY KEY);")
    with pytest.raises(StorageError, match="never"):
        migrate(url, folder=folder)
    assert "more" not in _tables(url)
    ask(url, "ALTER TABLE _yoyo_migration DROP CONSTRAINT never")
    assert migrate(url, folder=folder) == ["0002-more"]


def test_a_database_of_a_newer_palabre_is_refused(url: str, folder: Path) -> None:
    _add(folder, "0002-from-the-future", "CREATE TABLE future (id BIGINT PRIMARY KEY);")
    migrate(url, folder=folder)
    (folder / "0002-from-the-future.sql").unlink()
    _add(folder, "0003-ours", "CREATE TABLE ours (id BIGINT PRIMARY KEY);")
    for act in (migrate, pending):
        with pytest.raises(
            StorageError, match=r"newer Palabre \(it has 0002-from-the-future\): install that one, or newer"
        ):
            act(url, folder=folder)
    assert "ours" not in _tables(url)


def test_of_several_that_start_at_once_one_applies_and_the_others_wait(url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        applied = sorted(pool.map(migrate, [url] * 4), key=len)
    assert applied[:3] == [[], [], []]
    assert applied[3][0] == "0001-beginning"


def test_nothing_is_kept_of_who_migrated_and_where(url: str) -> None:
    migrate(url)
    assert ask(url, "SELECT * FROM _yoyo_log") == []


def test_what_was_refused_or_done_holds_the_lock_no_longer(url: str, folder: Path) -> None:
    migrate(url, folder=folder)
    _add(folder, "0002-bad", "SELECT nothing;")
    with pytest.raises(StorageError):
        migrate(url, folder=folder)
    assert ask(url, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") == [(0,)]
