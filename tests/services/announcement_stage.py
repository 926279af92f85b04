"""A network to announce something to: two groups in two zones, people with and without a group, two coordinators."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.i18n import Catalogs
from bot.screen import Content
from bot.services.act import Act, Refused, Why
from bot.services.announcements.announcements import Announcements, View
from bot.services.announcements.dispatch import Dispatch
from bot.services.hours import Hours
from bot.services.privacy.log import Log
from bot.storage import networks
from bot.storage.groups import Group
from bot.storage.open import open_storage
from bot.storage.port import Storage
from tests.databases import new_database
from tests.services.rounds_stage import AWA, FATOU, Stage

BEN = 903
"""Another coordinator."""

ALONE = 20
"""A member who is in no group."""

HELLO = Content("<b>Hello</b> all")


class Square(Stage):
    """All services of announcements."""

    def __init__(self, storage: Storage) -> None:
        super().__init__(storage)
        speak = Catalogs().negotiate
        self.announcements = Announcements(self.ground, speak)
        self.dispatch = Dispatch(self.ground, speak)
        self.hours = Hours(self.ground)
        self.log = Log(self.ground)
        self.network_id = 0

    @property
    def ben(self) -> Act:
        return self.act(BEN)

    async def draft(self, text: str = "Hello") -> View:
        """Awa's draft to everyone."""
        view = await self.announcements.begin(self.awa, self.network_id)
        return await self.announcements.write(self.awa, view.announcement.id, "en", Content(text))

    async def sent(self, text: str = "Hello") -> View:
        """Awa's announcement to everyone, on its way."""
        return await self.dispatch.send(self.awa, (await self.draft(text)).announcement.id)

    async def deliver(self, most: int = 1000, failing: str = "") -> int:
        """What may go out arrives, or fails for that reason; returns how many letters."""
        return await self.write(
            lambda tx: tx.run(
                "UPDATE outbox SET state = :state, error = NULLIF(:error, ''), message_id = id + 1000 WHERE id IN"
                " (SELECT id FROM outbox WHERE state = 'waiting' AND not_before <= :now ORDER BY id LIMIT :most)",
                state="failed" if failing else "sent",
                error=failing,
                now=self.now,
                most=most,
            )
        )

    async def later(self, **span: float) -> None:
        """Time passes, and what is due of announcements is done."""
        await self.passes(**span)
        await self.dispatch.tick(self.clock.now())

    async def state(self, announcement_id: int) -> str:
        (row,) = await self.rows("SELECT state FROM announcement WHERE id = :id", id=announcement_id)
        return str(row["state"])

    async def resign(self, person_id: int) -> None:
        """The person coordinates and facilitates nothing any more."""
        await self.write(lambda tx: tx.run("DELETE FROM coordinator WHERE person_id = :id", id=person_id))
        await self.write(lambda tx: tx.run("DELETE FROM facilitator WHERE person_id = :id", id=person_id))

    async def speaks(self, person_id: int, language: str) -> None:
        await self.people.choose_language(self.act(person_id), language)


@dataclass(frozen=True)
class Town:
    """Who is where: Dakar has the persons 1 to 3, La Paz 4 and 5."""

    scene: Square
    dakar: Group
    la_paz: Group


async def refused(work: Awaitable[object]) -> Why:
    with pytest.raises(Refused) as caught:
        await work
    return caught.value.why


@asynccontextmanager
async def town(folder: Path) -> AsyncIterator[Town]:
    """A fresh database with all of them in it."""
    storage = await open_storage(new_database(folder))
    try:
        scene = Square(storage)
        scene.network_id = await scene.coordinated()
        await scene.person(BEN)
        await scene.write(lambda tx: networks.make_coordinator(tx, scene.network_id, BEN, "Ben", scene.now))
        dakar = await scene.facilitated(scene.network_id, -100, 1, 2, 3)
        la_paz = await scene.facilitated(scene.network_id, -200, 4, 5, zone="America/La_Paz")
        await scene.person(ALONE)
        await scene.write(lambda tx: networks.add_member(tx, scene.network_id, ALONE, scene.now))
        yield Town(scene, dakar, la_paz)
    finally:
        await storage.close()


__all__ = ["ALONE", "AWA", "BEN", "FATOU", "HELLO", "Square", "Town", "refused", "town"]
