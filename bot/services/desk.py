"""The ground of every service: one act, one transaction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

from bot.clock import Clock
from bot.intake import store as intake
from bot.services.act import Act
from bot.storage.port import Reader, Storage, Writer

T = TypeVar("T")


class Randomness(Protocol):
    """Where secrets come from; given, so that a test can repeat itself."""

    def token(self) -> str:
        """At least 128 random bits as A-Za-z0-9_- (at most 32 characters)."""


class Ground:
    """What services stand on: the database, the clock, randomness, and the key of pseudonyms."""

    def __init__(
        self, storage: Storage, clock: Clock, randomness: Randomness, key: bytes, posted: Callable[[], None]
    ) -> None:
        self.storage = storage
        self.clock = clock
        self.randomness = randomness
        self.key = key
        self.posted = posted
        """To be called after a commit that put letters into the outbox, or moved a due date."""

    async def read(self, work: Callable[[Reader], Awaitable[T]]) -> T:
        """Look without changing anything."""
        return await self.storage.read(work)

    async def act(self, act: Act, work: Callable[[Writer], Awaitable[T]]) -> T:
        """Do `work` and mark the update behind the act as done, in one transaction; returns after the commit."""

        async def whole(tx: Writer) -> T:
            result = await work(tx)
            if act.update_id is not None:
                await intake.done(tx, act.update_id)
            return result

        return await self.storage.write(whole)

    async def post(self, act: Act, work: Callable[[Writer], Awaitable[T]]) -> T:
        """Like `act`, for work that puts letters into the outbox or moves a due date: delivery is told after it."""
        result = await self.act(act, work)
        self.posted()
        return result
