"""Where and when the readers of a chat rest: what is known of their zone, and the days of their groups."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import and_

from bot.storage.port import Reader


@dataclass(frozen=True, slots=True)
class Rest:
    """What is known of the readers of a chat: a zone (IANA) that was chosen, a country, the zone of a group.

    `days` are those on which nothing comes by itself: bit 0 is Monday, bit 6 is Sunday.
    """

    zone: str | None = None
    country: str | None = None
    group_zone: str | None = None
    days: int = 0


async def of_chat(tx: Reader, chat_id: int) -> Rest:
    """What is known of a group's members, or of a person; nothing of strangers."""
    if chat_id < 0:
        row = await tx.one("SELECT zone, rest_days FROM peer_group WHERE chat_id = :chat_id", chat_id=chat_id)
        return Rest(row["zone"], days=row["rest_days"]) if row else Rest()
    row = await tx.one(
        "SELECT p.zone, (SELECT o.country FROM member m JOIN organization o ON o.id = m.organization_id"
        " WHERE m.person_id = p.id AND o.country IS NOT NULL ORDER BY m.network_id LIMIT 1) AS country"
        " FROM person p WHERE p.id = :id",
        id=chat_id,
    )
    groups = await tx.all(
        "SELECT g.zone, g.rest_days FROM group_member m JOIN peer_group g ON g.id = m.group_id"
        " WHERE m.person_id = :id AND g.state = 'active' ORDER BY m.since, g.id",
        id=chat_id,
    )
    if row is None:
        return Rest()
    days = reduce(and_, (group["rest_days"] for group in groups)) if groups else 0
    return Rest(row["zone"], row["country"], groups[0]["zone"] if groups else None, days)
