"""Networks, groups as Telegram tells of them, and their administrators, for the tests of membership and of groups."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.services.act import Act, Refused, Why
from bot.services.groups.groups import Groups
from bot.storage import dialogues, groups, networks
from bot.storage.dialogues import Spot
from bot.storage.groups import Group, Named
from bot.storage.networks import Member, Network
from bot.storage.open import open_storage
from bot.storage.port import Storage
from tests.databases import new_database
from tests.services.answering_stage import Stage

COORDINATOR, ADMIN, MEMBER, OTHER = 1, 2, 3, 4


class Listed:
    """The administrators as Telegram would list them; `None` for a chat that it does not tell about."""

    def __init__(self) -> None:
        self.of: dict[int, list[Named] | None] = {}
        self.sizes: dict[int, int] = {}
        self.inside: dict[int, bool | None] = {}
        self.asked = 0

    async def read(self, chat_id: int) -> list[Named] | None:
        self.asked += 1
        return self.of.get(chat_id)

    async def is_in(self, chat_id: int, person_id: int) -> bool | None:
        del chat_id
        return self.inside.get(person_id, True)

    async def size(self, chat_id: int) -> int | None:
        return self.sizes.get(chat_id)


@dataclass(frozen=True)
class Posted:
    """A letter that waits."""

    chat_id: int
    kind: str
    data: dict[str, Any]


class Neighbourhood(Stage):
    """The stage of answering, and groups that come and go."""

    def __init__(self, storage: Storage) -> None:
        super().__init__(storage)
        self.listed = Listed()
        self.groups = Groups(self.ground, self.listed)

    async def coordinated(self, name: str = "Palabre", by: int = COORDINATOR) -> Network:
        """A network with one coordinator."""
        await self.person(by)
        invitation = await self.membership.invite_coordinator(name)
        return await self.membership.accept_coordinator(self.act(by), invitation.payload[1:], "Carmen")

    async def joined(self, chat_id: int, by: int | None, *admins: int) -> Group:
        """The bot was added to a chat by someone; Telegram lists its administrators."""
        self.listed.of[chat_id] = [Named(one, f"Person {one}") for one in admins]
        group = await self.groups.joined(self.act(by), chat_id, f"Chat {chat_id}", is_forum=False, added_by=by)
        await self.groups.fresh(self.act(by), group)
        return group

    async def prepared(self, chat_id: int, by: int = ADMIN) -> Group:
        """A stranger's group whose set-up its administrator has accepted."""
        await self.person(by)
        group = await self.joined(chat_id, by, by)
        await self.groups.setup.accept(self.act(by), group.id)
        return await self.found(group.id)

    async def found(self, group_id: int) -> Group:
        group = await self.storage.read(lambda tx: groups.find(tx, group_id))
        assert group is not None
        return group

    async def members(self, group_id: int) -> list[int]:
        return await self.storage.read(lambda tx: groups.members(tx, group_id))

    async def letters(self, kind: str | None = None) -> list[Posted]:
        rows = await self.rows("SELECT * FROM outbox WHERE state = 'waiting' ORDER BY id")
        every = [Posted(row["chat_id"], row["kind"], json.loads(row["data"])) for row in rows]
        return [one for one in every if kind in (None, one.kind)]

    async def waiting_in(self, chat_id: int) -> int:
        """How many letters wait for the chat, and whether the bot waits there for a line of the administrator."""
        line = await self.storage.read(lambda tx: dialogues.find(tx, Spot(chat_id, ADMIN), self.now))
        return len([one for one in await self.letters() if one.chat_id == chat_id]) + (line is not None)

    def anonymous(self, chat_id: int) -> Act:
        return Act(None, self.clock.now(), anonymous_in=chat_id)


@asynccontextmanager
async def neighbourhood(folder: Path) -> AsyncIterator[Neighbourhood]:
    """A fresh database with nobody in it."""
    storage = await open_storage(new_database(folder))
    try:
        yield Neighbourhood(storage)
    finally:
        await storage.close()


def refused(why: Why) -> pytest.RaisesExc[Refused]:
    return pytest.RaisesExc(Refused, check=lambda error: error.why is why)


async def member_of(here: Neighbourhood, network: Network, person_id: int) -> Member | None:
    return await here.storage.read(lambda tx: networks.member(tx, network.id, person_id))
