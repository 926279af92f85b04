"""The webhook: Telegram posts each update, and is told that it arrived once it is stored.

Whatever is not answered with 200 is posted again: nothing is lost while the database is away, or while too much waits.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn
from urllib.parse import urlsplit

import structlog
import telegram
from aiohttp import web
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError

from bot.address import Address
from bot.clock import Clock
from bot.counts import Counts
from bot.delivery.transport import TooMany
from bot.intake.batches import Batches
from bot.intake.intake import Intake
from bot.intake.parsing import Written, is_update, json_in
from bot.intake.polling import ALLOWED_UPDATES, PollingError
from bot.serving import LARGEST_BODY, serving
from bot.storage.port import LeadLost, StorageError

_log = structlog.get_logger(__name__)
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a name, not a secret
CONNECTIONS = 100
"""How many posts Telegram may have under way, the most it allows: what comes together is stored together."""

PATIENCE = 3.0
"""Seconds for a body to come, for room among what waits, and for being stored: together less than the ten after which
proxies cut."""

_LOOK_AGAIN = 600.0  # seconds
_LONGEST_WAIT = 60.0
_GRACE = 1.0


class WebhookTaken(PollingError):  # noqa: N818
    """Somebody else has set another webhook for the same bot."""


@dataclass(frozen=True, slots=True)
class Hook:
    """Where Telegram posts (`url`), what proves that it is Telegram (`secret`), and where the posts arrive here.

    A proxy in between leaves the path of the URL as it is.
    """

    url: str
    secret: str
    address: Address

    @property
    def path(self) -> str:
        return urlsplit(self.url).path or "/"


class Webhook:
    """Takes what is posted into the intake. The webhook stays set at the end: another process may serve it."""

    def __init__(
        self,
        bot: telegram.Bot,
        hook: Hook,
        intake: Intake,
        clock: Clock,
        *,
        counts: Counts | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self._bot = bot
        self._hook = hook
        self._intake = intake
        self._clock = clock
        self._counts = counts or Counts()
        self._patience = patience
        self._batches = Batches(intake.admit, patience=patience)
        self._set = False
        self._looked_at = 0.0
        self._taken: asyncio.Future[None]
        self._storage_fails = False

    def trouble(self) -> str | None:
        """Why no updates come in; None while they do, or could."""
        if self._storage_fails:
            return "the last updates could not be stored"
        return None if self._set else "the webhook is not set yet"

    @property
    def waiting(self) -> int:
        """How many updates wait for the batch before theirs to be stored."""
        return self._batches.waiting

    async def run(self) -> None:
        """Serve until cancelled. Raises `AddressError`, `PollingError`, or what Telegram refuses."""
        self._taken = asyncio.get_running_loop().create_future()
        try:
            async with serving(self.answer, self._hook.address):
                await self._set_patiently()
                await self._taken
        finally:
            self._set = False
            await self._batches.close(_GRACE)

    async def tend(self) -> None:
        """To be called every minute: look now and then whether the webhook is still set. Without it the bot would be
        deaf, and not know."""
        if not self._set or self._clock.monotonic() - self._looked_at < _LOOK_AGAIN:
            return
        with contextlib.suppress(NetworkError, TooMany):  # the next minute may do better
            await self._look()

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one post: 200 when the update is stored, or was before."""
        try:
            update = await self._read(request)
            await self._take(update)
        except web.HTTPException as refusal:
            self._counts.turned_away[str(refusal.status)] += 1
            raise
        return web.Response()

    async def _read(self, request: web.BaseRequest) -> Mapping[str, Any]:
        if request.raw_path.partition("?")[0] != self._hook.path:
            raise web.HTTPNotFound
        if request.method != "POST":
            raise web.HTTPMethodNotAllowed(request.method, ["POST"])
        shown = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(shown.encode("utf-8", "surrogateescape"), self._hook.secret.encode()):
            raise web.HTTPForbidden
        return _update_in(await self._body(request))

    async def _body(self, request: web.BaseRequest) -> bytes:
        length = request.content_length or 0
        if length > LARGEST_BODY:
            raise web.HTTPRequestEntityTooLarge(LARGEST_BODY, length)
        if request.content.is_eof():  # it came with its headers, as nearly all do: a timer costs more than reading it
            return request.content.read_nowait()
        try:
            async with asyncio.timeout(self._patience):
                return await request.read()
        except TimeoutError:
            raise web.HTTPRequestTimeout from None

    async def _take(self, update: Mapping[str, Any]) -> None:
        try:
            if self._intake.full:
                async with asyncio.timeout(self._patience):
                    await self._intake.room()
            await self._batches.add(update)
        except (TimeoutError, LeadLost):  # it passes; the database tells of itself when it is away
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "1"}) from None
        except StorageError as error:
            self._not_stored(error)
        if self._storage_fails:
            self._storage_fails = False
            _log.info("updates can be stored again")

    def _not_stored(self, error: StorageError) -> NoReturn:
        """Said once, not at each of the posts that Telegram repeats."""
        if not self._storage_fails:
            _log.error("updates cannot be stored; Telegram keeps them", reason=str(error))
        self._storage_fails = True
        raise web.HTTPServiceUnavailable(headers={"Retry-After": "5"})

    async def _set_hook(self) -> None:
        await self._bot.set_webhook(
            self._hook.url,
            secret_token=self._hook.secret,
            allowed_updates=ALLOWED_UPDATES,
            max_connections=CONNECTIONS,
        )
        self._set, self._looked_at = True, self._clock.monotonic()

    async def _set_patiently(self) -> None:
        """Set the webhook, however long it takes to reach Telegram; what it refuses comes out."""
        wait = 1.0
        while not self._set:
            try:
                await self._set_hook()
            except (BadRequest, Forbidden, InvalidToken):
                raise
            except (NetworkError, TooMany) as error:
                if wait == 1.0:
                    _log.warning("the webhook cannot be set; trying again", reason=str(error))
                await self._clock.sleep(error.seconds if isinstance(error, TooMany) else wait)
                wait = min(wait * 2, _LONGEST_WAIT)

    async def _look(self) -> None:
        url = (await self._bot.get_webhook_info()).url
        self._looked_at = self._clock.monotonic()
        if url and url != self._hook.url and not self._taken.done():
            self._taken.set_exception(
                WebhookTaken("another webhook was set for this bot: stop whoever did, or use a bot of its own")
            )
        elif not url:
            _log.warning("the webhook was removed; it is set again")
            await self._set_hook()


def _update_in(body: bytes) -> Mapping[str, Any]:
    text = json_in(body)
    try:
        update = json.loads(text)
    except (ValueError, RecursionError):
        raise web.HTTPBadRequest from None
    if not is_update(update):
        raise web.HTTPBadRequest
    return Written(update, text)
