"""A large network's round closes: how long until its wheels are there, and whether taps elsewhere get slower meanwhile.

10 000 people in 200 groups and 1 000 organizations have answered all themes. At its end 200 groups' wheels are made,
then the organizations' and the network's, and all are told. Others go on answering a round of their own: a tap is
the transaction of an answer, from its request to its commit.

    python -m benchmarks.closing
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from statistics import quantiles

from benchmarks.asking import Nobody
from benchmarks.result import Result, table
from bot.clock import ManualClock, to_micros
from bot.i18n import Catalogs
from bot.secret import pseudonym
from bot.services.act import Act
from bot.services.bundle import Services
from bot.storage import networks, rounds
from bot.storage.groups import Group, add, find, join
from bot.storage.migrate import migrate
from bot.storage.open import open_storage
from bot.storage.port import Value, Writer
from bot.storage.rounds import Part, Round
from bot.world import Bell, World, make_services
from surveys.template import load_all

TAPPING = range(20_001, 20_011)
IDLE_S = 3.0
MOST_MILLISECONDS = 50
"""Within which 99 of 100 taps are, in the middle of it: a message's way to Telegram takes longer."""

_KEY = bytes(32)
_FIRST = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_AT_ONCE = 250


@dataclass(frozen=True, slots=True)
class Size:
    """How many answer, and of how many groups and organizations."""

    people: int = 10_000
    groups: int = 200
    organizations: int = 1_000


@dataclass
class Scene:
    """A bot on its database, without Telegram."""

    clock: ManualClock
    services: Services
    asked: Round
    beside: Round
    template_keys: list[str]

    async def tap(self, number: int) -> float:
        """One answer; milliseconds until it is committed."""
        began = time.perf_counter()
        person_id = TAPPING[number % len(TAPPING)]
        place, level = number % len(self.template_keys), number % 6
        await self.services.answering.answer(Act(person_id, self.clock.now()), self.beside.id, place, level)
        return (time.perf_counter() - began) * 1000

    async def taps(self, until: Callable[[], bool]) -> list[float]:
        """Some in a second, one after another."""
        found = list[float]()
        while not until():
            found.append(await self.tap(len(found)))
            await asyncio.sleep(0.005)
        return found


@asynccontextmanager
async def scene(folder: Path, size: Size) -> AsyncIterator[Scene]:
    """All have answered, and the end of the round has come."""
    url = f"sqlite:///{folder / 'palabre.sqlite3'}"
    migrate(url)
    clock, storage = ManualClock(_FIRST), await open_storage(url)
    try:
        world = World(storage, clock, _KEY, load_all(), Tokens(), Random(1))
        services = make_services(world, Bell(), Nobody(), Catalogs())
        at = await Filling(services, size, to_micros(_FIRST), Random(1)).filled(clock)
        clock.advance(timedelta(days=8).total_seconds())
        yield at
    finally:
        await storage.close()


class Tokens:
    """Secrets by number."""

    def __init__(self) -> None:
        self._given = 0

    def token(self) -> str:
        self._given += 1
        return f"secret{self._given:020}"


@dataclass
class Filling:
    """Makes the network, its people and what they have answered."""

    services: Services
    size: Size
    now: int
    random: Random

    async def filled(self, clock: ManualClock) -> Scene:
        write = self.services.ground.storage.write
        network_id = (await write(lambda tx: networks.add(tx, "Network", self.now))).id
        groups = [await write(partial(self._group, network_id, n)) for n in range(self.size.groups + 1)]
        ids = [await write(partial(self._organization, network_id, n)) for n in range(self.size.organizations)]
        asked = await write(lambda tx: self._round(tx, network_id, groups[:-1], days=7))
        beside = await write(lambda tx: self._round(tx, network_id, groups[-1:], days=30))
        template = self.services.shelf.named("gender-equality")
        at = Scene(clock, self.services, asked, beside, [spoke.key for spoke in template.spokes])
        for first in range(1, self.size.people + 1, _AT_ONCE):
            people = range(first, min(first + _AT_ONCE, self.size.people + 1))
            await write(partial(self._answered, at, groups, ids, people))
        await write(lambda tx: self._tapping(tx, network_id, groups[-1]))
        return at

    async def _group(self, network_id: int, number: int, tx: Writer) -> Group:
        made = await add(tx, -1000 - number, f"Group {number}", is_forum=False, added_by=None, now=self.now)
        await tx.run(
            "UPDATE peer_group SET state = 'active', network_id = :n, zone = 'Africa/Dakar' WHERE id = :id",
            n=network_id,
            id=made.id,
        )
        return await find(tx, made.id) or made

    async def _organization(self, network_id: int, number: int, tx: Writer) -> int:
        return (await networks.add_organization(tx, network_id, f"Organization {number}", None, self.now)).id

    async def _round(self, tx: Writer, network_id: int, groups: list[Group], *, days: int) -> Round:
        ends = self.now + timedelta(days=days) // timedelta(microseconds=1)
        template = await self.services.shelf.keep(tx, self.services.shelf.named("gender-equality"))
        made = await rounds.add(
            tx,
            network_id=network_id,
            template=template,
            scope="network" if len(groups) > 1 else "group",
            organization_id=None,
            state="open",
            minimum=5,
            opened_by=None,
            opens_at=self.now,
            closes_at=ends,
            now=self.now,
        )
        for group in groups:
            await rounds.add_part(tx, Part(made.id, group.id, "open", self.now, ends, f"{made.id}-{group.id}"))
        return made

    async def _person(self, tx: Writer, network_id: int, group: Group, person_id: int) -> None:
        await tx.run("INSERT INTO person (id, private_since, met_at) VALUES (:id, :t, :t)", id=person_id, t=self.now)
        await join(tx, group.id, person_id, self.now)
        await networks.add_member(tx, network_id, person_id, self.now)

    async def _answered(self, at: Scene, groups: list[Group], ids: list[int], people: range, tx: Writer) -> None:
        for person_id in people:
            group, organization_id = groups[self.random.randrange(self.size.groups)], self.random.choice(ids)
            await self._person(tx, at.asked.network_id, group, person_id)
            await networks.claim(tx, at.asked.network_id, person_id, organization_id)
            await networks.confirm(tx, at.asked.network_id, person_id, 1, self.now)
            own: dict[str, Value] = {"r": at.asked.id, "own": pseudonym(_KEY, at.asked.id, person_id)}
            into = "INSERT INTO response (round_id, pseudonym, organization_id) VALUES (:r, :own, :o)"
            await tx.run(into, **own, o=organization_id)
            into = "INSERT INTO response_group (round_id, pseudonym, group_id) VALUES (:r, :own, :g)"
            await tx.run(into, **own, g=group.id)
            for spoke in at.template_keys:
                level = min(5, max(0, round(self.random.gauss(2.5, 1.5))))
                into = "INSERT INTO answer (round_id, pseudonym, spoke, level) VALUES (:r, :own, :spoke, :level)"
                await tx.run(into, **own, spoke=spoke, level=level)

    async def _tapping(self, tx: Writer, network_id: int, group: Group) -> None:
        for person_id in TAPPING:
            await self._person(tx, network_id, group, person_id)


@dataclass(frozen=True, slots=True)
class Found:
    """Seconds from the close to the last letter; milliseconds of taps before, and meanwhile."""

    seconds: float
    idle: list[float]
    meanwhile: list[float]


async def closed(folder: Path, size: Size, idle_s: float = IDLE_S) -> Found:
    """Close it, and tap meanwhile. RuntimeError unless all wheels were made: of organizations, what shows something."""
    async with scene(folder, size) as at:
        await at.taps(_after(idle_s / 3))
        idle = await at.taps(_after(idle_s))
        began = time.monotonic()
        closing = asyncio.create_task(_close(at))
        meanwhile = await at.taps(closing.done)
        await closing
        seconds = time.monotonic() - began
        rows = await at.services.ground.read(lambda tx: tx.all("SELECT scope FROM figure"))
        made = Counter(row["scope"] for row in rows)
        if (made["group"], made["network"]) != (size.groups, 1) or not made["organization"]:
            raise RuntimeError(f"these wheels were made: {dict(made)}")
        return Found(seconds, idle, meanwhile)


async def _close(at: Scene) -> None:
    await at.services.calendar.tick(at.clock.now())
    await at.services.deciding.tick(at.clock.now())


def _after(seconds: float) -> Callable[[], bool]:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end


def measure() -> list[Result]:
    """The rows of the table."""
    with tempfile.TemporaryDirectory(dir=".") as name:
        found = asyncio.run(closed(Path(name).resolve(), Size()))
    idle, late = _late(found.idle), _late(found.meanwhile)
    return [
        Result("until the wheels of 10,000 people are made and told", f"{found.seconds:.1f} s", "", "", "", met=True),
        Result.told("a tap before, 99 of 100 within, ms", idle, "the longest", max(found.idle)),
        Result.less("a tap while it closes", late, at_most=MOST_MILLISECONDS, unit="ms"),
        Result.told(f"the longest of {len(found.meanwhile)} of these, ms", max(found.meanwhile), "99 of 100", late),
    ]


def _late(taps: list[float]) -> float:
    return quantiles(taps, n=100, method="inclusive")[98]


if __name__ == "__main__":
    print(table(measure()))
