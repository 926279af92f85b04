"""The table `outbox` as the one who delivers sees it: what is due, and what became of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.clock import from_micros, to_micros
from bot.storage.port import Reader, Row, Writer

_COLUMNS = "id, key, chat_id, thread_id, kind, data, priority, attempts"


@dataclass(frozen=True, slots=True)
class Post:
    """A letter on its way; `attempts` counts how often it was taken up, this time included."""

    id: int
    key: str
    chat_id: int
    thread_id: int | None
    kind: str
    data: Mapping[str, Any]
    priority: int
    attempts: int

    @property
    def group(self) -> bool:
        """Whether it goes to a group: Telegram gives groups negative ids, and persons positive ones."""
        return self.chat_id < 0


async def due(tx: Reader, now: datetime, *, after: Post | None, limit: int) -> list[Post]:
    """What may go out now, in order of priority and age, from the one behind `after`."""
    rows = await tx.all(
        f"SELECT {_COLUMNS} FROM outbox WHERE state = 'waiting' AND not_before <= :now"  # noqa: S608 - a constant
        " AND (priority > :priority OR (priority = :priority AND id > :id)) ORDER BY priority, id LIMIT :limit",
        now=to_micros(now),
        priority=after.priority if after else -1,
        id=after.id if after else -1,
        limit=limit,
    )
    return [_post(row) for row in rows]


async def next_due(tx: Reader) -> datetime | None:
    """When the next letter that waits may go out."""
    row = await tx.one("SELECT MIN(not_before) AS at FROM outbox WHERE state = 'waiting'")
    return from_micros(row["at"]) if row and row["at"] is not None else None


async def take_up(tx: Writer, post_id: int) -> Post | None:
    """Mark a letter as being sent, just before it is; None if somebody else did, or it waits no more."""
    row = await tx.one(
        "UPDATE outbox SET state = 'sending', attempts = attempts + 1 WHERE id = :id AND state = 'waiting'"  # noqa: S608
        f" RETURNING {_COLUMNS}",
        id=post_id,
    )
    return _post(row) if row else None


async def arrived(tx: Writer, post_id: int, message_id: int) -> None:
    """Telegram has it."""
    await tx.run(
        "UPDATE outbox SET state = 'sent', message_id = :message_id, error = NULL WHERE id = :id",
        id=post_id,
        message_id=message_id,
    )


async def later(tx: Writer, post_id: int, at: datetime, error: str) -> None:
    """Not now: it waits until `at`."""
    await tx.run(
        "UPDATE outbox SET state = 'waiting', not_before = :at, error = :error WHERE id = :id",
        id=post_id,
        at=to_micros(at),
        error=error,
    )


async def outside_topic(tx: Writer, post_id: int, error: str) -> None:
    """Its topic is closed or gone: it waits again, for the group as a whole."""
    await tx.run(
        "UPDATE outbox SET state = 'waiting', thread_id = NULL, error = :error WHERE id = :id", id=post_id, error=error
    )


async def given_up(tx: Writer, post_id: int, error: str) -> None:
    """It is not sent any more."""
    await tx.run("UPDATE outbox SET state = 'failed', error = :error WHERE id = :id", id=post_id, error=error)


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
            "UPDATE outbox SET state = 'failed', error = 'uncertain' WHERE state = 'sending' AND kind = :kind",
            kind=kind,
        )
    await tx.run("UPDATE outbox SET state = 'waiting' WHERE state = 'sending'")


async def move(tx: Writer, old: int, new: int) -> None:
    """A group got a new id: what has not arrived follows."""
    await tx.run(
        "UPDATE outbox SET chat_id = :new WHERE chat_id = :old AND state IN ('waiting', 'sending')", old=old, new=new
    )


def _post(row: Row) -> Post:
    return Post(
        id=row["id"],
        key=row["key"],
        chat_id=row["chat_id"],
        thread_id=row["thread_id"],
        kind=row["kind"],
        data=json.loads(row["data"]),
        priority=row["priority"],
        attempts=row["attempts"],
    )
