"""A network with two groups, one of which sleeps at this hour, and the people who announce and read there."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from PIL import Image

from bot.rehearsal.chats import Chat
from bot.rehearsal.model import Message
from bot.rehearsal.persons import Person
from tests.conversations.stage import Stage

MINUTE, HOUR = 60.0, 3600.0


@dataclass
class Newsroom:
    """Awa coordinates, Fatou facilitates the group, whose members have met the bot; Mia and Tom are in no group."""

    stage: Stage
    awa: Person
    chat: Any
    fatou: Person
    people: list[Person]

    async def say(self, text: str, who: Person | None = None, **more: Any) -> Message:
        return await self.stage.say(who or self.awa, text, **more)

    async def tap(self, label: str, who: Person | None = None) -> Message:
        return await self.stage.tap(who or self.awa, label)

    async def toast(self, label: str, who: Person | None = None) -> str:
        return await self.stage.toast(who or self.awa, label)

    async def draft(self, text: str = "Hello", who: Person | None = None) -> Message:
        """An announcement of the network that is written; returns its card."""
        await self.say("/announce", who)
        return await self.say(text, who)

    async def asked(self, text: str = "Hello", who: Person | None = None) -> Message:
        """The last question before it is sent."""
        await self.draft(text, who)
        return await self.tap("Preview and send", who)

    async def sent(self, text: str = "Hello") -> Message:
        """An announcement that was sent; returns the message that tells how far it is."""
        question = await self.asked(text)
        await self.tap("Send the announcement")
        return self.now(question)

    def now(self, message: Message, who: Person | None = None) -> Message:
        """The message as it stands now."""
        return next(one for one in (who or self.awa).messages() if one.id == message.id)

    async def sleeping_group(self) -> tuple[Any, Person]:
        """One more group, where it is five in the morning; with its facilitator."""
        ines = self.stage.telegram.person("Ines", language="en")
        chat = self.stage.telegram.group("Sleepers", creator=ines, kind="supergroup")
        await self.awa.join(chat)
        await self.awa.add_bot(chat)
        await self.stage.seen(ines, chat)
        await self.stage.tap(ines, "Set up", chat)
        await self.stage.tap(ines, "Country", chat)
        asked = await self.stage.tap(ines, "Another…", chat)
        await self.stage.say(ines, "Bolivia", chat, reply_to=asked)
        await self.stage.tap(ines, "All right", chat)
        return chat, ines


async def open_newsroom(stage: Stage) -> Newsroom:
    """The people, met and set up; Fatou and two of three members have written to the bot."""
    awa = await stage.coordinator()
    chat, fatou, people = await stage.group(awa, members=3)
    for person in (fatou, *people[:2]):
        await stage.say(person, "/start")
    return Newsroom(stage, awa, chat, fatou, people)


def read(person: Person, chat: Chat | None = None) -> list[str]:
    """What the bot has said there."""
    return [one.text for one in person.messages(chat) if one.by_bot]


def picture(colour: str = "red") -> bytes:
    """A small PNG."""
    file = io.BytesIO()
    Image.new("RGB", (80, 60), colour).save(file, "PNG")
    return file.getvalue()
