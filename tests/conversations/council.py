"""A network with one group, in which charters are written, read and accepted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.rehearsal.model import Message
from bot.rehearsal.persons import Person
from bot.services.act import Act
from bot.services.charter import charters
from tests.conversations.stage import Stage


@dataclass
class Council:
    """Awa coordinates, Fatou facilitates the group, Ben is a member who has met the bot."""

    stage: Stage
    awa: Person
    chat: Any
    fatou: Person
    ben: Person

    async def say(self, who: Person, text: str, **more: Any) -> Message:
        return await self.stage.say(who, text, **more)

    async def tap(self, who: Person, label: str) -> Message:
        return await self.stage.tap(who, label)

    async def speaks(self, who: Person, language: str) -> None:
        """The person chooses a language."""
        await self.stage.app.services.people.choose_language(Act(who.id, self.stage.clock.now()), language)

    async def accepted(self, who: Person) -> bool:
        """Whether what other groups share is open to the person."""
        storage = self.stage.app.services.ground.storage
        return await storage.read(lambda tx: charters.accepted(tx, who.id, 1))

    async def written(self, text: str = "We are kind to each other.") -> Message:
        """The network's draft with these words; its card."""
        await self.say(self.awa, "/charter")
        await self.tap(self.awa, "Write one from a blank page")
        return await self.say(self.awa, text)

    async def in_force(self, text: str = "We are kind to each other.") -> None:
        await self.written(text)
        await self.tap(self.awa, "See it as it will be read")
        await self.tap(self.awa, "Put it in force")

    def letters(self, who: Person, chat: Any = None) -> list[str]:
        return [one.text for one in who.messages(chat) if one.by_bot and "something new to read" in one.text]


async def open_council(stage: Stage) -> Council:
    """The group is set up, and the bot knows who is in it."""
    awa = await stage.coordinator()
    chat, fatou, people = await stage.group(awa)
    for person in (fatou, people[0]):
        await stage.say(person, "/start")
    await stage.say(people[0], "/help", chat)  # the bot knows who is in a group by what they do there
    return Council(stage, awa, chat, fatou, people[0])
