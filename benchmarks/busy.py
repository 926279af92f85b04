"""A process at work: how soon taps are answered while ten thousand chats get an announcement, and the memory it takes;
and what a process takes that has nothing to do. In real time: `palabre run`, and the double of Telegram.

    python -m benchmarks.busy [--chats 10000] [--taps 200]
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import quantiles

from pydantic import SecretStr

from benchmarks import crowd, processor, updates, village
from benchmarks.mailing import CHATS, JITTER, LATENCY, RATE
from benchmarks.palabre import Running, palabre_run
from benchmarks.result import Result, table
from bot.clock import RehearsalClock, to_micros
from bot.rehearsal import Double, World
from bot.storage.open import open_storage

TAPS = 200
A_SECOND = 5
"""Taps that begin in a second: each takes a turn from the mailing."""

MOST_MILLISECONDS = 300
MOST_MEGABYTES = 30
MOST_PERCENT = 0.5

_STARTING = 15.0  # seconds from the writing of the letters until they are due: by then the process has long been idle
_IDLE = 8.0
_ALL_GONE = 600.0
_PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Scene:
    """A process that has started, and a mailing that is due some seconds later."""

    world: World
    bot: Running
    round_id: int
    due: datetime

    def sent(self) -> int:
        """How many letters have arrived."""
        return sum(call.method == "sendMessage" for call in self.world.calls)


@asynccontextmanager
async def scene(folder: Path, chats: int, rate: int) -> AsyncIterator[Scene]:
    """The double and the process, with the village and a crowd that nothing was written to yet."""
    world = World(RehearsalClock(), seed=7)
    crowd.appear(world, crowd.chats(chats))
    crowd.appear(world, map(updates.person, range(updates.PEOPLE)))
    async with Double(world) as double:
        given = village.settings(folder, double.url).model_copy(update={"bot_token": SecretStr(double.token)})
        round_id = await village.settle(given)
        due = world.clock.now() + timedelta(seconds=_STARTING)
        await _settle(given.database_url, chats, due)
        with palabre_run(given, PALABRE_RATE=str(rate)) as bot:
            await world.until(lambda: any(call.method == "setMyCommands" for call in world.calls), guard=_PATIENCE)
            yield Scene(world, bot, round_id, due)


async def _settle(database_url: str, chats: int, due: datetime) -> None:
    storage = await open_storage(database_url)
    try:
        await crowd.settle(storage, chats, to_micros(due))
        await crowd.leave_letters(storage, chats, due)
    finally:
        await storage.close()


async def idle(at: Scene, seconds: float) -> float:
    """The share of one core that the process takes while nothing happens, in percent."""
    before = processor.seconds(at.bot.process_id)
    await asyncio.sleep(seconds)
    return (processor.seconds(at.bot.process_id) - before) / seconds * 100


async def taps(at: Scene, many: int, chats: int) -> list[float]:
    """Milliseconds from each tap to its changed screen's arrival at Telegram, while the mailing is under way."""
    await at.world.until(lambda: at.sent() > RATE, guard=_STARTING + 60)
    before, found = at.sent(), []
    async with asyncio.TaskGroup() as tapping:
        for number in range(many):
            found.append(tapping.create_task(_tap(at, number)))
            await asyncio.sleep(1 / A_SECOND)
    if not before < at.sent() < chats:
        raise RuntimeError(
            f"of {chats} letters {before} had arrived before the taps, {at.sent()} after: not in the middle"
        )
    return [task.result() for task in found]


async def _tap(at: Scene, number: int) -> float:
    world, person = at.world, at.world.persons[updates.person(number)]
    shown = world.post(world.chats[person.id], sender=world.bot, text=f"Question {number}", by_bot=True)
    began = time.monotonic()
    callback = world.tap_raw(person, shown, updates.tap(number, at.round_id)["callback_query"]["data"])
    chat = world.chats[person.id]
    await world.until(
        lambda: callback.answer is not None and chat.messages[shown.id].edited is not None, guard=_PATIENCE
    )
    return (time.monotonic() - began) * 1000


async def memory(at: Scene, chats: int) -> float:
    """By how many megabytes the process grows, at the most, until all have what was written to them."""
    before = most = at.bot.resident()
    end = time.monotonic() + _ALL_GONE
    while at.sent() < chats:
        if time.monotonic() > end:
            raise RuntimeError(f"{chats - at.sent()} of {chats} chats got nothing")
        await at.world.next_change(0.5)
        most = max(most, at.bot.resident())
    return (most - before) / 1e6


async def work(folder: Path, chats: int, many: int, seconds: float = _IDLE) -> tuple[float, list[float]]:
    """What it takes to be idle, and how long each tap takes."""
    async with scene(folder, chats, RATE) as at:
        rested = await idle(at, seconds)
        at.world.faults.latency(LATENCY, JITTER)
        return rested, await taps(at, many, chats)


async def growth(folder: Path, chats: int) -> float:
    """The megabytes that a mailing takes, as fast as it can go."""
    async with scene(folder, chats, village.UNLIMITED) as at:
        return await memory(at, chats)


def measure(chats: int = CHATS, many: int = TAPS) -> list[Result]:
    """The rows of the table."""
    with tempfile.TemporaryDirectory(dir=".") as name:
        rested, found = asyncio.run(work(Path(name).resolve(), chats, many))
    with tempfile.TemporaryDirectory(dir=".") as name:
        grown = asyncio.run(growth(Path(name).resolve(), chats))
    late = quantiles(found, n=100, method="inclusive")[98]
    return [
        Result.less("a process that has nothing to do", rested, at_most=MOST_PERCENT, unit="% of a core"),
        Result.less(f"{many} taps during a mailing, 99 of 100 within", late, at_most=MOST_MILLISECONDS, unit="ms"),
        Result.less(f"growth by a mailing to {chats:,} chats", grown, at_most=MOST_MEGABYTES, unit="MB"),
    ]


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description="How a process works while a mailing goes out.")
    parser.add_argument("--chats", type=int, default=CHATS)
    parser.add_argument("--taps", type=int, default=TAPS)
    given = parser.parse_args()
    print(table(measure(given.chats, given.taps)))


if __name__ == "__main__":
    main()
