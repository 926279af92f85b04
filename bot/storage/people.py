"""Rows of persons: a Telegram account each."""

from __future__ import annotations

from dataclasses import dataclass

from bot.storage.groups import Named
from bot.storage.port import Reader, Row, Writer

_NAME = (
    "COALESCE(p.name, (SELECT MIN(f.name) FROM facilitator f WHERE f.person_id = p.id),"
    " (SELECT MIN(c.name) FROM coordinator c WHERE c.person_id = p.id))"
)


@dataclass(frozen=True, slots=True)
class Person:
    """A Telegram account: its languages, its zone, and whether it can be written to.

    `language` was chosen, `group_language` is that of the group it joined first, `hint` what Telegram says.
    `left_announcements`: wants none. `name` is as Telegram shows it, None until it was heard.
    """

    id: int
    language: str | None
    hint: str | None
    zone: str | None
    writable: bool
    group_language: str | None = None
    left_announcements: bool = False
    name: str | None = None


def _person(row: Row) -> Person:
    writable = row["private_since"] is not None and row["blocked_at"] is None
    left = row["announcements_off_at"] is not None
    return Person(
        row["id"], row["language"], row["hint"], row["zone"], writable, row["group_language"], left, row["name"]
    )


async def find(tx: Reader, person_id: int) -> Person | None:
    row = await tx.one(
        "SELECT p.*, (SELECT g.language FROM group_member m JOIN peer_group g ON g.id = m.group_id"
        " WHERE m.person_id = p.id AND g.language IS NOT NULL ORDER BY m.since, g.id LIMIT 1) AS group_language"
        " FROM person p WHERE p.id = :id",
        id=person_id,
    )
    return _person(row) if row else None


async def of_network(tx: Reader, network_id: int) -> list[int]:
    """The network's members, and those of its groups."""
    rows = await tx.all(
        "SELECT person_id FROM member WHERE network_id = :id UNION SELECT m.person_id FROM peer_group g"
        " CROSS JOIN group_member m WHERE g.network_id = :id AND m.group_id = g.id",
        id=network_id,
    )
    return [row["person_id"] for row in rows]


async def everybody(tx: Reader) -> list[int]:
    """All whom the bot knows, by their numbers."""
    return [row["id"] for row in await tx.all("SELECT id FROM person ORDER BY id")]


async def add(tx: Writer, person_id: int, hint: str | None, now: int) -> None:
    """Note a person once; later calls refresh only Telegram's hint of the language."""
    await tx.run(
        "INSERT INTO person (id, hint, met_at) VALUES (:id, :hint, :now)"
        " ON CONFLICT (id) DO UPDATE SET hint = excluded.hint",
        id=person_id,
        hint=hint,
        now=now,
    )


async def rename(tx: Writer, person_id: int, name: str) -> None:
    """Note the person's name as Telegram shows it now."""
    await tx.run("UPDATE person SET name = :name WHERE id = :id", id=person_id, name=name)


async def name_of(tx: Reader, person_id: int) -> str:
    """The person's name, else one under which they hold a role; empty if none is known."""
    row = await tx.one(f"SELECT {_NAME} AS name FROM person p WHERE p.id = :id", id=person_id)  # noqa: S608 - our words
    return row["name"] or "" if row else ""


async def named_in_group(tx: Reader, group_id: int) -> list[Named]:
    """The group's members and facilitators of whom a name is known."""
    rows = await tx.all(
        f"SELECT p.id, {_NAME} AS name FROM (SELECT person_id FROM group_member WHERE group_id = :id"  # noqa: S608 - our words
        " UNION SELECT person_id FROM facilitator WHERE group_id = :id) inside"
        " JOIN person p ON p.id = inside.person_id",
        id=group_id,
    )
    return [Named(row["id"], row["name"]) for row in rows if row["name"]]


async def named_in_organization(tx: Reader, organization_id: int) -> list[Named]:
    """The organization's confirmed members of whom a name is known."""
    rows = await tx.all(
        f"SELECT p.id, {_NAME} AS name FROM member m JOIN person p ON p.id = m.person_id"  # noqa: S608 - our words
        " WHERE m.organization_id = :id AND m.confirmed_at IS NOT NULL",
        id=organization_id,
    )
    return [Named(row["id"], row["name"]) for row in rows if row["name"]]


async def opened_private(tx: Writer, person_id: int, now: int) -> None:
    """The person wrote privately: from now on the bot may write first, and is not blocked."""
    await tx.run(
        "UPDATE person SET private_since = COALESCE(private_since, :now), blocked_at = NULL WHERE id = :id",
        id=person_id,
        now=now,
    )


async def blocked(tx: Writer, person_id: int, now: int) -> None:
    await tx.run("UPDATE person SET blocked_at = :now WHERE id = :id", id=person_id, now=now)


async def unblocked(tx: Writer, person_id: int) -> None:
    """The person no longer blocks the bot; who never wrote privately still cannot be written to."""
    await tx.run("UPDATE person SET blocked_at = NULL WHERE id = :id", id=person_id)


async def choose_language(tx: Writer, person_id: int, language: str) -> None:
    await tx.run("UPDATE person SET language = :language WHERE id = :id", id=person_id, language=language)


async def leave_announcements(tx: Writer, person_id: int, now: int) -> None:
    """Note that the person wants no announcements; the first time counts."""
    await tx.run(
        "UPDATE person SET announcements_off_at = COALESCE(announcements_off_at, :now) WHERE id = :id",
        id=person_id,
        now=now,
    )


async def have_announcements(tx: Writer, person_id: int) -> None:
    """The person wants announcements again."""
    await tx.run("UPDATE person SET announcements_off_at = NULL WHERE id = :id", id=person_id)
