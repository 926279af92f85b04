"""The double, the intake, and the webhook between them; and whoever else posts there."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import aiohttp

from bot.address import Address
from bot.counts import Counts
from bot.intake.intake import Intake
from bot.intake.webhook import SECRET_HEADER, Hook, Webhook
from bot.storage.port import Storage, StorageError, Writer
from tests.delivery.stage import Stage as Telegram
from tests.delivery.stage import stage as telegram_stage
from tests.intake.stage import BOT, Handler, Stage, stage
from tests.ports import free_port
from tests.storage.passing import Passing

T = TypeVar("T")
SECRET = "a-secret_of-the-webhook"


class Gate(Passing):
    """A database whose writes can be held, refused, and counted."""

    def __init__(self, storage: Storage) -> None:
        super().__init__(storage)
        self.opened = asyncio.Event()
        self.opened.set()
        self.failure: StorageError | None = None
        self.writes = 0

    async def write(self, work: Callable[[Writer], Awaitable[T]]) -> T:
        self.writes += 1
        await self.opened.wait()
        if self.failure is not None:
            raise self.failure
        return await super().write(work)


@dataclass
class Hooked:
    """What a test holds; `running` is the webhook, served until it is stopped."""

    telegram: Telegram
    here: Stage
    gate: Gate
    handler: Handler
    intake: Intake
    counts: Counts
    hook: Hook
    webhook: Webhook
    session: aiohttp.ClientSession
    running: asyncio.Task[None] = field(init=False)

    async def start(self) -> None:
        """Serve; returns when the webhook is set, and what had waited is handled."""
        self.running = asyncio.create_task(self.webhook.run())
        await self.telegram.world.until(lambda: self.webhook.trouble() is None or self.running.done())
        await self.calm()

    async def calm(self) -> None:
        """Return when Telegram has nothing more to post, and nothing is being handled."""
        await self.telegram.world.until(lambda: not self.telegram.world.queue.pending())
        await self.intake.idle()

    async def hold(self, *posts: Any) -> list[asyncio.Task[int]]:
        """Post these while the database is held: the first waits in its write, the others wait to be stored."""
        self.gate.opened.clear()
        before, waiting = self.gate.writes, []
        for number, body in enumerate(posts):
            waiting.append(asyncio.create_task(self.post(body)))
            await self.telegram.world.until(lambda: self.gate.writes > before)
            await self.telegram.world.until(lambda expected=number: self.webhook.waiting >= expected)  # type: ignore[misc]
        return waiting

    async def stop(self) -> None:
        self.running.cancel()
        await asyncio.gather(self.running, return_exceptions=True)

    async def post(self, body: Any, *, secret: str | None = SECRET, **more: Any) -> int:
        """Post as Telegram does; returns the status."""
        async with self.session.post(self.hook.url, json=body, headers=headers(secret), **more) as response:
            await response.read()
            return response.status

    async def taken(self, body: Any) -> None:
        """Post until it is taken, as Telegram does: who has little patience may lose it on a busy machine."""
        while (status := await self.post(body)) != 200:
            assert status == 503

    async def settled(self) -> list[int]:
        """The ids of what was handled, once all is."""
        await self.intake.idle()
        return self.handler.got


def headers(secret: str | None) -> dict[str, str]:
    return {} if secret is None else {SECRET_HEADER: secret}


async def _apologize(raw: Any) -> None:
    del raw


@contextlib.asynccontextmanager
async def hooked(tmp_path: Path, *, patience: float = 2.0) -> AsyncIterator[Hooked]:
    """All of it, not started yet. `patience` is short where a test waits for its end."""
    async with telegram_stage() as there, stage(tmp_path) as here, aiohttp.ClientSession() as session:
        gate, handler, counts = Gate(here.storage), Handler(here.storage), Counts()
        intake = Intake(gate, here.clock, BOT, handler, _apologize, counts=counts)
        intake.lead(1)
        address = Address("127.0.0.1", free_port())
        hook = Hook(f"http://{address}/telegram/here", SECRET, address)
        webhook = Webhook(there.bot, hook, intake, there.clock, counts=counts, patience=patience)
        found = Hooked(there, here, gate, handler, intake, counts, hook, webhook, session)
        try:
            yield found
        finally:
            gate.opened.set()
            if hasattr(found, "running"):
                await found.stop()
            await intake.close()
