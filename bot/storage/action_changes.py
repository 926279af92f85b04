"""Rows of what was done with an action: by whom, when, and what of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.storage.port import Reader, Writer


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change; `name` is empty for the bot itself, and once the person was forgotten."""

    id: int
    at: int
    person_id: int | None
    name: str
    kind: str
    detail: Mapping[str, Any]


async def add(
    tx: Writer, action_id: int, *, at: int, person_id: int | None, name: str, kind: str, detail: Mapping[str, Any]
) -> None:
    await tx.run(
        "INSERT INTO action_change (action_id, at, person_id, name, kind, detail, about_id)"
        " VALUES (:action_id, :at, NULLIF(:person_id, 0), :name, :kind, :detail, NULLIF(:about_id, 0))",
        action_id=action_id,
        at=at,
        person_id=person_id or 0,
        name=name,
        kind=kind,
        detail=json.dumps(dict(detail)),
        about_id=detail.get("person_id") or 0,
    )


async def of_action(tx: Reader, action_id: int, limit: int = 100) -> list[ChangeRow]:
    """The latest changes of the action, the oldest of them first."""
    rows = await tx.all(
        "SELECT * FROM action_change WHERE action_id = :id ORDER BY id DESC LIMIT :limit", id=action_id, limit=limit
    )
    return [
        ChangeRow(row["id"], row["at"], row["person_id"], row["name"], row["kind"], json.loads(row["detail"]))
        for row in reversed(rows)
    ]
