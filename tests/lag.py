"""Makes the tests find what depends on who is faster: an answer overtaken by a letter, a letter by an answer.

`make test-lag LAG=answers:1 ARGS=tests/conversations` (one way, and a seed). What a test says must hold in all of them.
The seed draws which waits are long; which test meets them depends on the machine too: a find may need several runs.
"""

from __future__ import annotations

import asyncio
import functools
import os
from collections.abc import Awaitable, Callable
from random import Random
from typing import Any

from bot.clock import SystemClock
from bot.rehearsal import Double
from bot.storage.postgres.postgres import PostgresStorage
from bot.storage.sqlite.sqlite import SqliteStorage

CHOSEN = os.environ.get("PALABRE_TEST_LAG", "")
_SECONDS = 0.12
"""Longer than a letter takes from the outbox to the double and back."""

_REAL = SystemClock()

_Work = Callable[..., Awaitable[Any]]
_Slow = Callable[[], Awaitable[None]]


def install(chosen: str = CHOSEN) -> None:
    """Let some wait by chance, for as long as the process lives: `answers`, `letters`, or `all`, the double as well."""
    if not chosen:
        return
    way, _, seed = chosen.partition(":")
    chance = Random(f"{seed}{os.environ.get('PYTEST_XDIST_WORKER', '')}")
    lag = {"answers": _answers, "letters": _letters, "all": _all}[way]
    for storage in (SqliteStorage, PostgresStorage):
        _slow_down(storage, "read", functools.partial(lag, chance))
        if way != "answers":
            _slow_down(storage, "write", functools.partial(lag, chance))
    if way == "all":
        _slow_down(Double, "_play", functools.partial(lag, chance))


def _slow_down(owner: type, name: str, lag: _Slow) -> None:
    work: _Work = getattr(owner, name)

    @functools.wraps(work)
    async def late(*arguments: Any) -> Any:
        await lag()
        return await work(*arguments)

    setattr(owner, name, late)


async def _answers(chance: Random) -> None:
    """Only reads: what was written is told to the outbox before the next of them."""
    if not _of_a_letter() and chance.random() < 0.25:
        await _REAL.sleep(_SECONDS)


async def _letters(chance: Random) -> None:
    if _of_a_letter() and chance.random() < 0.25:
        await _REAL.sleep(_SECONDS)


async def _all(chance: Random) -> None:
    often, long = chance.random() < 0.4, chance.random() < 0.1
    await _REAL.sleep((2 * _SECONDS if long else chance.random() * _SECONDS / 8) if often else 0)


def _of_a_letter() -> bool:
    """Whether the outbox is what runs: its tasks bear its name."""
    task = asyncio.current_task()
    name = getattr(task.get_coro(), "__qualname__", "") if task else ""
    return name.startswith("Outbox.")
