"""Rows of what will be erased, and when: an organization, or a whole network."""

from __future__ import annotations

from dataclasses import dataclass

from bot.storage.port import Reader, Row, Writer


@dataclass(frozen=True, slots=True)
class Erasing:
    """It will be erased at `due_at` (microseconds UTC): the organization, or without one the whole network."""

    id: int
    network_id: int
    organization_id: int | None
    asked_by: int | None
    due_at: int


async def add(
    tx: Writer, network_id: int, organization_id: int | None, *, by: int | None, now: int, due_at: int
) -> int:
    """Let it be erased then; returns the number of the request."""
    row = await tx.one(
        "INSERT INTO erasing (network_id, organization_id, asked_by, asked_at, due_at)"
        " VALUES (:network_id, NULLIF(:organization_id, 0), NULLIF(:by, 0), :now, :due_at) RETURNING id",
        network_id=network_id,
        organization_id=organization_id or 0,
        by=by or 0,
        now=now,
        due_at=due_at,
    )
    if row is None:
        raise LookupError("a request was not inserted")
    return int(row["id"])


async def find(tx: Reader, erasing_id: int) -> Erasing | None:
    row = await tx.one("SELECT * FROM erasing WHERE id = :id", id=erasing_id)
    return _erasing(row) if row else None


async def of_network(tx: Reader, network_id: int) -> list[Erasing]:
    """Those of the network and of its organizations, the next one first."""
    rows = await tx.all("SELECT * FROM erasing WHERE network_id = :id ORDER BY due_at, id", id=network_id)
    return [_erasing(row) for row in rows]


async def stop(tx: Writer, erasing_id: int) -> None:
    await tx.run("DELETE FROM erasing WHERE id = :id", id=erasing_id)


async def due(tx: Reader, now: int) -> list[Erasing]:
    rows = await tx.all("SELECT * FROM erasing WHERE due_at <= :now ORDER BY due_at, id", now=now)
    return [_erasing(row) for row in rows]


async def next_due(tx: Reader) -> int | None:
    row = await tx.one("SELECT MIN(due_at) AS at FROM erasing")
    return row["at"] if row else None


def _erasing(row: Row) -> Erasing:
    return Erasing(row["id"], row["network_id"], row["organization_id"], row["asked_by"], row["due_at"])
