"""A PostgreSQL server that neither answers nor hangs up holds nobody who wants to leave."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.clock import SystemClock
from bot.storage import open_storage
from bot.storage.port import Storage, StorageError
from tests.databases import ask

from .contract import adding, balance, set_up
from .wire import Wire

SOON = 10
"""Seconds, of which all ends take half on a machine of their own; a process has ten for all of its end."""


@pytest.fixture
async def storage(wire: Wire) -> AsyncIterator[Storage]:
    opened = await open_storage(wire.url)
    await set_up(opened)
    yield opened
    await opened.close()


async def _until_busy(storage: Storage, task: asyncio.Task[None]) -> None:
    """The work of the task has been handed to the connection's thread."""
    for _ in range(5):
        await SystemClock().sleep(0)
    assert not task.done()


async def test_a_caller_that_gives_up_is_let_go_and_the_others_go_on_when_it_is_back(
    storage: Storage, wire: Wire
) -> None:
    wire.open.clear()
    one, other = (asyncio.create_task(storage.write(adding("Awa", 1))) for _ in range(2))
    await _until_busy(storage, one)
    one.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(one, SOON)
    wire.open.set()
    await asyncio.wait_for(other, SOON)
    assert await balance(storage, "Awa") == 101


async def test_one_that_gives_up_while_a_connection_is_made_is_let_go(url: str, storage: Storage, wire: Wire) -> None:
    wire.open.clear()
    ask(url, "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'palabre'")
    waiting = asyncio.create_task(storage.write(adding("Awa", 1)))
    await _until_busy(storage, waiting)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(waiting, SOON)
    wire.open.set()
    assert await balance(storage, "Awa") == 100


@pytest.mark.parametrize("leads", [False, True], ids=["beside", "leading"])
async def test_closing_does_not_wait_for_an_answer(storage: Storage, wire: Wire, *, leads: bool) -> None:
    if leads:
        await storage.lead()
    wire.open.clear()
    waiting = asyncio.create_task(storage.write(adding("Awa", 1)))
    await _until_busy(storage, waiting)
    await asyncio.wait_for(storage.close(), SOON)
    with pytest.raises(StorageError):
        await waiting
    wire.open.set()
