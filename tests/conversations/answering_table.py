"""A group that sits down to a survey: the whole bot over HTTP on the double of Telegram, people by visible labels."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from random import Random

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
from bot.storage import rounds
from bot.storage.open import open_storage
from bot.storage.port import Reader, Row, Storage
from bot.world import World
from surveys.template import load_all
from tests.databases import new_database

START = datetime(2027, 3, 1, 9, tzinfo=UTC)


class Secrets:
    """Secrets that repeat themselves from test to test."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def token(self) -> str:
        return f"secret{next(self._numbers):016}"


@dataclass
class Table:
    """The people of a group with an open round; Anna facilitates it and coordinates the network."""

    play: Play
    app: App
    storage: Storage
    clock: ManualClock
    anna: Person
    bob: Person
    group: Group

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

    async def begins(self, person: Person) -> Message:
        """Come from the group's invitation to the first question."""
        await person.tap("Answer in private", chat=self.group)
        return await self.sees(person, "Political will")

    async def answers_all(self, person: Person, level: int = 3) -> Message:
        for place in range(8):
            await self.play.until(lambda place=place: f"{place + 1}/8" in person.screen().labels)  # type: ignore[misc]
            await person.tap(f"{level} ")
        return await self.sees(person, "Everything is saved.")

    async def closes(self) -> None:
        """Anna closes the round of the group."""
        (part,) = await self.storage.read(lambda tx: rounds.parts(tx, 1))
        await self.app.services.rounds.close(Act(self.anna.id, self.clock.now()), part.round_id, part.group_id)

    async def levels(self) -> list[int]:
        async def work(tx: Reader) -> list[Row]:
            return await tx.all("SELECT level FROM answer ORDER BY pseudonym, spoke")

        return [row["level"] for row in await self.storage.read(work)]


@asynccontextmanager
async def laid(folder: Path) -> AsyncIterator[Table]:
    """The group is set up and its round is open."""
    clock = ManualClock(START)
    play = Play(clock, seed=7)
    anna, bob = play.person("Anna", language="en"), play.person("Bob <3", language="en")
    group = play.group("Peer group", creator=anna, kind="supergroup")
    storage = await open_storage(new_database(folder))
    async with Double(play) as double:
        settings = Settings(
            bot_token=SecretStr(double.token), telegram_url=double.url, data_dir=folder, operator="Réseau Équité"
        )
        given = World(storage, clock, b"k" * 32, load_all(), Secrets(), Random(1))
        async with open_app(settings, given, wait=20) as app:
            running = asyncio.create_task(app.run())
            table = Table(play, app, storage, clock, anna, bob, group)
            await _set_up(table)
            yield table
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
    await storage.close()


async def _set_up(table: Table) -> None:
    anna, group = table.anna, table.group
    link = await table.app.services.membership.invite_coordinator()
    await anna.open(f"https://t.me/{table.play.bot.username}?start={link.payload}")
    await table.sees(anna, "coordinator")
    await anna.add_bot(group)
    await table.bob.join(group)
    await table.sees(anna, "Hello", group)
    await table.taps(anna, "Set up", "Is this right?", group)
    await table.taps(anna, "All right", "Thank you", group)
    await anna.send("/survey", chat=group)
    await table.sees(anna, "Which survey", group)
    await table.taps(anna, "Gender equality", "Until when", group)
    await table.taps(anna, "7 days", "The first question", group)
    await table.taps(anna, "Open it", "A new round", group)
