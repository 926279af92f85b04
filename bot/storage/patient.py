"""A storage that waits for its database: what finds it away is run again, until it is back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import NoReturn, TypeVar

from bot.clock import Clock
from bot.storage.outage import Outage
from bot.storage.port import Reader, Storage, Unavailable, Writer

T = TypeVar("T")
_FIRST_WAIT, _LONGEST_WAIT = 0.1, 2.0


class _Patience:
    """One kind of asking. Who waits goes on together, so that a server that comes back is not stormed."""

    def __init__(self, name: str, clock: Clock, outage: Outage) -> None:
        self._name = name
        self._clock = clock
        self._outage = outage
        self._pause: asyncio.Task[None] | None = None
        self._wait = _FIRST_WAIT

    async def until_answered(self, ask: Callable[[], Awaitable[T]]) -> T:
        """What it returns or raises, once that is no more `Unavailable`."""
        while True:
            if self._pause is not None:
                await asyncio.shield(self._pause)
            try:
                answer = await ask()
            except Unavailable as error:
                self._outage.begins(self._name, error)
                self._pause = self._pause or asyncio.create_task(self._rest())
            else:
                self._wait = _FIRST_WAIT
                self._outage.ends(self._name)
                return answer

    async def _rest(self) -> None:
        wait, self._wait = self._wait, min(self._wait * 2, _LONGEST_WAIT)
        await self._clock.sleep(wait)
        self._pause = None


class PatientStorage:
    """The port `Storage` over another, whose `Unavailable` never comes out. Whoever waits can be cancelled."""

    def __init__(self, storage: Storage, clock: Clock, outage: Outage) -> None:
        self._storage = storage
        self._reads, self._writes, self._leads = (
            _Patience(name, clock, outage) for name in ("reading", "writing", "leading")
        )

    async def read(self, work: Callable[[Reader], Awaitable[T]]) -> T:
        return await self._reads.until_answered(partial(self._storage.read, work))

    async def write(self, work: Callable[[Writer], Awaitable[T]]) -> T:
        return await self._writes.until_answered(partial(self._storage.write, work))

    @property
    def shared(self) -> bool:
        return self._storage.shared

    async def lead(self) -> int:
        return await self._leads.until_answered(self._storage.lead)

    async def deposed(self) -> NoReturn:
        await self._storage.deposed()

    async def clean(self) -> bool:
        return await self._writes.until_answered(self._storage.clean)

    async def close(self) -> None:
        await self._storage.close()
