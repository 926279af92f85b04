"""Rows of charters: of networks and of groups, in versions and languages, and who has accepted which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.storage.port import Reader, Row, Writer

State = Literal["draft", "in_force", "past"]


@dataclass(frozen=True, slots=True)
class Circle:
    """Whose charter it is: exactly one of them is given."""

    network_id: int | None = None
    group_id: int | None = None


@dataclass(frozen=True, slots=True)
class Charter:
    """A version of a charter; 0 is the starter. `language` is the original's, None while nothing is written.

    Of a circle one version at the most is a draft, and one in force. `revision` grows with each change of a draft.
    `told_to` is the last member who was told of it (0: nobody yet); None: there is nobody (more) to be told.
    """

    id: int
    circle: Circle
    version: int
    state: State
    language: str | None
    revision: int
    in_force_at: int | None
    told_to: int | None


@dataclass(frozen=True, slots=True)
class Words:
    """A charter in one language: HTML, perhaps spoken too, or only; and what is new in this version (plain text).

    `writer` is None where it was taken over as it stood, and once they are forgotten.
    """

    text: str
    voice: str | None = None
    changed: str | None = None
    writer: int | None = None


def _charter(row: Row) -> Charter:
    return Charter(
        id=row["id"],
        circle=Circle(row["network_id"], row["group_id"]),
        version=row["version"],
        state=row["state"],
        language=row["language"],
        revision=row["revision"],
        in_force_at=row["in_force_at"],
        told_to=row["told_to"],
    )


def _words(row: Row) -> Words:
    return Words(row["text"], row["voice"], row["changed"], row["written_by"])


async def find(tx: Reader, charter_id: int) -> Charter | None:
    row = await tx.one("SELECT * FROM charter WHERE id = :id", id=charter_id)
    return _charter(row) if row else None


async def in_state(tx: Reader, circle: Circle, state: State) -> Charter | None:
    """The newest of the circle in that state."""
    column, whose = _whose(circle)
    row = await tx.one(
        f"SELECT * FROM charter WHERE {column} = :whose AND state = :state ORDER BY version DESC LIMIT 1",  # noqa: S608 - our words
        whose=whose,
        state=state,
    )
    return _charter(row) if row else None


async def newest_version(tx: Reader, circle: Circle) -> int:
    """The highest number of a version; 0 where there is none."""
    column, whose = _whose(circle)
    row = await tx.one(f"SELECT MAX(version) AS newest FROM charter WHERE {column} = :whose", whose=whose)  # noqa: S608 - our words
    return (row["newest"] or 0) if row else 0


async def add(tx: Writer, circle: Circle, version: int, *, state: State, language: str | None, now: int) -> Charter:
    """Note a version without words; the same number of the same circle is taken as the same."""
    await tx.run(
        "INSERT INTO charter (network_id, group_id, version, state, language, created_at, in_force_at)"
        " VALUES (NULLIF(:network_id, 0), NULLIF(:group_id, 0), :version, :state, NULLIF(:language, ''), :now,"
        " NULLIF(:in_force_at, 0)) ON CONFLICT DO NOTHING",
        network_id=circle.network_id or 0,
        group_id=circle.group_id or 0,
        version=version,
        state=state,
        language=language or "",
        now=now,
        in_force_at=now if state == "in_force" else 0,
    )
    column, whose = _whose(circle)
    row = await tx.one(
        f"SELECT * FROM charter WHERE {column} = :whose AND version = :version",  # noqa: S608 - our words
        whose=whose,
        version=version,
    )
    if row is None:
        raise LookupError("a charter was neither inserted nor found")
    return _charter(row)


async def change(tx: Writer, charter_id: int, language: str | None) -> None:
    """A draft was changed; `language` is the original's from now on."""
    await tx.run(
        "UPDATE charter SET language = NULLIF(:language, ''), revision = revision + 1 WHERE id = :id",
        id=charter_id,
        language=language or "",
    )


async def discard(tx: Writer, charter_id: int) -> None:
    """Delete a draft."""
    await tx.run("DELETE FROM charter WHERE id = :id AND state = 'draft'", id=charter_id)


async def put_in_force(tx: Writer, new: Charter, now: int) -> None:
    """The draft is the charter from now on, and its members are to be told; the former one is past."""
    column, whose = _whose(new.circle)
    await tx.run(
        f"UPDATE charter SET state = 'past', told_to = NULL WHERE {column} = :whose AND state = 'in_force'",  # noqa: S608 - our words
        whose=whose,
    )
    await tx.run(
        "UPDATE charter SET state = 'in_force', in_force_at = :now, told_to = 0 WHERE id = :id", id=new.id, now=now
    )


async def words(tx: Reader, charter_id: int) -> dict[str, Words]:
    """What it says, by language, in the order of these."""
    rows = await tx.all("SELECT * FROM charter_text WHERE charter_id = :id ORDER BY language", id=charter_id)
    return {row["language"]: _words(row) for row in rows}


async def write(tx: Writer, charter_id: int, language: str, new: Words) -> None:
    """What it says in that language from now on."""
    await tx.run(
        "INSERT INTO charter_text (charter_id, language, text, voice, changed, written_by)"
        " VALUES (:charter_id, :language, :text, NULLIF(:voice, ''), NULLIF(:changed, ''), NULLIF(:writer, 0))"
        " ON CONFLICT (charter_id, language) DO UPDATE SET text = excluded.text, voice = excluded.voice,"
        " changed = excluded.changed, written_by = excluded.written_by",
        charter_id=charter_id,
        language=language,
        text=new.text,
        voice=new.voice or "",
        changed=new.changed or "",
        writer=new.writer or 0,
    )


async def unwrite(tx: Writer, charter_id: int, language: str) -> None:
    """It says nothing in that language any more."""
    await tx.run(
        "DELETE FROM charter_text WHERE charter_id = :id AND language = :language", id=charter_id, language=language
    )


async def accept(tx: Writer, charter_id: int, person_id: int, now: int) -> None:
    """Note that the person accepts it; once is enough."""
    await tx.run(
        "INSERT INTO charter_accepted (charter_id, person_id, at) VALUES (:charter_id, :person_id, :now)"
        " ON CONFLICT DO NOTHING",
        charter_id=charter_id,
        person_id=person_id,
        now=now,
    )


async def accepted(tx: Reader, charter_id: int, person_id: int) -> bool:
    row = await tx.one(
        "SELECT 1 AS yes FROM charter_accepted WHERE charter_id = :charter_id AND person_id = :person_id",
        charter_id=charter_id,
        person_id=person_id,
    )
    return row is not None


async def accepted_before(tx: Reader, circle: Circle, person_id: int) -> bool:
    """Whether the person has accepted any version."""
    column, whose = _whose(circle)
    row = await tx.one(
        "SELECT 1 AS yes FROM charter c JOIN charter_accepted a ON a.charter_id = c.id"  # noqa: S608 - our words
        f" WHERE c.{column} = :whose AND a.person_id = :person_id LIMIT 1",
        whose=whose,
        person_id=person_id,
    )
    return row is not None


async def telling(tx: Reader, now: int) -> list[Charter]:
    """Those of which members are still to be told."""
    rows = await tx.all(
        "SELECT * FROM charter WHERE told_to IS NOT NULL AND in_force_at <= :now ORDER BY told_to, id", now=now
    )
    return [_charter(row) for row in rows]


async def next_due(tx: Reader) -> int | None:
    """Since when members are to be told of one."""
    row = await tx.one("SELECT MIN(in_force_at) AS at FROM charter WHERE told_to IS NOT NULL")
    return row["at"] if row else None


async def note_told(tx: Writer, charter_id: int, told_to: int | None) -> None:
    await tx.run("UPDATE charter SET told_to = NULLIF(:told_to, 0) WHERE id = :id", id=charter_id, told_to=told_to or 0)


async def to_tell(tx: Reader, network_id: int, after: int, limit: int) -> list[int]:
    """The next members, by id, who can be written to."""
    rows = await tx.all(
        "SELECT p.id FROM member m JOIN person p ON p.id = m.person_id WHERE m.network_id = :network_id"
        " AND m.person_id > :after AND p.private_since IS NOT NULL AND p.blocked_at IS NULL"
        " ORDER BY m.person_id LIMIT :limit",
        network_id=network_id,
        after=after,
        limit=limit,
    )
    return [row["id"] for row in rows]


def _whose(circle: Circle) -> tuple[str, int]:
    """The column that names the circle, and its id."""
    if circle.network_id is not None:
        return "network_id", circle.network_id
    return "group_id", circle.group_id or 0


async def take_back(tx: Writer, network_id: int, person_id: int) -> None:
    """The person has accepted no charter of the network, nor of its groups, any more."""
    await tx.run(
        "DELETE FROM charter_accepted WHERE person_id = :person_id AND charter_id IN (SELECT id FROM charter"
        " WHERE network_id = :network_id OR group_id IN (SELECT id FROM peer_group WHERE network_id = :network_id))",
        network_id=network_id,
        person_id=person_id,
    )
