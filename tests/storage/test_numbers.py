"""No number of a row is ever given to another, on either database: what was erased may still stand on a screen."""

from __future__ import annotations

import shlex
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from shutil import copy

import pytest

from bot.storage import networks, steps
from bot.storage.backup import back_up
from bot.storage.migrate import migrate
from bot.storage.move import move
from bot.storage.open import open_storage
from bot.storage.port import Writer
from bot.storage.postgres.tools import restore_command
from bot.storage.restore import restoration
from tests.databases import ENGINES, ask, empty_database, new_database
from tests.storage.grown import content, grow

PAGE = Path(__file__).resolve().parents[2] / "docs" / "operating.md"
NOW = datetime(2027, 1, 2, tzinfo=UTC)
WELL_BEYOND = 900_000
"""More than what a bot may have given that the file does not know of."""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return Path(new_database(tmp_path / "data", "sqlite").removeprefix("sqlite:///"))


def _erase(path: Path) -> dict[str, int]:
    """Delete all rows; the highest number of each table that has any."""
    with closing(sqlite3.connect(path)) as raw, raw:
        numbered = [row[0] for row in raw.execute("SELECT name FROM sqlite_sequence")]
        highest = {table: raw.execute(f"SELECT MAX(id) FROM {table}").fetchone()[0] for table in numbered}
        for table in content(path).keys() - {"lead"}:
            raw.execute(f"DELETE FROM {table}")
    return highest


async def _new_network(url: str, name: str = "New") -> int:
    storage = await open_storage(url)
    try:
        return (await storage.write(lambda tx: networks.add(tx, name, 1))).id
    finally:
        await storage.close()


@pytest.mark.parametrize("engine", ENGINES)
async def test_the_number_of_an_erased_row_is_not_given_again(tmp_path: Path, engine: str) -> None:
    url = new_database(tmp_path, engine)
    erased = await _new_network(url)
    storage = await open_storage(url)

    async def erase(tx: Writer) -> None:
        await tx.run("DELETE FROM network WHERE id = :id", id=erased)

    await storage.write(erase)
    await storage.close()
    assert await _new_network(url) > erased


def test_both_databases_number_the_same_tables(tmp_path: Path, database: Path) -> None:
    with closing(sqlite3.connect(database)) as raw:
        made = raw.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'").fetchall()
    theirs = "SELECT attrelid::regclass::text FROM pg_attribute WHERE attidentity <> '' AND attnum > 0"
    assert len(made) >= 20
    assert sorted(made) == sorted(ask(new_database(tmp_path, "postgres"), theirs))


def test_a_database_of_before_keeps_all_and_leaves_out_what_it_may_have_given(tmp_path: Path) -> None:
    folder, path = tmp_path / "steps", tmp_path / "palabre.db"
    folder.mkdir()
    shipped = sorted(steps.shipped("sqlite").glob("*.sql"))
    for step in shipped:
        if step.name < "0018":
            copy(step, folder)
    migrate(f"sqlite:///{path}", folder=folder)
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE lead SET term = 1")
        raw.execute("INSERT INTO network VALUES (7, 'A', 5, 1)")
        raw.execute(
            "INSERT INTO peer_group (id, network_id, chat_id, title, state, created_at) VALUES"
            " (11, 7, -5, 'B', 'new', 1)"
        )
    before = columns(path), content(path)
    copy(next(step for step in shipped if step.name.startswith("0018")), folder)
    migrate(f"sqlite:///{path}", folder=folder)
    assert (columns(path), content(path)) == before
    with closing(sqlite3.connect(path)) as raw:
        assert min(row[0] for row in raw.execute("SELECT seq FROM sqlite_sequence")) > WELL_BEYOND


def columns(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Of each table, in their order."""
    with closing(sqlite3.connect(path)) as raw:
        return {table: raw.execute(f"PRAGMA table_info({table})").fetchall() for table in content(path)}


@pytest.mark.parametrize("respondents", [3, 4_000])
async def test_a_backup_knows_which_numbers_were_given(database: Path, tmp_path: Path, respondents: int) -> None:
    """Also one that is made without the pages that are free."""
    grow(database, respondents)
    erased = _erase(database)
    file = tmp_path / "b.db"
    back_up(f"sqlite:///{database}", file)
    with closing(sqlite3.connect(file)) as raw:
        kept = dict(raw.execute("SELECT name, seq FROM sqlite_sequence").fetchall())
    assert {table: kept[table] for table in erased} == erased


async def test_what_came_after_the_backup_keeps_its_numbers_to_itself(database: Path, tmp_path: Path) -> None:
    """Also in a table that was empty then."""
    url, file = f"sqlite:///{database}", tmp_path / "b.db"
    back_up(url, file)
    later = [await _new_network(url, name) for name in ("A", "B")]
    with restoration(url, file) as found:
        found.put_in_place(NOW)
    assert await _new_network(url) > max(later)


async def test_a_moved_database_knows_which_numbers_were_given(database: Path, tmp_path: Path) -> None:
    grow(database)
    erased = _erase(database)["network"]
    url = empty_database(tmp_path, "postgres")
    move(database, url, NOW)
    assert await _new_network(url) > erased


async def test_the_line_for_a_restored_postgresql_leaves_numbers_out(tmp_path: Path) -> None:
    """Its own tool restores it: whoever operates it says the line, as it is printed and on the page."""
    url = new_database(tmp_path, "postgres")
    line = shlex.split(restore_command(url, tmp_path / "b.dump"))[-1].removeprefix("--command=")
    assert f'--command="{line}"' in PAGE.read_text("utf-8")
    ask(url, line)
    assert await _new_network(url) > WELL_BEYOND
