"""Which open rounds of groups are to be brought to mind again, and how often they were."""

from __future__ import annotations

from dataclasses import dataclass

from bot.storage.port import Reader, Writer


@dataclass(frozen=True, slots=True)
class Nudged:
    """A group's open part of a round: `nudges` counts how often it was brought to mind. Instants: microseconds UTC."""

    round_id: int
    group_id: int
    opens_at: int
    closes_at: int
    zone: str
    nudges: int


async def due(tx: Reader, now: int) -> list[Nudged]:
    """Open parts whose time has come, or of which it was not reckoned yet."""
    rows = await tx.all(
        "SELECT r.*, g.zone FROM round_group r JOIN peer_group g ON g.id = r.group_id"
        " WHERE r.nudge_at <= :now AND r.state = 'open' AND g.state = 'active'"
        " UNION ALL SELECT r.*, g.zone FROM round_group r JOIN peer_group g ON g.id = r.group_id"
        " WHERE r.state = 'open' AND r.nudges = 0 AND r.nudge_at IS NULL AND g.state = 'active'",
        now=now,
    )
    return [
        Nudged(row["round_id"], row["group_id"], row["opens_at"], row["closes_at"], row["zone"], row["nudges"])
        for row in rows
    ]


async def next_due(tx: Reader) -> int | None:
    row = await tx.one(
        "SELECT nudge_at AS at FROM round_group WHERE nudge_at IS NOT NULL AND state = 'open' ORDER BY nudge_at LIMIT 1"
    )
    return row["at"] if row else None


async def note(tx: Writer, part: Nudged, nudges: int, at: int | None) -> None:
    """How often it was brought to mind by now, and when it is next; None: no more."""
    await tx.run(
        "UPDATE round_group SET nudges = :nudges, nudge_at = NULLIF(:at, 0)"
        " WHERE round_id = :round_id AND group_id = :group_id",
        round_id=part.round_id,
        group_id=part.group_id,
        nudges=nudges,
        at=at or 0,
    )


async def reachable(tx: Reader, group_id: int, now: int) -> list[int]:
    """The group's members who can be written to and are not away."""
    rows = await tx.all(
        "SELECT p.id FROM group_member m JOIN person p ON p.id = m.person_id WHERE m.group_id = :id"
        " AND p.private_since IS NOT NULL AND p.blocked_at IS NULL"
        " AND (p.away_until IS NULL OR p.away_until <= :now) ORDER BY p.id",
        id=group_id,
        now=now,
    )
    return [row["id"] for row in rows]
