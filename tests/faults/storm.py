"""The storm: groups open rounds, answer, close, and get announcements, while the bot is killed again and again.

    python -m tests.faults.storm --kills 200 --seed 1 --database sqlite

The double answers after 150 ms, enforces Telegram's rates, and counts. Ends with 1 if an acknowledged answer is lost, a
letter is missing, or more letters came twice than were in flight at the kills.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from bot.clock import RehearsalClock, to_micros
from bot.rehearsal import Double, World
from bot.secret import load_key
from bot.settings import Settings
from bot.storage import open_storage
from bot.storage.port import Reader, Writer
from tests.databases import empty_database
from tests.faults.campaign import Campaign
from tests.faults.keeper import Keeper
from tests.faults.reckoning import Reckoning, due_of, reckon
from tests.run.running import environment

ANSWERS_AFTER, JITTER = 0.15, 0.02
"""Seconds that the double takes for an answer."""

_QUIET = 3.0
_PATIENCE = 600.0


@dataclass(frozen=True, slots=True)
class Weather:
    """What a storm is made of."""

    kills: int = 200
    seed: int = 1
    groups: int = 50
    members: int = 500
    database: str = "sqlite"
    rate: int = 25


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a storm ended: the reckoning, how often the process was killed, what was in flight then, how long it took."""

    reckoning: Reckoning
    kills: int
    in_flight: int
    rounds: int
    refused: int
    seconds: float

    @property
    def clean(self) -> bool:
        return self.reckoning.clean(self.in_flight)


async def storm(weather: Weather, folder: Path) -> Outcome:
    """Let it blow, in that empty folder."""
    began = time.monotonic()  # noqa: TID251 - for the reader of the table
    url = empty_database(folder, weather.database)
    async with _double(weather.seed) as double:
        keeper = Keeper(double, _environment(double, folder, url, weather.rate), Random(weather.seed))
        link = (await (await keeper.begin()).says("?start=")).strip()
        campaign = await _people(double.world, link, weather, url)
        blowing = asyncio.create_task(keeper.storm(weather.kills))
        await campaign.wave()
        while not blowing.done():
            await campaign.wave()
        await blowing
        await _all_has_come(keeper, url)
        due = due_of(campaign.circles, campaign.announced)
        await keeper.stop()
        key = load_key(Settings(data_dir=folder / "data"), database_exists=True)
        found = await reckon(double.world, url, key, campaign.circles, due)
        rounds = sum(len(circle.seen) for circle in campaign.circles)
        refused = sum(call.status == 429 for call in double.world.calls)
    return Outcome(found, keeper.kills, keeper.in_flight, rounds, refused, time.monotonic() - began)  # noqa: TID251


@contextlib.asynccontextmanager
async def _double(seed: int) -> AsyncIterator[Double]:
    world = World(RehearsalClock(), seed=seed)
    world.faults.latency(ANSWERS_AFTER, JITTER)
    world.faults.rates()
    async with Double(world) as double:
        yield double


def _environment(double: Double, folder: Path, url: str, rate: int) -> dict[str, str]:
    return environment(
        double.world,
        folder,
        PALABRE_TELEGRAM_URL=double.url,
        PALABRE_DATABASE_URL=url,
        PALABRE_RATE=str(rate),
    )


async def _people(world: World, link: str, weather: Weather, url: str) -> Campaign:
    awa = world.person("Awa")
    await awa.open(link)
    await world.until(lambda: any(one.by_bot for one in awa.messages()), guard=_PATIENCE)
    campaign = Campaign(world, Random(weather.seed + 1), awa)
    await campaign.gather_people(weather.groups, weather.members)
    await _make_it_noon(url)
    return campaign


async def _make_it_noon(url: str) -> None:
    """Let it be day in all groups: at night people are left alone, and most letters wait."""
    hours = 12 - datetime.now(UTC).hour  # noqa: TID251 - the process that is killed lives in the machine's time
    zone = f"Etc/GMT{-hours:+d}" if hours else "UTC"

    async def work(tx: Writer) -> None:
        await tx.run("UPDATE peer_group SET zone = :zone", zone=zone)

    storage = await open_storage(url, alone=False)
    await storage.write(work)
    await storage.close()


async def _all_has_come(keeper: Keeper, url: str) -> None:
    """Wait until no letter waits, and nothing has been called for a while: what has not come by then never will.

    The last process has just been begun, and calls nothing while it starts."""
    await keeper.runs()
    storage = await open_storage(url, alone=False)
    try:
        async with asyncio.timeout(_PATIENCE):
            while await storage.read(_some_wait) or await _something_is_called(keeper.double.world):
                continue
    finally:
        await storage.close()


async def _some_wait(tx: Reader) -> bool:
    """Whether a letter is being sent, or is to be soon: what waits for longer was not to come yet."""
    soon = to_micros(datetime.now(UTC) + timedelta(minutes=10))  # noqa: TID251 - see `_make_it_noon`
    row = await tx.one(
        "SELECT 1 AS found FROM outbox WHERE state = 'sending' OR (state = 'waiting' AND not_before < :soon) LIMIT 1",
        soon=soon,
    )
    return row is not None


async def _something_is_called(world: World) -> bool:
    """Look for a while whether there is a call, but for polls."""

    def calls() -> int:
        return sum(call.method != "getUpdates" for call in world.calls)

    before = calls()
    await world.pass_time(_QUIET, unless=lambda: calls() > before)
    return calls() > before


def table(weather: Weather, outcome: Outcome) -> str:
    """The storm as rows of Markdown."""
    found = outcome.reckoning
    rows = {
        "database, seed": f"{weather.database}, {weather.seed}",
        "groups, members, rounds": f"{weather.groups}, {weather.members}, {outcome.rounds}",
        "kills": f"{outcome.kills}",
        "answers acknowledged": f"{found.answers}",
        "of them lost": f"{found.lost}",
        "letters due": f"{found.letters}",
        "of them missing": ", ".join(f"{kind}: {many}" for kind, many in found.missing.items() if many) or "0",
        "letters that came twice": ", ".join(f"{kind}: {many}" for kind, many in found.doubles.items() if many) or "0",
        "sends in flight at the kills": f"{outcome.in_flight}",
        "refusals for speed (429)": f"{outcome.refused}",
        "took": f"{outcome.seconds:.0f} s",
    }
    return "\n".join(["| what | figure |", "|---|---|", *(f"| {what} | {figure} |" for what, figure in rows.items())])


def main() -> int:
    given = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    for name, value in (("kills", 200), ("seed", 1), ("groups", 50), ("members", 500), ("rate", 25)):
        given.add_argument(f"--{name}", type=int, default=value)
    given.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    weather = Weather(**vars(given.parse_args()))
    with tempfile.TemporaryDirectory(dir=".") as name:  # on the disk of the project: /tmp may be memory
        outcome = asyncio.run(storm(weather, Path(name)))
    sys.stdout.write(table(weather, outcome) + "\n")
    return 0 if outcome.clean else 1


if __name__ == "__main__":
    sys.exit(main())
