"""A storage that remembers what it was asked, so that each statement can be explained."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.storage.port import Reader, Storage, Value, Writer
from tests.storage.passing import Passing, Telling

T = TypeVar("T")
Said = dict[str, dict[str, Value]]


class Recorder(Passing):
    """A storage that remembers each statement, with its last values."""

    def __init__(self, storage: Storage) -> None:
        super().__init__(storage)
        self.said: Said = {}

    async def read(self, work: Callable[[Reader], Awaitable[T]]) -> T:
        return await super().read(lambda tx: work(Telling(tx, self.said.__setitem__)))

    async def write(self, work: Callable[[Writer], Awaitable[T]]) -> T:
        return await super().write(lambda tx: work(Telling(tx, self.said.__setitem__)))
