"""What is not kept for ever: the words of letters that were sent long ago, and what deleted rows leave in the files."""

from __future__ import annotations

from bot.storage.port import Reader, Writer


async def want(tx: Writer, now: int) -> None:
    """Something was deleted that must leave the files as well."""
    await tx.run(
        "INSERT INTO cleaning (id, wanted_at) VALUES (1, :now)"
        " ON CONFLICT (id) DO UPDATE SET wanted_at = excluded.wanted_at",
        now=now,
    )


async def wanted(tx: Reader) -> int | None:
    """Since when the files are to be cleaned; None if they are clean."""
    row = await tx.one("SELECT wanted_at FROM cleaning")
    return row["wanted_at"] if row else None


async def done(tx: Writer, wanted_at: int) -> None:
    """They are clean of all that was wanted then."""
    await tx.run("UPDATE cleaning SET wanted_at = NULL WHERE wanted_at <= :at", at=wanted_at)


async def emptied(tx: Reader) -> int:
    """When letters were last emptied."""
    row = await tx.one("SELECT emptied_at FROM cleaning")
    return row["emptied_at"] if row else 0


LETTERS_AT_ONCE = 500


async def empty_letters(tx: Writer, before: int) -> bool:
    """Of some of what was sent or given up before then, keep that there was a letter: key, kind, chat and times.

    False when there is no more.
    """
    emptied = await tx.run(
        "UPDATE outbox SET data = '{}', error = CASE WHEN mailing IS NULL THEN NULL ELSE error END"  # noqa: S608 - a number
        " WHERE id IN (SELECT id FROM outbox WHERE state IN ('sent', 'failed', 'cancelled') AND not_before < :before"
        f" AND data <> '{{}}' ORDER BY not_before LIMIT {LETTERS_AT_ONCE})",
        before=before,
    )
    return emptied == LETTERS_AT_ONCE


async def note_emptied(tx: Writer, now: int) -> None:
    """All letters of long ago were emptied."""
    await tx.run(
        "INSERT INTO cleaning (id, emptied_at) VALUES (1, :now)"
        " ON CONFLICT (id) DO UPDATE SET emptied_at = excluded.emptied_at",
        now=now,
    )
