"""A commit that gets no answer: the works in it happen once, whichever way it went."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from random import Random

import psycopg
import pytest

from bot.clock import SystemClock
from bot.storage.outage import Outage
from bot.storage.port import LeadLost
from bot.storage.postgres.postgres import PostgresStorage, open_postgres
from bot.storage.postgres.server import server
from bot.storage.postgres.session import Session
from bot.storage.postgres.works import BrokenOff, Fate, fate
from tests.databases import OwnServer, ask

from .contract import adding, balance, set_up
from .wire import Cut, Wire

HELD = 77
"""An advisory lock for which a commit waits at its end."""

WAIT_AT_THE_END = (
    f"CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS"
    f" 'BEGIN PERFORM pg_advisory_xact_lock({HELD}); RETURN NULL; END';"
    " CREATE CONSTRAINT TRIGGER at_the_end AFTER UPDATE ON account DEFERRABLE INITIALLY DEFERRED"
    " FOR EACH ROW EXECUTE FUNCTION wait()"
)


@pytest.fixture
async def storage(wire: Wire) -> AsyncIterator[PostgresStorage]:
    opened = await open_postgres(server(wire.url), SystemClock(), Random(1), Outage())
    await set_up(opened)
    yield opened
    await opened.close()


@pytest.mark.parametrize("leads", [False, True], ids=["beside", "leading"])
@pytest.mark.parametrize("cut", [Cut.BEFORE, Cut.AFTER])
@pytest.mark.parametrize("together", [1, 5])
async def test_works_whose_commit_got_no_answer_happen_once(
    storage: PostgresStorage, wire: Wire, cut: Cut, together: int, *, leads: bool
) -> None:
    if leads:
        await storage.lead()
    wire.cut = cut
    await asyncio.gather(*(storage.write(adding("Awa", 1)) for _ in range(together)))
    assert wire.cut is None
    assert await balance(storage, "Awa") == 100 + together


@pytest.mark.parametrize("leads", [False, True], ids=["beside", "leading"])
@pytest.mark.parametrize("killed", [False, True], ids=["kept", "undone"])
async def test_a_commit_that_is_under_way_is_waited_for(
    url: str, storage: PostgresStorage, wire: Wire, *, leads: bool, killed: bool
) -> None:
    ask(url, WAIT_AT_THE_END)
    if leads:
        await storage.lead()
    with psycopg.connect(url, autocommit=True) as holder:
        holder.execute("SELECT pg_advisory_lock(%s)", (HELD,))
        wire.cut = Cut.MEANWHILE
        writing = asyncio.create_task(storage.write(adding("Awa", 1)))
        waiter = await _at_the_end(url)
        assert not writing.done()
        if killed:
            ask(url, f"SELECT pg_terminate_backend({waiter}, 5000)")
    await asyncio.wait_for(writing, 20)
    assert await balance(storage, "Awa") == 101


async def test_what_failed_by_itself_before_still_fails(storage: PostgresStorage, wire: Wire) -> None:
    wire.cut = Cut.AFTER
    outcomes = await asyncio.gather(
        storage.write(adding("Awa", 1)),
        storage.write(adding("Awa", 50, then=ValueError("no"))),
        storage.write(adding("Binta", 1)),
        return_exceptions=True,
    )
    assert [type(one) for one in outcomes] == [type(None), ValueError, type(None)]
    assert (await balance(storage, "Awa"), await balance(storage, "Binta")) == (101, 1)


async def test_who_waits_no_longer_is_let_go(url: str, storage: PostgresStorage, wire: Wire) -> None:
    ask(url, WAIT_AT_THE_END)
    with psycopg.connect(url, autocommit=True) as holder:
        holder.execute("SELECT pg_advisory_lock(%s)", (HELD,))
        wire.cut = Cut.MEANWHILE
        writing = asyncio.create_task(storage.write(adding("Awa", 1)))
        await _at_the_end(url)
        writing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(writing, 5)
        assert await balance(storage, "Awa") == 100, "it is still being committed"


async def test_after_a_crash_a_number_that_may_be_given_again_proves_nothing(
    url: str, storage: PostgresStorage, wire: Wire
) -> None:
    """Here the server only seems to have crashed: it has begun to count anew."""
    ask(url, WAIT_AT_THE_END)
    await storage.lead()
    with psycopg.connect(url, autocommit=True) as holder:
        holder.execute("SELECT pg_advisory_lock(%s)", (HELD,))
        wire.cut = Cut.MEANWHILE
        writing = asyncio.create_task(storage.write(adding("Awa", 1)))
        await _at_the_end(url)
        ask(url, "SELECT pg_stat_reset_shared('bgwriter')")
    with pytest.raises(LeadLost):
        await asyncio.wait_for(writing, 20)
    with pytest.raises(LeadLost):
        await storage.write(adding("Awa", 1))
    await storage.lead()
    await storage.write(adding("Awa", 1))
    assert await balance(storage, "Awa") == 102


async def _at_the_end(url: str) -> int:
    """The backend that waits in its commit, once it does."""
    while True:
        waiting = ask(url, f"SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = {HELD} AND NOT granted")
        if waiting:
            return int(waiting[0][0])
        await SystemClock().sleep(0.01)


@pytest.mark.slow
def test_after_a_crash_only_numbers_that_it_left_a_trace_of_count() -> None:
    own = OwnServer()
    try:
        url = own.new_database()
        session = Session(server(url), read_only=False)
        session.open()
        before = session.era
        own.stop(crash=True)
        own.start()
        session.hang_up()
        session.open()
        numbers = [int(ask(url, "SELECT pg_current_xact_id()")[0][0]) for _ in range(3)]
        given_again, traced = BrokenOff(str(numbers[1]), before), BrokenOff(str(numbers[0] - 1), before)
        for one in (traced, given_again):
            assert ask(url, f"SELECT pg_xact_status('{one.transaction}')") == [("committed",)]
        assert (fate(session, traced), fate(session, given_again)) == (Fate.KEPT, Fate.UNDONE)
        assert fate(session, BrokenOff(str(numbers[2] + 9), before)) is Fate.UNDONE, "it was never given"
        assert fate(session, BrokenOff(str(numbers[1]), session.era)) is Fate.KEPT, "nothing crashed since"
        session.hang_up()
    finally:
        own.remove()
