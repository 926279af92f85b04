"""Rows of what is kept: practices, decisions and questions, in their authors' words and on their authors' terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.storage.port import Reader, Row, Writer

Kind = Literal["practice", "decision", "question"]
Terms = Literal["free", "ask", "stays"]
"""Whether other groups may use it: freely, once they have asked its author, or not at all: it stays in the group."""


@dataclass(frozen=True, slots=True)
class Point:
    """What somebody wanted kept. `voice` is Telegram's id of a spoken version; `message_id` is where it was said.

    `author_id` is None for what is the group's own, or of somebody who is forgotten; `at` is microseconds (UTC).
    """

    id: int
    network_id: int
    group_id: int
    thread_id: int | None
    kind: Kind
    text: str
    voice: str | None
    author_id: int | None
    author_name: str
    terms: Terms
    message_id: int | None
    at: int


@dataclass(frozen=True, slots=True)
class Shared:
    """A point that other groups may use, and the name of the group that it comes from."""

    point: Point
    group: str


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody asks an author. `answer` is None while they have not said yes or no."""

    kept_id: int
    person_id: int
    answer: bool | None


def _point(row: Row) -> Point:
    return Point(
        id=row["id"],
        network_id=row["network_id"],
        group_id=row["group_id"],
        thread_id=row["thread_id"],
        kind=row["kind"],
        text=row["text"],
        voice=row["voice"],
        author_id=row["author_id"],
        author_name=row["author_name"],
        terms=row["terms"],
        message_id=row["message_id"],
        at=row["at"],
    )


async def add(tx: Writer, new: Point) -> Point:
    """Note a new point; its id is given by the database."""
    row = await tx.one(
        "INSERT INTO kept (network_id, group_id, thread_id, kind, text, voice, author_id, author_name, terms,"
        " message_id, at) VALUES (:network_id, :group_id, NULLIF(:thread_id, 0), :kind, :text, :voice,"
        " NULLIF(:author_id, 0), :author_name, :terms, NULLIF(:message_id, 0), :at) RETURNING *",
        network_id=new.network_id,
        group_id=new.group_id,
        thread_id=new.thread_id or 0,
        kind=new.kind,
        text=new.text,
        voice=new.voice,
        author_id=new.author_id or 0,
        author_name=new.author_name,
        terms=new.terms,
        message_id=new.message_id or 0,
        at=new.at,
    )
    if row is None:
        raise LookupError("a kept point was not inserted")
    return _point(row)


async def find(tx: Reader, kept_id: int) -> Point | None:
    row = await tx.one("SELECT * FROM kept WHERE id = :id", id=kept_id)
    return _point(row) if row else None


async def choose(tx: Writer, kept_id: int, kind: Kind, terms: Terms) -> None:
    """What it is, and on which terms others may use it."""
    await tx.run("UPDATE kept SET kind = :kind, terms = :terms WHERE id = :id", id=kept_id, kind=kind, terms=terms)


async def withdraw(tx: Writer, kept_id: int) -> None:
    """It is kept no longer, and nor is who asked for it."""
    await tx.run("DELETE FROM kept WHERE id = :id", id=kept_id)


async def newest_of(tx: Reader, author_id: int, group_id: int) -> Point | None:
    """What the person kept last in that group."""
    row = await tx.one(
        "SELECT * FROM kept WHERE author_id = :author_id AND group_id = :group_id ORDER BY id DESC LIMIT 1",
        author_id=author_id,
        group_id=group_id,
    )
    return _point(row) if row else None


async def of_thread(tx: Reader, thread_id: int, limit: int) -> list[Point]:
    """What was kept of a thread, in its order."""
    rows = await tx.all("SELECT * FROM kept WHERE thread_id = :id ORDER BY id LIMIT :limit", id=thread_id, limit=limit)
    return [_point(row) for row in rows]


async def count_of_thread(tx: Reader, thread_id: int) -> int:
    row = await tx.one("SELECT COUNT(*) AS many FROM kept WHERE thread_id = :id", id=thread_id)
    return row["many"] if row else 0


async def of_group(tx: Reader, group_id: int, *, begin: int, limit: int) -> list[Point]:
    """What was kept in a group, the newest first, from that one on."""
    rows = await tx.all(
        "SELECT * FROM kept WHERE group_id = :id ORDER BY id DESC LIMIT :limit OFFSET :begin",
        id=group_id,
        begin=begin,
        limit=limit,
    )
    return [_point(row) for row in rows]


async def of_author(tx: Reader, person_id: int, *, begin: int, limit: int) -> list[Shared]:
    """What the person has kept, everywhere, the newest first, from that one on."""
    rows = await tx.all(
        "SELECT k.*, g.title FROM kept k JOIN peer_group g ON g.id = k.group_id"
        " WHERE k.author_id = :id ORDER BY k.id DESC LIMIT :limit OFFSET :begin",
        id=person_id,
        begin=begin,
        limit=limit,
    )
    return [Shared(_point(row), row["title"]) for row in rows]


async def shared(tx: Reader, network_id: int, person_id: int, *, begin: int, limit: int) -> list[Shared]:
    """What other groups than the person's own let the network use, the newest first, from that one on."""
    rows = await tx.all(
        "SELECT k.*, g.title FROM kept k JOIN peer_group g ON g.id = k.group_id"
        " WHERE k.network_id = :network_id AND k.terms <> 'stays' AND NOT EXISTS"
        " (SELECT 1 FROM group_member m WHERE m.group_id = k.group_id AND m.person_id = :person_id)"
        " ORDER BY k.id DESC LIMIT :limit OFFSET :begin",
        network_id=network_id,
        person_id=person_id,
        begin=begin,
        limit=limit,
    )
    return [Shared(_point(row), row["title"]) for row in rows]


async def ask(tx: Writer, kept_id: int, person_id: int, now: int) -> bool:
    """Note that the person asks; False if they have before."""
    new = await tx.run(
        "INSERT INTO kept_request (kept_id, person_id, at) VALUES (:kept_id, :person_id, :now) ON CONFLICT DO NOTHING",
        kept_id=kept_id,
        person_id=person_id,
        now=now,
    )
    return new > 0


async def request(tx: Reader, kept_id: int, person_id: int) -> Request | None:
    row = await tx.one(
        "SELECT answer FROM kept_request WHERE kept_id = :kept_id AND person_id = :person_id",
        kept_id=kept_id,
        person_id=person_id,
    )
    return Request(kept_id, person_id, None if row["answer"] is None else bool(row["answer"])) if row else None


async def answer(tx: Writer, kept_id: int, person_id: int, *, yes: bool) -> None:
    await tx.run(
        "UPDATE kept_request SET answer = :yes WHERE kept_id = :kept_id AND person_id = :person_id",
        kept_id=kept_id,
        person_id=person_id,
        yes=int(yes),
    )
