"""Whether this process may still speak for the bot. One that stood still (a frozen machine, a stopped process) goes on
in the middle of a call, and does not know that another leads by now."""

from __future__ import annotations

import asyncio
from typing import NoReturn

from bot.clock import Clock
from bot.storage.port import LeadLost, Storage, Writer

STANDSTILL = 1.5
"""Seconds without a sign of life after which the database is asked; it lets another lead after three."""

_BEAT = 0.5


class Lead:
    """What a process knows of its lead. `clock` is the machine's, since it is the machine that may stand still."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock
        self._alive_at: float | None = None
        self._lost = False

    async def sure(self) -> None:
        """Return at once while the process lives on, or does not lead yet; after a standstill, once it has proved that
        it leads. Where another may lead this never returns: whatever waits here is about to be dropped."""
        if self._alive_at is None:
            return
        now = self._clock.monotonic()  # once: it may stand still between any two steps
        if self._lost or now - self._alive_at >= STANDSTILL:
            await self._prove()
        self._alive_at = now

    async def beat(self) -> None:
        """From the beginning of a term: show signs of life, so that a pause of people is not taken for a standstill."""
        self._alive_at = self._clock.monotonic()
        while True:
            await self._clock.sleep(_BEAT)
            await self.sure()

    async def hold(self) -> NoReturn:
        """Wait until another process may lead, and raise `LeadLost`; from then on nothing is sure."""
        try:
            await self._storage.deposed()
        except LeadLost:
            self._lost = True
            raise

    async def _prove(self) -> None:
        try:
            if not self._lost:
                await self._storage.write(_nothing)
        except LeadLost:
            self._lost = True
        if self._lost:
            await asyncio.Event().wait()


async def _nothing(tx: Writer) -> None:
    del tx
