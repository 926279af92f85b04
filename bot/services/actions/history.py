"""What was done with an action: each change is kept, with who and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.clock import from_micros
from bot.services.act import Act
from bot.storage import action_changes, people
from bot.storage.port import Reader, Writer


class Step(StrEnum):
    """What is kept of an action; the comment names the detail of each. Days are written as 2027-03-15."""

    PROPOSED = "proposed"  # person_id, name: of whom it is asked
    ACCEPTED = "accepted"
    HANDED_BACK = "handed_back"  # word
    HANDED_OVER = "handed_over"  # person_id, name: of whom it is asked
    TAKEN = "taken"  # by whoever did so
    GOING_WELL = "going_well"
    BLOCKED = "blocked"  # word
    DONE = "done"
    DROPPED = "dropped"  # word
    REOPENED = "reopened"
    MOVED = "moved"  # before, after: days
    EDITED = "edited"  # fields
    SHARED = "shared"  # plan
    OWNER_LEFT = "owner_left"


@dataclass(frozen=True, slots=True)
class Change:
    """One change; `name` is empty for the bot itself, and for who was forgotten. `detail` holds what `Step` says."""

    name: str
    at: datetime
    step: Step
    detail: Mapping[str, Any]


async def note(tx: Writer, act: Act, action_id: int, step: Step, **detail: object) -> None:
    """Keep a change, in its own transaction."""
    name = await people.name_of(tx, act.person_id) if act.person_id is not None else ""
    await action_changes.add(
        tx, action_id, at=act.micros, person_id=act.person_id, name=name, kind=step.value, detail=detail
    )


async def history(tx: Reader, action_id: int) -> list[Change]:
    """The action's latest hundred changes, the oldest of them first."""
    rows = await action_changes.of_action(tx, action_id)
    return [Change(row.name, from_micros(row.at), Step(row.kind), row.detail) for row in rows]
