"""Rows of rounds, the groups that take part in them, and the templates as they were when used."""

from __future__ import annotations

from dataclasses import dataclass

from bot.storage.port import Reader, Row, Writer


@dataclass(frozen=True, slots=True)
class Round:
    """One run of a template. `scope`: group, organization or network; `state`: proposed, open, closed.

    `opens_at` and `closes_at` are microseconds UTC; of a network's round, `closes_at` is its last group's.
    """

    id: int
    network_id: int
    template_id: str
    template_version: str
    scope: str
    organization_id: int | None
    state: str
    minimum: int
    opened_by: int | None
    opens_at: int
    closes_at: int


@dataclass(frozen=True, slots=True)
class Part:
    """A group's part in a round. `state`: proposed, accepted (waits for its opening), open, declined, closed.

    `secret` is in the link of the group's button into the private chat.
    """

    round_id: int
    group_id: int
    state: str
    opens_at: int
    closes_at: int
    secret: str


def from_row(row: Row) -> Round:
    """The round of a row that holds all columns of the table, perhaps among others."""
    return Round(
        id=row["id"],
        network_id=row["network_id"],
        template_id=row["template_id"],
        template_version=row["template_version"],
        scope=row["scope"],
        organization_id=row["organization_id"],
        state=row["state"],
        minimum=row["minimum"],
        opened_by=row["opened_by"],
        opens_at=row["opens_at"],
        closes_at=row["closes_at"],
    )


def _part(row: Row) -> Part:
    return Part(
        round_id=row["round_id"],
        group_id=row["group_id"],
        state=row["state"],
        opens_at=row["opens_at"],
        closes_at=row["closes_at"],
        secret=row["secret"],
    )


async def keep_template(tx: Writer, template_id: str, version: str, body: str) -> None:
    """Keep the wording that a round opens with (JSON), once."""
    await tx.run(
        "INSERT INTO template (id, version, body) VALUES (:id, :version, :body) ON CONFLICT DO NOTHING",
        id=template_id,
        version=version,
        body=body,
    )


async def template_body(tx: Reader, template_id: str, version: str) -> str | None:
    row = await tx.one(
        "SELECT body FROM template WHERE id = :id AND version = :version", id=template_id, version=version
    )
    return row["body"] if row else None


async def add(
    tx: Writer,
    *,
    network_id: int,
    template: tuple[str, str],
    scope: str,
    organization_id: int | None,
    state: str,
    minimum: int,
    opened_by: int | None,
    opens_at: int,
    closes_at: int,
    now: int,
) -> Round:
    row = await tx.one(
        "INSERT INTO round (network_id, template_id, template_version, scope, organization_id, state, minimum,"
        " opened_by, opens_at, closes_at, created_at) VALUES (:network_id, :template_id, :template_version, :scope,"
        " :organization_id, :state, :minimum, :opened_by, :opens_at, :closes_at, :now) RETURNING *",
        network_id=network_id,
        template_id=template[0],
        template_version=template[1],
        scope=scope,
        organization_id=organization_id,
        state=state,
        minimum=minimum,
        opened_by=opened_by,
        opens_at=opens_at,
        closes_at=closes_at,
        now=now,
    )
    if row is None:
        raise LookupError("a round was not inserted")
    return from_row(row)


async def find(tx: Reader, round_id: int) -> Round | None:
    row = await tx.one("SELECT * FROM round WHERE id = :id", id=round_id)
    return from_row(row) if row else None


async def change(tx: Writer, round_id: int, *, state: str, closes_at: int, closed_at: int | None) -> None:
    await tx.run(
        "UPDATE round SET state = :state, closes_at = :closes_at, closed_at = :closed_at WHERE id = :id",
        id=round_id,
        state=state,
        closes_at=closes_at,
        closed_at=closed_at,
    )


async def add_part(tx: Writer, part: Part) -> None:
    await tx.run(
        "INSERT INTO round_group (round_id, group_id, state, opens_at, closes_at, secret)"
        " VALUES (:round_id, :group_id, :state, :opens_at, :closes_at, :secret)",
        round_id=part.round_id,
        group_id=part.group_id,
        state=part.state,
        opens_at=part.opens_at,
        closes_at=part.closes_at,
        secret=part.secret,
    )


async def save_part(tx: Writer, part: Part) -> None:
    await tx.run(
        "UPDATE round_group SET state = :state, opens_at = :opens_at, closes_at = :closes_at"
        " WHERE round_id = :round_id AND group_id = :group_id",
        round_id=part.round_id,
        group_id=part.group_id,
        state=part.state,
        opens_at=part.opens_at,
        closes_at=part.closes_at,
    )


async def part(tx: Reader, round_id: int, group_id: int) -> Part | None:
    row = await tx.one(
        "SELECT * FROM round_group WHERE round_id = :round_id AND group_id = :group_id",
        round_id=round_id,
        group_id=group_id,
    )
    return _part(row) if row else None


async def part_by_secret(tx: Reader, secret: str) -> Part | None:
    row = await tx.one("SELECT * FROM round_group WHERE secret = :secret", secret=secret)
    return _part(row) if row else None


async def parts(tx: Reader, round_id: int) -> list[Part]:
    rows = await tx.all("SELECT * FROM round_group WHERE round_id = :id ORDER BY group_id", id=round_id)
    return [_part(row) for row in rows]


async def parts_of_group(tx: Reader, group_id: int, state: str) -> list[Part]:
    """The group's parts in that state, newest round first."""
    rows = await tx.all(
        "SELECT * FROM round_group WHERE group_id = :id AND state = :state ORDER BY round_id DESC",
        id=group_id,
        state=state,
    )
    return [_part(row) for row in rows]


# CROSS JOIN keeps SQLite, which has no statistics, from beginning with all rounds that are open.
_OF_THEIR_GROUPS = (
    "SELECT r.* FROM group_member m CROSS JOIN round_group p CROSS JOIN round r WHERE m.person_id = :person_id"
    " AND p.group_id = m.group_id AND p.state = 'open' AND r.id = p.round_id AND r.state = 'open'"
)


async def perhaps_open_to(tx: Reader, person_id: int) -> list[Round]:
    """The open rounds that the person may perhaps answer: those of their groups, and all of organizations.

    Who came by an organization round's link is known by a pseudonym alone, so those (at most one an organization) are
    all in it; those of other groups, of which there may be thousands, are not.
    """
    rows = await tx.all(
        f"{_OF_THEIR_GROUPS} UNION SELECT r.* FROM round r"  # noqa: S608 - our own words
        " WHERE r.scope = 'organization' AND r.state = 'open'",
        person_id=person_id,
    )
    return sorted(map(from_row, rows), key=lambda one: (one.closes_at, one.id))


async def counting(tx: Reader, person_id: int, left_group_id: int | None) -> list[Round]:
    """The open rounds in which a change of the person's groups or organization tells: their groups', their networks'.

    `left_group_id` is a group that they have just left, if any.
    """
    rows = await tx.all(
        f"{_OF_THEIR_GROUPS} UNION SELECT r.* FROM round_group p CROSS JOIN round r"  # noqa: S608 - our own words
        " WHERE p.group_id = :left_group_id AND p.state = 'open' AND r.id = p.round_id AND r.state = 'open'"
        " UNION SELECT r.* FROM round r WHERE r.scope = 'network' AND r.state = 'open'"
        " AND r.network_id IN (SELECT network_id FROM member WHERE person_id = :person_id)",
        person_id=person_id,
        left_group_id=left_group_id,
    )
    return sorted(map(from_row, rows), key=lambda one: one.id)


async def running_of_network(tx: Reader, network_id: int, template_id: str) -> Round | None:
    """The network's own round of that template that is proposed or open."""
    row = await tx.one(
        "SELECT * FROM round WHERE scope = 'network' AND state IN ('proposed', 'open') AND network_id = :network_id"
        " AND template_id = :template_id",
        network_id=network_id,
        template_id=template_id,
    )
    return from_row(row) if row else None


async def open_of_organization(tx: Reader, organization_id: int) -> Round | None:
    row = await tx.one(
        "SELECT * FROM round WHERE organization_id = :id AND scope = 'organization' AND state = 'open'",
        id=organization_id,
    )
    return from_row(row) if row else None


async def due_parts(tx: Reader, now: int) -> list[Part]:
    """Parts whose opening or closing has come, earliest first."""
    rows = await tx.all(
        "SELECT * FROM round_group WHERE (state = 'open' AND closes_at <= :now)"
        " OR (state = 'accepted' AND opens_at <= :now) ORDER BY closes_at, round_id, group_id",
        now=now,
    )
    return [_part(row) for row in rows]


async def due_rounds(tx: Reader, now: int) -> list[Round]:
    """Rounds that are not closed though their last day is over."""
    rows = await tx.all(
        "SELECT * FROM round WHERE state IN ('open', 'proposed') AND closes_at <= :now ORDER BY closes_at, id", now=now
    )
    return [from_row(row) for row in rows]


async def open_parts_ending(tx: Reader, after: int, before: int) -> list[Part]:
    """Open parts whose end lies between two instants (both included)."""
    rows = await tx.all(
        "SELECT * FROM round_group WHERE state = 'open' AND closes_at BETWEEN :after AND :before"
        " ORDER BY round_id, group_id",
        after=after,
        before=before,
    )
    return [_part(row) for row in rows]


async def open_organization_rounds_ending(tx: Reader, after: int, before: int) -> list[Round]:
    """Open rounds of organizations whose end lies between two instants (both included)."""
    rows = await tx.all(
        "SELECT * FROM round WHERE state = 'open' AND scope = 'organization'"
        " AND closes_at BETWEEN :after AND :before ORDER BY id",
        after=after,
        before=before,
    )
    return [from_row(row) for row in rows]


async def last_awake(tx: Reader) -> int | None:
    """When the bot was last awake (microseconds UTC); None before its first minute."""
    row = await tx.one("SELECT at FROM heartbeat WHERE id = 1")
    return row["at"] if row else None


async def awake(tx: Writer, now: int) -> None:
    await tx.run(
        "INSERT INTO heartbeat (id, at) VALUES (1, :now) ON CONFLICT (id) DO UPDATE SET at = excluded.at", now=now
    )


async def next_due(tx: Reader) -> int | None:
    """The next instant at which a round or a part opens or closes."""
    row = await tx.one(
        "SELECT MIN(at) AS at FROM (SELECT MIN(closes_at) AS at FROM round WHERE state IN ('open', 'proposed')"
        " UNION ALL SELECT MIN(closes_at) FROM round_group WHERE state = 'open'"
        " UNION ALL SELECT MIN(opens_at) FROM round_group WHERE state = 'accepted') AS due"
    )
    return row["at"] if row else None


async def begun(tx: Reader) -> dict[int, str]:
    """The state of each round in which there may be answers, by its number: it is open, or was not long ago."""
    rows = await tx.all(
        "SELECT id, state FROM round WHERE state = 'open'"
        " UNION ALL SELECT id, state FROM round WHERE closed_at > COALESCE(reduced_at, 0)"
    )
    return {row["id"]: row["state"] for row in rows}


async def goes_on(tx: Reader, round_id: int) -> bool:
    """Whether wheels of it may still come: it is open, or has just closed."""
    row = await tx.one(
        "SELECT 1 AS here FROM round r WHERE r.id = :id"
        " AND (r.state = 'open' OR EXISTS (SELECT 1 FROM closing c WHERE c.round_id = r.id))",
        id=round_id,
    )
    return row is not None
