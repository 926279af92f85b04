"""`/healthz`, `/readyz` and `/metrics`, at an address of their own: for machines of the house, not for Telegram."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from functools import partial

from aiohttp import web

from bot.address import Address
from bot.clock import Clock
from bot.counts import Counts
from bot.serving import serving
from bot.storage import backlog
from bot.storage.backlog import Backlog
from bot.storage.port import Storage, StorageError
from bot.watch import figures

PATIENCE = 2.0
"""Seconds after which a database that has not answered counts as away."""


class Watch:
    """Answers who watches. `trouble` tells in a few words why the bot does not serve people; None when it does.

    `leads` tells whether this process is the one that handles what comes in, and sends.
    """

    def __init__(self, storage: Storage, clock: Clock, counts: Counts, *, patience: float = PATIENCE) -> None:
        self._storage = storage
        self._clock = clock
        self._counts = counts
        self._patience = patience
        self.trouble: Callable[[], str | None] = lambda: "starting"
        self.leads: Callable[[], bool] = lambda: False
        self._pages: dict[str, Callable[[], Awaitable[web.Response]]] = {
            "/healthz": self._health,
            "/readyz": self._ready,
            "/metrics": self._metrics,
        }

    def serving(self, address: Address) -> AbstractAsyncContextManager[Address]:
        """Answer at that address for as long as the block lasts; see `bot.serving`."""
        return serving(self.answer, address, grace=0.2)

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        page = self._pages.get(request.path)
        if page is None:
            raise web.HTTPNotFound
        if request.method not in {"GET", "HEAD"}:
            raise web.HTTPMethodNotAllowed(request.method, ["GET", "HEAD"])
        return await page()

    async def _health(self) -> web.Response:
        """The process is alive and its loop turns: nothing else, for whoever asks may end a process that is not."""
        return web.Response(text="alive\n")

    async def _ready(self) -> web.Response:
        trouble = self.trouble() or ("the database does not answer" if await self._backlog() is None else None)
        return web.Response(text=f"{trouble}\n" if trouble else "ready\n", status=503 if trouble else 200)

    async def _metrics(self) -> web.Response:
        found = await self._backlog()
        ready = found is not None and self.trouble() is None
        body = figures.text(self._counts, found, ready=ready, leads=self.leads())
        return web.Response(body=body, headers={"Content-Type": figures.CONTENT_TYPE})

    async def _backlog(self) -> Backlog | None:
        """What waits; None when the database cannot say."""
        try:
            async with asyncio.timeout(self._patience):
                return await self._storage.read(partial(backlog.look, now=self._clock.now()))
        except (StorageError, TimeoutError):
            return None
