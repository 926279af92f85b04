"""Much that is to be erased, in portions that others need not wait for: what is gone is not looked for again."""

# ruff: noqa: S608 - the statements are made of our own words

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.storage.port import Value, Writer


@dataclass(frozen=True)
class Heap:
    """Rows of a table that are deleted, or to which `change` is done, after which `where` does not hold for them.

    `key` are the columns of its primary key; `at_once` is how many rows a portion has: fewer where much hangs on each.
    """

    table: str
    where: str
    key: str = "id"
    change: str = ""
    at_once: int = 500

    @cached_property
    def portion(self) -> str:
        """The number stands in the statement: PostgreSQL would otherwise plan for a tenth of the table."""
        some = f"SELECT {self.key} FROM {self.table} WHERE {self.where} LIMIT {self.at_once}"
        what = f"UPDATE {self.table} SET {self.change}" if self.change else f"DELETE FROM {self.table}"
        return f"{what} WHERE ({self.key}) IN ({some})"


async def take(tx: Writer, heaps: Sequence[Heap], place: int, **given: Value) -> int:
    """Do one portion of the first heap from `place` on that still has rows; returns its place.

    The place after the last: nothing was left.
    """
    while place < len(heaps) and not await tx.run(heaps[place].portion, **given):
        place += 1
    return place
