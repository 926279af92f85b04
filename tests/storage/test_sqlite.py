"""What the SQLite adapter promises beyond the contract: durability, shared commits, and what its failures do."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bot.storage.port import StorageError, Writer
from bot.storage.sqlite.sqlite import SqliteStorage, open_sqlite

from .contract import adding, balance, set_up, turn
from .wal import commits


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "palabre.db"


@pytest.fixture
async def storage(path: Path) -> AsyncIterator[SqliteStorage]:
    opened = await open_sqlite(path)
    await set_up(opened)
    yield opened
    await opened.close()


async def _hold(storage: SqliteStorage) -> tuple[asyncio.Task[None], threading.Event]:
    """A work that keeps the writer's thread until the event is set; returns once it runs."""
    release, running = threading.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    async def work(_: Writer) -> None:
        loop.call_soon_threadsafe(running.set)
        assert release.wait(10)

    task = asyncio.create_task(storage.write(work))
    await running.wait()
    return task, release


def _content(path: Path) -> bytes:
    return path.read_bytes()


async def _pragma(storage: SqliteStorage, sql: str) -> object:
    row = await storage.write(lambda transaction: transaction.one(f"PRAGMA {sql}"))
    return None if row is None else next(iter(row.values()))


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("synchronous", 2), ("journal_mode", "wal"), ("foreign_keys", 1), ("secure_delete", 1), ("busy_timeout", 5000)],
)
async def test_the_writer_is_set_up_for_safety(storage: SqliteStorage, pragma: str, value: object) -> None:
    assert await _pragma(storage, pragma) == value


async def test_works_one_after_another_have_a_commit_each(storage: SqliteStorage, path: Path) -> None:
    before = commits(path)
    for _ in range(10):
        await storage.write(adding("Awa", 1))
    assert commits(path) - before == 10


async def test_works_that_wait_together_share_one_commit(storage: SqliteStorage, path: Path) -> None:
    before = commits(path)
    held, release = await _hold(storage)
    waiting = [asyncio.create_task(storage.write(adding("Awa", 1))) for _ in range(50)]
    await turn()
    release.set()
    await asyncio.gather(held, *waiting)
    assert await balance(storage, "Awa") == 150
    assert commits(path) - before == 1


async def test_a_caller_cancelled_while_waiting_has_written_nothing(storage: SqliteStorage) -> None:
    held, release = await _hold(storage)
    waiting = asyncio.create_task(storage.write(adding("Awa", 1)))
    neighbour = asyncio.create_task(storage.write(adding("Binta", 1)))
    await turn()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    release.set()
    await asyncio.gather(held, neighbour)
    assert (await balance(storage, "Awa"), await balance(storage, "Binta")) == (100, 1)


async def test_a_commit_that_fails_fails_all_that_shared_it(storage: SqliteStorage) -> None:
    """A reference that is checked only at the commit is the one way to a failing commit that needs no broken disk."""
    await storage.write(
        lambda transaction: transaction.run(
            "CREATE TABLE late (account TEXT REFERENCES account (name) DEFERRABLE INITIALLY DEFERRED)"
        )
    )
    held, release = await _hold(storage)
    works: list[Callable[[Writer], Awaitable[object]]] = [
        adding("Awa", 1),
        lambda transaction: transaction.run("INSERT INTO late VALUES ('nobody')"),
        adding("Awa", 1),
    ]
    tasks = [asyncio.create_task(storage.write(work)) for work in works]
    await turn()
    release.set()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    await held
    assert [type(outcome) for outcome in outcomes] == [StorageError] * 3
    assert await balance(storage, "Awa") == 100
    await storage.write(adding("Awa", 1))
    assert await balance(storage, "Awa") == 101


async def test_a_full_disk_undoes_the_batch_and_is_told_to_each(storage: SqliteStorage) -> None:
    await _pragma(storage, f"max_page_count = {await _pragma(storage, 'page_count')}")
    held, release = await _hold(storage)
    fill = "UPDATE account SET picture = zeroblob(1000000) WHERE name = 'Binta'"
    works: list[Callable[[Writer], Awaitable[object]]] = [
        adding("Awa", 1),
        lambda transaction: transaction.run(fill),
        adding("Awa", 1),
    ]
    tasks = [asyncio.create_task(storage.write(work)) for work in works]
    await turn()
    release.set()
    first, full, last = await asyncio.gather(*tasks, return_exceptions=True)
    await held
    assert isinstance(full, StorageError)
    assert str(full) == "the database cannot be used: the disk is full: make room"
    failed = [isinstance(outcome, StorageError) for outcome in (first, last)]
    assert await balance(storage, "Awa") == 100 + failed.count(False)
    await _pragma(storage, "max_page_count = 1000000")
    await storage.write(lambda transaction: transaction.run(fill))


async def test_a_transaction_that_sqlite_itself_undid_commits_nothing(storage: SqliteStorage) -> None:
    """`ROLLBACK` in a work stands for the disk errors after which SQLite does the same by itself."""
    held, release = await _hold(storage)
    works: list[Callable[[Writer], Awaitable[object]]] = [
        adding("Awa", 1),
        lambda transaction: transaction.run("ROLLBACK"),
        adding("Awa", 1),
    ]
    tasks = [asyncio.create_task(storage.write(work)) for work in works]
    await turn()
    release.set()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [StorageError] * 3
    await held
    assert await balance(storage, "Awa") == 100
    await storage.write(adding("Awa", 1))
    assert await balance(storage, "Awa") == 101


async def test_a_writer_from_outside_is_waited_for_and_then_named(storage: SqliteStorage, path: Path) -> None:
    await _pragma(storage, "busy_timeout = 1")
    other = sqlite3.connect(path, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="another process is writing to it"):
            await storage.write(adding("Awa", 1))
        other.execute("ROLLBACK")
        await storage.write(adding("Awa", 1))
    finally:
        other.close()
    assert await balance(storage, "Awa") == 101


async def test_a_reader_cannot_write(storage: SqliteStorage) -> None:
    with pytest.raises(StorageError, match="read-only"):
        await storage.read(lambda view: view.all("DELETE FROM account RETURNING name"))
    assert await balance(storage, "Awa") == 100


async def test_a_fault_in_a_statement_stays_what_it_is(storage: SqliteStorage) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table: acount"):
        await storage.read(lambda view: view.all("SELECT * FROM acount"))


async def test_what_is_deleted_is_overwritten(storage: SqliteStorage, path: Path) -> None:
    await storage.write(lambda transaction: transaction.run("UPDATE account SET picture = :it", it=b"forget me!"))
    await storage.write(lambda transaction: transaction.run("DELETE FROM account"))
    await storage.close()
    content = _content(path)
    assert content.startswith(b"SQLite format 3")
    assert b"forget me!" not in content


async def test_only_its_owner_can_read_the_files(storage: SqliteStorage, path: Path) -> None:
    await storage.write(adding("Awa", 1))
    modes = {file.name: file.stat().st_mode & 0o777 for file in path.parent.iterdir()}
    assert modes == dict.fromkeys(["palabre.db", "palabre.db-wal", "palabre.db-shm", "palabre.db.lock"], 0o600)


async def test_works_get_through_when_the_connection_is_gone(storage: SqliteStorage) -> None:
    """A work that waited for ever would be worse than one that fails."""
    await storage._connections[-1].close()
    with pytest.raises(StorageError, match="the database connection failed"):
        await storage.write(adding("Awa", 1))
