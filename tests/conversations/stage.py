"""A stage for conversations: the whole bot, over HTTP, against the local double, on a clock that stands still."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from pydantic import SecretStr

from bot.app import App, open_app
from bot.clock import ManualClock
from bot.counts import Counts
from bot.delivery.transport import Timeouts
from bot.rehearsal import Double
from bot.rehearsal import World as Telegram
from bot.rehearsal.chats import Chat
from bot.rehearsal.model import Message
from bot.rehearsal.persons import Person
from bot.settings import Settings
from bot.storage import open_storage
from bot.storage.migrate import migrate
from bot.world import World
from tests.databases import CHOSEN, new_database
from tests.ports import free_port
from tests.shipped import templates

START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
"""A Saturday morning in Dakar."""

INTAKE = os.environ.get("PALABRE_TEST_INTAKE", "polling")
"""The whole suite may be walked behind a webhook: PALABRE_TEST_INTAKE=webhook."""

DAY = 86_400.0
KEY = b"k" * 32


class Counted:
    """Secrets that repeat themselves: a test sees the same links each time."""

    def __init__(self) -> None:
        self._count = 0

    def token(self) -> str:
        self._count += 1
        return f"secret{self._count:026d}"


@dataclass
class Stage:
    """What a test holds. `telegram` is the double's world; persons act in it by visible labels."""

    telegram: Telegram
    double: Double
    clock: ManualClock
    settings: Settings
    timeouts: Timeouts | None = None
    patient: bool = False
    randomness: Counted = field(default_factory=Counted)
    counts: Counts = field(default_factory=Counts)
    app: App = field(init=False)
    running: asyncio.Task[None] = field(init=False)
    _stack: contextlib.AsyncExitStack = field(init=False)

    async def start(self) -> None:
        """Start the bot on the database as it is; returns when it has caught up, or raises why it did not."""
        self._stack = contextlib.AsyncExitStack()
        migrate(self.settings.database_url)
        storage = await open_storage(self.settings.database_url)
        self._stack.push_async_callback(storage.close)
        world = World(storage, self.clock, KEY, templates(), self.randomness, Random(7), self.counts)
        opened = open_app(self.settings, world, wait=5, timeouts=self.timeouts, patient=self.patient)
        self.app = await self._stack.enter_async_context(opened)
        caught_up = asyncio.Event()
        self.running = asyncio.create_task(self.app.run(caught_up.set))
        self._stack.push_async_callback(_ended, self.running)
        waiting = asyncio.ensure_future(caught_up.wait())
        await asyncio.wait([self.running, waiting], return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if self.running.done():
            await self.stop()

    async def stop(self) -> None:
        """Stop it; what was not handled waits."""
        await self._stack.aclose()

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    async def settle(self) -> None:
        """Wait until the bot has taken and answered all that people did."""
        await self.telegram.until(lambda: not self.telegram.queue.pending())
        await self.app.idle()

    async def advance(self, seconds: float) -> None:
        """Let time pass, and what is due happen."""
        await self.settle()
        self.clock.advance(seconds)
        await self.app.clock_moved()
        await self.settle()

    # What people do, each followed by what the bot makes of it

    async def say(self, person: Person, text: str, chat: Chat | None = None, **more: Any) -> Message:
        await person.send(text, chat=chat, **more)
        return await self.seen(person, chat)

    async def tap(self, person: Person, label: str, chat: Chat | None = None, **more: Any) -> Message:
        """Tap the button of that label; the newest message of the bot is what is seen then."""
        await person.tap(label, chat=chat, **more)
        return await self.seen(person, chat)

    async def toast(self, person: Person, label: str, chat: Chat | None = None) -> str:
        """Tap, and read the note that appears over the chat."""
        answer = await person.tap(label, chat=chat)
        await self.settle()
        return (answer.text or "") if answer else ""

    async def open(self, person: Person, link: str) -> Message:
        await person.open(link)
        return await self.seen(person)

    async def seen(self, person: Person, chat: Chat | None = None) -> Message:
        """The bot's newest message there."""
        await self.settle()
        return person.screen(chat)

    # Beginnings that many tests share

    async def coordinator(self, name: str = "Awa", language: str = "en", network: str | None = None) -> Person:
        """A person who has opened a coordinator's link."""
        person = self.telegram.person(name, language=language)
        invitation = await self.app.services.membership.invite_coordinator(network)
        await self.open(person, f"https://t.me/{self.app.bot.username}?start={invitation.payload}")
        return person

    async def group(
        self, coordinator: Person, *, title: str = "Peer group", kind: Any = "supergroup", members: int = 6
    ) -> tuple[Any, Person, list[Person]]:
        """A group that is set up: the chat, its facilitator, and its members; it speaks English."""
        facilitator = self.telegram.person("Fatou", language="en")
        chat = self.telegram.group(title, creator=facilitator, kind=kind)
        people = [self.telegram.person(f"Member {number}", language="en") for number in range(1, members + 1)]
        for person in [coordinator, *people]:
            await person.join(chat)
        await coordinator.add_bot(chat)
        await self.seen(facilitator, chat)
        await self.tap(facilitator, "Set up", chat)
        await self.tap(facilitator, "All right", chat)
        return chat, facilitator, people

    async def round(self, facilitator: Person, chat: Any, *, template: str = "How our peer group") -> Message:
        """A round that is open for a week; returns its invitation in the group."""
        await self.say(facilitator, "/survey", chat)
        await self.tap(facilitator, template, chat)
        await self.tap(facilitator, "7 days", chat)
        await self.tap(facilitator, "Open it", chat)
        return next(one for one in reversed(facilitator.messages(chat)) if "Answer in private" in one.labels)

    async def answer(self, person: Person, chat: Any, levels: list[int] | Callable[[int], int]) -> Message:
        """Answer every question by the invitation in the group."""
        screen = await self.tap(person, "Answer in private", chat)
        for place in range(len(levels) if isinstance(levels, list) else 20):
            level = levels[place] if isinstance(levels, list) else levels(place)
            if not any(label.startswith("0 ·") for label in person.screen().labels):
                break
            screen = await self.tap(person, f"{level} ·")
        return screen


def _reached_by(intake: str) -> dict[str, Any]:
    if intake == "polling":
        return {}
    address = f"127.0.0.1:{free_port()}"
    return {"webhook_url": f"http://{address}/telegram", "listen": address}


async def _ended(running: asyncio.Task[None]) -> None:
    running.cancel()
    result = (await asyncio.gather(running, return_exceptions=True))[0]
    if isinstance(result, Exception):
        raise result


@contextlib.asynccontextmanager
async def open_stage(
    folder: Path,
    *,
    seed: int = 7,
    rate: int = 1_000_000,
    engine: str = CHOSEN,
    intake: str = INTAKE,
    clock: ManualClock | None = None,
    timeouts: Timeouts | None = None,
    patient: bool = False,
) -> AsyncIterator[Stage]:
    """The double and the bot, with a database in that folder."""
    clock = clock or ManualClock(START)
    telegram = Telegram(clock, seed=seed)
    async with Double(telegram) as double:
        settings = Settings(
            **_reached_by(intake),
            bot_token=SecretStr(telegram.token),
            data_dir=folder,
            database_url=new_database(folder, engine),
            telegram_url=double.url,
            operator="Test Operator",
            rate=rate,
        )
        stage = Stage(telegram, double, clock, settings, timeouts, patient)
        await stage.start()
        try:
            yield stage
        finally:
            await stage.stop()
