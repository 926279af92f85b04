"""A network with groups, organizations and rounds, on a real SQLite file, for the tests of answering and of people."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TypeVar

from bot.clock import ManualClock, to_micros
from bot.secret import pseudonym
from bot.services.act import Act
from bot.services.desk import Ground
from bot.services.groups.membership import Membership
from bot.services.groups.people import People
from bot.services.rounds.answering import Answering, Standing
from bot.services.rounds.templates import Shelf
from bot.storage import groups, invites, networks, people, responses, rounds
from bot.storage.groups import Group
from bot.storage.open import open_storage
from bot.storage.port import Reader, Row, Storage, Value, Writer
from bot.storage.rounds import Part, Round
from tests.databases import new_database
from tests.shipped import templates

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
KEY = b"k" * 32
T = TypeVar("T")


class Secrets:
    """Secrets that repeat themselves from test to test."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def token(self) -> str:
        return f"secret-{next(self._numbers):015}"


@dataclass
class Telegram:
    """Who is in a chat, as Telegram would say: None for what it does not tell."""

    inside: dict[tuple[int, int], bool | None] = field(default_factory=dict)

    async def is_in(self, chat_id: int, person_id: int) -> bool | None:
        return self.inside.get((chat_id, person_id))


class Stage:
    """What a test acts on, and looks at."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.clock = ManualClock(NOON)
        self.telegram = Telegram()
        self.secrets = Secrets()
        self.ground = Ground(storage, self.clock, self.secrets, KEY, lambda: None)
        self.shelf = Shelf(templates())
        self.answering = Answering(self.ground, self.shelf, self.telegram)
        self.people = People(self.ground)
        self.membership = Membership(self.ground)
        self._updates = count(1000)

    def act(self, person_id: int | None) -> Act:
        return Act(person_id, self.clock.now())

    @property
    def now(self) -> int:
        return to_micros(self.clock.now())

    async def write(self, work: Callable[[Writer], Awaitable[T]]) -> T:
        return await self.storage.write(work)

    async def rows(self, sql: str, **values: Value) -> list[Row]:
        async def work(tx: Reader) -> list[Row]:
            return await tx.all(sql, **values)

        return await self.storage.read(work)

    async def network(self, name: str = "Palabre") -> int:
        return (await self.write(lambda tx: networks.add(tx, name, self.now))).id

    async def organization(self, network_id: int, name: str) -> int:
        return (await self.write(lambda tx: networks.add_organization(tx, network_id, name, None, self.now))).id

    async def person(self, *ids: int) -> None:
        for one in ids:
            await self.people.meet(one, "en", True, self.clock.now())

    async def group(self, network_id: int, chat_id: int, whose: str = "network", *organizations: int) -> Group:
        async def work(tx: Writer) -> Group:
            group = await groups.add(tx, chat_id, f"Group {chat_id}", is_forum=False, added_by=None, now=self.now)
            await tx.run(
                "UPDATE peer_group SET state = 'active', network_id = :n, whose = :w, zone = 'Africa/Dakar'"
                " WHERE id = :id",
                n=network_id,
                w=whose,
                id=group.id,
            )
            await groups.replace_organizations(tx, group.id, list(organizations))
            await groups.mark_set_up(tx, group, self.now)
            found = await groups.find(tx, group.id)
            assert found is not None
            return found

        return await self.write(work)

    async def join(self, group: Group, *person_ids: int) -> None:
        await self.person(*person_ids)

        async def work(tx: Writer) -> None:
            for person_id in person_ids:
                await groups.join(tx, group.id, person_id, self.now)
                await networks.add_member(tx, group.network_id or 0, person_id, self.now)

        await self.write(work)

    async def round(
        self, network_id: int, *parts: Group, scope: str = "group", organization_id: int | None = None
    ) -> Round:
        """An open round, the groups' parts open; each part's secret is `part-<round>-<group>`."""

        async def work(tx: Writer) -> Round:
            template = await self.shelf.keep(tx, self.shelf.named("gender-equality"))
            closes_at = to_micros(self.clock.now() + timedelta(days=7))
            asked = await rounds.add(
                tx,
                network_id=network_id,
                template=template,
                scope=scope,
                organization_id=organization_id,
                state="open",
                minimum=5,
                opened_by=None,
                opens_at=self.now,
                closes_at=closes_at,
                now=self.now,
            )
            for group in parts:
                secret = f"part-{asked.id}-{group.id}"
                await rounds.add_part(tx, Part(asked.id, group.id, "open", self.now, closes_at, secret))
            return asked

        return await self.write(work)

    async def link(self, asked: Round, *, days: int = 30) -> str:
        secret = self.secrets.token()

        async def work(tx: Writer) -> None:
            await invites.add(
                tx,
                secret,
                kind="organization_round",
                network_id=asked.network_id,
                round_id=asked.id,
                once=False,
                expires_at=to_micros(self.clock.now() + timedelta(days=days)),
                now=self.now,
            )

        await self.write(work)
        return secret

    async def close_part(self, asked: Round, group: Group) -> None:
        part = await self.storage.read(lambda tx: rounds.part(tx, asked.id, group.id))
        assert part is not None
        closed = Part(part.round_id, part.group_id, "closed", part.opens_at, part.closes_at, part.secret)
        await self.write(lambda tx: rounds.save_part(tx, closed))

    async def close(self, asked: Round) -> None:
        await self.write(
            lambda tx: rounds.change(tx, asked.id, state="closed", closes_at=asked.closes_at, closed_at=self.now)
        )

    async def lock(self, asked: Round, person_id: int) -> None:
        await self.write(lambda tx: responses.lock(tx, asked.id, [pseudonym(KEY, asked.id, person_id)]))

    async def answer_all(self, asked: Round, person_id: int, level: int = 3) -> Standing:
        standing = await self.answering.open(self.act(person_id), asked.id)
        for place in range(len(standing.levels)):
            standing = await self.answering.answer(self.act(person_id), asked.id, place, level)
        return standing

    async def confirm(self, network_id: int, person_id: int, organization_id: int) -> None:
        """Make the person a confirmed member of the organization."""

        async def work(tx: Writer) -> None:
            await people.add(tx, person_id, "en", self.now)
            await networks.add_member(tx, network_id, person_id, self.now)
            await networks.claim(tx, network_id, person_id, organization_id)
            await networks.confirm(tx, network_id, person_id, 1, self.now)

        await self.write(work)


@asynccontextmanager
async def stage(folder: Path) -> AsyncIterator[Stage]:
    """A fresh database in that folder, open."""
    storage = await open_storage(new_database(folder))
    try:
        yield Stage(storage)
    finally:
        await storage.close()
