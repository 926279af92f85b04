"""Answers of rounds that closed long ago: they go, and their wheels stay."""

from __future__ import annotations

from bot.storage.port import Reader, Writer

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
    """Delete who answered what, unless the round has been opened again meanwhile."""
    await tx.run(
        "DELETE FROM response WHERE round_id = :id"
        " AND EXISTS (SELECT 1 FROM round r WHERE r.id = :id AND r.closed_at IS NOT NULL)",
        id=round_id,
    )
    await tx.run("UPDATE round SET reduced_at = :now WHERE id = :id AND closed_at IS NOT NULL", id=round_id, now=now)
