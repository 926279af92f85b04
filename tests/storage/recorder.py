"""A storage that remembers what it was asked, so that each statement can be explained."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, NoReturn, TypeVar

from bot.storage.port import Reader, Row, Storage, Value, Writer

T = TypeVar("T")
Said = dict[str, dict[str, Value]]


class Recorder:
    """A storage that remembers each statement, with its last values."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.said: Said = {}

    async def read(self, work: Callable[[Reader], Awaitable[T]]) -> T:
        return await self.storage.read(lambda tx: work(_Recorded(tx, self.said)))

    async def write(self, work: Callable[[Writer], Awaitable[T]]) -> T:
        return await self.storage.write(lambda tx: work(_Recorded(tx, self.said)))

    @property
    def shared(self) -> bool:
        return self.storage.shared

    async def lead(self) -> int:
        return await self.storage.lead()

    async def deposed(self) -> NoReturn:
        await self.storage.deposed()

    async def clean(self) -> bool:
        return await self.storage.clean()

    async def close(self) -> None:
        await self.storage.close()


class _Recorded:
    def __init__(self, tx: Any, said: Said) -> None:
        self._tx = tx
        self._said = said

    async def one(self, sql: str, **values: Value) -> Row | None:
        self._said[sql] = values
        row: Row | None = await self._tx.one(sql, **values)
        return row

    async def all(self, sql: str, **values: Value) -> list[Row]:
        self._said[sql] = values
        rows: list[Row] = await self._tx.all(sql, **values)
        return rows

    async def run(self, sql: str, **values: Value) -> int:
        self._said[sql] = values
        changed: int = await self._tx.run(sql, **values)
        return changed
