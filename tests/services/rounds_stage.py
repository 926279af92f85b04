"""Rounds from their opening to their wheels, on a real SQLite file: what the tests of rounds act on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.services.act import Act
from bot.services.dates import today
from bot.services.rounds.calendar import Calendar
from bot.services.rounds.deciding import Deciding
from bot.services.rounds.opening import Opening, Standing
from bot.services.rounds.organization_rounds import OrganizationRounds
from bot.services.rounds.proposals import Proposals
from bot.services.rounds.rounds import Rounds
from bot.services.rounds.snapshot import Snapshot
from bot.services.rounds.tailoring import Tailoring
from bot.services.rounds.wheels import Wheels
from bot.services.workshop.workshops import Workshops
from bot.storage import figures, groups, networks, rounds
from bot.storage.groups import Group, Named
from bot.storage.open import open_storage
from bot.storage.port import Storage, Writer
from bot.storage.rounds import Part, Round
from tests.databases import new_database
from tests.services.answering_stage import KEY, NOON
from tests.services.answering_stage import Stage as Answers

FATOU, AWA = 901, 902
"""A facilitator of every group, and the coordinator of every network."""

PEERS, GENDER = "peer-group", "gender-equality"


class Stage(Answers):
    """All services of rounds."""

    def __init__(self, storage: Storage) -> None:
        super().__init__(storage)
        opening, self.deciding = Opening(self.shelf, KEY), Deciding(self.ground, self.shelf)
        self.rounds = Rounds(self.ground, opening, self.deciding)
        self.organization_rounds = OrganizationRounds(self.ground, opening, self.deciding)
        self.proposals = Proposals(self.ground, opening)
        self.calendar = Calendar(self.ground, opening)
        self.wheels = Wheels(self.ground, self.shelf)
        self.tailoring = Tailoring(self.ground, self.shelf)
        self.workshops = Workshops(self.ground, opening)

    def day(self, days: int) -> date:
        """So many days from today, in Dakar."""
        return today(self.clock.now(), ZoneInfo("Africa/Dakar")) + timedelta(days=days)

    @property
    def fatou(self) -> Act:
        return self.act(FATOU)

    @property
    def awa(self) -> Act:
        return self.act(AWA)

    async def coordinated(self, name: str = "Palabre") -> int:
        """A network with its coordinator."""
        network_id = await self.network(name)
        await self.person(AWA)
        await self.write(lambda tx: networks.make_coordinator(tx, network_id, AWA, "Awa", self.now))
        return network_id

    async def facilitated(self, network_id: int, chat_id: int = -100, *members: int, zone: str = "") -> Group:
        """A group that is set up, with its facilitator and members."""
        group = await self.group(network_id, chat_id)
        await self.person(FATOU)

        async def work(tx: Writer) -> Group:
            await groups.name_facilitator(tx, group.id, Named(FATOU, "Fatou"), self.now)
            if zone:
                await tx.run("UPDATE peer_group SET zone = :zone WHERE id = :id", zone=zone, id=group.id)
            found = await groups.find(tx, group.id)
            assert found is not None
            return found

        await self.join(group, *members)
        return await self.write(work)

    async def opened(self, group: Group, days: int = 7, template: str = PEERS) -> Standing:
        return await self.rounds.open(self.fatou, group.id, template, self.day(days))

    async def proposed(self, network_id: int, days: int = 7, template: str = PEERS) -> Round:
        await self.proposals.propose(self.awa, network_id, template, self.day(days))
        found = await self.storage.read(lambda tx: rounds.running_of_network(tx, network_id, template))
        assert found is not None
        return found

    async def accepted(self, *taking_part: Group, days: int = 7) -> int:
        """A round that was proposed to the network of these groups, and to which all of them said yes."""
        proposed = await self.proposed(taking_part[0].network_id or 0, days)
        for group in taking_part:
            await self.proposals.accept(self.fatou, proposed.id, group.id)
        return proposed.id

    async def answers(self, round_id: int, person_ids: Sequence[int], *levels: int) -> None:
        """Each of them answers every spoke with these levels, or the last of them for the rest."""

        async def one(person_id: int) -> None:
            standing = await self.answering.open(self.act(person_id), round_id)
            for place in range(len(standing.levels)):
                level = levels[min(place, len(levels) - 1)]
                await self.answering.answer(self.act(person_id), round_id, place, level)

        await asyncio.gather(*(one(person_id) for person_id in person_ids))

    async def passes(self, **span: float) -> None:
        """Time passes, and what is due is done."""
        self.clock.advance(timedelta(**span).total_seconds())
        await self.due()

    async def due(self) -> None:
        """What is due is done: rounds open and close, and their wheels are made."""
        await self.calendar.tick(self.clock.now())
        await self.deciding.tick(self.clock.now())

    async def part(self, round_id: int, group: Group) -> Part:
        found = await self.storage.read(lambda tx: rounds.part(tx, round_id, group.id))
        assert found is not None
        return found

    async def found(self, round_id: int) -> Round:
        found = await self.storage.read(lambda tx: rounds.find(tx, round_id))
        assert found is not None
        return found

    async def snapshot(self, round_id: int, scope: str, subject_id: int) -> Snapshot | None:
        """The frozen figure, if it was made."""
        figure = await self.storage.read(lambda tx: figures.of_round(tx, round_id, scope, subject_id))
        return Snapshot.model_validate_json(figure.snapshot) if figure else None

    async def letters(self, kind: str) -> list[int]:
        """To which chats letters of that kind were put into the outbox, in order."""
        rows = await self.rows("SELECT chat_id FROM outbox WHERE kind = :kind ORDER BY id", kind=kind)
        return [row["chat_id"] for row in rows]


def at(day: date, hour: int, zone: str = "Africa/Dakar") -> datetime:
    """That hour of that day in the zone, in UTC."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(zone)).astimezone(UTC)


@asynccontextmanager
async def stage(folder: Path) -> AsyncIterator[Stage]:
    """A fresh database in that folder, open."""
    storage = await open_storage(new_database(folder))
    try:
        yield Stage(storage)
    finally:
        await storage.close()


__all__ = ["AWA", "FATOU", "GENDER", "NOON", "PEERS", "Stage", "at", "stage"]
