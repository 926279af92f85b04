"""The outbox of a test: on a real database and the double, with a renderer that shows the words in the data."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from markupsafe import Markup

from bot.delivery.outbox import Letter, Outbox, Priority, put
from bot.delivery.ports import NoThreads, Rendering, Threads
from bot.rehearsal.model import Message
from bot.screen import Screen
from bot.storage.open import open_storage
from bot.storage.port import Row, Storage, Writer
from tests.databases import CHOSEN, new_database
from tests.delivery.simulated import START
from tests.delivery.stage import Stage, stage, text


@dataclass(slots=True)
class Renderer:
    """Shows the words in the data, or what stands for them; `None` for what is past, an error for what is broken."""

    rendered: list[str] = field(default_factory=list)
    others: dict[str, Rendering] = field(default_factory=dict)

    async def render(self, kind: str, data: Mapping[str, Any], chat_id: int) -> Rendering | None:
        words = data["words"]
        self.rendered.append(words)
        if words == "past":
            return None
        if words == "broken":
            raise KeyError("a bug")
        return self.others.get(words) or (Screen(Markup("<b>open")) if words == "malformed" else text(words))


@dataclass(slots=True)
class Hours:
    """A night for each chat that is named: its beginning and its end. A chat without an end is broken."""

    nights: dict[int, tuple[datetime, datetime | None]] = field(default_factory=dict)
    asked: list[int] = field(default_factory=list)

    async def open_at(self, chat_id: int, now: datetime) -> datetime:
        self.asked.append(chat_id)
        begin, end = self.nights.get(chat_id, (now, now))
        if end is None:
            raise KeyError(chat_id)
        return end if begin <= now else now


@dataclass(slots=True)
class Post:
    """What a test of the outbox needs."""

    stage: Stage
    storage: Storage
    outbox: Outbox
    renderer: Renderer
    hours: Hours
    soon: list[datetime]

    async def put(self, *letters: Letter) -> list[bool]:
        async def work(tx: Writer) -> list[bool]:
            return [await put(tx, letter, self.stage.clock.now()) for letter in letters]

        return await self.storage.write(work)

    async def rows(self) -> list[Row]:
        return await self.storage.read(lambda tx: tx.all("SELECT * FROM outbox ORDER BY id"))

    async def states(self) -> list[str]:
        return [row["state"] for row in await self.rows()]

    async def errors(self) -> list[str | None]:
        return [row["error"] for row in await self.rows()]

    def seen(self, chat: Any = None) -> list[str]:
        """What the bot wrote to Anna, or to the group."""
        here: list[Message] = self.stage.anna.messages(chat)
        return [message.text for message in here if message.by_bot]


@asynccontextmanager
async def outbox_of(
    tmp_path: Path, engine: str = CHOSEN, *, threads: Threads | None = None, **options: Any
) -> AsyncIterator[Post]:
    async with stage(**options) as here:
        storage = await open_storage(new_database(tmp_path, engine))
        renderer, hours, soon = Renderer(), Hours(), list[datetime]()
        given: dict[str, Any] = {"soon": soon.append, "hours": hours, "threads": threads or NoThreads()}
        outbox = Outbox(storage, here.sender, renderer, here.clock, Random(3), **given)
        yield Post(here, storage, outbox, renderer, hours, soon)
        await outbox.close()
        await storage.close()


def letter(chat_id: int, words: str = "Hello", key: str | None = None, **fields: Any) -> Letter:
    given = {"kind": "wheel", "priority": Priority.WHEEL, "not_before": START, "data": {"words": words}, **fields}
    return Letter(key=key or f"{chat_id}:{words}", chat_id=chat_id, **given)
