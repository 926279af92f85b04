"""A durable tap: update in, answer committed with a full sync, query answered, message edited; 64 people at once.

Beside it, in the same run and against the same stub of Telegram, what others do for the two calls alone: bare handlers
that store nothing, are handed the updates in memory (Palabre polls for them), and send a fixed text without buttons.
Each run is a process of its own, and the sides take turns.

    python -m benchmarks.taps
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from statistics import median

from benchmarks.result import Result, table
from benchmarks.sides.size import FLIGHT, Size
from benchmarks.stub import Seen
from benchmarks.telegram import stub
from benchmarks.turns import Way, living

NOTE = (
    f"Durable taps: {FLIGHT} at once, the limiter's own rates off (PALABRE_RATE beyond every limit);"
    " every answer was found in the database afterwards."
)
SIZES = {"palabre": Size(1500, 300), "python_telegram_bot": Size(500, 100), "aiogram": Size(1500, 300)}
RUNS = 5


def run(side: str, size: Size) -> Seen:
    """One run of a side in a process of its own."""
    if side != "palabre":
        return _peer(side, size)
    with living(Way()) as bot:
        seen = bot.turn(size)
        bot.look()
    return seen


def _peer(side: str, size: Size) -> Seen:
    with stub() as server:
        command = [sys.executable, "-m", "benchmarks.sides", side, server.url, str(size.taps), str(size.warm)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, timeout=120)
    return Seen(**json.loads(done.stdout))


def rates(sizes: Mapping[str, Size], runs: int) -> dict[str, list[float]]:
    """Taps a second of each side, run by run; the sides take turns, so that a mood of the machine meets them all."""
    found: dict[str, list[float]] = {side: [] for side in sizes}
    for _ in range(runs):
        for side, size in sizes.items():
            found[side].append(size.taps / run(side, size).seconds)
    return found


def beside(found: Mapping[str, list[float]], peer: str) -> Result:
    """Palabre beside a peer: medians of the rates, and the median of the ratios of neighbouring runs."""
    ours, theirs = found["palabre"], found[peer]
    ratio = median(one / other for one, other in zip(ours, theirs, strict=True))
    shown = peer.replace("_", "-")
    return Result.more("durable taps a second", median(ours), shown, median(theirs), at_least=1.0, ratio=ratio)


def measure(sizes: Mapping[str, Size] = SIZES, runs: int = RUNS) -> list[Result]:
    """The rows of the table: python-telegram-bot must be reached, aiogram is the wish."""
    found = rates(sizes, runs)
    return [beside(found, "python_telegram_bot"), replace(beside(found, "aiogram"), required=False)]


if __name__ == "__main__":
    print(table(measure()), NOTE, sep="\n\n")
