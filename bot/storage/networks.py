"""Rows of networks, their organizations, members and coordinators."""

from __future__ import annotations

from dataclasses import dataclass

from bot.storage.port import Reader, Row, Writer


@dataclass(frozen=True, slots=True)
class Network:
    """A community of practice; `minimum` is how many answers a spoke needs before anyone sees its level."""

    id: int
    name: str
    minimum: int


@dataclass(frozen=True, slots=True)
class Organization:
    id: int
    network_id: int
    name: str
    country: str | None


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a network. `said_none`: has said to be of no organization. `confirmed`: the claim counts."""

    network_id: int
    person_id: int
    organization_id: int | None
    said_none: bool
    confirmed: bool


def _network(row: Row) -> Network:
    return Network(row["id"], row["name"], row["minimum"])


def _organization(row: Row) -> Organization:
    return Organization(row["id"], row["network_id"], row["name"], row["country"])


def _member(row: Row) -> Member:
    return Member(
        network_id=row["network_id"],
        person_id=row["person_id"],
        organization_id=row["organization_id"],
        said_none=bool(row["no_organization"]),
        confirmed=row["confirmed_at"] is not None,
    )


async def all_networks(tx: Reader) -> list[Network]:
    return [_network(row) for row in await tx.all("SELECT * FROM network ORDER BY id")]


async def find(tx: Reader, network_id: int) -> Network | None:
    row = await tx.one("SELECT * FROM network WHERE id = :id", id=network_id)
    return _network(row) if row else None


async def by_name(tx: Reader, name: str) -> Network | None:
    row = await tx.one("SELECT * FROM network WHERE name = :name", name=name)
    return _network(row) if row else None


async def add(tx: Writer, name: str, now: int) -> Network:
    await tx.run(
        "INSERT INTO network (name, created_at) VALUES (:name, :now) ON CONFLICT (name) DO NOTHING", name=name, now=now
    )
    network = await by_name(tx, name)
    if network is None:
        raise LookupError(f"the network {name!r} was neither inserted nor found")
    return network


async def organization(tx: Reader, organization_id: int) -> Organization | None:
    row = await tx.one("SELECT * FROM organization WHERE id = :id", id=organization_id)
    return _organization(row) if row else None


async def organizations(tx: Reader, network_id: int) -> list[Organization]:
    """The network's organizations, by name."""
    rows = await tx.all("SELECT * FROM organization WHERE network_id = :id ORDER BY name, id", id=network_id)
    return [_organization(row) for row in rows]


async def add_organization(tx: Writer, network_id: int, name: str, country: str | None, now: int) -> Organization:
    """Note an organization; one of the same name in the network is taken as the same."""
    await tx.run(
        "INSERT INTO organization (network_id, name, country, created_at) VALUES (:network_id, :name, :country, :now)"
        " ON CONFLICT (network_id, name) DO NOTHING",
        network_id=network_id,
        name=name,
        country=country,
        now=now,
    )
    row = await tx.one(
        "SELECT * FROM organization WHERE network_id = :network_id AND name = :name", network_id=network_id, name=name
    )
    if row is None:
        raise LookupError("an organization was neither inserted nor found")
    return _organization(row)


async def member(tx: Reader, network_id: int, person_id: int) -> Member | None:
    row = await tx.one(
        "SELECT * FROM member WHERE network_id = :network_id AND person_id = :person_id",
        network_id=network_id,
        person_id=person_id,
    )
    return _member(row) if row else None


async def memberships(tx: Reader, person_id: int) -> list[Member]:
    rows = await tx.all("SELECT * FROM member WHERE person_id = :id ORDER BY network_id", id=person_id)
    return [_member(row) for row in rows]


async def add_member(tx: Writer, network_id: int, person_id: int, now: int) -> None:
    await tx.run(
        "INSERT INTO member (network_id, person_id, since) VALUES (:network_id, :person_id, :now)"
        " ON CONFLICT DO NOTHING",
        network_id=network_id,
        person_id=person_id,
        now=now,
    )


async def claim(tx: Writer, network_id: int, person_id: int, organization_id: int | None) -> None:
    """Say which organization one belongs to, or none: a changed claim has to be confirmed anew."""
    await tx.run(
        "UPDATE member SET organization_id = :organization_id, no_organization = :said_none,"
        " confirmed_at = CASE WHEN organization_id = :organization_id THEN confirmed_at END"
        " WHERE network_id = :network_id AND person_id = :person_id",
        network_id=network_id,
        person_id=person_id,
        organization_id=organization_id,
        said_none=int(organization_id is None),
    )


async def confirm(tx: Writer, network_id: int, person_id: int, by: int | None, now: int) -> int:
    """Confirm the organization that a member claims; returns how many rows changed (0: was confirmed already).

    `by` is None when nobody in particular said yes: the member is in a group of that organization.
    """
    return await tx.run(
        "UPDATE member SET confirmed_at = :now, confirmed_by = :by WHERE network_id = :network_id"
        " AND person_id = :person_id AND organization_id IS NOT NULL AND confirmed_at IS NULL",
        network_id=network_id,
        person_id=person_id,
        by=by,
        now=now,
    )


async def forget_by_group(tx: Writer, network_id: int, person_id: int, organization_id: int) -> int:
    """Forget an organization that the member has only through a group: nobody in particular has confirmed it.

    Returns how many rows changed (0: it is theirs by more than that).
    """
    return await tx.run(
        "UPDATE member SET organization_id = NULL, confirmed_at = NULL WHERE network_id = :network_id"
        " AND person_id = :person_id AND organization_id = :organization_id"
        " AND confirmed_at IS NOT NULL AND confirmed_by IS NULL",
        network_id=network_id,
        person_id=person_id,
        organization_id=organization_id,
    )


async def unclaim(tx: Writer, network_id: int, person_id: int, organization_id: int) -> int:
    """Take an unconfirmed claim of that organization back; returns how many rows changed (0: there is none)."""
    return await tx.run(
        "UPDATE member SET organization_id = NULL WHERE network_id = :network_id AND person_id = :person_id"
        " AND organization_id = :organization_id AND confirmed_at IS NULL",
        network_id=network_id,
        person_id=person_id,
        organization_id=organization_id,
    )


async def forget_unused_organization(tx: Writer, organization_id: int) -> None:
    """Forget an organization that was typed for a group which was then declined, unless anything names it."""
    await tx.run(
        "DELETE FROM organization WHERE id = :id"
        " AND NOT EXISTS (SELECT 1 FROM group_organization g WHERE g.organization_id = organization.id)"
        " AND NOT EXISTS (SELECT 1 FROM member m WHERE m.organization_id = organization.id)"
        " AND NOT EXISTS (SELECT 1 FROM response r WHERE r.organization_id = organization.id)"
        " AND NOT EXISTS (SELECT 1 FROM action a WHERE a.organization_id = organization.id)"
        " AND NOT EXISTS (SELECT 1 FROM agenda_item i WHERE i.organization_id = organization.id)"
        " AND NOT EXISTS (SELECT 1 FROM round o WHERE o.organization_id = organization.id)",
        id=organization_id,
    )


async def confirmed_members(tx: Reader, organization_id: int) -> list[int]:
    rows = await tx.all(
        "SELECT person_id FROM member WHERE organization_id = :id AND confirmed_at IS NOT NULL ORDER BY person_id",
        id=organization_id,
    )
    return [row["person_id"] for row in rows]


async def beside_groups(tx: Reader, network_id: int) -> list[int]:
    """Members in none of the network's active groups, of no organization that was confirmed, and without a role."""
    rows = await tx.all(
        "SELECT m.person_id FROM member m WHERE m.network_id = :id AND m.confirmed_at IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM coordinator c WHERE c.network_id = :id AND c.person_id = m.person_id)"
        " AND NOT EXISTS (SELECT 1 FROM group_member i JOIN peer_group g ON g.id = i.group_id"
        " WHERE i.person_id = m.person_id AND g.network_id = :id AND g.state = 'active')"
        " AND NOT EXISTS (SELECT 1 FROM facilitator f JOIN peer_group g ON g.id = f.group_id"
        " WHERE f.person_id = m.person_id AND g.network_id = :id AND g.state = 'active') ORDER BY m.person_id",
        id=network_id,
    )
    return [row["person_id"] for row in rows]


async def coordinators(tx: Reader, network_id: int) -> list[int]:
    rows = await tx.all("SELECT person_id FROM coordinator WHERE network_id = :id ORDER BY since", id=network_id)
    return [row["person_id"] for row in rows]


async def coordinated_by(tx: Reader, person_id: int) -> list[Network]:
    rows = await tx.all(
        "SELECT n.* FROM coordinator c JOIN network n ON n.id = c.network_id WHERE c.person_id = :id ORDER BY n.id",
        id=person_id,
    )
    return [_network(row) for row in rows]


async def is_coordinator(tx: Reader, network_id: int | None, person_id: int | None) -> bool:
    row = await tx.one(
        "SELECT 1 AS yes FROM coordinator WHERE network_id = :network_id AND person_id = :person_id",
        network_id=network_id,
        person_id=person_id,
    )
    return row is not None


async def make_coordinator(tx: Writer, network_id: int, person_id: int, name: str, now: int) -> None:
    await tx.run(
        "INSERT INTO coordinator (network_id, person_id, name, since) VALUES (:network_id, :person_id, :name, :now)"
        " ON CONFLICT (network_id, person_id) DO UPDATE SET name = excluded.name",
        network_id=network_id,
        person_id=person_id,
        name=name,
        now=now,
    )


async def leave(tx: Writer, network_id: int, person_id: int) -> None:
    """The person is no member of the network, and coordinates it no more."""
    for table in ("member", "coordinator"):
        await tx.run(
            f"DELETE FROM {table} WHERE network_id = :network_id AND person_id = :person_id",  # noqa: S608 - our words
            network_id=network_id,
            person_id=person_id,
        )
