"""A group that talks: Fatou facilitates, Amina, Binta and Cheikh are in it; Eva is of another group of the network."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.services.act import Act
from bot.services.talk.kept import Kept, Said
from bot.services.talk.places import ThreadPlaces
from bot.services.talk.threads import Threads
from bot.services.talk.views import ThreadViews
from bot.storage import groups, kept, threads
from bot.storage.groups import Group
from bot.storage.kept import Point
from bot.storage.open import open_storage
from bot.storage.port import Storage
from bot.storage.threads import Thread
from tests.databases import new_database
from tests.services.action_stage import AMINA, BINTA, CHEIKH, FATOU, Workshop, refused

EVA = 5


class Square(Workshop):
    """The services of threads, besides those of rounds and actions."""

    def __init__(self, storage: Storage) -> None:
        super().__init__(storage)
        self.threads = Threads(self.ground)
        self.thread_views = ThreadViews(self.ground, self.shelf)
        self.places = ThreadPlaces(self.ground)
        self.kept = Kept(self.ground)


@dataclass(frozen=True)
class Tree:
    """Under which they talk."""

    scene: Square
    here: Group
    there: Group

    def act(self, person_id: int = FATOU) -> Act:
        return self.scene.act(person_id)

    async def opened(self, title: str = "Our meetings", by: int = AMINA) -> Thread:
        """A thread whose opening was said."""
        thread = await self.scene.threads.open(self.act(by), self.here.id, title, here=True)
        await self.scene.places.begun(thread.id, self.here.chat_id, 50 + thread.id)
        return await self.thread(thread.id)

    async def thread(self, thread_id: int) -> Thread:
        found = await self.scene.storage.read(lambda tx: threads.find(tx, thread_id))
        assert found is not None
        return found

    async def keeps(self, text: str = "We begin with a song", by: int = AMINA, **more: Any) -> Point:
        return await self.scene.kept.keep(self.act(by), self.here.id, Said(text, **more))

    async def point(self, kept_id: int) -> Point | None:
        return await self.scene.storage.read(lambda tx: kept.find(tx, kept_id))

    async def letters(self, kind: str | None = None) -> list[tuple[str, dict[str, Any]]]:
        """Those of threads, as kind and data, in order."""
        rows = await self.scene.rows("SELECT kind, data FROM outbox WHERE kind LIKE 'thread%' ORDER BY id")
        return [(row["kind"], json.loads(row["data"])) for row in rows if kind in (None, row["kind"])]

    async def forum(self, on: bool = True) -> None:
        """The group has topics from now on, or has them no more."""
        group = replace(self.here, is_forum=on)
        await self.scene.write(lambda tx: groups.save(tx, group))


@asynccontextmanager
async def tree(folder: Path) -> AsyncIterator[Tree]:
    """A fresh database with all of them in it."""
    storage = await open_storage(new_database(folder))
    try:
        scene = Square(storage)
        network_id = await scene.coordinated()
        here = await scene.facilitated(network_id, -100, AMINA, BINTA, CHEIKH)
        there = await scene.facilitated(network_id, -200, EVA)
        for one, name in {AMINA: "Amina", BINTA: "Binta", CHEIKH: "Cheikh", EVA: "Eva", FATOU: "Fatou"}.items():
            await scene.called(one, name)
        yield Tree(scene, here, there)
    finally:
        await storage.close()


__all__ = ["AMINA", "BINTA", "CHEIKH", "EVA", "FATOU", "Square", "Tree", "refused", "tree"]
