"""Groups that talk: how soon a discussion is opened where 100 000 points are kept; on SQLite, then on PostgreSQL.

    python -m benchmarks.talking [--kept 100000] [--asks 400]

It goes the whole way inside the bot, from the update that is stored to the screen that would go out.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles

from benchmarks import village
from benchmarks.asking import asked
from benchmarks.bulk import FIRST, FIRST_PERSON, Network, many, members, put
from benchmarks.commitments import MEMBERS, Commitments
from benchmarks.postgres import postgres
from benchmarks.result import Result, failed, table
from bot.clock import to_micros

KEPT, ASKS = 100_000, 400
OF_A_THREAD = 20
"""Kept points of a thread."""

MOST_MILLISECONDS = 50

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SIZE = Commitments(200_000)
"""A thousand groups of twenty people; what they have taken on is not there."""


def prepare(url: str, kept: int) -> None:
    """Make the database."""
    with tempfile.TemporaryDirectory(dir=".") as name:
        asyncio.run(village.settle(village.settings(Path(name), "http://127.0.0.1:9", url)))
    began = time.monotonic()
    put(url, _statements(kept))
    print(f"filled with {kept:,} kept points in {time.monotonic() - began:.0f} s", file=sys.stderr)


def _statements(kept: int) -> Iterator[str]:
    now, threads = to_micros(NOW), kept // OF_A_THREAD
    yield from members(Network(groups=SIZE.groups, people=SIZE.people), now)
    yield f"UPDATE peer_group SET is_forum = 1, administrators_read_at = {now} WHERE id >= {FIRST}"  # noqa: S608 - numbers
    yield many(
        threads,
        "thread (id, group_id, title, kind, state, created_at, closed_at)",
        f"{FIRST} + i, {FIRST} + i % {SIZE.groups}, 'Subject ' || i, 'chain', 'closed', {now}, {now}",
    )
    yield many(
        kept,
        "kept (network_id, group_id, thread_id, kind, text, author_id, author_name, terms, at)",
        f"v.network_id, {FIRST} + i % {threads} % {SIZE.groups}, {FIRST} + i % {threads}, 'practice',"
        f" 'We begin each meeting with one thing that did not work ' || i,"
        f" {FIRST_PERSON} + i % {threads} % {SIZE.groups} * {MEMBERS}, 'Awa',"
        f" CASE i % 3 WHEN 0 THEN 'free' WHEN 1 THEN 'ask' ELSE 'stays' END, {now}",
    )


async def opened(url: str, asks: int) -> list[float]:
    """Milliseconds of each discussion that is opened, in one group after the other."""
    async with asked(url, SIZE, NOW, forum=True) as at:
        await at.discuss(asks)
        return [await at.discuss(number) for number in range(asks)]


def _kind(name: str, url: Callable[[], str], kept: int, asks: int) -> Result:
    database = url()
    prepare(database, kept)
    worst = quantiles(asyncio.run(opened(database, asks)), n=100, method="inclusive")[98]
    what = f"/discuss among {kept:,} kept points, {name}, 99 of 100 within"
    return Result.less(what, worst, at_most=MOST_MILLISECONDS, unit="ms")


def measure(kept: int = KEPT, asks: int = ASKS) -> list[Result]:
    """The rows of the table; PostgreSQL's is missing where there is no server to be had."""
    with tempfile.TemporaryDirectory(dir=".") as name, postgres(Path(name).resolve()) as database:
        results = [_kind("SQLite", lambda: f"sqlite:///{Path(name).resolve()}/talk.db", kept, asks)]
        if database is not None:
            results.append(_kind("PostgreSQL", database, kept, asks))
    return results


def main() -> int:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description="How soon a discussion is opened.")
    parser.add_argument("--kept", type=int, default=KEPT)
    parser.add_argument("--asks", type=int, default=ASKS)
    given = parser.parse_args()
    results = measure(given.kept, given.asks)
    print(table(results))
    return int(failed(results))


if __name__ == "__main__":
    sys.exit(main())
