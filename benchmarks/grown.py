"""What a tap costs in a grown database, beside one that holds the village only; on SQLite, then on PostgreSQL.

python -m benchmarks.grown [--rounds 13]

Each of the 5000 groups with 100 000 people has had that many rounds, eight answers a person: 800 000 answers a round.
Ends with 1 when a tap takes more than one and a half times as long.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.bulk import Network, fill
from benchmarks.postgres import postgres
from benchmarks.result import Result, failed, table
from benchmarks.sides.size import Size
from benchmarks.turns import TURN, TURNS, Series, Way, play
from bot.clock import SystemClock, to_micros

AT_MOST = 1.5


def _fill(network: Network, url: str) -> None:
    began = time.monotonic()
    fill(url, network, to_micros(SystemClock().now()))
    print(f"filled with {network.answers:,} answers in {time.monotonic() - began:.0f} s", file=sys.stderr)


def compare(name: str, url: Callable[[], str | None], network: Network, turns: int, size: Size) -> list[Result]:
    """The rows of one kind of database; `url` gives that of an empty one, or None for a file."""
    ways = {"grown": Way(url(), fill=partial(_fill, network)), "small": Way(url())}
    found = play(ways, turns, size)
    return rows(f"among {network.answers / 1e6:.1f} M answers, {name}", found["grown"], found["small"])


def rows(where: str, grown: Series, small: Series) -> list[Result]:
    """By the clock, the median of neighbouring turns; and by the work of the bot, for information."""
    by_clock = median(one / other for one, other in zip(small.rates, grown.rates, strict=True))
    by_work = grown.work / small.work
    beside = "in a small database"
    return [
        Result.longer(
            f"a tap {where}, ms", 1000 / grown.rate, beside, 1000 / small.rate, at_most=AT_MOST, ratio=by_clock
        ),
        Result.longer(
            f"the bot's own work for a tap {where}, ms",
            grown.work * 1000,
            beside,
            small.work * 1000,
            at_most=AT_MOST,
            ratio=by_work,
        ),
    ]


def measure(network: Network, turns: int = TURNS, size: Size = TURN) -> list[Result]:
    """The rows of the table; PostgreSQL's are missing where there is no server to be had."""
    results = compare("SQLite", lambda: None, network, turns, size)
    with tempfile.TemporaryDirectory(dir=".") as name, postgres(Path(name).resolve()) as database:
        if database is not None:
            results += compare("PostgreSQL", database, network, turns, size)
    return results


def main() -> int:
    """Read the command line and compare."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=Network().rounds)
    results = measure(Network(rounds=parser.parse_args().rounds))
    print(table(results))
    return int(failed(results))


if __name__ == "__main__":
    sys.exit(main())
