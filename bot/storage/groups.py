"""Rows of peer groups: one Telegram group chat each, its organizations, members, facilitators and administrators."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.storage.port import Reader, Row, Writer


@dataclass(frozen=True, slots=True)
class Group:
    """A peer group. `state`: new (just joined), waiting (for a coordinator's yes), active, left.

    `whose`: organization, several or network. `zone` is an IANA name. `set_up` is whether "All right" was tapped.
    `rest_days` are days on which nothing comes by itself: bit 0 is Monday, bit 6 is Sunday. `cadence` is the JSON of
    how its actions are brought to mind, None for the usual way; `digest`, how often it hears of them, is weekly,
    monthly or off. `size` is how many people are in the chat, where Telegram has said so; `minimum` is how many answers
    a theme of its own rounds needs, None for its network's.
    """

    id: int
    network_id: int | None
    chat_id: int
    title: str
    is_forum: bool
    state: str
    whose: str
    language: str | None
    country: str | None
    zone: str
    added_by: int | None
    set_up: bool
    administrators_read_at: int | None
    rest_days: int = 0
    cadence: str | None = None
    digest: str = "monthly"
    size: int | None = None
    minimum: int | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A person with the name that colleagues see in a summary."""

    person_id: int
    name: str


def _group(row: Row) -> Group:
    return Group(
        id=row["id"],
        network_id=row["network_id"],
        chat_id=row["chat_id"],
        title=row["title"],
        is_forum=bool(row["is_forum"]),
        state=row["state"],
        whose=row["whose"],
        language=row["language"],
        country=row["country"],
        zone=row["zone"],
        added_by=row["added_by"],
        set_up=row["set_up_at"] is not None,
        administrators_read_at=row["administrators_read_at"],
        rest_days=row["rest_days"],
        cadence=row["cadence"],
        digest=row["digest"],
        size=row["size"],
        minimum=row["minimum"],
    )


async def find(tx: Reader, group_id: int) -> Group | None:
    row = await tx.one("SELECT * FROM peer_group WHERE id = :id", id=group_id)
    return _group(row) if row else None


async def by_chat(tx: Reader, chat_id: int) -> Group | None:
    row = await tx.one("SELECT * FROM peer_group WHERE chat_id = :chat_id", chat_id=chat_id)
    return _group(row) if row else None


async def of_network(tx: Reader, network_id: int) -> list[Group]:
    """The network's active groups, by title."""
    rows = await tx.all(
        "SELECT * FROM peer_group WHERE network_id = :network_id AND state = 'active' ORDER BY title, id",
        network_id=network_id,
    )
    return [_group(row) for row in rows]


async def of_member(tx: Reader, person_id: int) -> list[Group]:
    """The active groups that the person is in, by title."""
    rows = await tx.all(
        "SELECT g.* FROM group_member m JOIN peer_group g ON g.id = m.group_id"
        " WHERE m.person_id = :person_id AND g.state = 'active' ORDER BY g.title, g.id",
        person_id=person_id,
    )
    return [_group(row) for row in rows]


async def facilitated_by(tx: Reader, person_id: int) -> list[Group]:
    """The active groups in which the person is a named facilitator."""
    rows = await tx.all(
        "SELECT g.* FROM facilitator f JOIN peer_group g ON g.id = f.group_id"
        " WHERE f.person_id = :person_id AND g.state = 'active' ORDER BY g.title, g.id",
        person_id=person_id,
    )
    return [_group(row) for row in rows]


async def held_by(tx: Reader, person_id: int) -> list[Group]:
    """The groups that the person is in or facilitates, by title; also those that wait, and those the bot is out of."""
    rows = await tx.all(
        "SELECT * FROM peer_group WHERE id IN (SELECT group_id FROM group_member WHERE person_id = :person_id"
        " UNION SELECT group_id FROM facilitator WHERE person_id = :person_id) ORDER BY title, id",
        person_id=person_id,
    )
    return [_group(row) for row in rows]


async def add(tx: Writer, chat_id: int, title: str, *, is_forum: bool, added_by: int | None, now: int) -> Group:
    """Note a chat that the bot has joined, or joined again after it had left."""
    row = await tx.one(
        "INSERT INTO peer_group (chat_id, title, is_forum, state, added_by, created_at)"
        " VALUES (:chat_id, :title, :is_forum, 'new', :added_by, :now)"
        " ON CONFLICT (chat_id) DO UPDATE SET title = excluded.title, is_forum = excluded.is_forum,"
        " state = CASE WHEN peer_group.state <> 'left' THEN peer_group.state"
        " WHEN peer_group.network_id IS NULL THEN 'new' ELSE 'active' END RETURNING *",
        chat_id=chat_id,
        title=title,
        is_forum=int(is_forum),
        added_by=added_by,
        now=now,
    )
    if row is None:
        raise LookupError(f"the group of chat {chat_id} was neither inserted nor found")
    return _group(row)


async def save(tx: Writer, group: Group) -> None:
    """Write back what people may change: state, network, whose, language, country, zone, rest days, title."""
    await tx.run(
        "UPDATE peer_group SET network_id = :network_id, title = :title, is_forum = :is_forum, state = :state,"
        " whose = :whose, language = :language, country = :country, zone = :zone,"
        " rest_days = :rest_days WHERE id = :id",
        id=group.id,
        network_id=group.network_id,
        title=group.title,
        is_forum=int(group.is_forum),
        state=group.state,
        whose=group.whose,
        language=group.language,
        country=group.country,
        zone=group.zone,
        rest_days=group.rest_days,
    )


async def set_cadence(tx: Writer, group_id: int, cadence: str) -> None:
    await tx.run("UPDATE peer_group SET cadence = :cadence WHERE id = :id", id=group_id, cadence=cadence)


async def set_minimum(tx: Writer, group_id: int, minimum: int) -> None:
    await tx.run("UPDATE peer_group SET minimum = :minimum WHERE id = :id", id=group_id, minimum=minimum)


async def note_size(tx: Writer, group_id: int, size: int) -> None:
    await tx.run("UPDATE peer_group SET size = :size WHERE id = :id", id=group_id, size=size)


async def mark_set_up(tx: Writer, group: Group, now: int) -> Group:
    await tx.run("UPDATE peer_group SET set_up_at = COALESCE(set_up_at, :now) WHERE id = :id", id=group.id, now=now)
    return replace(group, set_up=True)


async def unmark_set_up(tx: Writer, group_id: int) -> None:
    """What was set up counts no longer: nobody has said yes to it."""
    await tx.run("UPDATE peer_group SET set_up_at = NULL WHERE id = :id", id=group_id)


async def forget_administrators(tx: Writer, chat_id: int) -> None:
    """The administrators of that chat have changed: those that are known are too old."""
    await tx.run("UPDATE peer_group SET administrators_read_at = NULL WHERE chat_id = :chat_id", chat_id=chat_id)


async def join(tx: Writer, group_id: int, person_id: int, now: int) -> None:
    await tx.run(
        "INSERT INTO group_member (group_id, person_id, since) VALUES (:group_id, :person_id, :now)"
        " ON CONFLICT DO NOTHING",
        group_id=group_id,
        person_id=person_id,
        now=now,
    )


async def leave(tx: Writer, group_id: int, person_id: int) -> None:
    """The person left the group: no longer its member, facilitator or administrator."""
    for table in ("group_member", "facilitator", "administrator"):
        await tx.run(
            f"DELETE FROM {table} WHERE group_id = :group_id AND person_id = :person_id",  # noqa: S608 - our words
            group_id=group_id,
            person_id=person_id,
        )


async def empty(tx: Writer, group_id: int) -> None:
    """Nobody is known to be in the group, to facilitate or to administer it."""
    for table in ("group_member", "facilitator", "administrator"):
        await tx.run(f"DELETE FROM {table} WHERE group_id = :group_id", group_id=group_id)  # noqa: S608 - our words
    await tx.run("UPDATE peer_group SET administrators_read_at = NULL WHERE id = :id", id=group_id)


async def is_member(tx: Reader, group_id: int, person_id: int) -> bool:
    row = await tx.one(
        "SELECT 1 AS yes FROM group_member WHERE group_id = :group_id AND person_id = :person_id",
        group_id=group_id,
        person_id=person_id,
    )
    return row is not None


async def members(tx: Reader, group_id: int) -> list[int]:
    """The ids of the members whom the bot has met."""
    rows = await tx.all("SELECT person_id FROM group_member WHERE group_id = :id ORDER BY person_id", id=group_id)
    return [row["person_id"] for row in rows]


async def holders(tx: Reader, group_id: int) -> list[int]:
    """The ids of its facilitators, then of its other members, those who came last first."""
    rows = await tx.all(
        "SELECT person_id, MAX(named) AS named, MAX(since) AS since FROM"
        " (SELECT person_id, 1 AS named, since FROM facilitator WHERE group_id = :id"
        " UNION ALL SELECT person_id, 0, since FROM group_member WHERE group_id = :id) x"
        " GROUP BY person_id ORDER BY named DESC, since DESC, person_id",
        id=group_id,
    )
    return [row["person_id"] for row in rows]


async def facilitators(tx: Reader, group_id: int) -> list[Named]:
    rows = await tx.all(
        "SELECT person_id, name FROM facilitator WHERE group_id = :id ORDER BY since, person_id", id=group_id
    )
    return [Named(row["person_id"], row["name"]) for row in rows]


async def name_facilitator(tx: Writer, group_id: int, named: Named, now: int) -> None:
    await tx.run(
        "INSERT INTO facilitator (group_id, person_id, name, since) VALUES (:group_id, :person_id, :name, :now)"
        " ON CONFLICT (group_id, person_id) DO UPDATE SET name = excluded.name",
        group_id=group_id,
        person_id=named.person_id,
        name=named.name,
        now=now,
    )


async def drop_facilitator(tx: Writer, group_id: int, person_id: int) -> None:
    await tx.run(
        "DELETE FROM facilitator WHERE group_id = :group_id AND person_id = :person_id",
        group_id=group_id,
        person_id=person_id,
    )


async def administrators(tx: Reader, group_id: int) -> list[Named]:
    rows = await tx.all(
        "SELECT person_id, name FROM administrator WHERE group_id = :id ORDER BY person_id", id=group_id
    )
    return [Named(row["person_id"], row["name"]) for row in rows]


async def replace_administrators(tx: Writer, group_id: int, named: list[Named], now: int) -> None:
    await tx.run("DELETE FROM administrator WHERE group_id = :id", id=group_id)
    for one in named:
        await tx.run(
            "INSERT INTO administrator (group_id, person_id, name) VALUES (:group_id, :person_id, :name)",
            group_id=group_id,
            person_id=one.person_id,
            name=one.name,
        )
    await tx.run("UPDATE peer_group SET administrators_read_at = :now WHERE id = :id", id=group_id, now=now)


async def organizations(tx: Reader, group_id: int) -> list[int]:
    rows = await tx.all(
        "SELECT organization_id FROM group_organization WHERE group_id = :id ORDER BY organization_id", id=group_id
    )
    return [row["organization_id"] for row in rows]


async def replace_organizations(tx: Writer, group_id: int, organization_ids: list[int]) -> None:
    await tx.run("DELETE FROM group_organization WHERE group_id = :id", id=group_id)
    for organization_id in organization_ids:
        await tx.run(
            "INSERT INTO group_organization (group_id, organization_id) VALUES (:group_id, :organization_id)",
            group_id=group_id,
            organization_id=organization_id,
        )
