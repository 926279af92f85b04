"""One announcement to ten thousand chats; and a hundred thousand letters that are due at once.

The announcement goes to the double of Telegram, over HTTP, which enforces 30 messages in any second and 20 a minute to
a group, and takes 150 ms for an answer, give or take 20. The clock of both leaps over the waits. The letters that are
due go to somebody who takes each at once: what is measured is that each is found, claimed, given its turn, and noted.

    python -m benchmarks.mailing [--chats 10000] [--due 100000]
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, NoReturn, TypeVar
from urllib.parse import quote

from pydantic import SecretStr

from benchmarks import crowd
from benchmarks.leaping import Leaping
from benchmarks.result import Result, table
from bot.app import App, open_app
from bot.clock import Clock, SystemClock, to_micros
from bot.delivery import mailings
from bot.delivery.letters import Letter, Priority, put_all
from bot.delivery.limiter import UNLIMITED, Limiter
from bot.delivery.outbox import Outbox
from bot.delivery.ports import Rendering
from bot.delivery.sender import Sender, Sent
from bot.delivery.transport import AiohttpRequest
from bot.rehearsal import Double, World
from bot.screen import plain
from bot.settings import Settings
from bot.storage.migrate import migrate
from bot.storage.open import open_storage
from bot.storage.port import Reader, Storage, Writer
from bot.world import World as Bots
from surveys.template import load_all

T = TypeVar("T")
CHATS, DUE = 10_000, 100_000
RATE = 25
LATENCY, JITTER = 0.15, 0.02
"""Seconds that the double takes for an answer."""

AIM, CLAIMED = 0.99, 2_000
"""Of the configured rate; letters a second."""

_PAGE = 500
REMINDERS = "reminders"


class Counting:
    """A storage that knows how many works are under way."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self.busy = 0

    @property
    def shared(self) -> bool:
        return self._storage.shared

    async def read(self, work: Callable[[Reader], Awaitable[T]]) -> T:
        with self._counted():
            return await self._storage.read(work)

    async def write(self, work: Callable[[Writer], Awaitable[T]]) -> T:
        with self._counted():
            return await self._storage.write(work)

    async def lead(self) -> int:
        return await self._storage.lead()

    async def deposed(self) -> NoReturn:
        await self._storage.deposed()

    async def clean(self) -> bool:
        return await self._storage.clean()

    async def close(self) -> None:
        await self._storage.close()

    @contextlib.contextmanager
    def _counted(self) -> Iterator[None]:
        self.busy += 1
        try:
            yield
        finally:
            self.busy -= 1


@dataclass(frozen=True, slots=True)
class Pace:
    """How a mailing went: messages that arrived, in so many seconds on the clock, and calls refused as too fast."""

    sent: int
    seconds: float
    refused: int

    @property
    def rate(self) -> float:
        return (self.sent - 1) / self.seconds


async def pace(folder: Path, chats: int) -> Pace:
    """One announcement to so many chats."""
    time = Leaping()
    world = World(time.clock("telegram"), seed=7)
    crowd.appear(world, crowd.chats(chats))
    async with Double(world) as double, _bot(folder, time, double) as (app, storage):
        await crowd.settle(storage, chats, to_micros(time.clock("bot").now()))
        world.faults.latency(LATENCY, JITTER)
        world.faults.rates()
        await time.play(_mail(app), quiet=lambda: storage.busy == 0 and _on_the_way(app) == time.asleep["telegram"])
    arrivals = [call.at for call in world.calls if call.method == "sendMessage" and call.ok]
    refused = sum(call.status == 429 for call in world.calls)
    return Pace(len(arrivals), (max(arrivals) - min(arrivals)).total_seconds(), refused)


@contextlib.asynccontextmanager
async def _bot(folder: Path, time: Leaping, double: Double) -> AsyncIterator[tuple[App, Counting]]:
    """The whole bot on that time and an empty database; nothing comes in."""
    given = Settings(
        bot_token=SecretStr(double.token),
        data_dir=folder,
        database_url=_database(folder),
        telegram_url=double.url,
        rate=RATE,
    )
    storage = Counting(await open_storage(given.database_url))
    try:
        world = Bots.of_machine(storage, time.clock("bot"), bytes(32), load_all())
        async with open_app(given, world) as app:
            yield app, storage
    finally:
        await storage.close()


async def _mail(app: App) -> None:
    await crowd.announce(app.services)
    await app.outbox.flush()


def _on_the_way(app: App) -> int:
    request = app.bot.request
    return request.busy if isinstance(request, AiohttpRequest) else 0


def _database(folder: Path) -> str:
    url = f"sqlite:///{quote(str(folder))}/palabre.db"
    migrate(url)
    return url


class Taking(Sender):
    """Takes every letter at once."""

    def __init__(self, clock: Clock) -> None:
        self.limiter = Limiter(clock, UNLIMITED)

    async def send(self, chat_id: int, *_: object, **__: object) -> Sent:
        return Sent(chat_id, 1)


class Words:
    """Renders the same words for everybody."""

    async def render(self, kind: str, data: Mapping[str, Any], chat_id: int) -> Rendering | None:
        """The words."""
        del kind, data, chat_id
        return plain("It is time to look at what you planned.")


async def claims(folder: Path, due: int) -> tuple[float, float]:
    """How many due letters are put into the outbox in a second; how many are claimed, queued, sent and noted."""
    clock = SystemClock()
    storage = await open_storage(_database(folder))
    try:
        began = clock.monotonic()
        for first in range(0, due, _PAGE):
            letters = [_reminder(number, clock.now()) for number in range(first, min(first + _PAGE, due))]
            await storage.write(partial(put_all, letters=letters, now=clock.now()))
        put = clock.monotonic()
        outbox = Outbox(storage, Taking(clock), Words(), clock, Random(7))
        await outbox.flush()
        done = clock.monotonic()
        tally = await storage.read(partial(mailings.counts, mailing=REMINDERS))
    finally:
        await storage.close()
    if tally.sent != due:
        raise RuntimeError(f"{due - tally.sent} letters were not sent")
    return due / (put - began), due / (done - put)


def _reminder(number: int, now: datetime) -> Letter:
    data = {"action_id": number}
    return Letter(
        f"reminder:{number}", 1 + number, "reminder", data, Priority.REMINDER, now, mailing=REMINDERS, any_hour=True
    )


def measure(chats: int = CHATS, due: int = DUE) -> list[Result]:
    """The rows of the table."""
    with tempfile.TemporaryDirectory() as name:
        found = asyncio.run(pace(Path(name).resolve(), chats))
    with tempfile.TemporaryDirectory(dir=".") as name:  # on the disk of the project: /tmp may be memory
        put, claimed = asyncio.run(claims(Path(name).resolve(), due))
    if found.sent != chats:
        raise RuntimeError(f"{chats - found.sent} of {chats} chats got nothing")
    what = f"one announcement to {chats:,} chats"
    return [
        Result.more(
            f"{what}, messages a second", found.rate, "configured", RATE, at_least=AIM, ratio=found.rate / RATE
        ),
        Result.less(f"{what}, refused as too fast", found.refused, at_most=0, unit="calls"),
        Result.more(
            f"{due:,} due letters claimed and sent a second",
            claimed,
            "aim",
            CLAIMED,
            at_least=1,
            ratio=claimed / CLAIMED,
        ),
        Result.told("due letters put into the outbox a second", put, "aim", CLAIMED),
    ]


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--chats", type=int, default=CHATS)
    parser.add_argument("--due", type=int, default=DUE)
    given = parser.parse_args()
    print(table(measure(given.chats, given.due)))


if __name__ == "__main__":
    main()
