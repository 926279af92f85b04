"""The table `outbox` as the one who delivers sees it: what is due, and what became of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.clock import from_micros, to_micros
from bot.delivery.failures import Failure
from bot.delivery.letters import Priority
from bot.storage.port import Reader, Row, Writer

_COLUMNS = "id, chat_id, thread_id, kind, data, priority, not_before, attempts, mailing, any_hour, silent"
_WAITS_AGAIN = "state = COALESCE(otherwise, 'waiting'), otherwise = NULL"
"""Unless its mailing was held or cancelled while it was being sent."""


@dataclass(frozen=True, slots=True)
class Post:
    """A letter on its way; `attempts` counts how often it was taken up, this time included."""

    id: int
    chat_id: int
    thread_id: int | None
    kind: str
    data: Mapping[str, Any]
    priority: int
    not_before: int
    attempts: int
    mailing: str | None
    any_hour: bool
    silent: bool

    @property
    def group(self) -> bool:
        """Whether it goes to a group: Telegram gives groups negative ids, and persons positive ones."""
        return self.chat_id < 0


async def due(tx: Reader, priority: Priority, now: datetime, *, after: Post | None, limit: int) -> list[Post]:
    """What may go out now of that priority, the longest due first, from the one behind `after`."""
    rows = await tx.all(
        f"SELECT {_COLUMNS} FROM outbox WHERE state = 'waiting' AND priority = :priority"  # noqa: S608 - a constant
        " AND not_before <= :now AND not_before >= :at AND (not_before > :at OR id > :id)"
        " ORDER BY not_before, id LIMIT :limit",
        priority=int(priority),
        now=to_micros(now),
        at=after.not_before if after else -1,
        id=after.id if after else -1,
        limit=limit,
    )
    return [_post(row) for row in rows]


async def due_of_each(
    tx: Reader, now: datetime, *, after: Mapping[Priority, Post | None], limit: int
) -> dict[Priority, list[Post]]:
    """What may go out now of these priorities, of each from the one behind its own."""
    return {priority: await due(tx, priority, now, after=post, limit=limit) for priority, post in after.items()}


async def next_due(tx: Reader) -> datetime | None:
    """When the next letter that waits may go out."""
    row = await tx.one("SELECT MIN(not_before) AS at FROM outbox WHERE state = 'waiting'")
    return from_micros(row["at"]) if row and row["at"] is not None else None


async def stopped(tx: Reader, mailings: Iterable[str]) -> set[str]:
    """Which of them are held or cancelled."""
    found = set()
    for mailing in mailings:
        row = await tx.one(
            "SELECT 1 AS found FROM outbox WHERE mailing = :mailing AND state IN ('held', 'cancelled') LIMIT 1",
            mailing=mailing,
        )
        if row:
            found.add(mailing)
    return found


async def take_up(tx: Writer, post_id: int) -> Post | None:
    """Mark a letter as being sent, just before it is; None if somebody else did, or it waits no more."""
    row = await tx.one(
        "UPDATE outbox SET state = 'sending', attempts = attempts + 1 WHERE id = :id AND state = 'waiting'"  # noqa: S608
        f" RETURNING {_COLUMNS}",
        id=post_id,
    )
    return _post(row) if row else None


async def postpone(tx: Writer, post_id: int, at: datetime) -> None:
    """Its reader rests until then."""
    await tx.run(
        "UPDATE outbox SET not_before = :at, error = NULL WHERE id = :id AND state = 'waiting'",
        id=post_id,
        at=to_micros(at),
    )


async def forget(tx: Writer, post_id: int) -> None:
    """What it said is not kept, only that there was a letter."""
    await tx.run("UPDATE outbox SET data = '{}' WHERE id = :id", id=post_id)


async def arrived(tx: Writer, post_id: int, message_id: int, message_ids: Sequence[int] = ()) -> None:
    """Telegram has it, as one message or as those of an album."""
    await tx.run(
        "UPDATE outbox SET state = 'sent', otherwise = NULL, message_id = :message_id, message_ids = :message_ids,"
        " error = NULL WHERE id = :id",
        id=post_id,
        message_id=message_id,
        message_ids=json.dumps(list(message_ids)) if message_ids else None,
    )


async def later(tx: Writer, post_id: int, at: datetime, error: str) -> None:
    """It could not be sent now: it waits until `at`."""
    await tx.run(
        f"UPDATE outbox SET {_WAITS_AGAIN}, not_before = :at, error = :error"  # noqa: S608 - a constant
        " WHERE id = :id AND state = 'sending'",
        id=post_id,
        at=to_micros(at),
        error=error,
    )


async def outside_topic(tx: Writer, post_id: int, error: str) -> None:
    """Its topic is closed or gone: it waits again, for the group as a whole."""
    await tx.run(
        f"UPDATE outbox SET {_WAITS_AGAIN}, thread_id = NULL, error = :error"  # noqa: S608 - a constant
        " WHERE id = :id AND state = 'sending'",
        id=post_id,
        error=error,
    )


async def given_up(tx: Writer, post_id: int, failure: Failure) -> None:
    """It is not sent any more."""
    await tx.run(
        "UPDATE outbox SET state = 'failed', otherwise = NULL, error = :error"
        " WHERE id = :id AND state IN ('waiting', 'sending')",
        id=post_id,
        error=failure.value,
    )


async def lost(tx: Writer, chat_id: int, failure: Failure, now: datetime) -> None:
    """Nothing arrives in the chat: what is due is not even tried. What is due later may find it open again."""
    await tx.run(
        "UPDATE outbox SET state = 'failed', error = :error"
        " WHERE chat_id = :chat_id AND state = 'waiting' AND not_before <= :now",
        chat_id=chat_id,
        error=failure.value,
        now=to_micros(now),
    )


async def unrenderable(tx: Writer, post_id: int, at: datetime, error: str) -> None:
    """Its screen could not be made: counted as an attempt, it waits until `at`."""
    await tx.run(
        "UPDATE outbox SET attempts = attempts + 1, not_before = :at, error = :error"
        " WHERE id = :id AND state = 'waiting'",
        id=post_id,
        at=to_micros(at),
        error=error,
    )


async def recover(tx: Writer, once: Iterable[str]) -> None:
    """After a crash: what was being sent may have arrived. It is sent again, but for the kinds of `once`."""
    for kind in once:
        await tx.run(
            "UPDATE outbox SET state = 'failed', otherwise = NULL, error = :error"
            " WHERE state = 'sending' AND kind = :kind",
            kind=kind,
            error=Failure.UNCERTAIN.value,
        )
    await tx.run(f"UPDATE outbox SET {_WAITS_AGAIN} WHERE state = 'sending'")  # noqa: S608 - a constant


def _post(row: Row) -> Post:
    return Post(
        id=row["id"],
        chat_id=row["chat_id"],
        thread_id=row["thread_id"],
        kind=row["kind"],
        data=json.loads(row["data"]),
        priority=row["priority"],
        not_before=row["not_before"],
        attempts=row["attempts"],
        mailing=row["mailing"],
        any_hour=bool(row["any_hour"]),
        silent=bool(row["silent"]),
    )
