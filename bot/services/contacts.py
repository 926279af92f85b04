"""What delivery learns about whom the bot can write to, noted where the services look."""

from __future__ import annotations

from bot.services.act import Act
from bot.services.desk import Ground
from bot.services.groups import Groups
from bot.services.people import People


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

    def _nobody(self) -> Act:
        return Act(None, self._ground.clock.now())
