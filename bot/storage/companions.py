"""Rows of companions: who accompanies which organization, until when, and what it shows to them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.storage.invites import digest
from bot.storage.port import Reader, Writer


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody who accompanies an organization; `until_at` in microseconds UTC."""

    organization_id: int
    person_id: int
    name: str
    until_at: int


async def of_organization(tx: Reader, organization_id: int, now: int) -> list[Companion]:
    """Those whose day has not come, by name."""
    rows = await tx.all(
        "SELECT organization_id, person_id, name, until_at FROM companion WHERE organization_id = :organization_id"
        " AND until_at > :now ORDER BY name, person_id",
        organization_id=organization_id,
        now=now,
    )
    return [Companion(**row) for row in rows]


async def of_person(tx: Reader, person_id: int, now: int) -> list[Companion]:
    """What the person accompanies now."""
    rows = await tx.all(
        "SELECT organization_id, person_id, name, until_at FROM companion WHERE person_id = :person_id"
        " AND until_at > :now ORDER BY organization_id",
        person_id=person_id,
        now=now,
    )
    return [Companion(**row) for row in rows]


async def put(tx: Writer, new: Companion, now: int) -> None:
    """Note a companion, or another day of one that there is."""
    await tx.run(
        "INSERT INTO companion (organization_id, person_id, name, until_at, since)"
        " VALUES (:organization_id, :person_id, :name, :until_at, :now)"
        " ON CONFLICT (organization_id, person_id) DO UPDATE SET name = excluded.name, until_at = excluded.until_at",
        organization_id=new.organization_id,
        person_id=new.person_id,
        name=new.name,
        until_at=new.until_at,
        now=now,
    )


async def end(tx: Writer, organization_id: int, person_id: int) -> None:
    await tx.run(
        "DELETE FROM companion WHERE organization_id = :organization_id AND person_id = :person_id",
        organization_id=organization_id,
        person_id=person_id,
    )


async def end_in(tx: Writer, network_id: int, person_id: int) -> None:
    """The person accompanies no organization of the network any more."""
    await tx.run(
        "DELETE FROM companion WHERE person_id = :person_id"
        " AND organization_id IN (SELECT id FROM organization WHERE network_id = :network_id)",
        network_id=network_id,
        person_id=person_id,
    )


async def add_link(tx: Writer, secret: str, organization_id: int, until_at: int, expires_at: int) -> None:
    await tx.run(
        "INSERT INTO companion_link (digest, organization_id, until_at, expires_at)"
        " VALUES (:digest, :organization_id, :until_at, :expires_at)",
        digest=digest(secret),
        organization_id=organization_id,
        until_at=until_at,
        expires_at=expires_at,
    )


async def use_link(tx: Writer, secret: str, now: int) -> tuple[int, int] | None:
    """The organization of a link that is still good, and until when; from now on it is used up."""
    row = await tx.one(
        "SELECT organization_id, until_at FROM companion_link WHERE digest = :digest AND expires_at > :now",
        digest=digest(secret),
        now=now,
    )
    if row is None:
        return None
    await tx.run("DELETE FROM companion_link WHERE digest = :digest", digest=digest(secret))
    return row["organization_id"], row["until_at"]


async def shares(tx: Reader, organization_id: int) -> bool:
    """Whether its people show their wheels and plan to companions."""
    row = await tx.one("SELECT 1 AS yes FROM companion_share WHERE organization_id = :id", id=organization_id)
    return row is not None


async def share(tx: Writer, organization_id: int, now: int, *, on: bool) -> None:
    await tx.run("DELETE FROM companion_share WHERE organization_id = :id", id=organization_id)
    if on:
        statement = "INSERT INTO companion_share (organization_id, since) VALUES (:id, :now)"
        await tx.run(statement, id=organization_id, now=now)


async def shown_to(tx: Reader, person_id: int, now: int) -> list[int]:
    """The organizations whose wheels and plan the person sees as a companion."""
    rows = await tx.all(
        "SELECT c.organization_id FROM companion c JOIN companion_share s ON s.organization_id = c.organization_id"
        " WHERE c.person_id = :person_id AND c.until_at > :now ORDER BY c.organization_id",
        person_id=person_id,
        now=now,
    )
    return [row["organization_id"] for row in rows]


_THEIR_GROUPS = (
    "(SELECT o.group_id FROM companion c JOIN group_organization o ON o.organization_id = c.organization_id"
    " JOIN group_member m ON m.group_id = o.group_id AND m.person_id = c.person_id"
    " WHERE c.person_id = :person_id AND c.until_at > :now)"
)
_COUNTING = (
    "SELECT r.id FROM companion c JOIN round r ON r.organization_id = c.organization_id"  # noqa: S608 - our own words
    " WHERE c.person_id = :person_id AND c.until_at > :now"
    f" UNION SELECT round_id FROM round_group WHERE group_id IN {_THEIR_GROUPS}"
    f" UNION SELECT round_id FROM workshop WHERE group_id IN {_THEIR_GROUPS}"
)
"""Rounds that would count the person with an organization that they accompany: its own, and those of its groups."""


async def in_round(tx: Reader, round_id: int, person_id: int, now: int) -> bool:
    """Whether the round would count the person with an organization that they accompany."""
    row = await tx.one(
        f"SELECT 1 AS yes FROM round WHERE id = :round_id AND id IN ({_COUNTING})",  # noqa: S608 - our own words
        round_id=round_id,
        person_id=person_id,
        now=now,
    )
    return row is not None


async def open_rounds(tx: Reader, person_id: int, now: int) -> list[int]:
    """Those of them that are open."""
    rows = await tx.all(
        f"SELECT id FROM round WHERE state = 'open' AND id IN ({_COUNTING}) ORDER BY id",  # noqa: S608 - our own words
        person_id=person_id,
        now=now,
    )
    return [row["id"] for row in rows]
