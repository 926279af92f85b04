"""What tests of bad input need: taps and messages that no button and no app makes, and what the bot made of them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from bot.rehearsal.callbacks import Callback
from bot.rehearsal.chats import Chat
from bot.rehearsal.model import Message
from bot.rehearsal.persons import Person
from bot.rehearsal.view import message_json, user_json
from bot.storage.port import Reader
from tests.conversations.stage import Stage
from tests.databases import table_names

NOTED_OF_ANYBODY = {"intake", "polling", "heartbeat", "person", "dialogue", "sqlite_sequence", "cleaning"}
"""What may change whoever speaks: the update itself, that the bot has met them, what it waits for from them, and that
something of theirs was deleted."""


class Havoc:
    """Forged acts on a stage; `calm` says that nothing went wrong by them."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    async def tap(self, person: Person, message: Message, data: str, *, accessible: bool = True) -> Callback:
        """A tap that carries any data at all; returns when it is dealt with."""
        callback = self.stage.telegram.tap_raw(person, message, data, accessible=accessible)
        await self.stage.settle()
        return callback

    async def push(self, kind: str, payload: Mapping[str, Any]) -> None:
        """Any update at all."""
        self.stage.telegram.push(kind, dict(payload), "any")
        await self.stage.settle()

    async def message(self, person: Person, chat: Chat | None = None, **fields: Any) -> None:
        """A message of a person with any fields at all, beside those that every message has."""
        place = chat or self.stage.telegram.chats[person.id]
        number = self.stage.telegram.next_message_id(place)
        bare = Message(id=number, chat_id=place.id, date=self.stage.clock.now(), sender=person.user)
        payload = {**message_json(bare, self.stage.telegram), **fields}
        await self.push("message", {name: value for name, value in payload.items() if value is not None})

    def sender(self, person: Person) -> dict[str, Any]:
        return user_json(person.user)

    def spoken_since(self, calls: int) -> list[str]:
        """The texts that the bot has sent since it had made so many calls."""
        made = self.stage.telegram.calls[calls:]
        return [str(call.params["text"]) for call in made if call.method in {"sendMessage", "editMessageText"}]

    @property
    def calls(self) -> int:
        return len(self.stage.telegram.calls)

    async def calm(self) -> None:
        """Nothing has failed: no update, no call, no letter."""
        await self.stage.settle()
        troubled = await self.troubled()
        assert not troubled, troubled
        made = self.stage.telegram.calls
        wrong = [(call.method, call.answer, call.params) for call in made if call.status not in {0, 200}]
        wrong = [one for one in wrong if not _expected(one[1])]
        assert not wrong, wrong

    async def troubled(self) -> list[tuple[Any, ...]]:
        """The updates that failed once or more, or wait."""

        async def work(tx: Reader) -> list[tuple[Any, ...]]:
            rows = await tx.all("SELECT * FROM intake WHERE attempts > 0 OR state <> 'done'")
            return [tuple(row.values()) for row in rows]

        return await self.stage.app.services.ground.read(work)

    async def imprint(self) -> dict[str, str]:
        """A fingerprint of each table that only people with a right may change."""

        async def work(tx: Reader) -> dict[str, str]:
            kept = sorted(
                name for name in await table_names(tx) if name not in NOTED_OF_ANYBODY and not name.startswith("_yoyo")
            )
            return {name: _digest(await tx.all(f"SELECT * FROM {name}")) for name in kept}

        return await self.stage.app.services.ground.read(work)


def _digest(rows: list[Any]) -> str:
    return (
        hashlib.sha256(repr(sorted(map(repr, (tuple(row.values()) for row in rows)))).encode()).hexdigest()[:12]
        + f" ({len(rows)})"
    )


def _expected(answer: Any) -> bool:
    """Refusals that are part of the game: a message that is so already, or gone, or has a picture in place of text."""
    parts = ("not modified", "message to edit not found", "can't be deleted", "there is no text in the message to edit")
    return any(part in str(answer) for part in parts)
