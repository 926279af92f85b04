"""What a tap costs while a large network is erased, and while it leaves the files; on SQLite, then on PostgreSQL.

    python -m benchmarks.erasing [--people 10000]

Whoever taps is in another network. A tap goes the whole way inside the bot, from the update that is stored to the
answer that would go out.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import quantiles

from benchmarks import village
from benchmarks.asking import Asked, asked
from benchmarks.bulk import FIRST, FIRST_PERSON, Network, fill, many, put
from benchmarks.commitments import Commitments
from benchmarks.postgres import postgres
from benchmarks.result import Result, failed, table
from benchmarks.updates import tap
from bot.clock import SystemClock, to_micros
from bot.storage.port import Storage

LARGE = Network(groups=200, people=10_000, rounds=13)
ANNOUNCEMENTS = 12
"""Of a year; each was sent to everyone, and everyone has seen it."""

SECOND = 50
"""Taps in a second."""

QUIET = 500
"""Taps before, with which the others are compared."""

MOST_MILLISECONDS = 100


@dataclass(frozen=True, slots=True)
class Found:
    """Milliseconds of each tap before, while the network was erased, and while the files were cleaned; and how many
    seconds these two took."""

    before: list[float]
    erasing: list[float]
    cleaning: list[float]
    seconds: tuple[float, float]


def prepare(url: str, network: Network) -> int:
    """Make the database; returns the round in which the neighbours tap."""
    with tempfile.TemporaryDirectory(dir=".") as name:
        round_id = asyncio.run(village.settle(village.settings(Path(name), "http://127.0.0.1:9", url)))
    now = to_micros(SystemClock().now())
    fill(url, network, now)
    put(url, _statements(network, now))
    return round_id


def _statements(network: Network, now: int) -> Iterator[str]:
    """A year of announcements; then the village moves into a network of its own, and the other is to be erased."""
    yield many(
        ANNOUNCEMENTS,
        "announcement (id, network_id, author_name, state, audience, created_at)",
        f"{FIRST} + i, v.network_id, '', 'sent', '{{}}', {now}",
    )
    everyone = network.people * ANNOUNCEMENTS
    whose, whom = f"{FIRST} + i / {network.people}", f"{FIRST_PERSON} + i % {network.people}"
    yield many(everyone, "announcement_seen (announcement_id, person_id)", f"{whose}, {whom}")
    yield many(
        everyone,
        "outbox (key, chat_id, kind, data, priority, not_before, state, made_at, mailing)",
        f"'announcement:' || i, {whom}, 'announcement', '{{\"id\": 1}}', 30, {now}, 'sent', {now}, 'a' || ({whose})",
    )
    yield many(1, "network (id, name, created_at)", f"{FIRST}, 'Neighbours', {now}")
    yield many(1, "erasing (network_id, asked_at, due_at)", f"v.network_id, {now}, {now}")
    for name, theirs in _VILLAGE.items():
        yield f"UPDATE {name} SET network_id = {FIRST} WHERE {theirs}"  # noqa: S608 - our own names


_VILLAGE = {"peer_group": f"id < {FIRST}", "round": f"id < {FIRST}", "member": f"person_id < {FIRST_PERSON}"}


async def erase(url: str, round_id: int) -> Found:
    """Tap before it, and while it goes on."""
    async with asked(url, Commitments(0), SystemClock().now()) as at:
        taps = Taps(at, round_id)
        before = [await taps.one() for _ in range(QUIET)]
        erasing, took = await taps.during(_erased(at))
        cleaning, cleaned = await taps.during(_cleaned(at.storage))
        row = await at.storage.read(
            lambda tx: tx.one("SELECT COUNT(*) AS many FROM person WHERE id >= :id", id=FIRST_PERSON)
        )
    if row is None or row["many"]:
        raise RuntimeError("somebody of the network is left")
    return Found(before, erasing, cleaning, (took, cleaned))


class Taps:
    """People who answer, so many in a second."""

    def __init__(self, at: Asked, round_id: int) -> None:
        self._at = at
        self._round_id = round_id
        self._numbers = count()

    async def during(self, work: Awaitable[None]) -> tuple[list[float], float]:
        """The milliseconds of the taps until the work is done, and its seconds."""
        began = time.monotonic()
        task = asyncio.ensure_future(work)
        times = [await self.one()]
        while not task.done():
            times.append(await self.one())
        await task
        return times, time.monotonic() - began

    async def one(self) -> float:
        """Returns its milliseconds, when it is time for the next."""
        began = time.monotonic()
        await self._at.intake.admit([tap(next(self._numbers), self._round_id)])
        await self._at.sender.noted.get()
        took = time.monotonic() - began
        await asyncio.sleep(max(1 / SECOND - took, 0))
        return took * 1000


async def _erased(at: Asked) -> None:
    """As the bot does it: one tick after another, while something is due."""
    while await at.services.erasings.next_due() is not None:
        await at.services.erasings.tick(at.clock.now())


async def _cleaned(storage: Storage) -> None:
    if not await storage.clean():
        raise RuntimeError("somebody was reading all the time")


def rows(name: str, found: Found) -> list[Result]:
    """Of the taps, the time that 99 of 100 are within."""
    before, erasing, cleaning = (_within(one) for one in (found.before, found.erasing, found.cleaning))
    seconds = f"{found.seconds[0]:.0f} s, then {found.seconds[1]:.1f} s"
    return [
        Result(f"a network erased, then the files cleaned, {name}", seconds, "", "", "", met=True),
        Result.told(f"a tap before, 99 of 100 within, ms, {name}", before, "the longest", max(found.before)),
        Result.less(f"a tap while it is erased, {name}", erasing, at_most=MOST_MILLISECONDS, unit="ms"),
        Result.told(
            f"the longest of {len(found.erasing)} of these, ms, {name}", max(found.erasing), "99 of 100", erasing
        ),
        Result.less(f"a tap while the files are cleaned, {name}", cleaning, at_most=MOST_MILLISECONDS, unit="ms"),
    ]


def _within(times: list[float]) -> float:
    return quantiles(times, n=100, method="inclusive")[98] if len(times) > 1 else times[0]


def _kind(name: str, url: str, network: Network) -> list[Result]:
    began = time.monotonic()
    round_id = prepare(url, network)
    print(f"filled with {network.answers:,} answers in {time.monotonic() - began:.0f} s", file=sys.stderr)
    return rows(name, asyncio.run(erase(url, round_id)))


def measure(network: Network = LARGE) -> list[Result]:
    """The rows of the table; PostgreSQL's are missing where there is no server to be had."""
    with tempfile.TemporaryDirectory(dir=".") as name, postgres(Path(name).resolve()) as database:
        results = _kind("SQLite", f"sqlite:///{Path(name).resolve()}/palabre.db", network)
        if database is not None:
            results += _kind("PostgreSQL", database(), network)
    return results


def main() -> int:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--people", type=int, default=LARGE.people)
    people = parser.parse_args().people
    results = measure(Network(groups=max(people // 50, 1), people=people, rounds=LARGE.rounds))
    print(table(results))
    return int(failed(results))


if __name__ == "__main__":
    sys.exit(main())
