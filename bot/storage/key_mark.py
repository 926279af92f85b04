"""The mark of the key under which the answers in this database were given: it tells that key from another."""

from __future__ import annotations

from bot.storage.port import Reader, Writer


async def noted(tx: Reader) -> str | None:
    """The mark; None if none was noted yet."""
    row = await tx.one("SELECT key_mark FROM lead WHERE id = 1")
    return row["key_mark"] if row else None


async def note(tx: Writer, mark: str) -> str | None:
    """Note the mark unless there is one; returns the one that counts: of two processes that begin, one was first."""
    await tx.run("UPDATE lead SET key_mark = :mark WHERE id = 1 AND key_mark IS NULL", mark=mark)
    return await noted(tx)
