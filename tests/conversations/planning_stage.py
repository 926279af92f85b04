"""A group with a wheel, whose people plan what they do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.rehearsal.model import Message
from bot.rehearsal.persons import Person
from bot.services.act import Act
from tests.conversations.stage import DAY, Stage


@dataclass
class Scene:
    """A group with one wheel: Awa coordinates, Fatou facilitates, and the others have answered."""

    stage: Stage
    awa: Person
    chat: Any
    fatou: Person
    people: list[Person]

    @property
    def wheel(self) -> Message:
        return next(one for one in reversed(self.fatou.messages(self.chat)) if one.photo is not None)

    async def tap(self, label: str, who: Person | None = None, chat: Any = None) -> Message:
        return await self.stage.tap(who or self.fatou, label, chat)

    async def say(self, text: str, who: Person | None = None, chat: Any = None) -> Message:
        return await self.stage.say(who or self.fatou, text, chat)

    async def themes(self, who: Person | None = None) -> Message:
        """Below the posted wheel, on to the private chat."""
        person = who or self.fatou
        await person.tap("Plan an action", chat=self.chat)
        return await self.stage.seen(person)

    async def planned(self, words: str = "Invite the elders", who: Person | None = None) -> Message:
        """An action of whoever plans it, due in a month."""
        await self.themes(who)
        await self.tap("No theme in particular", who)
        await self.say(words, who)
        return await self.tap("In 1 month", who)


async def with_wheel(stage: Stage) -> Scene:
    """The first wheel was posted a moment ago."""
    awa = await stage.coordinator()
    chat, fatou, people = await stage.group(awa, members=5)
    await stage.round(fatou, chat)
    for person in people:
        await _answered(stage, person, chat, [1, 2, 3, 4, 5, 1])
    await stage.advance(8 * DAY)
    await stage.say(fatou, "/start")
    return Scene(stage, awa, chat, fatou, people)


async def _answered(stage: Stage, person: Person, chat: Any, levels: list[int]) -> None:
    """Come by the invitation and tap the first level; the others, that dozens of tests would tap again, are noted."""
    await stage.tap(person, "Answer in private", chat)
    answering, act = stage.app.services.answering, Act(person.id, stage.clock.now())
    (mine,) = await answering.waiting(person.id)
    for place in range(1, len(levels)):
        await answering.answer(act, mine.round.id, place, levels[place])
    await stage.tap(person, f"{levels[0]} ·")
