"""What three replicas on one PostgreSQL take in, beside one: each post goes to the next of them, as behind a plain
load balancer.

python -m benchmarks.replicas

Taken in is what was answered with 200, and so is stored; one of the three handles it all. Everybody taps once, and
once more when all are answered. For information: what there is to gain depends on the cores.
"""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import updates, village
from benchmarks.palabre import Running, palabre_run
from benchmarks.postgres import postgres
from benchmarks.posting import Poster
from benchmarks.result import Result, table
from benchmarks.sides.size import FLIGHT
from benchmarks.stub import Plan
from benchmarks.telegram import Stub, stub
from benchmarks.turns import AnswerLostError, hook
from bot.settings import Settings

MANY = 3
BURSTS = updates.PLACES
"""As many as there are answers to give for the first time."""

_SECRET = "known-to-both-sides"  # noqa: S105 - it keeps nothing
_LONGEST = 120.0  # seconds until all must listen
_LOOK_AGAIN = 0.1


@dataclass(frozen=True, slots=True)
class Burst:
    """Taps a second: that were taken in, and that were answered."""

    taken: float
    answered: float


class Replicas:
    """Bots that run on one database; the people of its village tap when they are told."""

    def __init__(
        self, server: Stub, given: Settings, running: Sequence[Running], urls: Sequence[str], round_id: int
    ) -> None:
        self._server = server
        self._given = given
        self._running = running
        self._urls = urls
        self._round_id = round_id
        self._tapped = 0

    def burst(self) -> Burst:
        """Everybody taps once."""
        taps = [updates.tap(self._tapped + number, self._round_id) for number in range(updates.PEOPLE)]
        self._tapped += len(taps)
        self._server.begin(Plan(taps=len(taps), polled=False))
        began = time.monotonic()
        taken = asyncio.run(_post(self._urls, taps)) - began
        self._server.seen(self._check)
        return Burst(len(taps) / taken, len(taps) / (time.monotonic() - began))

    def look(self) -> None:
        """Look for every answer in the database; `AnswerLostError` if one is missing."""
        lost = asyncio.run(village.lost(self._given, self._round_id, self._tapped))
        if lost:
            raise AnswerLostError(f"of {self._tapped} answers {lost} are not in the database")

    async def listen(self) -> None:
        """Return when all take posts; TimeoutError if they do not."""
        async with asyncio.timeout(_LONGEST):
            for url in self._urls:
                while not await _listens(url):
                    self._check()
                    await asyncio.sleep(_LOOK_AGAIN)

    def _check(self) -> None:
        for one in self._running:
            one.check()


async def _listens(url: str) -> bool:
    host, port = url.removeprefix("http://").rstrip("/").split(":")
    try:
        _, writer = await asyncio.open_connection(host, int(port))
    except ConnectionRefusedError:
        return False
    writer.close()
    return True


async def _post(urls: Sequence[str], taps: Sequence[dict[str, Any]]) -> float:
    """Post each tap to the next of the addresses; returns the moment of the last 200."""
    posters = [Poster(url, _SECRET) for url in urls]
    numbered = iter(enumerate(taps))

    async def line() -> None:
        for number, tap in numbered:
            await posters[number % len(posters)].post(tap)

    await asyncio.gather(*(line() for _ in range(FLIGHT)))
    until = time.monotonic()
    for poster in posters:
        poster.close()
    return until


@contextlib.contextmanager
def living(database_url: str, many: int) -> Iterator[Replicas]:
    """So many replicas on that empty database, as long as the block lasts; one burst has warmed them."""
    with tempfile.TemporaryDirectory(dir=".") as name, stub() as server, contextlib.ExitStack() as stack:
        given = village.settings(Path(name).resolve(), server.url, database_url)
        round_id = asyncio.run(village.settle(given))
        hooks = [{**hook(), "PALABRE_WEBHOOK_SECRET": _SECRET} for _ in range(many)]
        shared = hooks[0]["PALABRE_WEBHOOK_URL"]  # Telegram knows one address: the balancer's
        running = [stack.enter_context(palabre_run(given, **{**one, "PALABRE_WEBHOOK_URL": shared})) for one in hooks]
        replicas = Replicas(server, given, running, [one["PALABRE_WEBHOOK_URL"] for one in hooks], round_id)
        asyncio.run(replicas.listen())
        replicas.burst()
        yield replicas


def measure(bursts: int = BURSTS - 1) -> list[Result]:
    """The rows of the table; none where there is no PostgreSQL server to be had."""
    with tempfile.TemporaryDirectory(dir=".") as name, postgres(Path(name).resolve()) as database:
        if database is None:
            return []
        with living(database(), 1) as one, living(database(), MANY) as several:
            found = [(one.burst(), several.burst()) for _ in range(bursts)]
            one.look()
            several.look()
    alone, together = zip(*found, strict=True)
    return [
        _row("taken in", [burst.taken for burst in together], [burst.taken for burst in alone]),
        _row("answered", [burst.answered for burst in together], [burst.answered for burst in alone]),
    ]


def _row(what: str, together: Sequence[float], alone: Sequence[float]) -> Result:
    return Result.told(f"taps {what} a second by {MANY} replicas", median(together), "by one", median(alone))


if __name__ == "__main__":
    print(table(measure()))
