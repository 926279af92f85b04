"""Rows of the log as people read it: who did what in a network with a role, and when.

Lines hold references; who they are stands in `log_name`, and goes when the person is forgotten.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.storage.port import Reader, Row, Writer

_OF_GROUP = (
    "group_number IN (SELECT :subject_id UNION ALL SELECT group_number FROM merged_group WHERE group_id = :subject_id)"
)
"""Those of the groups that were merged into it, too."""


@dataclass(frozen=True, slots=True)
class LogRow:
    """One deed; `group` is the title of the group that it concerns, `whom` the name of the person. Empty: nobody's."""

    id: int
    name: str
    whom: str
    at: int
    kind: str
    group: str | None
    detail: Mapping[str, Any]


async def reference(tx: Writer, network_id: int, person_id: int | None, name: str, new: str) -> str | None:
    """What stands for the person in the network's log, from now on under that name; `new` is a random one."""
    if person_id is None:
        return None
    row = await tx.one(
        "INSERT INTO log_name (network_id, reference, person_id, name)"
        " VALUES (:network_id, :new, :person_id, :name)"
        " ON CONFLICT (person_id, network_id) DO UPDATE SET"
        " name = CASE WHEN excluded.name = '' THEN log_name.name ELSE excluded.name END RETURNING reference",
        network_id=network_id,
        person_id=person_id,
        name=name,
        new=new,
    )
    if row is None:
        raise LookupError("a reference was neither inserted nor found")
    return str(row["reference"])


async def page(tx: Reader, network_id: int, group_id: int | None, before: int, limit: int) -> list[LogRow]:
    """The newest rows of the network, or of the group, before that id (0: the newest of all).

    A group that was merged into another of the network has its name, and its rows are that one's too.
    """
    of, subject_id = ("network_id = :subject_id", network_id) if group_id is None else (_OF_GROUP, group_id)
    rows = await tx.all(
        "SELECT l.*, COALESCE(g.title, h.title) AS title,"  # noqa: S608 - our words
        " a.name AS actor_name, w.name AS whom_name FROM log l"
        " LEFT JOIN peer_group g ON g.id = l.group_number"
        " LEFT JOIN merged_group m ON m.group_number = l.group_number"
        " LEFT JOIN peer_group h ON h.id = m.group_id AND h.network_id = l.network_id"
        " LEFT JOIN log_name a ON a.network_id = l.network_id AND a.reference = l.actor"
        " LEFT JOIN log_name w ON w.network_id = l.network_id AND w.reference = l.whom"
        f" WHERE l.{of} AND +l.network_id = :network_id"  # the sign: a group's are not sought among all of the network
        " AND l.id < :before ORDER BY l.id DESC LIMIT :limit",
        subject_id=subject_id,
        network_id=network_id,
        before=before or 2**62,
        limit=limit,
    )
    return [_row(row) for row in rows]


def _row(row: Row) -> LogRow:
    return LogRow(
        row["id"],
        row["actor_name"] or "",
        row["whom_name"] or "",
        row["at"],
        row["kind"],
        row["title"],
        json.loads(row["detail"]),
    )


async def name_of(tx: Reader, person_id: int | None, network_id: int, group_id: int | None) -> str:
    """The name under which the person holds a role there: as coordinator, facilitator or administrator; else none."""
    row = await tx.one(
        "SELECT name FROM coordinator WHERE network_id = :network_id AND person_id = :person_id"
        " UNION ALL SELECT name FROM facilitator WHERE group_id = :group_id AND person_id = :person_id"
        " UNION ALL SELECT name FROM administrator WHERE group_id = :group_id AND person_id = :person_id LIMIT 1",
        network_id=network_id,
        group_id=group_id or 0,
        person_id=person_id or 0,
    )
    return row["name"] if row else ""
