"""What the PostgreSQL adapter promises beyond the contract: clashes, lost connections, durability, plain values."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest

from bot.clock import ManualClock
from bot.storage.outage import Outage
from bot.storage.port import Reader, StorageError, Writer
from bot.storage.postgres.postgres import PostgresStorage, open_postgres
from bot.storage.postgres.server import server
from bot.storage.postgres.session import numbered
from tests.databases import ask, empty_database

from .contract import adding, balance, set_up, turn

START = datetime(2027, 1, 1, tzinfo=UTC)
Open = Callable[[], Awaitable[PostgresStorage]]


class Waits(ManualClock):
    """A clock that notes how long was slept."""

    def __init__(self) -> None:
        super().__init__(START)
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await super().sleep(seconds)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return empty_database(tmp_path, "postgres")


@pytest.fixture
def clock() -> Waits:
    return Waits()


@pytest.fixture
async def process(url: str, clock: Waits) -> AsyncIterator[Open]:
    """Opens the database as one more process would."""
    opened: list[PostgresStorage] = []

    async def open_it() -> PostgresStorage:
        opened.append(await open_postgres(server(url), clock, Random(len(opened)), Outage()))
        return opened[-1]

    yield open_it
    for one in opened:
        await one.close()


@pytest.fixture
async def storage(process: Open) -> PostgresStorage:
    opened = await process()
    await set_up(opened)
    return opened


class Other:
    """Another process, that writes in the middle of a work of the first: called on that work's thread."""

    def __init__(self, storage: PostgresStorage) -> None:
        self._storage = storage
        self._loop = asyncio.get_running_loop()

    def writes(self, work: Callable[[Writer], Awaitable[object]]) -> None:
        """Returns when that is committed."""

        async def write() -> None:
            await self._storage.write(work)

        asyncio.run_coroutine_threadsafe(write(), self._loop).result(10)


def _name(url: str) -> str:
    return str(server(url).conninfo["dbname"])


async def _backend(tx: Reader) -> int:
    row = await tx.one("SELECT pg_backend_pid() AS id")
    assert row is not None
    return int(row["id"])


@pytest.mark.parametrize(
    ("ours", "theirs", "names"),
    [
        ("SELECT :a, :b_2 WHERE x = :a", "SELECT $1, $2 WHERE x = $1", ("a", "b_2")),
        ("SELECT ':a' || 'it''s :b' || :c", "SELECT ':a' || 'it''s :b' || $1", ("c",)),
        ("SELECT 7 % 4, '100 %s'", "SELECT 7 % 4, '100 %s'", ()),
    ],
)
def test_only_names_outside_of_texts_are_parameters(ours: str, theirs: str, names: tuple[str, ...]) -> None:
    assert numbered(ours) == (theirs, names)


async def test_a_percent_sign_means_itself(storage: PostgresStorage) -> None:
    row = await storage.read(lambda tx: tx.one("SELECT 7 % 4 AS rest, '%s :x' AS words"))
    assert row == {"rest": 3, "words": "%s :x"}
    row = await storage.read(lambda tx: tx.one("SELECT 7 % :four AS rest, '%s :x' AS words", four=4))
    assert row == {"rest": 3, "words": "%s :x"}


async def test_flags_and_sums_are_whole_numbers(storage: PostgresStorage) -> None:
    sql = "SELECT EXISTS (SELECT 1 FROM account) AS yes, 1 = 2 AS no, SUM(balance) AS total, COUNT(*) AS n FROM account"
    row = await storage.read(lambda tx: tx.one(sql))
    assert row == {"yes": 1, "no": 0, "total": 100, "n": 2}
    assert {type(value) for value in row.values()} == {int}


async def test_numbers_of_all_sizes_share_one_prepared_statement(storage: PostgresStorage) -> None:
    async def work(tx: Writer) -> list[Any]:
        for amount in (1, 2**20, 2**40, 0):
            await tx.run("UPDATE account SET balance = :amount WHERE name = 'Binta'", amount=amount)
        return await tx.all("SELECT statement FROM pg_prepared_statements WHERE statement LIKE 'UPDATE account SET%'")

    assert len(await storage.write(work)) == 1


async def test_more_statements_than_are_kept_prepared_are_fine(storage: PostgresStorage) -> None:
    async def work(tx: Reader) -> list[Any]:
        for number in range(700):
            assert await tx.one(f"SELECT {number} + :x AS it", x=1) == {"it": number + 1}
        return await tx.all("SELECT statement FROM pg_prepared_statements")

    assert len(await storage.read(work)) < 500


async def test_a_text_is_refused_rather_than_cut_off(storage: PostgresStorage) -> None:
    insert = "INSERT INTO account (name, balance) VALUES (:name, 1)"
    with pytest.raises(psycopg.DataError, match="a text holds the character 0"):
        await storage.write(lambda tx: tx.run(insert, name="Awa\0Binta"))


async def test_a_column_that_another_version_adds_meanwhile_disturbs_nothing(
    url: str, storage: PostgresStorage
) -> None:
    async def look(tx: Reader) -> object:
        return await tx.one("SELECT * FROM account WHERE name = 'Awa'")

    for which in (storage.read, storage.write):
        assert await which(look) == {"name": "Awa", "balance": 100, "picture": None}
    ask(url, "ALTER TABLE account ADD COLUMN colour TEXT")
    for which in (storage.read, storage.write, storage.read):
        assert await which(look) == {"name": "Awa", "balance": 100, "picture": None, "colour": None}


async def test_works_that_wait_together_share_one_commit(storage: PostgresStorage) -> None:
    async def work(tx: Writer) -> object:
        await tx.run("UPDATE account SET balance = balance + 1 WHERE name = 'Awa'")
        row = await tx.one("SELECT CAST(pg_current_xact_id() AS TEXT) AS id")
        assert row is not None
        return row["id"]

    transactions = await asyncio.gather(*(storage.write(work) for _ in range(64)))
    assert len(set(transactions)) <= 2
    assert await balance(storage, "Awa") == 164


async def test_every_commit_is_synced_even_where_the_database_would_not(url: str, process: Open) -> None:
    ask(url, f"ALTER DATABASE {_name(url)} SET synchronous_commit = off")
    storage = await process()
    for which in (storage.write, storage.read):
        row = await which(lambda tx: tx.one("SELECT current_setting('synchronous_commit') AS it"))
        assert row == {"it": "on"}


async def test_what_another_process_changed_in_between_is_seen_by_a_second_try(
    storage: PostgresStorage, process: Open, clock: Waits
) -> None:
    other, tries = Other(await process()), list[int]()

    async def work(tx: Writer) -> None:
        row = await tx.one("SELECT balance FROM account WHERE name = 'Awa'")
        assert row is not None
        tries.append(row["balance"])
        if len(tries) == 1:
            other.writes(adding("Awa", 10))
        await tx.run("UPDATE account SET balance = :new WHERE name = 'Awa'", new=row["balance"] + 1)

    await storage.write(work)
    assert tries == [100, 110]
    assert await balance(storage, "Awa") == 111
    assert len(clock.slept) == 1


async def test_a_clash_cannot_be_swallowed(storage: PostgresStorage, process: Open) -> None:
    other, tries = Other(await process()), list[int]()

    async def work(tx: Writer) -> str:
        await tx.all("SELECT * FROM account")
        tries.append(1)
        if len(tries) == 1:
            other.writes(adding("Awa", 10))
        try:
            await tx.run("UPDATE account SET balance = balance + 1 WHERE name = 'Awa'")
            await tx.run("UPDATE account SET balance = balance + 1 WHERE name = 'Binta'")
        except Exception:
            return "swallowed"
        return "done"

    assert await storage.write(work) == "done"
    assert (await balance(storage, "Awa"), await balance(storage, "Binta"), len(tries)) == (111, 1, 2)


async def test_who_always_clashes_is_told_after_waits_that_grow(
    storage: PostgresStorage, process: Open, clock: Waits
) -> None:
    other = Other(await process())

    async def work(tx: Writer) -> None:
        await tx.all("SELECT * FROM account")
        other.writes(adding("Awa", 1))
        await tx.run("UPDATE account SET balance = 0 WHERE name = 'Awa'")

    with pytest.raises(StorageError, match=r"other changes came between or the connection broke each time \(16\)"):
        await storage.write(work)
    assert await balance(storage, "Awa") == 116
    assert len(clock.slept) == 15
    assert clock.slept[0] < 0.01
    assert max(clock.slept) <= 0.2
    assert sum(clock.slept[-5:]) > sum(clock.slept[:5]) * 3


async def test_one_work_that_clashes_for_ever_takes_no_other_with_it(storage: PostgresStorage, process: Open) -> None:
    other = Other(await process())

    async def unlucky(tx: Writer) -> None:
        await tx.one("SELECT balance FROM account WHERE name = 'Awa'")
        other.writes(adding("Awa", 1))
        await tx.run("UPDATE account SET balance = 0 WHERE name = 'Awa'")

    good = [storage.write(adding("Binta", 1)) for _ in range(5)]
    outcomes = await asyncio.gather(
        *good, storage.write(unlucky), *(storage.write(adding("Binta", 1)) for _ in range(5)), return_exceptions=True
    )
    assert [type(one) for one in outcomes] == [*[type(None)] * 5, StorageError, *[type(None)] * 5]
    assert await balance(storage, "Binta") == 10


async def test_two_processes_lose_no_update(storage: PostgresStorage, process: Open) -> None:
    both = (storage, await process())

    async def work(tx: Writer) -> None:
        row = await tx.one("SELECT balance FROM account WHERE name = 'Binta'")
        assert row is not None
        await tx.run("UPDATE account SET balance = :new WHERE name = 'Binta'", new=row["balance"] + 1)

    async def caller(number: int) -> None:
        for _ in range(5):
            await both[number % 2].write(work)

    await asyncio.gather(*(caller(number) for number in range(12)))
    assert await balance(storage, "Binta") == 60


async def test_write_skew_is_refused(storage: PostgresStorage, process: Open) -> None:
    """Each empties one account if the other still holds something: one after another, one always would."""
    await storage.write(adding("Binta", 100))
    other = Other(await process())

    def emptying(name: str, before: Callable[[], None]) -> Callable[[Writer], Awaitable[None]]:
        async def work(tx: Writer) -> None:
            row = await tx.one("SELECT SUM(balance) AS total FROM account")
            before()
            if row is not None and row["total"] >= 200:
                await tx.run("UPDATE account SET balance = 0 WHERE name = :name", name=name)

        return work

    first = [lambda: other.writes(emptying("Binta", lambda: None))]
    await storage.write(emptying("Awa", lambda: first.pop()() if first else None))
    assert (await balance(storage, "Awa"), await balance(storage, "Binta")) == (100, 0)


async def test_a_connection_lost_between_two_works_is_made_anew(url: str, storage: PostgresStorage) -> None:
    ask(url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'palabre'")
    await storage.write(adding("Awa", 1))
    assert [await balance(storage, "Awa") for _ in range(4)] == [101] * 4


async def test_a_connection_lost_in_the_middle_of_a_work_runs_it_again(url: str, storage: PostgresStorage) -> None:
    tries: list[int] = []

    async def work(tx: Writer) -> None:
        await tx.run("UPDATE account SET balance = balance + 1 WHERE name = 'Awa'")
        tries.append(await _backend(tx))
        if len(tries) == 1:
            ask(url, f"SELECT pg_terminate_backend({tries[0]}, 5000)")
        await tx.run("UPDATE account SET balance = balance + 1 WHERE name = 'Binta'")

    await storage.write(work)
    assert len(set(tries)) == 2
    assert (await balance(storage, "Awa"), await balance(storage, "Binta")) == (101, 1)


async def test_a_work_at_whose_end_the_connection_always_breaks_is_given_up(url: str, storage: PostgresStorage) -> None:
    ask(
        url,
        "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS"
        " 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(5); RETURN NULL; END'",
    )
    ask(
        url,
        "CREATE CONSTRAINT TRIGGER at_the_end AFTER UPDATE ON account DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION die()",
    )
    with pytest.raises(StorageError, match="and nothing was saved: try again"):
        await storage.write(adding("Awa", 1))
    ask(url, "DROP TRIGGER at_the_end ON account")
    await storage.write(adding("Awa", 1))
    assert await balance(storage, "Awa") == 101


async def test_while_the_database_is_gone_each_work_says_so_and_afterwards_all_is_well(
    url: str, storage: PostgresStorage
) -> None:
    name = _name(url)
    elsewhere = url.replace(name, "postgres")
    ask(elsewhere, f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    ask(elsewhere, f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'")
    for act in (lambda: storage.write(adding("Awa", 1)), lambda: balance(storage, "Awa")):
        with pytest.raises(StorageError) as caught:
            await act()
        assert f"the database {name} at " in str(caught.value)
        assert "not currently accepting connections" in str(caught.value)
        assert "\n" not in str(caught.value)
    ask(elsewhere, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    await storage.write(adding("Awa", 1))
    assert await balance(storage, "Awa") == 101


async def test_a_work_that_failed_holds_no_lock(url: str, storage: PostgresStorage) -> None:
    with pytest.raises(ValueError, match="no"):
        await storage.write(adding("Awa", 1, then=ValueError("no")))
    await turn()
    assert ask(url, "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'") == [(0,)]


@pytest.mark.parametrize(
    ("refusing", "runs"),
    [("SELECT balance FROM account", 1), ("UPDATE account SET balance = balance + 7 WHERE name = 'Awa'", 2)],
    ids=["after a look", "after a change"],
)
async def test_works_run_again_beside_one_that_failed_only_if_it_had_changed_something(
    storage: PostgresStorage, refusing: str, runs: int
) -> None:
    """Only then is there something to undo, and nothing but savepoints tells it from what the others did."""
    begun: list[str] = []

    async def adds(tx: Writer) -> None:
        begun.append("adds")
        await adding("Awa", 1)(tx)

    async def refuses(tx: Writer) -> None:
        await tx.run(refusing)
        raise ValueError

    works = [storage.write(adds), storage.write(refuses), storage.write(adding("Binta", 5))]
    outcomes = await asyncio.gather(*works, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [type(None), ValueError, type(None)]
    assert (await balance(storage, "Awa"), await balance(storage, "Binta")) == (101, 5)
    assert begun == ["adds"] * runs
