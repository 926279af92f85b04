"""The same bot as it can be run: by polling and behind a webhook, on SQLite and on PostgreSQL.

python -m benchmarks.ways
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from benchmarks.postgres import postgres
from benchmarks.result import Result, table
from benchmarks.sides.size import Size
from benchmarks.turns import TURN, TURNS, Series, Way, play

POLLING, WEBHOOK, POSTGRES = "polling, SQLite", "webhook, SQLite", "polling, PostgreSQL"


def measure(turns: int = TURNS, size: Size = TURN) -> list[Result]:
    """The rows of the table; PostgreSQL's are missing where there is no server to be had."""
    ways = {POLLING: Way(), WEBHOOK: Way(webhook=True)}
    with tempfile.TemporaryDirectory(dir=".") as name, postgres(Path(name).resolve()) as database:
        if database is not None:
            ways[POSTGRES] = Way(database())
        return rows(play(ways, turns, size))


def rows(found: Mapping[str, Series]) -> list[Result]:
    """A webhook's posts must not cost much more than polling, nor PostgreSQL than SQLite."""
    polled, posted = found[POLLING], found[WEBHOOK]
    what, beside = "durable taps a second", "by polling"
    by_work = polled.work / posted.work
    results = [
        Result.more(f"{what} by webhook", posted.rate, beside, polled.rate, at_least=0.9, ratio=posted.ratio(polled)),
        Result.more(
            "the same a second of its own work",
            1 / posted.work,
            beside,
            1 / polled.work,
            at_least=0.9,
            ratio=by_work,
        ),
    ]
    if POSTGRES in found:
        other = found[POSTGRES]
        ratio = other.ratio(polled)
        results.append(
            Result.more(f"{what} on PostgreSQL", other.rate, "on SQLite", polled.rate, at_least=0.7, ratio=ratio)
        )
    return results


if __name__ == "__main__":
    print(table(measure()))
