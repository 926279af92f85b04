"""Ways of running the same bot, side by side: each bot beside a stub of its own, and they answer in turns.

A turn is a fraction of a second long, so that neighbours meet the same mood of the machine; the bots that wait do
nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks import village
from benchmarks.palabre import Running, palabre_run
from benchmarks.sides.size import FLIGHT, Size
from benchmarks.stub import Seen
from benchmarks.telegram import Stub, stub
from benchmarks.updates import PEOPLE, PLACES
from bot.settings import Settings

TURN = Size(4 * FLIGHT, FLIGHT)
FIRST = Size(0, 256)
TURNS = (PEOPLE * PLACES - FIRST.all) // TURN.all
"""As many as there are answers to give for the first time."""


class AnswerLostError(Exception):
    """An acknowledged answer is not in the database, or a tap did not take exactly its two calls."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way of running the bot: where its database is (else beside its other files), whether Telegram posts to it, and
    what else is put into the database before."""

    database_url: str | None = None
    webhook: bool = False
    fill: Callable[[str], None] | None = None


class Bot:
    """A bot that runs; the people of its village tap when they are told."""

    def __init__(self, server: Stub, given: Settings, running: Running, round_id: int) -> None:
        self._server = server
        self._given = given
        self._running = running
        self._round_id = round_id
        self._tapped = 0

    def turn(self, size: Size) -> Seen:
        """The next so many taps."""
        self._server.begin(size.plan(self._round_id, first=self._tapped, polled=True))
        seen = self._server.seen(self._running.check)
        self._tapped += size.all
        calls = {method: seen.calls.get(method, 0) for method in ("answerCallbackQuery", "editMessageText")}
        if set(calls.values()) != {size.all}:
            raise AnswerLostError(f"{size.all} taps took other calls: {calls}")
        return seen

    def look(self) -> None:
        """Look for every answer in the database; `AnswerLostError` if one is missing."""
        lost = asyncio.run(village.lost(self._given, self._round_id, self._tapped))
        if lost:
            raise AnswerLostError(f"of {self._tapped} answers {lost} are not in the database")


@contextlib.contextmanager
def living(way: Way) -> Iterator[Bot]:
    """A bot on a new database, in a process of its own as long as the block lasts."""
    with tempfile.TemporaryDirectory(dir=".") as name, stub() as server:  # on the disk of the project, not in memory
        given = village.settings(Path(name).resolve(), server.url, way.database_url)
        round_id = asyncio.run(village.settle(given))
        if way.fill is not None:
            way.fill(given.database_url)
        with palabre_run(given, **(hook() if way.webhook else {})) as running:
            server.watch(running.process_id)
            yield Bot(server, given, running, round_id)


def hook() -> dict[str, str]:
    """The settings of a bot that is posted to, at a port that is free."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    return {"PALABRE_WEBHOOK_URL": f"http://{address}/", "PALABRE_LISTEN": address}


@dataclass(frozen=True, slots=True)
class Series:
    """What was seen of one way, turn by turn."""

    turns: list[Seen]
    taps: int

    @property
    def rates(self) -> list[float]:
        """Taps a second, turn by turn."""
        return [self.taps / seen.seconds for seen in self.turns]

    @property
    def rate(self) -> float:
        return median(self.rates)

    @property
    def work(self) -> float:
        """Seconds of its own processor time that a tap took."""
        return sum(seen.work for seen in self.turns) / (self.taps * len(self.turns))

    def then(self, later: Series) -> Series:
        """Both, one after the other."""
        return Series(self.turns + later.turns, self.taps)

    def ratio(self, other: Series) -> float:
        """How many times as fast as the other: the median over neighbouring turns."""
        return median(one / two for one, two in zip(self.rates, other.rates, strict=True))


def play(ways: Mapping[str, Way], turns: int = TURNS, size: Size = TURN) -> dict[str, Series]:
    """Let the bots answer in turns, every second time from the last to the first; then look for every answer."""
    seen: dict[str, list[Seen]] = {name: [] for name in ways}
    with contextlib.ExitStack() as stack:
        bots = {name: stack.enter_context(living(way)) for name, way in ways.items()}
        for bot in bots.values():
            bot.turn(FIRST)
        for number in range(turns):
            for name in list(bots)[:: -1 if number % 2 else 1]:
                seen[name].append(bots[name].turn(size))
        for bot in bots.values():
            bot.look()
    return {name: Series(found, size.taps) for name, found in seen.items()}
