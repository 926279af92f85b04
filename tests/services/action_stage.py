"""A group and an organization with plans, people with names in both, and wheels to answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.services.actions.actions import MINE, Actions, Draft, Whose
from bot.services.actions.boards import Boards
from bot.services.groups import belonging
from bot.storage.actions import Action
from bot.storage.groups import Group
from bot.storage.open import open_storage
from bot.storage.port import Storage
from tests.databases import new_database
from tests.services.announcement_stage import refused
from tests.services.answering_stage import KEY
from tests.services.rounds_stage import AWA, FATOU, Stage

AMINA, BINTA, CHEIKH, DIALLO, STRANGER = 1, 2, 3, 4, 5
NAMES = {AMINA: "Amina", BINTA: "Binta", CHEIKH: "Cheikh", DIALLO: "Diallo", STRANGER: "Eva", AWA: "Awa"}
"""The first three are in the group, Binta and Diallo with the organization, Eva is nowhere."""


class Workshop(Stage):
    """The services of actions, besides those of rounds."""

    def __init__(self, storage: Storage) -> None:
        super().__init__(storage)
        self.actions = Actions(self.ground, self.shelf)
        self.boards = Boards(self.ground, self.shelf)

    async def called(self, person_id: int, name: str) -> None:
        await self.people.meet(person_id, "en", True, self.clock.now(), name)

    async def action(self, action_id: int) -> Action:
        return (await self.boards.look(self.act(FATOU), action_id)).action

    async def leaves(self, group: Group, person_id: int) -> None:
        """Telegram tells that the person left the group."""
        await self.write(lambda tx: belonging.depart(tx, KEY, group, person_id, self.now))

    async def wheel(self, group: Group, *levels: int) -> int:
        """The id of the figure of a round of five, closed: their levels of the first theme, and of all others."""
        await self.join(group, 11, 12, 13, 14, 15)
        standing = await self.opened(group)
        await self.answers(standing.round.id, range(11, 16), *(levels or (4, 2)))
        await self.rounds.close(self.fatou, standing.round.id, group.id)
        await self.deciding.idle()
        return (await self.wheels.choices_of_group(group.id))[0].figure_id


@dataclass(frozen=True)
class Shop:
    """Who is where; `group` and `organization` are whose plans there are."""

    scene: Workshop
    here: Group
    group: Whose
    organization: Whose
    alone: Whose = MINE

    def draft(self, what: str = "Ask two who are quiet", days: int = 14, **more: Any) -> Draft:
        """An action of the group's, due so many days from today."""
        given: dict[str, Any] = {"whose": self.group, **more}
        return Draft(what, self.scene.day(days), **given)

    async def planned(self, owner_id: int = AMINA, what: str = "Ask two who are quiet", **more: Any) -> Action:
        """An action that its owner has proposed, and so accepted."""
        return await self.scene.actions.propose(self.scene.act(owner_id), self.draft(what, **more))

    async def asked(self, owner_id: int = BINTA) -> Action:
        """One that Amina asks somebody else to take on."""
        return await self.scene.actions.propose(self.scene.act(AMINA), self.draft(owner_id=owner_id))


@asynccontextmanager
async def shop(folder: Path) -> AsyncIterator[Shop]:
    """A fresh database with all of them in it."""
    storage = await open_storage(new_database(folder))
    try:
        scene = Workshop(storage)
        network_id = await scene.coordinated()
        group = await scene.facilitated(network_id, -100, AMINA, BINTA, CHEIKH)
        organization_id = await scene.organization(network_id, "Mti")
        for one in (BINTA, DIALLO):
            await scene.confirm(network_id, one, organization_id)
        for one, name in NAMES.items():
            await scene.called(one, name)
        yield Shop(scene, group, Whose(group_id=group.id), Whose(organization_id=organization_id))
    finally:
        await storage.close()


__all__ = ["AMINA", "AWA", "BINTA", "CHEIKH", "DIALLO", "FATOU", "STRANGER", "Shop", "Workshop", "refused", "shop"]
