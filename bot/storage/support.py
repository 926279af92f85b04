"""Rows of contacts: whom members turn to who need help or want to report something."""

from __future__ import annotations

from dataclasses import dataclass

from bot.storage.port import Reader, Row, Writer


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody, and how to reach them. `country` is ISO 3166 alpha-2; None: for everyone in the network.

    `facilitates`: of a group, so whoever was harmed there must have somebody else to turn to.
    """

    id: int
    network_id: int
    country: str | None
    text: str
    facilitates: bool


def _contact(row: Row) -> Contact:
    return Contact(row["id"], row["network_id"], row["country"], row["text"], bool(row["facilitates"]))


async def find(tx: Reader, contact_id: int) -> Contact | None:
    row = await tx.one("SELECT * FROM support_contact WHERE id = :id", id=contact_id)
    return _contact(row) if row else None


async def of_network(tx: Reader, network_id: int) -> list[Contact]:
    """The network's contacts, as they were noted."""
    rows = await tx.all("SELECT * FROM support_contact WHERE network_id = :id ORDER BY id", id=network_id)
    return [_contact(row) for row in rows]


async def add(tx: Writer, new: Contact, now: int) -> None:
    """Note a contact; its id is given by the database."""
    await tx.run(
        "INSERT INTO support_contact (network_id, country, text, facilitates, created_at)"
        " VALUES (:network_id, NULLIF(:country, ''), :text, :facilitates, :now)",
        network_id=new.network_id,
        country=new.country or "",
        text=new.text,
        facilitates=int(new.facilitates),
        now=now,
    )


async def remove(tx: Writer, contact_id: int) -> None:
    await tx.run("DELETE FROM support_contact WHERE id = :id", id=contact_id)


async def countries_of(tx: Reader, network_id: int, person_id: int) -> list[str]:
    """Where the person is, by their organization and their groups in the network."""
    rows = await tx.all(
        "SELECT o.country FROM member m JOIN organization o ON o.id = m.organization_id"
        " WHERE m.network_id = :network_id AND m.person_id = :person_id AND o.country IS NOT NULL"
        " UNION SELECT g.country FROM group_member i JOIN peer_group g ON g.id = i.group_id"
        " WHERE g.network_id = :network_id AND i.person_id = :person_id AND g.country IS NOT NULL ORDER BY country",
        network_id=network_id,
        person_id=person_id,
    )
    return [row["country"] for row in rows]


async def facilitators(tx: Reader, network_id: int) -> list[str]:
    """The names of all who facilitate a group of the network."""
    rows = await tx.all(
        "SELECT DISTINCT f.name FROM peer_group g JOIN facilitator f ON f.group_id = g.id"
        " WHERE g.network_id = :id ORDER BY f.name",
        id=network_id,
    )
    return [row["name"] for row in rows]
