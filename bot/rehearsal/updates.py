"""The queue of updates that polling and webhook share."""

from __future__ import annotations

import random
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.clock import Clock
from bot.rehearsal.limits import CALLBACK_SECONDS, POLL_UPDATES, QUIET_WEEK_SECONDS, UPDATE_SECONDS

KINDS = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "guest_message",
    "message_reaction",
    "message_reaction_count",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
    "managed_bot",
)
OFF_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}
_FUTURE = 10
"""How far past the end an offset may lie before the server takes it for nonsense and gives everything again."""


@dataclass(frozen=True, slots=True)
class Update:
    """One update; `lane` is what its order is kept by."""

    id: int
    kind: str
    payload: dict[str, Any]
    expires: datetime
    lane: str

    def json(self) -> dict[str, Any]:
        return {"update_id": self.id, self.kind: self.payload}


class Queue:
    """Updates wait here until they are confirmed or too old: 150 s for a tap, 24 h for the rest."""

    def __init__(self, clock: Clock, rng: random.Random) -> None:
        self._clock = clock
        self._rng = rng
        self._next = rng.randrange(10_000_000, 900_000_000)
        self._last_push: datetime | None = None
        self._waiting: deque[Update] = deque()
        self._again: list[Update] = []
        self.allowed: frozenset[str] = frozenset(KINDS) - OFF_BY_DEFAULT
        self.named: tuple[str, ...] = ()
        self.duplicate_share = 0.0

    def allow(self, kinds: list[str]) -> None:
        """Remember which kinds are wanted from now on; an empty list means the usual ones."""
        self.named = tuple(kinds)
        self.allowed = frozenset(kinds) if kinds else frozenset(KINDS) - OFF_BY_DEFAULT

    def push(self, kind: str, payload: dict[str, Any], lane: str) -> Update | None:
        """Add an update, unless its kind is not wanted."""
        if kind not in self.allowed:
            return None
        now = self._clock.now()
        self._drop_expired(now)
        self._restart_after_a_quiet_week(now)
        seconds = CALLBACK_SECONDS if kind == "callback_query" else UPDATE_SECONDS
        update = Update(self._next, kind, payload, now + timedelta(seconds=seconds), lane)
        self._next += 1
        self._last_push = now
        self._waiting.append(update)
        return update

    def _restart_after_a_quiet_week(self, now: datetime) -> None:
        quiet = self._last_push and now - self._last_push >= timedelta(seconds=QUIET_WEEK_SECONDS)
        if quiet and not self._waiting:
            self._next = self._rng.randrange(10_000_000, 900_000_000)

    def _drop_expired(self, now: datetime) -> None:
        self._waiting = deque(update for update in self._waiting if update.expires > now)

    def pending(self) -> list[Update]:
        """What waits, oldest first."""
        self._drop_expired(self._clock.now())
        return list(self._waiting)

    def take(self, offset: int, limit: int) -> list[Update]:
        """Confirm everything below the offset, and give what waits; a negative one keeps only so many from the end."""
        self._drop_expired(self._clock.now())
        if offset < 0:
            while len(self._waiting) > -offset:
                self._waiting.popleft()
        elif offset <= self._next + _FUTURE:
            self._confirm_below(offset)
        again, self._again = self._again, []
        return [*again, *self._waiting][: max(1, min(limit, POLL_UPDATES))]

    def _confirm_below(self, offset: int) -> None:
        while self._waiting and self._waiting[0].id < offset:
            self._repeat_perhaps(self._waiting.popleft())

    def confirm(self, update: Update) -> None:
        """One update was delivered to the webhook."""
        self._waiting = deque(waiting for waiting in self._waiting if waiting.id != update.id)

    def _repeat_perhaps(self, update: Update) -> None:
        if self.duplicate_share and self._rng.random() < self.duplicate_share:
            self._again.append(update)

    def clear(self) -> None:
        """Drop all that waits."""
        self._waiting.clear()
