"""getUpdates: it waits for news, and ends when another poller comes."""

from __future__ import annotations

import asyncio

from bot.rehearsal.args import Args
from bot.rehearsal.errors import OTHER_POLLER, WEBHOOK_ACTIVE, conflict
from bot.rehearsal.limits import POLL_SECONDS, POLL_UPDATES
from bot.rehearsal.methods.webhook import check_allowed
from bot.rehearsal.updates import Update
from bot.rehearsal.view import Json
from bot.rehearsal.world import World


class Poller:
    """At most one getUpdates waits at a time: a second one ends the first with 409.

    The waiting itself is a matter of the line, not of the world, and so is counted in real seconds.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._turn = 0
        self._stopped = False

    def stop(self) -> None:
        """Let go of whoever waits, with nothing."""
        self._stopped = True
        self._world.changed()

    async def get_updates(self, args: Args) -> list[Json]:
        """Errors: `ApiError` 409 while a webhook is set, and for the poller whom another one displaces."""
        if self._world.hook.url:
            raise conflict(WEBHOOK_ACTIVE)
        self._turn += 1
        turn = self._turn
        self._world.changed()
        kinds = check_allowed(args.get("allowed_updates"))
        if kinds is not None:
            self._world.queue.allow(kinds)
        offset, limit = args.get("offset", 0), args.get("limit", POLL_UPDATES)
        seconds = max(0, min(args.get("timeout", 0), POLL_SECONDS))
        found = self._take(offset, limit) or await self._wait(turn, offset, limit, seconds)
        return [update.json() for update in found]

    def _take(self, offset: int, limit: int) -> list[Update]:
        self._world.queue.duplicate_share = self._world.faults.duplicates
        return self._world.faults.mixed(self._world.queue.take(offset, limit))

    async def _wait(self, turn: int, offset: int, limit: int, seconds: float) -> list[Update]:
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while loop.time() < end and not self._stopped:
            await self._world.next_change(end - loop.time())
            if turn != self._turn:
                raise conflict(OTHER_POLLER)
            if self._world.hook.url:
                raise conflict("terminated by setWebhook request")
            found = self._take(offset if offset > 0 else 0, limit)
            if found:
                return found
        return []
