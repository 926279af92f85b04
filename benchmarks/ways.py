"""The same bot as it can be run: by polling and behind a webhook, on SQLite and on PostgreSQL.

python -m benchmarks.ways
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from benchmarks.postgres import postgres
from benchmarks.result import Result, table
from benchmarks.sides.size import Size
from benchmarks.turns import TURN, TURNS, Series, Way, play

POLLING, WEBHOOK, POSTGRES = "polling, SQLite", "webhook, SQLite", "polling, PostgreSQL"
RUNS = 2
_TAPS = "durable taps a second"


def measure(runs: int = RUNS, turns: int = TURNS, size: Size = TURN) -> list[Result]:
    """The rows of the table; PostgreSQL's is missing where there is no server to be had."""
    found: dict[str, Series] = {}
    with tempfile.TemporaryDirectory(dir=".") as name, postgres(Path(name).resolve()) as database:
        for _ in range(runs):
            ways = {POLLING: Way(), WEBHOOK: Way(webhook=True)}
            if database is not None:
                ways[POSTGRES] = Way(database())
            for way, series in play(ways, turns, size).items():
                found[way] = found[way].then(series) if way in found else series
    return rows(found)


def rows(found: Mapping[str, Series]) -> list[Result]:
    """A webhook's posts must not cost the bot much more than polling; by the clock that is a wish, since whoever posts
    is at work on the same cores. PostgreSQL must not be much slower than SQLite."""
    polled, posted = found[POLLING], found[WEBHOOK]
    results = [
        replace(_by_clock(f"{_TAPS} by webhook", posted, "by polling", polled, at_least=0.9), required=False),
        Result.more(
            "the same in a second of the bot's own work",
            1 / posted.work,
            "by polling",
            1 / polled.work,
            at_least=0.9,
            ratio=polled.work / posted.work,
        ),
    ]
    if POSTGRES in found:
        results.append(_by_clock(f"{_TAPS} on PostgreSQL", found[POSTGRES], "on SQLite", polled, at_least=0.7))
    return results


def _by_clock(what: str, ours: Series, peer: str, theirs: Series, *, at_least: float) -> Result:
    return Result.more(what, ours.rate, peer, theirs.rate, at_least=at_least, ratio=ours.ratio(theirs))


if __name__ == "__main__":
    print(table(measure()))
