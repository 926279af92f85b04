"""A database of its own, an intake with a handler that can be told to fail, and updates as Telegram sends them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import telegram

from bot.clock import ManualClock
from bot.intake import store
from bot.intake.intake import Intake
from bot.storage.open import open_storage
from bot.storage.port import Row, Storage
from tests.databases import new_database

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BOT = telegram.Bot("1:none")


def tap(update_id: int, person: int = 5, data: str = "x") -> dict[str, Any]:
    """A tap of a person in a group."""
    who = {"id": person, "is_bot": False, "first_name": "P"}
    message = {"message_id": 3, "date": 1, "chat": {"id": -9, "type": "group", "title": "G"}, "text": "?"}
    buttons = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    return {
        "update_id": update_id,
        "callback_query": {
            "id": f"{update_id}",
            "from": who,
            "chat_instance": "1",
            "data": data,
            "message": {**message, "reply_markup": buttons},
        },
    }


def line(update_id: int, chat: int = 5, words: str = "hello") -> dict[str, Any]:
    """A message; a positive chat is private."""
    place = {"id": chat, "type": "private", "first_name": "P"} if chat > 0 else {"id": chat, "type": "group"}
    who = {"id": abs(chat), "is_bot": False, "first_name": "P"}
    return {
        "update_id": update_id,
        "message": {"message_id": 1, "date": 1, "chat": {**place, "title": "G"}, "from": who, "text": words},
    }


@dataclass(slots=True)
class Handler:
    """Keeps what it got; fails as often as told for an update; `marks` says whether it marks updates as done itself."""

    storage: Storage
    got: list[int] = field(default_factory=list)
    attempts: list[tuple[int, int]] = field(default_factory=list)
    failures: dict[int, int] = field(default_factory=dict)
    marks: bool = False
    updates: list[telegram.Update] = field(default_factory=list)

    async def __call__(self, update: telegram.Update, *, attempt: int) -> None:
        self.attempts.append((update.update_id, attempt))
        left = self.failures.get(update.update_id, 0)
        if left:
            self.failures[update.update_id] = left - 1
            raise ValueError("a bug")
        if self.marks:
            await self.storage.write(lambda tx: store.done(tx, update.update_id))
        self.got.append(update.update_id)
        self.updates.append(update)


@dataclass(slots=True)
class Stage:
    """What a test of the intake needs."""

    clock: ManualClock
    storage: Storage
    handler: Handler
    parked: list[Mapping[str, Any]]
    intake: Intake

    async def rows(self) -> list[Row]:
        return await self.storage.read(lambda tx: tx.all("SELECT * FROM intake ORDER BY update_id"))

    async def states(self) -> dict[int, str]:
        return {row["update_id"]: row["state"] for row in await self.rows()}

    def again(self, **more: Any) -> Intake:
        """The intake of another process, on the same database; it does not lead yet."""
        return make_intake(self.storage, self.clock, self.handler, self.parked, **more)


def make_intake(
    storage: Storage, clock: ManualClock, handler: Any, parked: list[Mapping[str, Any]], **more: Any
) -> Intake:
    async def on_parked(raw: Mapping[str, Any]) -> None:
        parked.append(raw)

    return Intake(storage, clock, BOT, handler, on_parked, **more)


@asynccontextmanager
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """An empty database, and an intake that leads on it, for the first term."""
    storage, clock = await open_storage(new_database(tmp_path)), ManualClock(START)
    handler, parked = Handler(storage), list[Mapping[str, Any]]()
    intake = make_intake(storage, clock, handler, parked)
    intake.lead(1)
    yield Stage(clock, storage, handler, parked, intake)
    await intake.close()
    await storage.close()
