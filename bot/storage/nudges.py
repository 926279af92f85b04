"""Which open rounds are to be brought to mind again, in which group or organization, and how often they were."""

from __future__ import annotations

from dataclasses import dataclass

from bot.storage.port import Reader, Row, Writer

_TO = (
    " AND p.private_since IS NOT NULL AND p.blocked_at IS NULL"
    " AND (p.away_until IS NULL OR p.away_until <= :now) ORDER BY p.id"
)
"""Who can be written to and is not away."""


@dataclass(frozen=True, slots=True)
class Nudged:
    """A group's open part of a round, or an open round of an organization: `nudges` counts how often it was told of.

    Exactly one of `group_id` and `organization_id` is given; `zone` is the group's, `country` the organization's.
    Instants: microseconds UTC.
    """

    round_id: int
    group_id: int | None
    organization_id: int | None
    opens_at: int
    closes_at: int
    zone: str | None
    country: str | None
    nudges: int


async def due(tx: Reader, now: int) -> list[Nudged]:
    """Those whose time has come, or of which it was not reckoned yet."""
    parts = await tx.all(
        "SELECT r.*, g.zone FROM round_group r JOIN peer_group g ON g.id = r.group_id"
        " WHERE r.nudge_at <= :now AND r.state = 'open' AND g.state = 'active'"
        " UNION ALL SELECT r.*, g.zone FROM round_group r JOIN peer_group g ON g.id = r.group_id"
        " WHERE r.state = 'open' AND r.nudges = 0 AND r.nudge_at IS NULL AND g.state = 'active'",
        now=now,
    )
    whole = await tx.all(
        "SELECT r.*, o.country FROM round r JOIN organization o ON o.id = r.organization_id"
        " WHERE r.nudge_at <= :now AND r.scope = 'organization' AND r.state = 'open'"
        " UNION ALL SELECT r.*, o.country FROM round r JOIN organization o ON o.id = r.organization_id"
        " WHERE r.scope = 'organization' AND r.state = 'open' AND r.nudges = 0 AND r.nudge_at IS NULL",
        now=now,
    )
    return [*(_part(row) for row in parts), *(_whole(row) for row in whole)]


def _part(row: Row) -> Nudged:
    return Nudged(
        round_id=row["round_id"],
        group_id=row["group_id"],
        organization_id=None,
        opens_at=row["opens_at"],
        closes_at=row["closes_at"],
        zone=row["zone"],
        country=None,
        nudges=row["nudges"],
    )


def _whole(row: Row) -> Nudged:
    return Nudged(
        round_id=row["id"],
        group_id=None,
        organization_id=row["organization_id"],
        opens_at=row["opens_at"],
        closes_at=row["closes_at"],
        zone=None,
        country=row["country"],
        nudges=row["nudges"],
    )


async def next_due(tx: Reader) -> int | None:
    part = await tx.one(
        "SELECT nudge_at AS at FROM round_group WHERE nudge_at IS NOT NULL AND state = 'open' ORDER BY nudge_at LIMIT 1"
    )
    whole = await tx.one(
        "SELECT nudge_at AS at FROM round WHERE scope = 'organization' AND state = 'open' AND nudge_at IS NOT NULL"
        " ORDER BY nudge_at LIMIT 1"
    )
    return min((row["at"] for row in (part, whole) if row), default=None)


async def note(tx: Writer, seen: Nudged, nudges: int, at: int | None) -> None:
    """How often it was brought to mind by now, and when it is next; None: no more."""
    if seen.group_id is None:
        await tx.run(
            "UPDATE round SET nudges = :nudges, nudge_at = NULLIF(:at, 0) WHERE id = :id",
            id=seen.round_id,
            nudges=nudges,
            at=at or 0,
        )
        return
    await tx.run(
        "UPDATE round_group SET nudges = :nudges, nudge_at = NULLIF(:at, 0)"
        " WHERE round_id = :round_id AND group_id = :group_id",
        round_id=seen.round_id,
        group_id=seen.group_id,
        nudges=nudges,
        at=at or 0,
    )


async def reachable(tx: Reader, seen: Nudged, now: int) -> list[int]:
    """Whom to ask: the group's members, or those confirmed of the organization, who can be written to and are not away.

    Who is in several groups of a round is asked with the one in which it opened first, and with no other.
    """
    if seen.group_id is None:
        rows = await tx.all(
            "SELECT p.id FROM member m JOIN person p ON p.id = m.person_id"  # noqa: S608 - our words
            f" WHERE m.organization_id = :id AND m.confirmed_at IS NOT NULL{_TO}",
            id=seen.organization_id,
            now=now,
        )
        return [row["id"] for row in rows]
    rows = await tx.all(
        "SELECT p.id FROM group_member m JOIN person p ON p.id = m.person_id WHERE m.group_id = :id"  # noqa: S608
        " AND NOT EXISTS (SELECT 1 FROM group_member n CROSS JOIN round_group r WHERE n.person_id = m.person_id"
        " AND r.round_id = :round_id AND r.group_id = n.group_id AND r.state IN ('open', 'closed')"
        f" AND (r.opens_at < :opens_at OR (r.opens_at = :opens_at AND r.group_id < :id))){_TO}",
        id=seen.group_id,
        round_id=seen.round_id,
        opens_at=seen.opens_at,
        now=now,
    )
    return [row["id"] for row in rows]
