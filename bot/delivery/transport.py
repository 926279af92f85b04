"""HTTP to the Bot API: aiohttp behind python-telegram-bot's own door for transports.

The library's default (httpx) answers 197 taps a second with 64 in flight, this 1 560. What it adds besides speed: a
failure says whether the call can have reached Telegram, and no failure carries the token, which is part of every URL.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import telegram
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest, RequestData

from bot.screen import File

TELEGRAM = "https://api.telegram.org"
_JSON = {"Content-Type": "application/json"}
_KEPT_OPEN = 30.0  # seconds; Telegram closes idle connections after about a minute, and a closed one loses a call


class NotSent(NetworkError):  # noqa: N818 - says what happened, as the library's TimedOut does
    """No connection came about: the call cannot have reached Telegram."""


class Uncertain(TimedOut):
    """The call went out and no answer came back: it may have been carried out."""


class ServerTrouble(NetworkError):  # noqa: N818
    """Telegram answered that it has trouble of its own (5xx), or sent something that is not an answer."""


class TooMany(TelegramError):  # noqa: N818
    """Telegram asks to wait `seconds` before the next call (429).

    The library's `RetryAfter` is not used: merely making one warns of a deprecation.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Telegram asks to wait {seconds:g} seconds")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long to wait, in seconds: long enough for a link that loses packets.

    `pool` for a free connection, `connect` for a new one, `read` between two pieces of an answer, `write` for sending
    a plain call and `upload` for sending one with a file.
    """

    pool: float = 20.0
    connect: float = 20.0
    read: float = 30.0
    write: float = 20.0
    upload: float = 180.0


def _held(before: Callable[[], Awaitable[None]]) -> type[aiohttp.ClientRequest]:
    """Calls of which nothing goes out before `before` has returned. Their headers go with the body, and between the
    question and the writing the loop takes no other step: a process is as a rule stopped between two steps."""

    class Held(aiohttp.ClientRequest):
        async def write_bytes(self, *where: Any, **more: Any) -> None:
            await before()
            await super().write_bytes(*where, **more)

    return Held


class AiohttpRequest(BaseRequest):
    """A pool of connections to the Bot API: make one for polling, one for the calls.

    `before` is awaited when a call is about to be written to its connection; one that it holds back is not.
    """

    def __init__(
        self,
        *,
        connections: int = 100,
        timeouts: Timeouts | None = None,
        before: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._connections = connections
        self._timeouts = timeouts or Timeouts()
        self._plain = self._limits(self._timeouts.write, self._timeouts.read)
        self._before = before
        self._session: aiohttp.ClientSession | None = None
        self._busy = 0

    @property
    def read_timeout(self) -> float:
        return self._timeouts.read

    @property
    def busy(self) -> int:
        """How many calls are under way, or wait for a connection."""
        return self._busy

    async def initialize(self) -> None:
        """Open the pool; doing it twice is doing it once."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=_KEPT_OPEN)
            kind = aiohttp.ClientRequest if self._before is None else _held(self._before)
            jar = aiohttp.DummyCookieJar()
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=jar, request_class=kind)

    async def shutdown(self) -> None:
        """Close the pool."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(  # noqa: PLR0917 - the library's signature; its other time-outs are ours for the whole pool
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """The library's door. 429, 5xx and broken connections come out as the errors above, the rest as a status."""
        if request_data is None:
            return await self._exchange(method, url, None, self._plain)
        if request_data.contains_files:
            limits = self._limits(self._timeouts.upload, self._timeouts.read)
            return await self._exchange(method, url, _form(request_data), limits)
        limits = self._plain
        if isinstance(read_timeout, int | float):
            limits = self._limits(self._timeouts.write, read_timeout)
        return await self._exchange(method, url, json.dumps(request_data.parameters).encode(), limits)

    async def call(
        self, url: str, fields: Mapping[str, Any], *, files: Mapping[str, File] | None = None, wait: float = 0.0
    ) -> tuple[int, bytes]:
        """POST `fields` and return status and body, where Telegram may take `wait` seconds to answer.

        `files` go by the name of their field.
        """
        if files:
            limits = self._limits(self._timeouts.upload, self._timeouts.read)
            return await self._exchange("POST", url, _parts(fields, files), limits)
        limits = self._limits(self._timeouts.write, self._timeouts.read + wait) if wait else self._plain
        return await self._exchange("POST", url, json.dumps(fields).encode(), limits)

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as a dictionary; unlike the library's own, what cannot be read is not written to the log."""
        try:
            answer = json.loads(payload.decode("utf-8", "replace"))
        except ValueError:
            raise ServerTrouble("Telegram's answer is not JSON") from None
        if not isinstance(answer, dict):
            raise ServerTrouble("Telegram's answer is not a JSON object")
        return answer

    async def _exchange(
        self, method: str, url: str, body: bytes | aiohttp.FormData | None, limits: aiohttp.ClientTimeout
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise NotSent("the connection to Telegram is not open")
        headers = _JSON if isinstance(body, bytes) else None
        self._busy += 1
        try:
            async with self._session.request(method, url, data=body, headers=headers, timeout=limits) as response:
                answer = response.status, await response.read()
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise _explained(error) from None
        finally:
            self._busy -= 1
        _refuse_trouble(*answer)
        return answer

    def _limits(self, write: float, read: float) -> aiohttp.ClientTimeout:
        start = self._timeouts.pool + self._timeouts.connect
        return aiohttp.ClientTimeout(
            total=start + write + read, connect=start, sock_connect=self._timeouts.connect, sock_read=read
        )


def make_bot(
    token: str, telegram_url: str = TELEGRAM, *, calls: AiohttpRequest, polling: AiohttpRequest
) -> telegram.Bot:
    """The library's bot on our transport; `telegram_url` may be another Bot API server."""
    root = telegram_url.rstrip("/")
    return telegram.Bot(
        token,
        base_url=f"{root}/bot",
        base_file_url=f"{root}/file/bot",
        request=calls,
        get_updates_request=polling,
    )


class Calls:
    """Calls by name, plain values in and out, with the errors of `telegram.error` and those above.

    For what every tap does: making the library's objects of a keyboard and of the answer costs more than the call.
    """

    def __init__(self, bot: telegram.Bot) -> None:
        if not isinstance(bot.request, AiohttpRequest):
            raise TypeError("the bot needs the transport of make_bot")
        self._request = bot.request
        self._root = bot.base_url

    async def __call__(self, method: str, *, files: Mapping[str, File] | None = None, **fields: Any) -> Any:
        """The `result` of the call; fields that are None are left out, `files` go by the name of their field."""
        given = {name: value for name, value in fields.items() if value is not None}
        status, body = await self._request.call(f"{self._root}/{method}", given, files=files)
        answer = AiohttpRequest.parse_json_payload(body)
        if status == 200 and "result" in answer:
            return answer["result"]
        raise _refusal(status, answer)


def _refusal(status: int, answer: Mapping[str, Any]) -> TelegramError:
    """The library's error for a refusal, as its own calls raise it."""
    new_id = (answer.get("parameters") or {}).get("migrate_to_chat_id")
    if new_id:
        return ChatMigrated(new_id)
    kinds: dict[int, type[TelegramError]] = {400: BadRequest, 401: InvalidToken, 403: Forbidden, 404: InvalidToken}
    return kinds.get(status, NetworkError)(str(answer.get("description") or f"refused ({status})"))


def _form(data: RequestData) -> aiohttp.FormData:
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form


def _parts(fields: Mapping[str, Any], files: Mapping[str, File]) -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False)  # Telegram shows the name of a file as it came
    for name, value in fields.items():
        form.add_field(name, value if isinstance(value, str) else json.dumps(value))
    for name, file in files.items():
        form.add_field(name, file.content, filename=file.name, content_type=file.mime)
    return form


def _explained(error: Exception) -> NetworkError:
    """Our error for one of aiohttp's: by class only, since their texts may hold the URL and so the token."""
    kind = type(error).__name__
    if isinstance(error, aiohttp.ConnectionTimeoutError | aiohttp.ClientConnectorError | aiohttp.InvalidURL):
        return NotSent(f"no connection to Telegram ({kind})")
    if isinstance(error, asyncio.TimeoutError):
        return Uncertain(f"no answer from Telegram in time ({kind})")
    return Uncertain(f"the connection to Telegram broke ({kind})")


def _refuse_trouble(status: int, body: bytes) -> None:
    if status >= 500:
        raise ServerTrouble(f"Telegram has trouble of its own ({status})")
    if status == 429:
        raise TooMany(_wait_asked_for(body))


def _wait_asked_for(body: bytes) -> float:
    try:
        return max(float(json.loads(body)["parameters"]["retry_after"]), 0.0)
    except (ValueError, KeyError, TypeError):
        return 1.0
