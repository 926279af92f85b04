"""One process leads on a PostgreSQL database: who loses the lead changes nothing more, and the next has it soon."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from random import Random

import psycopg
import pytest

from bot.clock import SystemClock
from bot.storage.outage import Outage
from bot.storage.port import LeadLost, Reader, Storage, Unavailable, Writer
from bot.storage.postgres import lead as postgres_lead
from bot.storage.postgres.postgres import PostgresStorage, open_postgres
from bot.storage.postgres.server import server
from tests.databases import ask, new_database

from .contract import adding, balance, set_up

SOON = 20
"""Seconds after which a test gives up; what it waits for takes a few."""


class Nap(SystemClock):
    """Time that passes ten times as fast, and can be stopped: whoever sleeps then sleeps on."""

    def __init__(self) -> None:
        self._awake = asyncio.Event()
        self._awake.set()

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds / 10)
        await self._awake.wait()

    def stop(self) -> None:
        self._awake.clear()

    def go_on(self) -> None:
        self._awake.set()


Open = Callable[[], Awaitable[tuple[PostgresStorage, Nap]]]


@pytest.fixture
def _impatient_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server is faster, too, where a leader has to be found frozen; a leader that is only slow has to be left."""
    for name in ("idle_session_timeout", "idle_in_transaction_session_timeout"):
        assert postgres_lead.SETTINGS[name] == "3s"
        monkeypatch.setitem(postgres_lead.SETTINGS, name, "800ms")


@pytest.fixture
def url(tmp_path: Path) -> str:
    return new_database(tmp_path, "postgres")


@pytest.fixture
async def process(url: str) -> AsyncIterator[Open]:
    """Opens the database as one more process would."""
    opened: list[PostgresStorage] = []

    async def open_it() -> tuple[PostgresStorage, Nap]:
        clock = Nap()
        opened.append(await open_postgres(server(url), clock, Random(len(opened)), Outage()))
        return opened[-1], clock

    yield open_it
    for one in opened:
        await one.close()


@pytest.fixture
async def first(process: Open) -> PostgresStorage:
    storage, _ = await process()
    await set_up(storage)
    return storage


def _soon(deed: Awaitable[int]) -> Awaitable[int]:
    return asyncio.wait_for(deed, SOON)


async def _backend(tx: Reader) -> int:
    row = await tx.one("SELECT pg_backend_pid() AS id")
    assert row is not None
    return int(row["id"])


async def test_a_second_waits_until_the_first_is_gone_and_each_term_is_higher(
    first: PostgresStorage, process: Open
) -> None:
    second, _ = await process()
    assert await first.lead() == 1
    waiting = asyncio.create_task(second.lead())
    for _ in range(20):
        await second.write(adding("Awa", 1))  # who waits may write, beside whoever leads
        await first.write(adding("Binta", 1))
    assert not waiting.done()
    await first.close()
    assert await _soon(waiting) == 2
    assert (await balance(second, "Awa"), await balance(second, "Binta")) == (120, 20)


async def test_a_leader_whose_connection_is_lost_goes_on_in_its_term(url: str, first: PostgresStorage) -> None:
    await first.lead()

    async def caller() -> None:
        for _ in range(30):
            await first.write(adding("Awa", 1))

    callers = asyncio.gather(*(caller() for _ in range(10)))
    for _ in range(3):
        backend = await first.write(_backend)
        ask(url, f"SELECT pg_terminate_backend({backend}, 5000)")
    await callers
    assert await balance(first, "Awa") == 400
    assert ask(url, "SELECT term FROM lead") == [(1,)]


async def test_one_that_lost_the_lead_in_the_middle_of_a_write_changes_nothing(
    url: str, first: PostgresStorage, process: Open
) -> None:
    second, _ = await process()
    await first.lead()
    loop, waiting = asyncio.get_running_loop(), asyncio.create_task(second.lead())

    async def work(tx: Writer) -> None:
        await tx.run("UPDATE account SET balance = balance + 1 WHERE name = 'Awa'")
        ask(url, f"SELECT pg_terminate_backend({await _backend(tx)}, 5000)")
        asyncio.run_coroutine_threadsafe(_finished(waiting), loop).result(SOON)
        await tx.run("UPDATE account SET balance = balance + 1 WHERE name = 'Binta'")

    with pytest.raises(LeadLost, match="another process leads by now"):
        await first.write(work)
    with pytest.raises(LeadLost):
        await first.write(adding("Awa", 1))
    with pytest.raises(LeadLost):
        await asyncio.wait_for(first.deposed(), SOON)
    await second.write(adding("Binta", 5))
    assert (await balance(first, "Awa"), await balance(first, "Binta")) == (100, 5)


async def test_one_that_lost_the_lead_may_stand_by_and_lead_again(
    url: str, first: PostgresStorage, process: Open
) -> None:
    second, _ = await process()
    await first.lead()
    await _overtaken(url, first, second)
    again = asyncio.create_task(first.lead())
    for _ in range(5):
        await asyncio.wait_for(first.write(adding("Awa", 1)), SOON)
    assert not again.done()
    await second.close()
    assert await _soon(again) == 3
    await first.write(adding("Awa", 1))
    assert await balance(first, "Awa") == 106


async def test_who_writes_nothing_finds_out_too(url: str, first: PostgresStorage, process: Open) -> None:
    second, _ = await process()
    await first.lead()
    deposed = asyncio.create_task(first.deposed())
    await _overtaken(url, first, second)
    with pytest.raises(LeadLost):
        await asyncio.wait_for(deposed, SOON)


@pytest.mark.usefixtures("_impatient_server")
async def test_a_frozen_leader_is_followed_and_changes_nothing_when_it_goes_on(process: Open, url: str) -> None:
    (frozen, clock), (second, _) = await process(), await process()
    await set_up(frozen)
    await frozen.lead()
    await frozen.write(adding("Awa", 1))
    deposed = asyncio.create_task(frozen.deposed())
    clock.stop()
    assert await _soon(second.lead()) == 2
    with pytest.raises(LeadLost):
        await frozen.write(adding("Awa", 1))
    clock.go_on()
    with pytest.raises(LeadLost):
        await asyncio.wait_for(deposed, SOON)
    assert await balance(second, "Awa") == 101


@pytest.mark.usefixtures("_impatient_server")
async def test_one_that_froze_in_the_middle_of_a_write_changes_nothing(process: Open, url: str) -> None:
    (frozen, clock), (second, _) = await process(), await process()
    await set_up(frozen)
    await frozen.lead()
    loop = asyncio.get_running_loop()

    async def work(tx: Writer) -> None:
        await tx.run("UPDATE account SET balance = balance + 1 WHERE name = 'Awa'")
        loop.call_soon_threadsafe(clock.stop)
        asyncio.run_coroutine_threadsafe(second.lead(), loop).result(SOON)

    with pytest.raises(LeadLost):
        await frozen.write(work)
    assert await balance(second, "Awa") == 100


@pytest.mark.usefixtures("_impatient_server")
async def test_a_leader_that_computes_for_long_in_a_transaction_stays(first: PostgresStorage, process: Open) -> None:
    """Twice as long as the server hears nothing of the work itself."""
    second, _ = await process()
    await first.lead()
    waiting = asyncio.create_task(second.lead())
    backends: list[int] = []

    async def work(tx: Writer) -> None:
        backends.append(await _backend(tx))
        await adding("Awa", 1)(tx)
        threading.Event().wait(1.6)
        await adding("Binta", 1)(tx)

    await first.write(work)
    assert len(backends) == 1
    assert not waiting.done()
    assert (await balance(first, "Awa"), await balance(first, "Binta")) == (101, 1)
    waiting.cancel()


async def test_while_the_server_still_has_the_former_session_its_leader_waits(url: str, first: PostgresStorage) -> None:
    await first.lead()
    ask(url, f"SELECT pg_terminate_backend({await first.write(_backend)}, 5000)")
    with psycopg.connect(url, autocommit=True) as former:
        former.execute("SELECT pg_advisory_lock(%s)", (postgres_lead.LOCK,))
        with pytest.raises(Unavailable, match="the connection that was lost still leads"):
            await first.write(adding("Awa", 1))
        former.execute("SELECT pg_advisory_unlock_all()")
    await first.write(adding("Awa", 1))
    assert await balance(first, "Awa") == 101


async def test_only_who_leads_can_be_deposed(first: PostgresStorage) -> None:
    with pytest.raises(RuntimeError, match="only a process that leads"):
        await first.deposed()


@pytest.mark.usefixtures("_impatient_server")
async def test_a_session_that_does_not_lead_may_be_quiet_for_as_long_as_it_likes(first: PostgresStorage) -> None:
    def setting(name: str) -> Callable[[Reader], Awaitable[object]]:
        return lambda tx: tx.one(f"SELECT current_setting('{name}') AS it")

    assert await first.write(setting("idle_session_timeout")) == {"it": "0"}
    await first.lead()
    assert await first.write(setting("idle_session_timeout")) == {"it": "800ms"}
    assert await first.read(setting("idle_session_timeout")) == {"it": "0"}


async def _finished(task: asyncio.Task[int]) -> int:
    return await task


async def _overtaken(url: str, first: PostgresStorage, second: Storage) -> None:
    """The second leads, since the first was held up while its connection was lost."""
    held = threading.Event()
    loop, begun = asyncio.get_running_loop(), asyncio.Event()

    async def work(tx: Writer) -> None:
        ask(url, f"SELECT pg_terminate_backend({await _backend(tx)}, 5000)")
        loop.call_soon_threadsafe(begun.set)
        held.wait(SOON)

    holding = asyncio.create_task(first.write(work))
    await begun.wait()
    await _soon(second.lead())
    held.set()
    with pytest.raises(LeadLost):
        await holding
