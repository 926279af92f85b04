"""People, groups and the whole bot over HTTP on the double of Telegram; a coordinator, and nothing set up yet."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Literal

from pydantic import SecretStr

from bot.app import App, open_app
from bot.clock import ManualClock
from bot.rehearsal import ActError, Double
from bot.rehearsal import World as Play
from bot.rehearsal.groups import Group
from bot.rehearsal.model import Message
from bot.rehearsal.persons import Person
from bot.services.act import Act
from bot.settings import Settings
from bot.storage.open import open_storage
from bot.world import World
from surveys.template import load_all
from tests.conversations.answering_table import START, Secrets
from tests.databases import new_database


@dataclass
class Village:
    """Carmen coordinates the network; Ada administers the group; Bob is in it; all but Ada have met the bot."""

    play: Play
    app: App
    clock: ManualClock
    carmen: Person
    ada: Person
    bob: Person
    group: Group

    @property
    def bot_link(self) -> str:
        return f"https://t.me/{self.play.bot.username}"

    async def sees(self, person: Person, words: str, chat: Group | None = None) -> Message:
        """Wait until the newest message of the bot holds these words."""

        def there() -> bool:
            try:
                return words in person.screen(chat).text
            except ActError:
                return False

        await self.play.until(there)
        return person.screen(chat)

    async def taps(self, person: Person, label: str, words: str, chat: Group | None = None) -> Message:
        """Tap, and wait for what comes of it."""
        await person.tap(label, chat=chat)
        return await self.sees(person, words, chat)

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

    def app_act(self, person: Person) -> Act:
        """An act of a person beside the chat."""
        return Act(person.id, self.clock.now())

    async def sent(self, method: str) -> int:
        """How often the bot has called a method."""
        await self.app.idle()
        return len([call for call in self.play.calls if call.method == method])


@asynccontextmanager
async def village(folder: Path, kind: Literal["group", "supergroup", "forum"] = "supergroup") -> AsyncIterator[Village]:
    """A network with a coordinator, and a group that the bot is not in yet."""
    clock = ManualClock(START)
    play = Play(clock, seed=11)
    carmen, ada, bob = (play.person(name, language="en") for name in ("Carmen", "Ada <3", "Bob"))
    group = play.group("Group <b> & co", creator=ada, kind=kind)
    storage = await open_storage(new_database(folder))
    async with Double(play) as double:
        settings = Settings(bot_token=SecretStr(double.token), telegram_url=double.url, data_dir=folder, operator="Op")
        given = World(storage, clock, b"k" * 32, load_all(), Secrets(), Random(1))
        async with open_app(settings, given, wait=0) as app:
            running = asyncio.create_task(app.run())
            here = Village(play, app, clock, carmen, ada, bob, group)
            await _people_it(here)
            yield here
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
    await storage.close()


async def _people_it(here: Village) -> None:
    made = await here.app.services.membership.invite_coordinator()
    await here.carmen.open(f"{here.bot_link}?start={made.payload}")
    await here.sees(here.carmen, "You are a coordinator of Palabre now")
    await here.bob.send("/start")
    await here.sees(here.bob, "Welcome!")
    await here.carmen.join(here.group)
    await here.bob.join(here.group)
