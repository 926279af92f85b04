"""From the start of the process to the first answer, with a new database and with one that is there; memory when idle.

python -m benchmarks.start
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

from benchmarks import village
from benchmarks.palabre import palabre_run
from benchmarks.result import Result, table
from benchmarks.stub import Plan
from benchmarks.telegram import Stub, stub

RUNS = 5
TAPS = 500
MOST_SECONDS = 1.5
MOST_MEGABYTES = 130
_SETTLED = 2.0  # seconds without anything to do before the memory is read


def first_start(server: Stub) -> float:
    """Seconds until the answer to a /start, where nothing was before."""
    with tempfile.TemporaryDirectory(dir=".") as name:
        server.begin(Plan(starts=1))
        with palabre_run(village.settings(Path(name), server.url)) as bot:
            return server.seen(bot.check).first_done_at - bot.started_at


def next_start(server: Stub, taps: int, settled: float = _SETTLED) -> tuple[float, int]:
    """Seconds until the first tap is answered, with people and a round in the database; then bytes of memory."""
    with tempfile.TemporaryDirectory(dir=".") as name:
        given = village.settings(Path(name), server.url)
        round_id = asyncio.run(village.settle(given))
        server.begin(Plan(taps=taps, round_id=round_id))
        with palabre_run(given) as bot:
            seconds = server.seen(bot.check).first_done_at - bot.started_at
            time.sleep(settled)
            return seconds, bot.resident()


def measure(runs: int = RUNS, taps: int = TAPS, settled: float = _SETTLED) -> list[Result]:
    """The rows of the table. Of the starts the fastest counts: what else the machine does can only add to it."""
    with stub() as server:
        first = [first_start(server) for _ in range(runs)]
        later = [next_start(server, 1, 0)[0] for _ in range(runs)]
        _, memory = next_start(server, taps, settled)
    began = {"new database": min(first), "database there": min(later)}
    return [
        *(
            Result.less(f"start to first answer, {which}, best of {runs}", seconds, at_most=MOST_SECONDS, unit="s")
            for which, seconds in began.items()
        ),
        Result.less(f"memory when idle after {taps} taps", memory / 1e6, at_most=MOST_MEGABYTES, unit="MB"),
    ]


if __name__ == "__main__":
    print(table(measure()))
