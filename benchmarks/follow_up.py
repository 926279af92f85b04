"""Following up what a network has taken on: how soon all that is due in a morning is queued, and how soon `/plan` is
answered, among 200 000 actions and among 1 000; on SQLite, then on PostgreSQL.

    python -m benchmarks.follow_up [--actions 200000] [--asks 400]

An ask goes the whole way inside the bot, from the update that is stored to the screen that would go out.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

from benchmarks import village
from benchmarks.asking import Asked, asked
from benchmarks.commitments import DAYS, Commitments, fill
from benchmarks.postgres import postgres
from benchmarks.result import Result, failed, table

ALL, FEW = Commitments(200_000), Commitments(1_000)
ASKS = 400

MOST_SECONDS = 2.5
MOST_MILLISECONDS = 50
AT_MOST = 1.5

FIRST = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""A Monday morning in Dakar."""


@dataclass(frozen=True, slots=True)
class Found:
    """Seconds until what was due was queued, morning by morning; milliseconds of each ask, in a large network and in a
    small one.
    """

    mornings: list[float]
    large: list[float]
    small: list[float]


async def compare(large: str, small: str, size: Commitments, asks: int) -> Found:
    """Both in one process, and asked by turns: neighbours meet the same mood of the machine."""
    async with AsyncExitStack() as stack:
        many = await stack.enter_async_context(asked(large, size, FIRST))
        few = await stack.enter_async_context(asked(small, FEW, FIRST))
        times = [await _pair(many, few, number) for number in range(asks)]
        mornings = [await _morning(many) for _ in range(DAYS)]
    return Found(mornings, *(list(one) for one in zip(*times, strict=True)))


async def _pair(many: Asked, few: Asked, number: int) -> tuple[float, float]:
    if number % 2:
        return await many.plan(number), await few.plan(number)
    after = await few.plan(number)
    return await many.plan(number), after


async def _morning(at: Asked) -> float:
    """One day's, of which each belongs to somebody else."""
    before = await at.letters()
    began = time.monotonic()
    looked = await at.services.followup.tick(at.clock.now())
    seconds = time.monotonic() - began
    put = await at.letters() - before
    if not looked == put == at.size.due:
        raise RuntimeError(f"of {at.size.due} actions {looked} were looked at, and {put} letters were put")
    at.clock.advance(86_400)
    return seconds


def prepare(url: str, size: Commitments) -> None:
    """Make the database."""
    with tempfile.TemporaryDirectory(dir=".") as name:
        asyncio.run(village.settle(village.settings(Path(name), "http://127.0.0.1:9", url)))
    began = time.monotonic()
    fill(url, size, FIRST)
    print(f"filled with {size.actions:,} actions in {time.monotonic() - began:.0f} s", file=sys.stderr)


def rows(name: str, size: Commitments, found: Found) -> list[Result]:
    """The median of the mornings; of the asks the median, and the one that 99 of 100 are within."""
    worst = quantiles(found.large, n=100, method="inclusive")[98]
    here, there = median(found.large), median(found.small)
    plan = f"/plan among {size.actions:,} actions, {name}"
    return [
        Result.less(f"{size.due:,} due actions queued, {name}", median(found.mornings), at_most=MOST_SECONDS, unit="s"),
        Result.less(f"{plan}, 99 of 100 within", worst, at_most=MOST_MILLISECONDS, unit="ms"),
        Result.longer(f"{plan}, ms", here, f"among {FEW.actions:,}", there, at_most=AT_MOST, ratio=here / there),
    ]


def _kind(name: str, url: Callable[[], str], size: Commitments, asks: int) -> list[Result]:
    large, small = url(), url()
    prepare(large, size)
    prepare(small, FEW)
    return rows(name, size, asyncio.run(compare(large, small, size, asks)))


def measure(size: Commitments = ALL, asks: int = ASKS) -> list[Result]:
    """The rows of the table; PostgreSQL's are missing where there is no server to be had."""
    with tempfile.TemporaryDirectory(dir=".") as name, postgres(Path(name).resolve()) as database:
        files = (f"sqlite:///{Path(name).resolve()}/{which}.db" for which in ("large", "small"))
        results = _kind("SQLite", lambda: next(files), size, asks)
        if database is not None:
            results += _kind("PostgreSQL", database, size, asks)
    return results


def main() -> int:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description="How soon actions are followed up, and plans are shown.")
    parser.add_argument("--actions", type=int, default=ALL.actions)
    parser.add_argument("--asks", type=int, default=ASKS)
    given = parser.parse_args()
    results = measure(Commitments(given.actions), given.asks)
    print(table(results))
    return int(failed(results))


if __name__ == "__main__":
    sys.exit(main())
