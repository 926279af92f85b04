"""Rows of dialogues: where a conversation stands that waits for a typed line. Never memory, so a restart loses none."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from bot.storage.port import Reader, Writer


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a dialogue takes place: chat, person (0: anyone there), topic (0: none)."""

    chat_id: int
    person_id: int
    thread_id: int = 0


@dataclass(frozen=True, slots=True)
class Dialogue:
    kind: str
    state: dict[str, Any]


async def find(tx: Reader, spot: Spot, now: int) -> Dialogue | None:
    """What waits for a line there, if it has not expired."""
    row = await tx.one(
        "SELECT kind, state FROM dialogue WHERE chat_id = :chat_id AND person_id = :person_id"
        " AND thread_id = :thread_id AND expires_at > :now",
        chat_id=spot.chat_id,
        person_id=spot.person_id,
        thread_id=spot.thread_id,
        now=now,
    )
    return Dialogue(row["kind"], json.loads(row["state"])) if row else None


async def hand_over(tx: Writer, spot: Spot, now: int) -> None:
    """Let the newest dialogue that waits for somebody in the place be that spot's, unless one waits there already."""
    place = {"chat_id": spot.chat_id, "thread_id": spot.thread_id, "person_id": spot.person_id}
    if await find(tx, spot, now) is not None:
        return
    await drop(tx, spot)
    await tx.run(
        "UPDATE dialogue SET person_id = :person_id WHERE chat_id = :chat_id AND thread_id = :thread_id"
        " AND person_id = (SELECT d.person_id FROM dialogue d WHERE d.chat_id = :chat_id AND d.thread_id = :thread_id"
        " AND d.person_id > 0 AND d.expires_at > :now ORDER BY d.expires_at DESC, d.person_id LIMIT 1)",
        now=now,
        **place,
    )


async def put(tx: Writer, spot: Spot, dialogue: Dialogue, expires_at: int) -> None:
    """Wait for a line there; what waited before is forgotten."""
    await tx.run(
        "INSERT INTO dialogue (chat_id, person_id, thread_id, kind, state, expires_at, about_id)"
        " VALUES (:chat_id, :person_id, :thread_id, :kind, :state, :expires_at, NULLIF(:about_id, 0))"
        " ON CONFLICT (chat_id, person_id, thread_id)"
        " DO UPDATE SET kind = excluded.kind, state = excluded.state, expires_at = excluded.expires_at,"
        " about_id = excluded.about_id",
        chat_id=spot.chat_id,
        person_id=spot.person_id,
        thread_id=spot.thread_id,
        kind=dialogue.kind,
        state=json.dumps(dialogue.state),
        expires_at=expires_at,
        about_id=dialogue.state.get("owner_id", 0),
    )


async def drop(tx: Writer, spot: Spot) -> int:
    """Wait no longer; returns how many dialogues were dropped (0 or 1)."""
    return await tx.run(
        "DELETE FROM dialogue WHERE chat_id = :chat_id AND person_id = :person_id AND thread_id = :thread_id",
        chat_id=spot.chat_id,
        person_id=spot.person_id,
        thread_id=spot.thread_id,
    )
