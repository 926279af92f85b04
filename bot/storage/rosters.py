"""Everyone of a network whom something can be announced to, with what audiences are chosen by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.storage import groups, networks
from bot.storage.groups import Group
from bot.storage.networks import Organization
from bot.storage.port import Reader, Row
from bot.storage.rest import Rest


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member, facilitator or coordinator. `willing`: can be written to, and wants announcements.

    `languages` are those that the person is answered in, the likeliest first (None: not known). `organization_id` and
    `country` are those of a confirmed organization. `rest` says which zone is theirs.
    """

    id: int
    member: bool
    willing: bool
    languages: tuple[str | None, ...]
    organization_id: int | None
    country: str | None
    rest: Rest


@dataclass(frozen=True, slots=True)
class Roster:
    """A network's active groups by id, the ids of those inside each, and its people by id."""

    groups: Mapping[int, Group]
    inside: Mapping[int, frozenset[int]]
    people: Mapping[int, Colleague]
    organizations: Mapping[int, Organization]
    facilitators: frozenset[int]
    coordinators: frozenset[int]


async def of_network(tx: Reader, network_id: int) -> Roster:
    """All of the network, in six statements."""
    active = {group.id: group for group in await groups.of_network(tx, network_id)}
    inside: dict[int, set[int]] = {group_id: set() for group_id in active}
    homes: dict[int, str] = {}
    for row in await _memberships(tx, network_id):
        inside[row["group_id"]].add(row["person_id"])
        homes.setdefault(row["person_id"], active[row["group_id"]].zone)
    facilitators = await tx.all(
        "SELECT f.person_id FROM facilitator f JOIN peer_group g ON g.id = f.group_id"
        " WHERE g.network_id = :id AND g.state = 'active'",
        id=network_id,
    )
    found = [_colleague(row, homes.get(row["id"])) for row in await _people(tx, network_id)]
    return Roster(
        groups=active,
        inside={group_id: frozenset(members) for group_id, members in inside.items()},
        people={one.id: one for one in found},
        organizations={one.id: one for one in await networks.organizations(tx, network_id)},
        facilitators=frozenset(row["person_id"] for row in facilitators),
        coordinators=frozenset(await networks.coordinators(tx, network_id)),
    )


async def _memberships(tx: Reader, network_id: int) -> list[Row]:
    """Who is in which active group, the first one joined first."""
    return await tx.all(
        "SELECT m.group_id, m.person_id FROM peer_group g JOIN group_member m ON m.group_id = g.id"
        " WHERE g.network_id = :id AND g.state = 'active' ORDER BY m.since, m.group_id",
        id=network_id,
    )


async def _people(tx: Reader, network_id: int) -> list[Row]:
    return await tx.all(
        "SELECT p.id, p.language, p.hint, p.zone, p.private_since, p.blocked_at, p.announcements_off_at,"
        " m.person_id AS member_id, m.confirmed_at, m.organization_id, o.country,"
        " (SELECT g.language FROM group_member i JOIN peer_group g ON g.id = i.group_id"
        " WHERE i.person_id = p.id AND g.language IS NOT NULL ORDER BY i.since, g.id LIMIT 1) AS group_language"
        " FROM (SELECT person_id FROM member WHERE network_id = :id"
        " UNION SELECT person_id FROM coordinator WHERE network_id = :id"
        " UNION SELECT f.person_id FROM peer_group g JOIN facilitator f ON f.group_id = g.id"
        " WHERE g.network_id = :id AND g.state = 'active') AS those"
        " JOIN person p ON p.id = those.person_id"
        " LEFT JOIN member m ON m.network_id = :id AND m.person_id = p.id"
        " LEFT JOIN organization o ON o.id = m.organization_id ORDER BY p.id",
        id=network_id,
    )


def _colleague(row: Row, home: str | None) -> Colleague:
    confirmed = row["confirmed_at"] is not None
    writable = row["private_since"] is not None and row["blocked_at"] is None
    return Colleague(
        id=row["id"],
        member=row["member_id"] is not None,
        willing=writable and row["announcements_off_at"] is None,
        languages=(row["language"], row["group_language"], row["hint"]),
        organization_id=row["organization_id"] if confirmed else None,
        country=row["country"] if confirmed else None,
        rest=Rest(row["zone"], row["country"], home),
    )
