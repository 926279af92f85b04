"""Taps that wait for their answer."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.rehearsal.errors import QUERY_TOO_OLD, bad_request
from bot.rehearsal.limits import CALLBACK_SECONDS
from bot.rehearsal.model import CallbackAnswer, Message

if TYPE_CHECKING:
    from bot.rehearsal.persons import Person


@dataclass(eq=False, slots=True)
class Callback:
    """One tap: who, on what, with which data, and the answer once there is one."""

    id: str
    person: Person
    message: Message
    data: str
    at: datetime
    answer: CallbackAnswer | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)


class Callbacks:
    """All taps by the id of their query."""

    def __init__(self) -> None:
        self._all: dict[str, Callback] = {}

    def open(self, number: str, person: Person, message: Message, data: str, at: datetime) -> Callback:
        callback = Callback(number, person, message, data, at)
        self._all[number] = callback
        return callback

    def answer(self, number: str, answer: CallbackAnswer, now: datetime) -> Callback:
        """Answer a tap. Errors: `ApiError` 400 where it is unknown, answered already or older than 150 s."""
        callback = self._all.get(number)
        if callback is None or callback.answer or now - callback.at > timedelta(seconds=CALLBACK_SECONDS):
            raise bad_request(QUERY_TOO_OLD)
        callback.answer = answer
        callback.answered.set()
        return callback

    def waiting(self) -> list[Callback]:
        """Those without an answer."""
        return [callback for callback in self._all.values() if callback.answer is None]

    def answered(self) -> list[Callback]:
        """Those with one, oldest first."""
        return [callback for callback in self._all.values() if callback.answer is not None]
