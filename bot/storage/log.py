"""Rows of the log: who did what in a network with a role, and when."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.storage.port import Reader, Writer


@dataclass(frozen=True, slots=True)
class LogRow:
    """One deed; `group` is the title of the group that it concerns."""

    id: int
    name: str
    at: int
    kind: str
    group: str | None
    detail: Mapping[str, Any]


async def add(
    tx: Writer,
    *,
    network_id: int,
    group_id: int | None,
    person_id: int | None,
    name: str,
    at: int,
    kind: str,
    detail: Mapping[str, Any],
) -> None:
    await tx.run(
        "INSERT INTO log (network_id, group_id, person_id, name, at, kind, detail)"
        " VALUES (:network_id, NULLIF(:group_id, 0), NULLIF(:person_id, 0), :name, :at, :kind, :detail)",
        network_id=network_id,
        group_id=group_id or 0,
        person_id=person_id or 0,
        name=name,
        at=at,
        kind=kind,
        detail=json.dumps(dict(detail)),
    )


async def page(tx: Reader, network_id: int, group_id: int | None, before: int, limit: int) -> list[LogRow]:
    """The newest rows of the network, or of the group, before that id (0: the newest of all)."""
    of, subject_id = ("network_id", network_id) if group_id is None else ("group_id", group_id)
    rows = await tx.all(
        f"SELECT l.*, g.title FROM log l LEFT JOIN peer_group g ON g.id = l.group_id WHERE l.{of} = :subject_id"  # noqa: S608 - our words
        " AND l.id < :before ORDER BY l.id DESC LIMIT :limit",
        subject_id=subject_id,
        before=before or 2**62,
        limit=limit,
    )
    return [
        LogRow(row["id"], row["name"], row["at"], row["kind"], row["title"], json.loads(row["detail"])) for row in rows
    ]


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
