"""Long polling: nothing is confirmed to Telegram before it is stored, and one bad update stops no other.

The library's own polling confirms what it keeps in memory, and gives up a whole batch for one update it cannot read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import structlog
import telegram
from telegram.error import TelegramError

from bot.clock import Clock
from bot.delivery.transport import AiohttpRequest, TooMany
from bot.intake import store
from bot.intake.intake import Intake
from bot.intake.parsing import is_update, json_in
from bot.intake.store import Bookmark
from bot.storage.port import Storage

_log = structlog.get_logger(__name__)
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member")
"""Named at each call: what is left out keeps the setting of whoever called last."""

_LONGEST_WAIT = 60.0
_CONFLICT_WAIT = 2.0
_NEWCOMER, _ESTABLISHED = 3, 90
"""Conflicts in a row before giving up. Telegram lets the later poller win, so two would end each other: the one that
has polled undisturbed for a minute stays, the newcomer goes."""

_UNDISTURBED = 60.0
_SILENCE = 120.0
"""Seconds without an answer after which it is said: twice what a poll takes at the most, and its connection."""


class PollingError(Exception):
    """Polling cannot go on; the message is one line for the operator."""


class SecondPoller(PollingError):  # noqa: N818
    """Somebody else polls for the same bot."""


class BadToken(PollingError):  # noqa: N818
    """Telegram does not know the token."""


class Polling:
    """Asks Telegram for updates, batch by batch, and gives them to the intake."""

    def __init__(
        self,
        bot: telegram.Bot,
        request: AiohttpRequest,
        intake: Intake,
        storage: Storage,
        clock: Clock,
        *,
        wait: int = 30,
    ) -> None:
        self._url = f"{bot.base_url}/getUpdates"
        self._request = request
        self._intake = intake
        self._storage = storage
        self._clock = clock
        self._wait = wait
        self._bookmark: Bookmark | None = None
        self._failures = 0
        self._conflicts = 0
        self._undisturbed_since: float | None = None
        self._answered_at: float | None = None

    def trouble(self) -> str | None:
        """Why no updates come in; None while they do, or could."""
        if self._answered_at is None:
            return "polling has not begun"
        silence = self._clock.monotonic() - self._answered_at
        return f"Telegram has not answered a poll for {silence:.0f} s" if silence > _SILENCE else None

    async def tend(self) -> None:
        """To be called every minute; polling looks after itself."""

    async def run(self) -> None:
        """Poll until cancelled (safe at any moment); raises `PollingError`, or `StorageError` of the intake."""
        self._bookmark = await self._storage.read(store.bookmark)
        self._answered_at = self._clock.monotonic()
        while True:
            await self.once()

    async def once(self) -> None:
        """One call to Telegram, and the storing of what came; after trouble also the wait before the next."""
        await self._intake.room()
        try:
            status, body = await self._request.call(self._url, self._question(), wait=self._wait)
        except TooMany as error:
            await self._trouble("too many calls", error.seconds)
        except TelegramError as error:
            await self._trouble(str(error))
        else:
            await self._answered(status, body)

    def _question(self) -> dict[str, Any]:
        question: dict[str, Any] = {"timeout": self._wait, "allowed_updates": ALLOWED_UPDATES}
        offset = self._bookmark.offset(self._clock.now()) if self._bookmark else None
        return question if offset is None else {**question, "offset": offset}

    async def _answered(self, status: int, body: bytes) -> None:
        if status in {401, 404}:
            raise BadToken("Telegram does not know this token: copy it again from @BotFather")
        if status == 409:
            return await self._conflict(body)
        batch = updates_in(body) if status == 200 else None
        if batch is None:
            return await self._trouble(f"an answer that is not understood ({status})")
        self._well_again()
        return await self._take(batch)

    async def _take(self, batch: list[Mapping[str, Any]]) -> None:
        if not batch:
            return
        next_offset = max(update["update_id"] for update in batch) + 1
        await self._intake.admit(batch, next_offset)
        self._bookmark = Bookmark(next_offset, self._clock.now())

    async def _conflict(self, body: bytes) -> None:
        if b"webhook" in body:
            raise SecondPoller("a webhook is set for this bot: remove it (deleteWebhook) before polling")
        since, now = self._undisturbed_since, self._clock.monotonic()
        established = since is not None and now - since >= _UNDISTURBED
        self._conflicts += 1
        if self._conflicts == 1:
            _log.warning("another process polls with the same token")
        if self._conflicts >= (_ESTABLISHED if established else _NEWCOMER):
            raise SecondPoller("another process polls with the same token: stop it, or use a bot of its own")
        await self._clock.sleep(_CONFLICT_WAIT)

    async def _trouble(self, what: str, seconds: float | None = None) -> None:
        """Wait, longer each time; said once in the log, not at each try."""
        self._failures += 1
        if self._failures == 1:
            _log.warning("no updates from Telegram; trying again", reason=what)
        growing = min(2.0 ** min(self._failures - 1, 16), _LONGEST_WAIT)  # of a day's failures no power can be taken
        await self._clock.sleep(growing if seconds is None else seconds)

    def _well_again(self) -> None:
        self._answered_at = self._clock.monotonic()
        if self._failures:
            _log.info("Telegram answers again", failures=self._failures)
        self._failures = self._conflicts = 0
        if self._undisturbed_since is None:
            self._undisturbed_since = self._clock.monotonic()


def updates_in(body: bytes) -> list[Mapping[str, Any]] | None:
    """The updates of an answer to getUpdates that have a usable id; None if it is no such answer.

    Parts that are not updates at all are left out: the others must not wait for them. If that leaves nothing of
    something, None, so that the caller waits before asking again.
    """
    try:
        result = json.loads(json_in(body))["result"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if not isinstance(result, list):
        return None
    updates = [part for part in result if is_update(part)]
    if len(updates) < len(result):
        _log.error("parts of an answer are not updates", parts=len(result) - len(updates))
    return updates if updates or not result else None
