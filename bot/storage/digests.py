"""When groups are told in short how their actions stand."""

from __future__ import annotations

from dataclasses import dataclass

from bot.storage.port import Reader, Writer


@dataclass(frozen=True, slots=True)
class DigestRow:
    """A group's digest: `often` is weekly, monthly or off; `last_at` is up to when the last one told (0: none did)."""

    group_id: int
    chat_id: int
    zone: str
    often: str
    last_at: int


async def due(tx: Reader, now: int) -> list[DigestRow]:
    rows = await tx.all(
        "SELECT id, chat_id, zone, digest, digest_last_at FROM peer_group WHERE digest_at <= :now"
        " AND state = 'active' AND digest <> 'off' ORDER BY digest_at, id",
        now=now,
    )
    return [
        DigestRow(one["id"], one["chat_id"], one["zone"], one["digest"], one["digest_last_at"] or 0) for one in rows
    ]


async def next_due(tx: Reader) -> int | None:
    row = await tx.one(
        "SELECT digest_at AS at FROM peer_group WHERE digest_at IS NOT NULL AND state = 'active' AND digest <> 'off'"
        " ORDER BY digest_at LIMIT 1"
    )
    return row["at"] if row else None


async def of_group(tx: Reader, group_id: int) -> tuple[str, bool]:
    """How often the group has one, and whether the next was reckoned already."""
    row = await tx.one("SELECT digest, digest_at FROM peer_group WHERE id = :id", id=group_id)
    return (row["digest"], row["digest_at"] is not None) if row else ("off", True)


async def choose(tx: Writer, group_id: int, often: str) -> None:
    await tx.run("UPDATE peer_group SET digest = :often WHERE id = :id", id=group_id, often=often)


async def plan(tx: Writer, group_id: int, at: int | None) -> None:
    """When the next is due; None: none is."""
    await tx.run("UPDATE peer_group SET digest_at = NULLIF(:at, 0) WHERE id = :id", id=group_id, at=at or 0)


async def note_told(tx: Writer, group_id: int, now: int) -> None:
    await tx.run("UPDATE peer_group SET digest_last_at = :now WHERE id = :id", id=group_id, now=now)
