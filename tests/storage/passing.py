"""What stands before a storage, or before a transaction, and passes everything on: a test changes one thing of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, NoReturn, TypeVar

from bot.storage.port import Reader, Row, Storage, Value, Writer

T = TypeVar("T")


class Passing:
    """A storage over another."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage

    async def read(self, work: Callable[[Reader], Awaitable[T]]) -> T:
        return await self.storage.read(work)

    async def write(self, work: Callable[[Writer], Awaitable[T]]) -> T:
        return await self.storage.write(work)

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


class Telling:
    """A transaction over another, which tells each statement and its values before it is run."""

    def __init__(self, tx: Any, tell: Callable[[str, dict[str, Value]], object]) -> None:
        self._tx = tx
        self._tell = tell

    async def one(self, sql: str, **values: Value) -> Row | None:
        self._tell(sql, values)
        row: Row | None = await self._tx.one(sql, **values)
        return row

    async def all(self, sql: str, **values: Value) -> list[Row]:
        self._tell(sql, values)
        rows: list[Row] = await self._tx.all(sql, **values)
        return rows

    async def run(self, sql: str, **values: Value) -> int:
        self._tell(sql, values)
        changed: int = await self._tx.run(sql, **values)
        return changed
