"""The row of `lead`: how often another process has begun to lead."""

from __future__ import annotations

from bot.storage.port import Reader, Row, StorageError, Writer


async def next_term(tx: Writer) -> int:
    """Begin a term, and return its number."""
    return _term(await tx.one("UPDATE lead SET term = term + 1 WHERE id = 1 RETURNING term"))


async def current_term(tx: Reader) -> int:
    """The number of the term that began last; 0 if none ever did."""
    return _term(await tx.one("SELECT term FROM lead WHERE id = 1"))


def _term(row: Row | None) -> int:
    if row is None:
        raise StorageError("the database lacks its row of terms: restore a backup")
    return int(row["term"])
