"""What every adapter of the port `Storage` owes its callers.

A test file inherits from `StorageContract` and gives two fixtures: `open_again` (opens the same, fresh database, once
or, after a close, once more) and `storage` (it is open, with `SCHEMA` in place).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import ContextVar

import pytest

from bot.clock import SystemClock
from bot.storage.port import ConstraintError, Reader, Storage, StorageError, Value, Writer

Open = Callable[[], Awaitable[Storage]]
SCHEMA = (
    "CREATE TABLE account (name TEXT PRIMARY KEY, balance BIGINT NOT NULL CHECK (balance >= 0), picture BYTEA)",
    "CREATE TABLE entry (id BIGINT PRIMARY KEY, account TEXT NOT NULL REFERENCES account (name))",
    "INSERT INTO account (name, balance) VALUES ('Awa', 100), ('Binta', 0)",
)
_ADD = "UPDATE account SET balance = balance + :amount WHERE name = :name"
_BALANCE = "SELECT balance FROM account WHERE name = :name"
_caller: ContextVar[str] = ContextVar("caller", default="nobody")


class DriftError(BaseException):
    """Not an `Exception`, so that what only catches those lets it through."""


async def turn() -> None:
    """Let the other tasks go on for one turn of the loop."""
    await SystemClock().sleep(0)


async def set_up(storage: Storage) -> None:
    """Make the tables of the contract."""

    async def work(transaction: Writer) -> None:
        for statement in SCHEMA:
            await transaction.run(statement)

    await storage.write(work)


async def balance(storage: Storage, name: str) -> int:
    """What a fresh view shows."""

    async def work(view: Reader) -> int:
        row = await view.one(_BALANCE, name=name)
        assert row is not None
        return int(row["balance"])

    return await storage.read(work)


def adding(name: str, amount: int, *, then: BaseException | None = None) -> Callable[[Writer], Awaitable[None]]:
    """A work that adds to a balance, and then raises, or not."""

    async def work(transaction: Writer) -> None:
        await transaction.run(_ADD, name=name, amount=amount)
        if then is not None:
            raise then

    return work


async def _make_terms(transaction: Writer) -> None:
    """The table that migrations make."""
    await transaction.run("CREATE TABLE lead (id BIGINT PRIMARY KEY, term BIGINT NOT NULL)")
    await transaction.run("INSERT INTO lead VALUES (1, 0)")


class StorageContract:
    """The behaviours; each gets a fresh database."""

    async def test_what_is_written_is_read_afterwards(self, storage: Storage) -> None:
        await storage.write(adding("Awa", 5))
        assert await balance(storage, "Awa") == 105

    async def test_what_is_written_is_there_after_a_restart(self, storage: Storage, open_again: Open) -> None:
        await storage.write(adding("Awa", 5))
        await storage.close()
        again = await open_again()
        try:
            assert await balance(again, "Awa") == 105
        finally:
            await again.close()

    async def test_a_work_sees_its_own_changes_and_its_value_comes_out(self, storage: Storage) -> None:
        async def work(transaction: Writer) -> Value:
            await transaction.run(_ADD, name="Binta", amount=7)
            row = await transaction.one(_BALANCE, name="Binta")
            assert row is not None
            return int(row["balance"])

        assert await storage.write(work) == 7

    async def test_a_change_says_how_many_rows_it_changed(self, storage: Storage) -> None:
        async def work(transaction: Writer) -> list[int]:
            insert = "INSERT INTO account (name, balance) VALUES (:name, 1) ON CONFLICT (name) DO NOTHING"
            return [
                await transaction.run("UPDATE account SET balance = balance + 1"),
                await transaction.run(_ADD, name="nobody", amount=1),
                await transaction.run(insert, name="Awa"),
                await transaction.run(insert, name="Chu"),
            ]

        assert await storage.write(work) == [2, 0, 0, 1]

    async def test_rows_are_mappings_and_no_row_is_none(self, storage: Storage) -> None:
        async def work(view: Reader) -> None:
            rows = await view.all("SELECT name, balance FROM account ORDER BY name")
            assert [dict(row) for row in rows] == [{"name": "Awa", "balance": 100}, {"name": "Binta", "balance": 0}]
            assert rows[0].get("picture", "not asked for") == "not asked for"
            assert await view.one("SELECT name FROM account ORDER BY name") == {"name": "Awa"}
            assert await view.one(_BALANCE, name="nobody") is None
            assert await view.all("SELECT name FROM account WHERE balance < 0") == []

        await storage.read(work)

    async def test_a_change_may_return_rows(self, storage: Storage) -> None:
        sql = "UPDATE account SET balance = balance + 1 WHERE name = :name RETURNING balance"
        assert await storage.write(lambda transaction: transaction.one(sql, name="Awa")) == {"balance": 101}
        assert await balance(storage, "Awa") == 101

    @pytest.mark.parametrize("name", ["", "🌳 N’Djaména", "naïve\n'; --", "<3 & \\ ?"])
    @pytest.mark.parametrize("amount", [0, 2**63 - 1])
    @pytest.mark.parametrize("picture", [None, b"", b"\x00\xff\x80"])
    async def test_values_come_back_as_they_went(
        self, storage: Storage, name: str, amount: int, picture: bytes | None
    ) -> None:
        insert = "INSERT INTO account (name, balance, picture) VALUES (:name, :balance, :picture)"
        values: dict[str, Value] = {"name": name, "balance": amount, "picture": picture}
        await storage.write(lambda transaction: transaction.run(insert, **values))
        found = await storage.read(lambda view: view.one("SELECT * FROM account WHERE name = :name", name=name))
        assert found == values

    @pytest.mark.parametrize("error", [ValueError("no"), DriftError(), SystemExit(3), asyncio.CancelledError()])
    async def test_what_a_work_raises_undoes_it_and_comes_out(self, storage: Storage, error: BaseException) -> None:
        with pytest.raises(type(error)) as caught:
            await storage.write(adding("Awa", 5, then=error))
        assert caught.value is error
        assert await balance(storage, "Awa") == 100
        await storage.write(adding("Awa", 1))
        assert await balance(storage, "Awa") == 101

    @pytest.mark.parametrize(
        "statement",
        [
            "INSERT INTO account (name, balance) VALUES ('Awa', 1)",
            "INSERT INTO account (name, balance) VALUES ('Chu', NULL)",
            "INSERT INTO entry (id, account) VALUES (1, 'nobody')",
            "UPDATE account SET balance = -1 WHERE name = 'Binta'",
        ],
        ids=["unique", "not null", "reference", "check"],
    )
    async def test_a_broken_rule_undoes_the_work_even_if_the_work_swallows_it(
        self, storage: Storage, statement: str
    ) -> None:
        """PostgreSQL can do nothing after a failed statement, so a work that tried to must not pass on SQLite."""

        async def work(transaction: Writer) -> None:
            await transaction.run(_ADD, name="Awa", amount=5)
            try:
                await transaction.run(statement)
            except ConstraintError:
                return

        with pytest.raises(ConstraintError):
            await storage.write(work)
        assert await balance(storage, "Awa") == 100

    async def test_a_failing_work_takes_no_other_with_it(self, storage: Storage) -> None:
        good = [storage.write(adding("Awa", 1)) for _ in range(30)]
        bad = [storage.write(adding("Binta", -1)) for _ in range(30)]
        ugly = [storage.write(adding("Awa", 1000, then=DriftError())) for _ in range(30)]
        works = [work for three in zip(good, bad, ugly, strict=True) for work in three]
        outcomes = await asyncio.gather(*works, return_exceptions=True)
        assert [type(outcome) for outcome in outcomes] == [type(None), ConstraintError, DriftError] * 30
        assert (await balance(storage, "Awa"), await balance(storage, "Binta")) == (130, 0)

    async def test_concurrent_changes_lose_no_update(self, storage: Storage) -> None:
        """Each reads, adds in Python and writes back: with anything less than serializable, some would be lost."""

        async def work(transaction: Writer) -> None:
            row = await transaction.one(_BALANCE, name="Binta")
            assert row is not None
            await transaction.run("UPDATE account SET balance = :new WHERE name = 'Binta'", new=row["balance"] + 1)

        async def caller() -> None:
            for _ in range(5):
                await storage.write(work)

        await asyncio.gather(*(caller() for _ in range(40)))
        assert await balance(storage, "Binta") == 200

    async def test_a_view_stays_the_same_while_others_write(self, storage: Storage) -> None:
        async def add_to_both(transaction: Writer) -> None:
            for name in ("Awa", "Binta"):
                await transaction.run(_ADD, name=name, amount=1)

        async def look(view: Reader) -> set[tuple[int, ...]]:
            ask = "SELECT balance FROM account ORDER BY name"
            return {tuple(row["balance"] for row in await view.all(ask)) for _ in range(30)}

        async def look_until_much_has_changed() -> list[set[tuple[int, ...]]]:
            views = [await storage.read(look)]
            while len(set.union(*views)) < 10:
                views.append(await storage.read(look))
            return views

        looking = asyncio.create_task(look_until_much_has_changed())
        while not looking.done():
            await storage.write(add_to_both)
        views = await looking
        assert {len(view) for view in views} == {1}
        assert {awa - binta for view in views for awa, binta in view} == {100}

    async def test_a_caller_cancelled_in_the_middle_leaves_nothing(self, storage: Storage) -> None:
        loop = asyncio.get_running_loop()

        async def work(transaction: Writer) -> None:
            loop.call_soon_threadsafe(task.cancel)
            for _ in range(200_000):
                await transaction.run(_ADD, name="Awa", amount=1)

        task = asyncio.create_task(storage.write(work))
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await balance(storage, "Awa") == 100
        await storage.write(adding("Awa", 1))
        assert await balance(storage, "Awa") == 101

    async def test_a_caller_cancelled_at_any_moment_leaves_all_or_nothing(self, storage: Storage) -> None:
        async def work(transaction: Writer) -> None:
            await transaction.run(_ADD, name="Awa", amount=1)
            await transaction.run(_ADD, name="Binta", amount=1)

        for turns in range(40):
            task = asyncio.create_task(storage.write(work))
            for _ in range(turns):
                await turn()
            task.cancel()
            await asyncio.wait([task])
            await storage.write(adding("Awa", 0))
            assert await balance(storage, "Awa") == await balance(storage, "Binta") + 100

    async def test_a_work_may_await_nothing_but_its_transaction(self, storage: Storage) -> None:
        """Or a call to Telegram in the middle would keep every writer waiting."""

        async def work(transaction: Writer) -> None:
            await transaction.run(_ADD, name="Awa", amount=5)
            await turn()

        with pytest.raises(RuntimeError, match="may await nothing but its transaction"):
            await storage.write(work)
        assert await balance(storage, "Awa") == 100

    async def test_a_transaction_that_is_over_lets_nothing_through(self, storage: Storage) -> None:
        kept: list[Writer] = []

        async def keep(transaction: Writer) -> None:
            kept.append(transaction)

        async def abuse(_: Writer) -> None:
            await kept[0].run(_ADD, name="Awa", amount=5)

        await storage.write(keep)
        with pytest.raises(RuntimeError, match="this transaction is over"):
            await storage.write(abuse)
        assert await balance(storage, "Awa") == 100

    async def test_a_work_runs_in_the_context_of_its_caller(self, storage: Storage) -> None:
        async def work(_: Reader) -> str:
            return _caller.get()

        token = _caller.set("Awa")
        try:
            assert await storage.read(work) == "Awa"
            assert await storage.write(work) == "Awa"
        finally:
            _caller.reset(token)

    async def test_who_leads_writes_and_each_lead_is_a_higher_term(self, storage: Storage, open_again: Open) -> None:
        await storage.write(_make_terms)
        first = await storage.lead()
        await storage.write(adding("Awa", 1))
        await storage.close()
        again = await open_again()
        try:
            second, third = await again.lead(), await again.lead()
            assert 0 < first < second < third
            await again.write(adding("Awa", 1))
            assert await balance(again, "Awa") == 102
        finally:
            await again.close()

    async def test_who_leads_alone_is_never_deposed(self, storage: Storage) -> None:
        await storage.write(_make_terms)
        await storage.lead()
        waiting = asyncio.create_task(storage.deposed())
        for _ in range(20):
            await storage.write(adding("Awa", 1))
        assert not waiting.done()
        waiting.cancel()

    async def test_closing_finishes_what_was_begun(self, storage: Storage, open_again: Open) -> None:
        tasks = [asyncio.create_task(storage.write(adding("Awa", 1))) for _ in range(20)]
        await turn()
        await storage.close()
        await asyncio.gather(*tasks)
        again = await open_again()
        try:
            assert await balance(again, "Awa") == 120
        finally:
            await again.close()

    async def test_a_closed_storage_says_so_and_may_be_closed_again(self, storage: Storage) -> None:
        await storage.close()
        await storage.close()
        with pytest.raises(StorageError, match="closed"):
            await storage.write(adding("Awa", 1))
        with pytest.raises(StorageError, match="closed"):
            await balance(storage, "Awa")
