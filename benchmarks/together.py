"""Groups that take a survey together: how soon a tap of sixty people is answered where 100 000 points are kept; on
SQLite, then on PostgreSQL.

    python -m benchmarks.together [--kept 100000] [--taps 720]

It goes the whole way inside the bot, from the update that is stored to the note that would appear over the chat.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles

from benchmarks import talking
from benchmarks.asking import Asked, asked
from benchmarks.bulk import FIRST, FIRST_PERSON, many, put
from benchmarks.commitments import MEMBERS
from benchmarks.postgres import postgres
from benchmarks.result import Result, failed, table
from bot.clock import to_micros
from bot.services.act import Act
from handlers.values.workshop import Level

PEOPLE, THEMES, LEVELS = 60, 6, 6
TAPS = 2 * PEOPLE * THEMES
"""Each taps on each theme, and thinks again."""

MOST_MILLISECONDS = 50


def prepare(url: str, kept: int) -> None:
    """The network of those who talk; the first group has sixty people."""
    talking.prepare(url, kept)
    now = to_micros(talking.NOW)
    put(
        url,
        (
            f"UPDATE peer_group SET set_up_at = {now} WHERE id = {FIRST}",  # noqa: S608 - numbers only
            many(
                PEOPLE - MEMBERS,
                "group_member (group_id, person_id, since)",
                f"{FIRST}, {FIRST_PERSON} + {MEMBERS} + i, {now}",
            ),
        ),
    )


async def tapped(url: str, taps: int) -> list[float]:
    """Milliseconds of each tap: one person after the other, theme by theme."""
    async with asked(url, talking.SIZE, talking.NOW) as at:
        workshop_id = await _begun(at)
        return [await _tap(at, workshop_id, number) for number in range(taps)]


async def _begun(at: Asked) -> int:
    act = Act(None, at.clock.now(), anonymous_in=at.size.chat(0))
    return (await at.services.workshops.begin(act, FIRST, "peer-group", "taps")).workshop.id


async def _tap(at: Asked, workshop_id: int, number: int) -> float:
    place, level = number // PEOPLE % THEMES, number % LEVELS
    data = Level(workshop_id=workshop_id, place=place, level=level).pack()
    milliseconds, note = await at.tap(0, FIRST_PERSON + number % PEOPLE, data)
    if f"{level} · " not in note:
        raise RuntimeError(f"a tap did not count: {note}")
    return milliseconds


def _kind(name: str, url: Callable[[], str], kept: int, taps: int) -> Result:
    database = url()
    prepare(database, kept)
    worst = quantiles(asyncio.run(tapped(database, taps)), n=100, method="inclusive")[98]
    what = f"a workshop tap among {kept:,} kept points, {name}, 99 of 100 within"
    return Result.less(what, worst, at_most=MOST_MILLISECONDS, unit="ms")


def measure(kept: int = talking.KEPT, taps: int = TAPS) -> list[Result]:
    """The rows of the table; PostgreSQL's is missing where there is no server to be had."""
    with tempfile.TemporaryDirectory(dir=".") as name, postgres(Path(name).resolve()) as database:
        results = [_kind("SQLite", lambda: f"sqlite:///{Path(name).resolve()}/together.db", kept, taps)]
        if database is not None:
            results.append(_kind("PostgreSQL", database, kept, taps))
    return results


def main() -> int:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description="How soon a tap of a workshop is answered.")
    parser.add_argument("--kept", type=int, default=talking.KEPT)
    parser.add_argument("--taps", type=int, default=TAPS)
    given = parser.parse_args()
    results = measure(given.kept, given.taps)
    print(table(results))
    return int(failed(results))


if __name__ == "__main__":
    sys.exit(main())
