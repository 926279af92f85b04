"""A group with a wheel that talks about it: what the tests of discussions act on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.rehearsal.model import Message
from bot.rehearsal.persons import Person
from tests.conversations.stage import DAY, Stage

RIGHTS = frozenset({"can_manage_topics", "can_pin_messages"})


@dataclass
class Talk:
    """Awa coordinates, Fatou facilitates; Ben and the others are in the group."""

    stage: Stage
    awa: Person
    chat: Any
    fatou: Person
    people: list[Person]

    @property
    def ben(self) -> Person:
        return self.people[0]

    @property
    def wheel(self) -> Message:
        return next(one for one in reversed(self.said()) if one.photo is not None)

    def said(self) -> list[Message]:
        """What the bot has said in the group and not taken back, in its order."""
        return [one for one in self.chat.messages.values() if one.by_bot and one.service is None]

    def last(self) -> Message:
        return self.said()[-1]

    def opening(self) -> Message:
        return next(one for one in reversed(self.said()) if one.text.startswith("Let us talk: "))

    async def tap(self, label: str, who: Person | None = None, message: Message | None = None) -> Message:
        """Tap in the group; returns the message as it is then, or what was said instead of changing it."""
        before = self.chat.messages.get(message.id) if message else None
        await (who or self.fatou).tap(label, chat=self.chat, message=message)
        await self.stage.settle()
        now = self.chat.messages.get(message.id) if message else None
        return now if now is not None and now != before else self.last()

    async def toast(self, label: str, who: Person, message: Message) -> str:
        """Tap in the group, and read the note that pops up."""
        answer = await who.tap(label, chat=self.chat, message=message)
        await self.stage.settle()
        return (answer.text or "") if answer else ""

    async def say(self, text: str, who: Person | None = None, **more: Any) -> Message:
        """Write in the group; returns the bot's newest message there."""
        await (who or self.fatou).send(text, chat=self.chat, **more)
        await self.stage.settle()
        return self.last()

    async def answers(self, text: str, who: Person | None = None) -> Message:
        """Answer the bot's newest message."""
        newest = self.last()
        return await self.say(text, who, reply_to=newest, topic=newest.topic)

    async def discussed(self, subject: str = "Our meetings", who: Person | None = None) -> Message:
        """A discussion on a subject: its opening."""
        await self.say(f"/discuss {subject}", who or self.ben)
        await self.stage.advance(1)
        return self.opening()

    async def managed(self, opening: Message) -> Message:
        """What facilitators can do with it, as a new message."""
        return await self.tap("Look after it", self.fatou, opening)

    def may(self, *rights: str) -> None:
        """The bot is an administrator with these rights; without any, it is none."""
        if rights:
            self.chat.promote(self.stage.telegram.bot, rights=frozenset(rights))
        else:
            self.chat.demote(self.stage.telegram.bot)


async def talk(stage: Stage, *, kind: str = "supergroup", levels: Sequence[int] = (3, 2, 2, 2, 2, 2)) -> Talk:
    """The wheel is there, and nothing is said about it yet; in a forum the bot may do what it needs to."""
    awa = await stage.coordinator()
    chat, fatou, people = await stage.group(awa, members=5, kind=kind)
    await stage.round(fatou, chat)
    for person in people:
        await stage.answer(person, chat, list(levels))
    await stage.advance(8 * DAY)
    here = Talk(stage, awa, chat, fatou, people)
    if kind == "forum":
        here.may(*RIGHTS)
    return here
