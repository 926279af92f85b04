"""The bot without Telegram: what people write is taken in, handled and answered; the answers go nowhere."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from typing import Any

import telegram

from benchmarks.commitments import Commitments
from benchmarks.updates import BOT, TOKEN, USERNAME
from bot.clock import ManualClock
from bot.delivery.directory import Directory
from bot.delivery.limiter import UNLIMITED, Limiter
from bot.delivery.replies import Replies
from bot.delivery.sender import Sender, Sent
from bot.i18n import Catalogs
from bot.intake.intake import Intake
from bot.screen import Screen
from bot.services.actions.listing import PAGE
from bot.services.bundle import Services
from bot.storage.groups import Named
from bot.storage.open import open_storage
from bot.storage.port import Storage
from bot.world import Bell, World, make_services
from handlers.door import Door
from handlers.house import House
from handlers.routes import routes
from surveys.template import load_all

_KEY = bytes(32)


class Hearing(Sender):
    """Whoever waits for an answer gets it here."""

    def __init__(self, clock: ManualClock) -> None:
        self.limiter = Limiter(clock, UNLIMITED)
        self.heard: asyncio.Queue[Screen] = asyncio.Queue()
        self.noted: asyncio.Queue[str] = asyncio.Queue()

    async def send(self, chat_id: int, screen: Screen, **_: object) -> Sent:
        self.heard.put_nowait(screen)
        return Sent(chat_id, 1)

    async def answer(self, query_id: str, text: str | None = None, **_: object) -> None:
        """What appears over the chat."""
        del query_id
        self.noted.put_nowait(text or "")

    async def edit(self, chat_id: int, message_id: int, screen: Screen, **_: object) -> Sent:
        """What has changed is seen; nobody waits for it."""
        del screen
        return Sent(chat_id, message_id)


class Nobody(Directory):
    """No group has administrators."""

    def __init__(self) -> None:
        """There is nobody to ask."""

    async def read(self, chat_id: int) -> list[Named] | None:
        """None of them."""
        del chat_id
        return []

    async def size(self, chat_id: int) -> int | None:
        """Nobody says."""
        del chat_id
        return None


@dataclass
class Asked:
    """A bot on its database, which people of the network ask. Its clock stands still. `forum`: groups have topics."""

    size: Commitments
    clock: ManualClock
    storage: Storage
    services: Services
    intake: Intake
    replies: Replies
    sender: Hearing
    forum: bool = False
    numbers: count[int] = field(default_factory=lambda: count(1))

    async def plan(self, number: int) -> float:
        """Somebody of the group of that number asks for its plan; returns the milliseconds until it is answered."""
        milliseconds, screen = await self._asked(number, "/plan")
        if len(screen.rows) < PAGE:
            raise RuntimeError(f"no full page of a plan was shown: {screen.text}")
        return milliseconds

    async def discuss(self, number: int) -> float:
        """Somebody opens a discussion on a subject of its own; returns the milliseconds until that is answered."""
        milliseconds, screen = await self._asked(number, f"/discuss Subject {number}")
        if f"Subject {number}" not in screen.text:
            raise RuntimeError(f"no discussion was opened: {screen.text}")
        return milliseconds

    async def _asked(self, number: int, text: str) -> tuple[float, Screen]:
        update = self._update(number, text)
        began = time.monotonic()
        await self.intake.admit([update])
        screen = await self.sender.heard.get()
        milliseconds = (time.monotonic() - began) * 1000
        await self.intake.idle()
        await self.replies.idle()
        return milliseconds, screen

    async def tap(self, group: int, person_id: int, data: str) -> tuple[float, str]:
        """Somebody taps a button in the chat of that group; the milliseconds until that is answered, and the note."""
        chat = {"id": self.size.chat(group), "type": "supergroup", "title": f"Group {group}"}
        date = int(self.clock.now().timestamp())
        query = {
            "id": str(next(self.numbers)),
            "from": {"id": person_id, "is_bot": False, "first_name": "Awa", "language_code": "fr"},
            "chat_instance": "1",
            "message": {"message_id": 40, "from": BOT, "chat": chat, "date": date, "text": "?"},
            "data": data,
        }
        began = time.monotonic()
        await self.intake.admit([{"update_id": next(self.numbers), "callback_query": query}])
        note = await self.sender.noted.get()
        milliseconds = (time.monotonic() - began) * 1000
        await self.intake.idle()
        await self.replies.idle()
        return milliseconds, note

    async def letters(self) -> int:
        """How many were put into the outbox so far."""
        row = await self.storage.read(lambda tx: tx.one("SELECT COUNT(*) AS many FROM outbox"))
        return int(row["many"]) if row else 0

    def _update(self, number: int, text: str) -> dict[str, Any]:
        sender = {"id": self.size.member(number), "is_bot": False, "first_name": "Awa", "language_code": "fr"}
        group = self.size.chat(number)
        message = {
            "message_id": 40,
            "from": sender,
            "chat": {
                "id": group,
                "type": "supergroup",
                "is_forum": self.forum,
                "title": f"Group {number % self.size.groups}",
            },
            "date": int(self.clock.now().timestamp()),
            "text": text,
            "entities": [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}],
        }
        return {"update_id": next(self.numbers), "message": message}


@asynccontextmanager
async def asked(url: str, size: Commitments, now: datetime, *, forum: bool = False) -> AsyncIterator[Asked]:
    """The bot on that database, at that instant."""
    clock = ManualClock(now)
    storage = await open_storage(url)
    try:
        at = replace(_made(storage, clock, size), forum=forum)
        at.intake.lead(await storage.lead())
        yield at
        await at.intake.close()
    finally:
        await storage.close()


def _made(storage: Storage, clock: ManualClock, size: Commitments) -> Asked:
    bot, catalogs, directory, sender = telegram.Bot(TOKEN), Catalogs(), Nobody(), Hearing(clock)
    replies = Replies(sender, clock)
    services = make_services(World.of_machine(storage, clock, _KEY, load_all()), Bell(), directory, catalogs)
    house = House(
        services=services,
        catalogs=catalogs,
        replies=replies,
        routes=routes(),
        clock=clock,
        directory=directory,
        bot_id=int(str(BOT["id"])),
        bot_username=USERNAME,
        operator="Nobody",
    )
    door = Door(house)
    intake = Intake(storage, clock, bot, door.handle, door.parked)
    return Asked(size, clock, storage, services, intake, replies, sender)
