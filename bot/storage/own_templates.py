"""Rows of templates that groups and organizations have made their own."""

from __future__ import annotations

from dataclasses import dataclass

from bot.storage.actions import Whose
from bot.storage.port import Reader, Row, Writer

PREFIX = "own-"


@dataclass(frozen=True, slots=True)
class Own:
    """A template of somebody's own. `source` is the id of the shipped one that it was copied from.

    `base` is JSON: as it was copied, and once it is in use as it is used. `draft` is JSON as well: as it is being
    changed, or None. `version` counts how often it was put to use, `revision` how often somebody has changed it. What
    is `away` is offered no more.
    """

    id: int
    whose: Whose
    source: str
    base: str
    draft: str | None
    version: int
    revision: int
    away: bool

    @property
    def template_id(self) -> str:
        """As rounds know it."""
        return f"{PREFIX}{self.id}"


def _own(row: Row) -> Own:
    return Own(
        id=row["id"],
        whose=Whose(row["group_id"], row["organization_id"]),
        source=row["source"],
        base=row["base"],
        draft=row["draft"],
        version=row["version"],
        revision=row["revision"],
        away=bool(row["away"]),
    )


async def add(tx: Writer, whose: Whose, source: str, base: str, now: int) -> Own:
    """Note a copy that is being changed."""
    row = await tx.one(
        "INSERT INTO own_template (group_id, organization_id, source, base, draft, created_at)"
        " VALUES (NULLIF(:group_id, 0), NULLIF(:organization_id, 0), :source, :base, :base, :now) RETURNING *",
        group_id=whose.group_id or 0,
        organization_id=whose.organization_id or 0,
        source=source,
        base=base,
        now=now,
    )
    if row is None:
        raise LookupError("a template was not inserted")
    return _own(row)


async def find(tx: Reader, own_id: int) -> Own | None:
    row = await tx.one("SELECT * FROM own_template WHERE id = :id", id=own_id)
    return _own(row) if row else None


async def named(tx: Reader, template_id: str) -> Own | None:
    """By the id that rounds know."""
    number = template_id.removeprefix(PREFIX)
    if number == template_id or not (number.isascii() and number.isdecimal() and len(number) < 19):
        return None
    return await find(tx, int(number))


async def of(tx: Reader, whose: Whose) -> list[Own]:
    """Those of the group or organization that are not away, the oldest first."""
    column = "group_id" if whose.organization_id is None else "organization_id"
    rows = await tx.all(
        f"SELECT * FROM own_template WHERE {column} = :id AND away = 0 ORDER BY id",  # noqa: S608 - our words
        id=whose.organization_id or whose.group_id or 0,
    )
    return [_own(row) for row in rows]


async def save(tx: Writer, one: Own) -> None:
    """Write back what may change of it."""
    await tx.run(
        "UPDATE own_template SET base = :base, draft = :draft, version = :version, revision = :revision, away = :away"
        " WHERE id = :id",
        id=one.id,
        base=one.base,
        draft=one.draft,
        version=one.version,
        revision=one.revision,
        away=int(one.away),
    )


async def root(tx: Reader, template_id: str) -> str:
    """What it was copied from, at the beginning; itself, of one that is nobody's own."""
    one = await named(tx, template_id)
    return one.source if one else template_id
