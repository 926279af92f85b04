"""Rows of discussion threads: a group's talk about a theme or a subject, in a forum topic or below one message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.storage.port import Reader, Row, Value, Writer

Kind = Literal["topic", "chain"]
State = Literal["opening", "open", "closed", "lost"]


@dataclass(frozen=True, slots=True)
class Thread:
    """A discussion. `figure_id` and `spoke` say which theme of which wheel it is about, None for a subject of its own.

    `state`: opening (its first message is on its way), open, closed, lost (its topic was deleted). `message_id` is the
    first message. `prompt` is JSON. `revision` counts what its facilitators have changed. Instants are microseconds
    (UTC).
    """

    id: int
    group_id: int
    title: str
    figure_id: int | None
    spoke: str | None
    kind: Kind
    topic_id: int | None
    message_id: int | None
    state: State
    pinned: bool
    opened_by: int | None
    created_at: int
    closed_at: int | None
    summary: str | None
    summary_voice: str | None
    prompt: str | None
    prompt_at: int | None
    revision: int = 0

    @property
    def open(self) -> bool:
        """People can talk in it, or will in a moment."""
        return self.state in ("opening", "open")


def _thread(row: Row) -> Thread:
    return Thread(
        id=row["id"],
        group_id=row["group_id"],
        title=row["title"],
        figure_id=row["figure_id"],
        spoke=row["spoke"],
        kind=row["kind"],
        topic_id=row["topic_id"],
        message_id=row["message_id"],
        state=row["state"],
        pinned=bool(row["pinned"]),
        opened_by=row["opened_by"],
        created_at=row["created_at"],
        closed_at=row["closed_at"],
        summary=row["summary"],
        summary_voice=row["summary_voice"],
        prompt=row["prompt"],
        prompt_at=row["prompt_at"],
        revision=row["revision"],
    )


def _values(thread: Thread) -> dict[str, Value]:
    return {
        "group_id": thread.group_id,
        "title": thread.title,
        "figure_id": thread.figure_id,
        "spoke": thread.spoke,
        "kind": thread.kind,
        "topic_id": thread.topic_id,
        "message_id": thread.message_id,
        "state": thread.state,
        "pinned": int(thread.pinned),
        "opened_by": thread.opened_by,
        "created_at": thread.created_at,
        "closed_at": thread.closed_at,
        "summary": thread.summary,
        "summary_voice": thread.summary_voice,
        "prompt": thread.prompt,
        "prompt_at": thread.prompt_at,
        "revision": thread.revision,
    }


async def add(tx: Writer, new: Thread) -> Thread:
    """Note a new thread; its id is given by the database."""
    values = _values(new)
    row = await tx.one(
        f"INSERT INTO thread ({', '.join(values)})"  # noqa: S608 - our words
        f" VALUES ({', '.join(f':{name}' for name in values)}) RETURNING *",
        **values,
    )
    if row is None:
        raise LookupError("a thread was not inserted")
    return _thread(row)


async def save(tx: Writer, changed: Thread) -> None:
    """Write all of it back."""
    values = _values(changed)
    listed = ", ".join(f"{name} = :{name}" for name in values)
    await tx.run(f"UPDATE thread SET {listed} WHERE id = :id", id=changed.id, **values)  # noqa: S608 - our words


async def find(tx: Reader, thread_id: int) -> Thread | None:
    row = await tx.one("SELECT * FROM thread WHERE id = :id", id=thread_id)
    return _thread(row) if row else None


async def open_of(tx: Reader, group_id: int) -> list[Thread]:
    """The group's threads in which people can talk, the newest first."""
    rows = await tx.all(
        "SELECT * FROM thread WHERE group_id = :id AND closed_at IS NULL AND state <> 'lost' ORDER BY id DESC",
        id=group_id,
    )
    return [_thread(row) for row in rows]


async def of_group(tx: Reader, group_id: int, *, begin: int, limit: int) -> list[Thread]:
    """The group's threads from that one on: those without an end first, the newest first."""
    rows = await tx.all(
        "SELECT * FROM thread WHERE group_id = :id"
        " ORDER BY CASE WHEN closed_at IS NULL THEN 0 ELSE 1 END, closed_at DESC, id DESC LIMIT :limit OFFSET :begin",
        id=group_id,
        begin=begin,
        limit=limit,
    )
    return [_thread(row) for row in rows]


async def of_topic(tx: Reader, group_id: int, topic_id: int) -> Thread | None:
    """The thread that has that forum topic."""
    row = await tx.one(
        "SELECT * FROM thread WHERE group_id = :group_id AND topic_id = :topic_id", group_id=group_id, topic_id=topic_id
    )
    return _thread(row) if row else None


async def of_opening(tx: Reader, group_id: int, message_id: int) -> Thread | None:
    """The thread that began with that message."""
    row = await tx.one(
        "SELECT * FROM thread WHERE group_id = :group_id AND message_id = :message_id ORDER BY id DESC LIMIT 1",
        group_id=group_id,
        message_id=message_id,
    )
    return _thread(row) if row else None


async def due(tx: Reader, now: int) -> list[Thread]:
    """Threads whose recurring question is to be asked."""
    rows = await tx.all("SELECT * FROM thread WHERE prompt_at <= :now ORDER BY prompt_at, id", now=now)
    return [_thread(row) for row in rows]


async def next_due(tx: Reader) -> int | None:
    row = await tx.one("SELECT MIN(prompt_at) AS at FROM thread WHERE prompt_at IS NOT NULL")
    return row["at"] if row else None
