"""The updates of the bot while the check runs: polled with an offset of their own, and confirmed once taken."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

import telegram
from telegram.error import NetworkError

from bot.clock import Clock
from bot.commands.live.api import Answer, Json
from bot.delivery.transport import AiohttpRequest, TooMany
from bot.intake.polling import ALLOWED_UPDATES, PollingError, SecondPoller

Wanted = Callable[[Json], bool]

_LONGEST_POLL = 20
_LOOK = 4
"""Seconds of the first poll: another bot on the token comes back within them."""
_CONFLICTS, _CONFLICT_WAIT = 3, 2.0
_AGAIN = 1.0
"""Seconds before the next poll after trouble on the way."""
_OTHER = "another process polls with the same token: stop it, or use a bot of its own for this"


class Inbox:
    """What people do, in order. `passed` are the updates that were looked at since the last `forget`.

    `own` counts the messages of the bot itself among all that came.
    """

    def __init__(self, bot: telegram.Bot, request: AiohttpRequest, clock: Clock) -> None:
        self._url = f"{bot.base_url}/getUpdates"
        self._bot_id = bot.id
        self._request = request
        self._clock = clock
        self._next = 0
        self._waiting: deque[Json] = deque()
        self._conflicts = 0
        self.passed: list[Json] = []
        self.own = 0

    async def begin(self) -> None:
        """Take all that waits, so that only what comes now counts. Errors: SecondPoller where somebody else polls."""
        while True:
            answer = await self.look(self._next, timeout=_LOOK)
            await self._heed(answer)
            if answer.ok and not answer.result:
                break
        self._waiting.clear()

    async def look(self, offset: int | None = None, *, timeout: int = 0, **fields: Any) -> Answer:  # noqa: ASYNC109 - Telegram's word
        """One getUpdates with no effect here. `allowed_updates` is named unless `fields` says otherwise."""
        question = {"timeout": timeout, "allowed_updates": ALLOWED_UPDATES, **fields}
        if offset:
            question["offset"] = offset
        kept = {name: value for name, value in question.items() if value is not None}
        status, body = await self._request.call(self._url, kept, wait=timeout)
        return Answer(status, AiohttpRequest.parse_json_payload(body))

    @property
    def next_offset(self) -> int:
        """The offset that confirms what was taken so far."""
        return self._next

    def skip_to(self, offset: int) -> None:
        """Go on from there: what is below was taken by other means."""
        self._next = max(self._next, offset)

    def forget(self) -> None:
        """Begin `passed` anew."""
        self.passed.clear()

    async def first(self, wanted: Wanted, deadline: float) -> Json | None:
        """The next update of that kind; None if none has come by the deadline (monotonic seconds)."""
        while True:
            found = self._drained(wanted)
            left = deadline - self._clock.monotonic()
            if found is not None or left <= 0:
                return found
            await self._poll(max(1, min(_LONGEST_POLL, int(left))))

    async def settle(self, seconds: float) -> list[Json]:
        """Let so many seconds pass, and give all that has come since the last `forget`."""
        await self._clock.sleep(seconds)
        await self._heed(await self.look(self._next))
        self._drained(lambda _: False)
        return list(self.passed)

    async def confirm(self) -> None:
        """Tell Telegram that what was taken is done with, if anything was."""
        if self._next:
            await self.look(self._next)

    def _drained(self, wanted: Wanted) -> Json | None:
        """Look through what has come, up to the first of that kind."""
        while self._waiting:
            update = self._waiting.popleft()
            self.passed.append(update)
            if wanted(update):
                return update
        return None

    async def _poll(self, wait: int) -> None:
        """One poll that may take so many seconds; trouble on the way is waited out, since people are slower."""
        try:
            answer = await self.look(self._next, timeout=wait)
        except (NetworkError, TooMany) as error:
            await self._clock.sleep(error.seconds if isinstance(error, TooMany) else _AGAIN)
        else:
            await self._heed(answer)

    async def _heed(self, answer: Answer) -> None:
        if answer.status == 409:
            return await self._conflict(answer)
        if not answer.ok:
            raise PollingError(f"Telegram refuses to give updates: {answer.said}")
        self._conflicts = 0
        for update in answer.result:
            self._next = update["update_id"] + 1
            self._waiting.append(update)
            self.own += is_own_message(update, self._bot_id)
        return None

    async def _conflict(self, answer: Answer) -> None:
        if "webhook" in answer.said:
            raise SecondPoller("a webhook was set for this bot meanwhile: somebody else is at work on it")
        self._conflicts += 1
        if self._conflicts >= _CONFLICTS:
            raise SecondPoller(_OTHER)
        await self._clock.sleep(_CONFLICT_WAIT)


def is_own_message(update: Json, bot_id: int) -> bool:
    """Whether it tells the bot of an ordinary message that it sent itself."""
    message = update.get("message") or {}
    return message.get("from", {}).get("id") == bot_id and ("text" in message or "photo" in message)
