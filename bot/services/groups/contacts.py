"""What delivery learns about whom the bot can write to, noted where the services look."""

from __future__ import annotations

from bot.delivery.outbox import Letter, Priority, put_all
from bot.services.act import Act
from bot.services.desk import Ground
from bot.services.groups.claims import is_writable
from bot.services.groups.groups import Groups
from bot.services.groups.people import People
from bot.storage import groups
from bot.storage.port import Writer

CANNOT_WRITE = "cannot_write"
"""The kind of the letter that asks for the right to write in a group; its data: `group_id`."""

_DAY = 24 * 60 * 60 * 1_000_000


class Contacts:
    """The port of `bot.delivery`: chats that are blocked, lost or migrated."""

    def __init__(self, ground: Ground, people: People, groups: Groups) -> None:
        self._ground = ground
        self._people = people
        self._groups = groups

    async def blocked(self, chat_id: int) -> None:
        """The person has blocked the bot."""
        await self._people.blocked(chat_id, self._ground.clock.now())

    async def unreachable(self, chat_id: int, reason: str) -> None:
        """The chat is lost: a person's account is gone or was never written to, or the bot is out of the group."""
        del reason
        if chat_id > 0:
            await self._people.blocked(chat_id, self._ground.clock.now())
        else:
            await self._groups.removed(self._nobody(), chat_id)

    async def migrated(self, old: int, new: int) -> None:
        """The group became a supergroup."""
        await self._groups.migrated(self._nobody(), old, new)

    async def silenced(self, chat_id: int) -> None:
        """The group's facilitators (its administrators, until one is named) are asked privately, once a day at most."""
        act = self._nobody()

        async def work(tx: Writer) -> None:
            await put_all(tx, await _requests(tx, act, chat_id), act.now)

        await self._ground.post(act, work)

    def _nobody(self) -> Act:
        return Act(None, self._ground.clock.now())


async def _requests(tx: Writer, act: Act, chat_id: int) -> list[Letter]:
    group = await groups.by_chat(tx, chat_id)
    if group is None or group.state != "active":
        return []
    asked = await groups.facilitators(tx, group.id) or await groups.administrators(tx, group.id)
    readers = [one.person_id for one in asked if await is_writable(tx, one.person_id)]
    key, data = f"{CANNOT_WRITE}:{group.id}:{act.micros // _DAY}", {"group_id": group.id}
    return [Letter(f"{key}:{one}", one, CANNOT_WRITE, data, Priority.REMINDER, act.now) for one in readers]
