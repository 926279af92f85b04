"""Two processes act at once, the one in the middle of the other: what comes of it is what one after the other gives.

The first act is stopped before each of its statements in turn, and there the second act is done by another process.
On SQLite that one waits for its turn; on PostgreSQL it goes ahead, and the first is run again where that matters.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TypeVar

import pytest

from bot.services.act import Refused
from bot.services.groups.setup import SetUp
from bot.storage import groups, networks
from bot.storage.groups import Group, Named
from bot.storage.open import open_storage
from bot.storage.port import Storage, Writer
from tests.databases import new_database
from tests.services.rounds_stage import FATOU, Stage
from tests.storage.passing import Passing, Telling

T = TypeVar("T")
Deed = Callable[[], Awaitable[object]]
NEVER = 0
PATIENCE = {"sqlite": 0.0, "postgres": 0.3}
"""Seconds that the first waits for the second, which may itself be waiting for the first."""


class Interrupted(Passing):
    """A storage in whose next write, before its statement number `at`, somebody else acts."""

    def __init__(self, storage: Storage, patience: float) -> None:
        super().__init__(storage)
        self._patience = patience
        self._loop = asyncio.get_running_loop()
        self.statements = 0
        self.at = NEVER
        self.deed: Deed | None = None
        self.other: concurrent.futures.Future[object] | None = None

    async def write(self, work: Callable[[Writer], Awaitable[T]]) -> T:
        return await super().write(lambda tx: work(Telling(tx, self._step)))

    def _step(self, *_: object) -> None:
        """Called on the thread of the first."""
        self.statements += 1
        if self.statements != self.at or self.deed is None:
            return
        deed, self.deed = self.deed, None

        async def act() -> object:
            return await deed()

        self.other = asyncio.run_coroutine_threadsafe(act(), self._loop)
        concurrent.futures.wait([self.other], timeout=self._patience)


@dataclass(frozen=True)
class Scene:
    """Two acts on a network of their own, and what one sees when both are done."""

    first: Deed
    second: Deed
    look: Callable[[], Awaitable[object]]


class Table:
    """One database, two processes."""

    def __init__(self, mine: Interrupted, other: Storage) -> None:
        self.interrupted = mine
        self.here, self.there = Stage(mine), Stage(other)
        self.there.ground.randomness = self.here.ground.randomness  # no secret twice
        self._numbers = count(1)

    async def group(self, *members: int) -> Group:
        """A group with its facilitator, in a network of its own."""
        number = next(self._numbers)
        return await self.here.facilitated(await self.here.coordinated(f"Network {number}"), -1000 - number, *members)

    async def outcome(self, make: Callable[[Table], Awaitable[Scene]], at: int) -> tuple[object, object, object]:
        """What both acts came to when the second was done before statement `at` of the first."""
        scene = await make(self)
        self.interrupted.statements, self.interrupted.at, self.interrupted.other = 0, at, None
        self.interrupted.deed = lambda: _told(scene.second)
        first = await _told(scene.first)
        other = self.interrupted.other
        second = await (asyncio.wrap_future(other) if other else _told(scene.second))
        self.interrupted.at = NEVER
        return first, second, await scene.look()

    async def in_turn(self, make: Callable[[Table], Awaitable[Scene]]) -> list[tuple[object, object, object]]:
        """What comes of the first before the second, and of the second before the first."""
        forward = await self.outcome(make, NEVER)
        scene = await make(self)
        second = await _told(scene.second)
        return [forward, (await _told(scene.first), second, await scene.look())]


async def _told(deed: Deed) -> object:
    """What a person hears: that it is done, or why not."""
    try:
        await deed()
    except Refused as refused:
        return refused.why
    return "done"


async def answer_against_close(table: Table) -> Scene:
    """The sixth answer comes while the facilitator closes: it is in the wheel, or refused."""
    group, round_id = await _five_answered(table)
    return Scene(
        lambda: table.here.answering.answer(table.here.act(6), round_id, 0, 5),
        lambda: table.there.rounds.close(table.there.fatou, round_id, group.id),
        lambda: _counted(table, round_id, group),
    )


async def close_against_answer(table: Table) -> Scene:
    """The same, the close being the one in whose middle the other comes."""
    group, round_id = await _five_answered(table)
    return Scene(
        lambda: table.here.rounds.close(table.here.fatou, round_id, group.id),
        lambda: table.there.answering.answer(table.there.act(6), round_id, 0, 5),
        lambda: _counted(table, round_id, group),
    )


async def _five_answered(table: Table) -> tuple[Group, int]:
    group = await table.group(*range(1, 7))
    round_id = (await table.here.opened(group)).round.id
    await table.here.answers(round_id, range(1, 6), 3)
    await table.here.answering.open(table.here.act(6), round_id)
    return group, round_id


async def _counted(table: Table, round_id: int, group: Group) -> object:
    """How many answers the wheel says it holds, and how many there are."""
    for stage in (table.here, table.there):
        await stage.deciding.idle()
    snapshot = await table.here.snapshot(round_id, "group", group.id)
    assert snapshot is not None
    kept = await table.here.rows("SELECT level FROM answer WHERE round_id = :id AND spoke = 'trust'", id=round_id)
    return snapshot.answers, len(kept)


async def claim_against_claim(table: Table) -> Scene:
    """Two people type the name of the same new organization, each in their own spelling."""
    group = await table.group(11, 12)
    network_id = group.network_id or 0

    async def look() -> object:
        found = await table.here.storage.read(lambda tx: networks.organizations(tx, network_id))
        members = await table.here.rows("SELECT organization_id FROM member WHERE network_id = :id", id=network_id)
        return len(found), {row["organization_id"] for row in members} == {found[0].id}

    return Scene(
        lambda: table.here.membership.claim_new(table.here.act(11), network_id, "Réseau Équité"),
        lambda: table.there.membership.claim_new(table.there.act(12), network_id, "reseau equite"),
        look,
    )


async def link_against_link(table: Table) -> Scene:
    """Two people open one coordinator's link at the same moment."""
    group = await table.group(21, 22)
    name = f"Network of {group.id}"
    invitation = await table.here.membership.invite_coordinator(name)
    secret = invitation.payload[1:]

    async def look() -> object:
        sql = "SELECT COUNT(*) AS n FROM coordinator c JOIN network n ON n.id = c.network_id WHERE n.name = :name"
        return (await table.here.rows(sql, name=name))[0]["n"]

    return Scene(
        lambda: table.here.membership.accept_coordinator(table.here.act(21), secret, "One"),
        lambda: table.there.membership.accept_coordinator(table.there.act(22), secret, "Other"),
        look,
    )


async def loss_of_role_against_act(table: Table) -> Scene:
    """Two facilitators take the role from each other: whoever lost it first takes nothing any more."""
    group = await table.group(31)
    await table.here.write(lambda tx: groups.name_facilitator(tx, group.id, Named(31, "Binta"), table.here.now))
    here, there = SetUp(table.here.ground), SetUp(table.there.ground)

    async def look() -> object:
        return len(await table.here.storage.read(lambda tx: groups.facilitators(tx, group.id)))

    return Scene(
        lambda: here.set_facilitator(table.here.fatou, group.id, 31, named=False),
        lambda: there.set_facilitator(table.there.act(31), group.id, FATOU, named=False),
        look,
    )


async def opening_against_opening(table: Table) -> Scene:
    """Two taps on "Open", in two processes."""
    group = await table.group()

    async def look() -> object:
        return len(await table.here.rows("SELECT round_id FROM round_group WHERE group_id = :id", id=group.id))

    return Scene(lambda: table.here.opened(group), lambda: table.there.opened(group), look)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
async def table(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Table]:
    url = new_database(tmp_path, request.param)
    mine, other = await open_storage(url), await open_storage(url, alone=False)
    yield Table(Interrupted(mine, PATIENCE[request.param]), other)
    await other.close()
    await mine.close()


@pytest.mark.parametrize(
    "make",
    [
        answer_against_close,
        close_against_answer,
        claim_against_claim,
        link_against_link,
        loss_of_role_against_act,
        opening_against_opening,
    ],
)
async def test_two_acts_at_once_come_to_what_one_after_the_other_does(
    table: Table, make: Callable[[Table], Awaitable[Scene]]
) -> None:
    allowed = await table.in_turn(make)
    await table.outcome(make, NEVER)
    statements = table.interrupted.statements
    for at in range(1, statements + 1):
        assert await table.outcome(make, at) in allowed, f"stopped before statement {at} of {statements}"
