"""A move to PostgreSQL carries all, and says so only after it has compared; else it carries nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.clock import SystemClock, to_micros
from bot.storage import open_storage
from bot.storage.lock import FileLock
from bot.storage.move import Tally, in_order, move
from bot.storage.port import StorageError
from bot.storage.sqlite.file import connect
from tests.databases import ask, empty_database, new_database
from tests.storage.grown import SPOKES, content, grow

NOW = datetime(2026, 11, 22, tzinfo=UTC)
NEW = (1, 0, None)
"""The row of `lead` in a database in which nobody ever led."""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = Path(new_database(tmp_path, "sqlite").removeprefix("sqlite:///"))
    grow(path)
    return path


@pytest.fixture
def url(tmp_path: Path) -> str:
    return empty_database(tmp_path, "postgres")


def arrived(url: str, database: Path) -> dict[str, list[tuple[object, ...]]]:
    """What PostgreSQL holds in the tables of the file, column by column as there."""
    found = {}
    with closing(sqlite3.connect(database)) as raw:
        for table in content(database):
            columns = ", ".join(row[1] for row in raw.execute(f"PRAGMA table_info({table})"))
            found[table] = sorted(ask(url, f"SELECT {columns} FROM {table}"), key=repr)
    return found


def nothing(url: str, database: Path) -> bool:
    found = arrived(url, database)
    return found.pop("lead", [NEW]) == [NEW] and not any(found.values())


def test_all_arrives_and_the_file_stays_as_it_was(database: Path, url: str) -> None:
    before = database.read_bytes()
    rows = move(database, url, NOW)
    found = arrived(url, database)
    *carried, moved = sorted(found.pop("operator_act"))
    assert {**found, "operator_act": carried} == content(database)
    assert moved[1:] == ("moved", to_micros(NOW))
    assert rows == {table: len(found) for table, found in content(database).items()}
    assert all(rows.values()), "the grown database has rows in every table, so that each is seen to arrive"
    assert database.read_bytes() == before


async def test_the_moved_database_goes_on_numbering(database: Path, url: str) -> None:
    move(database, url, NOW)
    storage = await open_storage(url)
    insert = "INSERT INTO network (name, created_at) VALUES ('New', 1) RETURNING id"
    row = await storage.write(lambda tx: tx.one(insert))
    await storage.close()
    assert row is not None
    assert row["id"] == 10


async def test_an_empty_database_moves_and_begins_numbering_at_one(tmp_path: Path, url: str) -> None:
    new = Path(new_database(tmp_path, "sqlite").removeprefix("sqlite:///"))
    rows = dict(move(new, url, NOW))
    assert rows.pop("lead") == 1
    assert set(rows.values()) == {0}
    assert ask(url, "INSERT INTO network (name, created_at) VALUES ('New', 1) RETURNING id") == [(1,)]


def test_a_target_that_is_migrated_and_empty_is_taken_and_one_with_rows_is_not(database: Path, tmp_path: Path) -> None:
    url = new_database(tmp_path / "x", "postgres")
    move(database, url, NOW)
    moved = arrived(url, database)
    with pytest.raises(StorageError, match=r"it is not empty \(table \w+ has rows\): name an empty one"):
        move(database, url, NOW)
    assert arrived(url, database) == moved


def test_a_target_in_which_a_bot_led_is_not_taken(database: Path, tmp_path: Path) -> None:
    url = new_database(tmp_path / "x", "postgres")
    ask(url, "UPDATE lead SET term = 1")
    with pytest.raises(StorageError, match=r"it is not empty \(table lead has rows\)"):
        move(database, url, NOW)


def test_a_file_that_a_bot_runs_on_is_not_moved(database: Path, url: str) -> None:
    with FileLock(database), pytest.raises(StorageError, match="in use by another Palabre"):
        move(database, url, NOW)


def test_what_changes_on_its_way_is_noticed_and_nothing_stays(database: Path, tmp_path: Path) -> None:
    url = new_database(tmp_path / "x", "postgres")
    ask(
        url,
        "CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN NEW.level := -NEW.level / 9; RETURN NEW; END $$;"
        " CREATE TRIGGER spoiled BEFORE INSERT ON answer FOR EACH ROW EXECUTE FUNCTION spoil()",
    )
    with pytest.raises(StorageError, match=r"table answer did not arrive as it was sent \(24 rows sent, 24 found\)"):
        move(database, url, NOW)
    assert nothing(url, database)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        ("UPDATE person SET zone = 'a' || char(0) || 'b'", "table person: .*nothing was moved"),
        ("UPDATE person SET met_at = 'soon'", "table person: .*nothing was moved"),
        ("DELETE FROM round", "it is damaged"),
        ("DELETE FROM _yoyo_migration", "it is not a Palabre database"),
    ],
)
def test_what_cannot_be_moved_is_one_line_and_moves_nothing(
    database: Path, tmp_path: Path, spoil: str, words: str
) -> None:
    url = new_database(tmp_path / "x", "postgres")
    with closing(sqlite3.connect(database)) as raw, raw:
        raw.execute(spoil)
    with pytest.raises(StorageError, match=words) as told:
        move(database, url, NOW)
    assert "\n" not in str(told.value)
    assert nothing(url, database)


def test_wrong_places_are_named(database: Path, url: str, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="the second must be the URL of a PostgreSQL database"):
        move(database, f"sqlite:///{tmp_path}/other.db", NOW)
    with pytest.raises(StorageError, match="there is no database at"):
        move(tmp_path / "none.db", url, NOW)
    assert not (tmp_path / "none.db.lock").exists()


def test_a_table_comes_after_those_that_it_refers_to(database: Path) -> None:
    with closing(connect(database, read_only=True)) as raw:
        order = in_order(raw)
    assert sorted(order) == sorted(content(database))
    pairs = [("network", "round"), ("round", "response"), ("response", "answer"), ("figure", "picture")]
    assert all(order.index(first) < order.index(second) for first, second in pairs)


def test_a_tally_knows_rows_whatever_their_order_and_each_change() -> None:
    def tally(*rows: tuple[object, ...]) -> Tally:
        made = Tally()
        for row in rows:
            made.add(row)
        return made

    assert tally((1, "a"), (2, None)) == tally((2, None), (1, "a"))
    different = [tally((1, "a"), (1, "a")), tally(), tally((1, "a")), tally(("1", "a")), tally((1, None))]
    assert len({(one.rows, one.mark) for one in different}) == len(different)


@pytest.mark.slow
def test_a_hundred_thousand_answers_move_in_reasonable_time(tmp_path: Path, url: str) -> None:
    """A bound for a busy machine, many times what it takes."""
    path = Path(new_database(tmp_path, "sqlite").removeprefix("sqlite:///"))
    grow(path, 100_000 // SPOKES)
    clock = SystemClock()
    begun = clock.monotonic()
    assert move(path, url, NOW)["answer"] == 100_000
    assert clock.monotonic() - begun < 300
