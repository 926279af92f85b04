"""Raw calls to the Bot API, in which a refusal is an answer like another: paced, and remembered for clearing up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import telegram

from bot.clock import Clock
from bot.delivery.limiter import Limiter
from bot.delivery.transport import AiohttpRequest, TooMany
from bot.screen import File

Json = dict[str, Any]
_TRIES = 4
_A_CALL_AT_ONCE = 100
"""How many messages one deleteMessages takes."""


class UnexpectedError(Exception):
    """A call that had to succeed for the rest of a step was refused."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What Telegram answered."""

    status: int
    body: Mapping[str, Any]

    @property
    def ok(self) -> bool:
        return self.status == 200 and "result" in self.body

    @property
    def result(self) -> Any:
        return self.body.get("result")

    @property
    def said(self) -> str:
        """The status, and the text of a refusal."""
        return f"{self.status} {self.body.get('description') or ''}".strip()

    @property
    def migrated_to(self) -> int | None:
        return (self.body.get("parameters") or {}).get("migrate_to_chat_id")


class Api:
    """Calls by name. What sends or edits waits for its turn; 429 is obeyed, and kept in `waits` (seconds)."""

    def __init__(self, bot: telegram.Bot, limiter: Limiter, clock: Clock) -> None:
        if not isinstance(bot.request, AiohttpRequest):
            raise TypeError("the bot needs the transport of make_bot")
        self._request = bot.request
        self._bot = bot
        self._limiter = limiter
        self._clock = clock
        self._sent: dict[int, list[int]] = defaultdict(list)
        self.waits: list[float] = []

    async def __call__(self, method: str, *, files: Mapping[str, File] | None = None, **fields: Any) -> Answer:
        """POST these fields, None as `null`; errors of `telegram.error` only where no answer came."""
        if method.startswith(("send", "edit")):
            chat = int(fields["chat_id"])
            await self._limiter.turn(chat, group=chat < 0)
        answer = await self._patiently(f"{self._bot.base_url}/{method}", fields, files)
        self._remember(answer.result)
        return answer

    async def needed(self, method: str, **fields: Any) -> Any:
        """The result of a call that has to succeed. Errors: UnexpectedError with what Telegram said."""
        answer = await self(method, **fields)
        if not answer.ok:
            raise UnexpectedError(f"{method} got {answer.said}")
        return answer.result

    async def get(self, method: str) -> Answer:
        """The same by GET."""
        return _answer(*await self._request.do_request(f"{self._bot.base_url}/{method}", "GET"))

    async def with_a_wrong_token(self, method: str) -> Answer:
        """The call in the name of this bot, with a secret that is none."""
        root = self._bot.base_url.removesuffix(self._bot.token)
        return _answer(*await self._request.call(f"{root}{self._bot.id}:{'A' * 35}/{method}", {}))

    async def file(self, path: str) -> bytes:
        """The bytes of a file by the path that getFile gave."""
        _, body = await self._request.do_request(f"{self._bot.base_file_url}/{path}", "GET")
        return body

    async def clear_up(self, chat_id: int) -> None:
        """Delete what was sent to the chat, as far as Telegram lets it be deleted."""
        numbers = self._sent.pop(chat_id, [])
        for first in range(0, len(numbers), _A_CALL_AT_ONCE):
            await self("deleteMessages", chat_id=chat_id, message_ids=numbers[first : first + _A_CALL_AT_ONCE])

    async def clear_up_all(self) -> None:
        """Delete what was sent anywhere."""
        for chat_id in list(self._sent):
            await self.clear_up(chat_id)

    async def _patiently(self, url: str, fields: Mapping[str, Any], files: Mapping[str, File] | None) -> Answer:
        for left in reversed(range(_TRIES)):
            try:
                return _answer(*await self._request.call(url, fields, files=files))
            except TooMany as error:
                self.waits.append(error.seconds)
                if not left:
                    raise
                await self._clock.sleep(error.seconds)
        raise AssertionError("the last try returns or raises")

    def _remember(self, result: Any) -> None:
        if isinstance(result, dict) and "message_id" in result and "chat" in result:
            numbers = self._sent[result["chat"]["id"]]
            numbers += [] if result["message_id"] in numbers else [result["message_id"]]


def _answer(status: int, body: bytes) -> Answer:
    return Answer(status, AiohttpRequest.parse_json_payload(body))
