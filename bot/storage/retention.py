"""Answers of rounds that closed long ago: they go, some hundred at a time, and their wheels stay."""

from __future__ import annotations

from bot.storage.port import Reader, Writer

RESPONSES_AT_ONCE = 200
"""With all that hangs on them: nobody else's tap shall wait for more."""

_WAITING = "FROM round WHERE closed_at > COALESCE(reduced_at, 0)"


async def closed_before(tx: Reader, before: int, limit: int = 20) -> list[int]:
    """Rounds that closed before an instant (microseconds UTC) and still have their answers, oldest first."""
    rows = await tx.all(
        f"SELECT id {_WAITING} AND closed_at < :before ORDER BY closed_at LIMIT :limit",
        before=before,
        limit=limit,
    )
    return [row["id"] for row in rows]


async def next_closed_at(tx: Reader) -> int | None:
    """When the first of the rounds closed that still have their answers."""
    row = await tx.one(f"SELECT MIN(closed_at) AS at {_WAITING}")
    return row["at"] if row else None


async def reduce(tx: Writer, round_id: int, now: int) -> None:
    """Delete some of who answered what, unless the round has been opened again meanwhile; at the end, note it."""
    deleted = await tx.run(
        "DELETE FROM response WHERE (round_id, pseudonym) IN (SELECT s.round_id, s.pseudonym FROM response s"  # noqa: S608
        " JOIN round r ON r.id = s.round_id WHERE s.round_id = :id AND r.closed_at IS NOT NULL"
        f" LIMIT {RESPONSES_AT_ONCE})",
        id=round_id,
    )
    if deleted < RESPONSES_AT_ONCE:
        await tx.run(
            "UPDATE round SET reduced_at = :now WHERE id = :id AND closed_at IS NOT NULL", id=round_id, now=now
        )
