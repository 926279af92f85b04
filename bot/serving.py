"""Listening at an address: a small HTTP server for what posts to the bot and for who watches it."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import structlog
from aiohttp import web

from bot.address import Address, AddressError

_log = structlog.get_logger(__name__)
Answer = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
"""Answers one request."""

LARGEST_BODY = 1024 * 1024
"""Bytes; from here on a body is refused, however long it says it is."""

_KEPT_OPEN = 75.0
_LINGER = 1.0  # seconds in which the rest of a refused body is read and dropped, so that the refusal is heard

# What comes from the internet and is no HTTP is nobody's fault here; the library would log it with a traceback.
_UNHEARD = logging.getLogger("palabre.noise")
_UNHEARD.disabled = True


@contextlib.asynccontextmanager
async def serving(answer: Answer, address: Address, *, grace: float = 1.0) -> AsyncIterator[Address]:
    """Listen for as long as the block lasts; gives the address with its true port. `AddressError` if it cannot be had.

    At the end nothing new is taken, and what is being answered gets `grace` seconds.
    """
    server = web.Server(
        _guarded(answer),
        access_log=None,
        logger=_UNHEARD,
        keepalive_timeout=_KEPT_OPEN,
        lingering_time=_LINGER,
        auto_decompress=False,  # a small body that unfolds must not fill the memory
    )
    runner = web.ServerRunner(server, shutdown_timeout=grace)
    await runner.setup()
    try:
        await _listen(runner, address)
        yield Address(address.host, runner.addresses[0][1])
    finally:
        await runner.cleanup()


async def _listen(runner: web.ServerRunner, address: Address) -> None:
    try:
        await web.TCPSite(runner, address.host, address.port).start()
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise AddressError(f"cannot listen at {address}: {why}") from error


def _guarded(answer: Answer) -> Any:
    """A fault of ours is told by its class: its text may quote what came."""

    async def guarded(request: web.BaseRequest) -> web.StreamResponse:
        try:
            return await answer(request)
        except web.HTTPException:
            raise
        except Exception as error:
            _log.error("a request could not be answered", error=type(error).__name__)
            return web.Response(status=500)

    return guarded
