"""What people are to the things that acts are about, read from the tables: a second opinion beside the services."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.services.rights import Role
from bot.storage.port import Reader

HOMES: Mapping[str, str] = {
    "announcement_id": "SELECT network_id, group_id, author_id AS owner FROM announcement WHERE id = :id",
    "action_id": "SELECT network_id, group_id, organization_id, owner_id AS owner, proposed_by, id AS action"
    " FROM action WHERE id = :id",
    "item_id": "SELECT group_id, organization_id FROM agenda_item WHERE id = :id",
    "workshop_id": "SELECT group_id FROM workshop WHERE id = :id",
    "thread_id": "SELECT group_id FROM thread WHERE id = :id",
    "kept_id": "SELECT group_id, author_id AS owner FROM kept WHERE id = :id",
    "own_id": "SELECT group_id, organization_id FROM own_template WHERE id = :id",
    "contact_id": "SELECT network_id FROM support_contact WHERE id = :id",
    "erasing_id": "SELECT network_id FROM erasing WHERE id = :id",
    "figure_id": "SELECT CASE scope WHEN 'network' THEN subject_id END AS network_id,"
    " CASE scope WHEN 'group' THEN subject_id END AS group_id,"
    " CASE scope WHEN 'organization' THEN subject_id END AS organization_id FROM figure WHERE id = :id",
    "group_id": "SELECT id AS group_id FROM peer_group WHERE id = :id",
    "organization_id": "SELECT id AS organization_id FROM organization WHERE id = :id",
    "network_id": "SELECT id AS network_id FROM network WHERE id = :id",
    "round_id": "SELECT network_id, organization_id, id AS round FROM round WHERE id = :id",
}
"""Where a thing is at home, by the name of the argument that names it; the first that is given counts."""


@dataclass(frozen=True, slots=True)
class Home:
    """The network, group or organization of a thing, whose own it is, and the round where it is one."""

    network_id: int | None = None
    group_id: int | None = None
    organization_id: int | None = None
    owner: int | None = None
    proposed_by: int | None = None
    action: int | None = None
    round: int | None = None


async def home_of(tx: Reader, given: Mapping[str, Any]) -> Home | None:
    """Of what an act with these arguments is about; None where they name nothing that there is."""
    about = {name: value for name, value in given.items() if value is not None}
    for circle in (about.get("whose"), about.get("circle"), getattr(about.get("draft"), "whose", None)):
        for name in ("group_id", "organization_id", "network_id"):
            if getattr(circle, name, None) is not None:
                about[name] = getattr(circle, name)
    if about.get("of") in {"g", "o", "n"}:
        about[{"g": "group_id", "o": "organization_id", "n": "network_id"}[about["of"]]] = about["subject_id"]
    for name, statement in HOMES.items():
        if about.get(name):
            row = await tx.one(statement, id=about[name])
            return await _whole(tx, Home(**row)) if row else None
    return None


async def _whole(tx: Reader, home: Home) -> Home:
    """With the network that its group or organization is in."""
    for table, number in (("peer_group", home.group_id), ("organization", home.organization_id)):
        if number is not None:
            row = await tx.one(f"SELECT network_id FROM {table} WHERE id = :id", id=number)
            home = replace(home, network_id=row["network_id"] if row else None)
    return home


_HOLDS: Mapping[Role, tuple[str, ...]] = {
    Role.MEMBER: (
        "SELECT 1 AS yes FROM group_member WHERE group_id = :group_id AND person_id = :person",
        "SELECT 1 AS yes FROM member WHERE network_id = :network_id AND person_id = :person"
        " AND COALESCE(:group_id, :organization_id, 0) = 0",
        "SELECT 1 AS yes FROM group_member m JOIN round_group p ON p.group_id = m.group_id"
        " WHERE p.round_id = :round AND m.person_id = :person",
        "SELECT 1 AS yes FROM group_member m JOIN peer_group g ON g.id = m.group_id"
        " WHERE g.network_id = :network_id AND m.person_id = :person"
        " AND COALESCE(:group_id, :organization_id, 0) = 0",
    ),
    Role.CONFIRMED: (
        "SELECT 1 AS yes FROM member WHERE organization_id = :organization_id AND person_id = :person"
        " AND confirmed_at IS NOT NULL",
    ),
    Role.COMPANION: (
        "SELECT 1 AS yes FROM companion c JOIN companion_share s ON s.organization_id = c.organization_id"
        " WHERE c.organization_id = :organization_id AND c.person_id = :person",
    ),
    Role.FACILITATOR: ("SELECT 1 AS yes FROM facilitator WHERE group_id = :group_id AND person_id = :person",),
    Role.ADMINISTRATOR: ("SELECT 1 AS yes FROM administrator WHERE group_id = :group_id AND person_id = :person",),
    Role.ACTING: (
        "SELECT 1 AS yes FROM administrator a WHERE a.group_id = :group_id AND a.person_id = :person"
        " AND NOT EXISTS (SELECT 1 FROM facilitator f WHERE f.group_id = a.group_id)",
    ),
    Role.COORDINATOR: ("SELECT 1 AS yes FROM coordinator WHERE network_id = :network_id AND person_id = :person",),
    Role.OWN: (
        "SELECT 1 AS yes FROM person WHERE id = :person AND id IN (:owner, :proposed_by)",
        "SELECT 1 AS yes FROM action_helper WHERE action_id = :action AND person_id = :person",
    ),
}


async def roles_of(tx: Reader, person_id: int, home: Home) -> set[Role]:
    """All that the person is to a thing of that home."""
    about = {name: getattr(home, name) for name in Home.__dataclass_fields__}
    found = {Role.ANYBODY}
    for role, statements in _HOLDS.items():
        for statement in statements:
            named = {name: value for name, value in about.items() if f":{name}" in statement}
            if await tx.one(statement, person=person_id, **named):
                found.add(role)
    return found
