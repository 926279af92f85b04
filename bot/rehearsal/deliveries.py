"""The webhook: updates posted to the bot, in order within a lane, again until they are taken."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from bot.rehearsal.table import table
from bot.rehearsal.updates import Update
from bot.rehearsal.view import seconds
from bot.rehearsal.world import World

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
_TIMEOUT_SECONDS = 60.0

CallMethod = Callable[[str, dict[str, Any], dict[str, Any]], Awaitable[dict[str, Any]]]


class Deliveries:
    """One update a lane at a time, at most `max_connections` in all."""

    def __init__(self, world: World, call: CallMethod) -> None:
        self._world = world
        self._call = call
        self._busy: set[str] = set()
        self.unplugged = False

    async def run(self) -> None:
        """Deliver for as long as the double stands."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_TIMEOUT_SECONDS)) as session:
            while True:
                if self._world.hook.url:
                    self._start_ready(session)
                await self._world.next_change()

    def _start_ready(self, session: aiohttp.ClientSession) -> None:
        for update in self._world.faults.mixed(self._world.queue.pending()):
            if len(self._busy) >= self._world.hook.max_connections:
                return
            if update.lane not in self._busy:
                self._busy.add(update.lane)
                self._world.background(self._deliver(session, update))

    async def _deliver(self, session: aiohttp.ClientSession, update: Update) -> None:
        pause, again = _FIRST_PAUSE, self._world.faults.is_repeated()
        try:
            while self._world.hook.url:
                if await self._post(session, update):
                    if not again:
                        self._world.queue.confirm(update)
                        return
                    again = False
                    self._note_error("Read timeout expired")
                await self._pause(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)
                if update.id not in {waiting.id for waiting in self._world.queue.pending()}:
                    return
        finally:
            self._busy.discard(update.lane)
            self._world.changed()

    async def _pause(self, length: float) -> None:
        """Wait before the next try; a webhook that is set anew is tried at once."""
        hook = self._world.hook
        before = hook.times_set
        await self._world.pass_time(length, unless=lambda: hook.times_set != before)

    async def _post(self, session: aiohttp.ClientSession, update: Update) -> bool:
        if self.unplugged:
            self._note_error("Connection failed: no network")
            return False
        hook = self._world.hook
        headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
        try:
            async with session.post(hook.url, json=update.json(), headers=headers) as response:
                body = await response.read()
                if 200 <= response.status < 300:
                    await self._reply(body, response.content_type)
                    return True
                self._note_error(f"Wrong response from the webhook: {response.status} {response.reason}")
        except (aiohttp.ClientError, TimeoutError) as error:
            self._note_error(f"Connection failed: {type(error).__name__}")
        return False

    def _note_error(self, text: str) -> None:
        self._world.hook.last_error = (seconds(self._world.clock.now()), text)
        self._world.changed()

    async def _reply(self, body: bytes, content_type: str) -> None:
        """The answer to a delivery may itself be a call."""
        if content_type != "application/json" or not body.strip():
            return
        call = json.loads(body)
        method = table().method_named(str(call.pop("method", ""))) if isinstance(call, dict) else None
        if method:
            await self._call(method, call, {})
