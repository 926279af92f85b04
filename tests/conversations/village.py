"""People, groups and the whole bot over HTTP on the double of Telegram; a coordinator, and nothing set up yet."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.clock import ManualClock
from bot.rehearsal.groups import Group
from bot.rehearsal.model import Message
from bot.rehearsal.persons import Person
from tests.conversations.stage import open_stage
from tests.conversations.watching import START, Watching


@dataclass
class Village(Watching):
    """Carmen coordinates the network; Ada administers the group; Bob is in it; all but Ada have met the bot."""

    carmen: Person
    ada: Person
    bob: Person

    @property
    def bot_link(self) -> str:
        return f"https://t.me/{self.play.bot.username}"

    async def toast(self, person: Person, label: str, chat: Group | None = None) -> str:
        """Tap, and read the answer that pops up."""
        answer = await person.tap(label, chat=chat)
        assert answer is not None
        return answer.text or ""

    async def says(self, person: Person, line: str, words: str, chat: Group | None = None) -> Message:
        """Write; in a group as a reply to the bot's newest message."""
        await person.send(line, chat=chat, reply_to=person.screen(chat) if chat else None)
        return await self.sees(person, words, chat)

    async def brings(self, person: Person, payload: str | None = None) -> Message:
        """Somebody adds the bot to the group."""
        await person.add_bot(self.group, payload=payload)
        return await self.sees(person, "Hello!", self.group)

    async def sent(self, method: str) -> int:
        """How often the bot has called a method."""
        await self.app.idle()
        return len([call for call in self.play.calls if call.method == method])


@asynccontextmanager
async def village(folder: Path, kind: Literal["group", "supergroup", "forum"] = "supergroup") -> AsyncIterator[Village]:
    """A network with a coordinator, and a group that the bot is not in yet."""
    async with open_stage(folder, clock=ManualClock(START)) as stage:
        carmen, ada, bob = (stage.telegram.person(name, language="en") for name in ("Carmen", "Ada <3", "Bob"))
        group = stage.telegram.group("Group <b> & co", creator=ada, kind=kind)
        here = Village(stage, group, carmen, ada, bob)
        await _people_it(here)
        yield here


async def _people_it(here: Village) -> None:
    await here.coordinates(here.carmen)
    await here.bob.send("/start")
    await here.sees(here.bob, "Welcome!")
    await here.carmen.join(here.group)
    await here.bob.join(here.group)
