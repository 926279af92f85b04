"""What is to be reminded of, with what is known of whom; who is away; and the letters that gather it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.storage.actions import Action, action_of
from bot.storage.port import Reader, Row, Value, Writer
from bot.storage.rest import Rest

_HERE = "(p.away_until IS NULL OR p.away_until <= :now)"
_OWNERS = (
    "SELECT d.owner_id FROM (SELECT a.owner_id FROM action a JOIN person p ON p.id = a.owner_id"  # noqa: S608 - our words
    f" WHERE a.remind_at <= :now AND {_HERE} ORDER BY a.remind_at LIMIT :many) d"
)
_GROUPS = "FROM group_member m JOIN peer_group h ON h.id = m.group_id WHERE m.person_id = p.id AND h.state = 'active'"

_TOGETHER = 50
_ROWS = ", ".join(f"(:id_{number}, :at_{number}, :step_{number}, :reminded_{number})" for number in range(_TOGETHER))
_MOVE_ALL = (
    "UPDATE action SET remind_at = NULLIF(v.column2, 0), remind_step = NULLIF(v.column3, ''),"  # noqa: S608 - our words
    " last_reminded_at = COALESCE(NULLIF(v.column4, 0), last_reminded_at)"
    f" FROM (VALUES {_ROWS}) AS v WHERE id = v.column1"
)
"""The columns of a list of values have these names in both databases."""


@dataclass(frozen=True, slots=True)
class Due:
    """An action whose owner is to be reminded. `rest`: of its `days` only whether there are any is told.

    `cadence` is the JSON of its group's; `group_chat` and `group_zone` are None where it is in no group's
    plan, or where the bot has left the group. `letter_waits`: their letter of reminders was not sent yet.
    """

    action: Action
    rest: Rest
    writable: bool
    cadence: str | None
    group_chat: int | None
    group_zone: str | None
    letter_waits: bool


async def due(tx: Reader, now: int, until: int, many: int) -> list[Due]:
    """What the owners of the `many` actions that are longest due are to be reminded of until then, owner by owner.

    Who is away is not among them.
    """
    rows = await tx.all(
        "SELECT a.*, p.zone, p.private_since, p.blocked_at, g.cadence,"  # noqa: S608 - our words
        " g.chat_id AS group_chat, g.state AS group_state, g.zone AS plan_zone,"
        " (SELECT o.country FROM member m JOIN organization o ON o.id = m.organization_id"
        " WHERE m.person_id = p.id AND o.country IS NOT NULL ORDER BY m.network_id LIMIT 1) AS country,"
        f" (SELECT h.zone {_GROUPS} ORDER BY m.since, h.id LIMIT 1) AS group_zone,"
        f" (SELECT MIN(h.rest_days) {_GROUPS}) AS rest_days,"
        " EXISTS (SELECT 1 FROM outbox o WHERE o.chat_id = p.id AND o.state = 'waiting' AND o.kind = 'reminder')"
        " AS letter_waits"
        " FROM action a JOIN person p ON p.id = a.owner_id LEFT JOIN peer_group g ON g.id = a.group_id"
        f" WHERE a.owner_id IN ({_OWNERS}) AND a.remind_at <= :until ORDER BY a.owner_id, a.due, a.id",
        now=now,
        until=until,
        many=many,
    )
    return [_due(row) for row in rows]


def _due(row: Row) -> Due:
    return Due(
        action=action_of(row),
        rest=Rest(row["zone"], row["country"], row["group_zone"], row["rest_days"] or 0),
        writable=row["private_since"] is not None and row["blocked_at"] is None,
        cadence=row["cadence"],
        group_chat=row["group_chat"] if row["group_state"] == "active" else None,
        letter_waits=bool(row["letter_waits"]),
        group_zone=row["plan_zone"] if row["group_state"] == "active" else None,
    )


async def next_due(tx: Reader, now: int) -> int | None:
    """When the next reminder is due of somebody who is not away, or the next of those who are is back."""
    due_at = await tx.one(
        "SELECT a.remind_at AS at FROM action a JOIN person p ON p.id = a.owner_id"  # noqa: S608 - our words
        f" WHERE a.remind_at IS NOT NULL AND {_HERE} ORDER BY a.remind_at LIMIT 1",
        now=now,
    )
    back_at = await tx.one("SELECT MIN(away_until) AS at FROM person WHERE away_until > :now", now=now)
    return min((row["at"] for row in (due_at, back_at) if row and row["at"] is not None), default=None)


@dataclass(frozen=True, slots=True)
class Moved:
    """When an action is looked at next, and for which step; None: not any more. `reminded_at`: its owner was reminded
    then.
    """

    action_id: int
    at: int | None
    step: str | None
    reminded_at: int | None


async def move_all(tx: Writer, moved: Sequence[Moved]) -> None:
    """Like `move`, many in one statement."""
    whole = len(moved) - len(moved) % _TOGETHER
    for begin in range(0, whole, _TOGETHER):
        rows = enumerate(moved[begin : begin + _TOGETHER])
        await tx.run(_MOVE_ALL, **{name: value for number, one in rows for name, value in _values(number, one)})
    for one in moved[whole:]:
        await move(tx, one.action_id, one.at, one.step, one.reminded_at)


def _values(number: int, one: Moved) -> Iterator[tuple[str, Value]]:
    yield f"id_{number}", one.action_id
    yield f"at_{number}", one.at or 0
    yield f"step_{number}", one.step or ""
    yield f"reminded_{number}", one.reminded_at or 0


async def move(tx: Writer, action_id: int, at: int | None, step: str | None, reminded_at: int | None = None) -> None:
    """When it is looked at next, and for which step; None: not any more. `reminded_at`: its owner was reminded then."""
    await tx.run(
        "UPDATE action SET remind_at = NULLIF(:at, 0), remind_step = NULLIF(:step, ''),"
        " last_reminded_at = COALESCE(NULLIF(:reminded_at, 0), last_reminded_at) WHERE id = :id",
        id=action_id,
        at=at or 0,
        step=step or "",
        reminded_at=reminded_at or 0,
    )


async def put_on_agenda(tx: Writer, action_id: int) -> None:
    await tx.run("UPDATE action SET on_agenda = 1 WHERE id = :id", id=action_id)


async def away_until(tx: Reader, person_id: int) -> int | None:
    """Until when the person is away; None if they never were, or said that they are back."""
    row = await tx.one("SELECT away_until FROM person WHERE id = :id", id=person_id)
    return row["away_until"] if row else None


async def set_away(tx: Writer, person_id: int, until: int | None) -> None:
    await tx.run("UPDATE person SET away_until = NULLIF(:until, 0) WHERE id = :id", id=person_id, until=until or 0)


async def unsay(tx: Writer, person_id: int, kind: str) -> None:
    """Delete the letters of that kind about the person that still wait."""
    await tx.run(
        "DELETE FROM outbox WHERE about_id = :id AND kind = :kind AND state = 'waiting'", id=person_id, kind=kind
    )


async def waiting(tx: Reader, chat_id: int, kind: str) -> tuple[int, Mapping[str, Any]] | None:
    """The id and the data of the letter of that kind that waits to be sent there, if one does."""
    row = await tx.one(
        "SELECT id, data FROM outbox WHERE chat_id = :chat_id AND state = 'waiting' AND kind = :kind"
        " ORDER BY id LIMIT 1",
        chat_id=chat_id,
        kind=kind,
    )
    return (row["id"], json.loads(row["data"])) if row else None


async def on_their_way(tx: Reader, chat_ids: Iterable[int]) -> set[tuple[int, int]]:
    """The actions that reminders to those chats name which were not sent yet, each with when its next step was."""
    named = set[tuple[int, int]]()
    for chat_id in chat_ids:
        rows = await tx.all(
            "SELECT data FROM outbox WHERE chat_id = :chat_id AND state IN ('waiting', 'sending')"
            " AND kind = 'reminder'",
            chat_id=chat_id,
        )
        named |= {(action_id, at) for row in rows for action_id, at in json.loads(row["data"]).get("actions", [])}
    return named


async def forget(tx: Writer, before: int) -> None:
    """Delete the letters of reminders that are settled since then: they would tell who had not answered a round."""
    await tx.run(
        "DELETE FROM outbox WHERE kind = 'reminder' AND state <> 'waiting' AND state <> 'sending'"
        " AND not_before <= :before",
        before=before,
    )


async def add_to(tx: Writer, letter_id: int, data: Mapping[str, Any]) -> None:
    """Let the letter, which still waits, say more."""
    await tx.run("UPDATE outbox SET data = :data WHERE id = :id", id=letter_id, data=json.dumps(dict(data)))
