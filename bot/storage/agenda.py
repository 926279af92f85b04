"""Rows of agenda items: points that come back on their dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.storage.actions import Whose
from bot.storage.port import Reader, Row, Writer


@dataclass(frozen=True, slots=True)
class Item:
    """A point that comes back. `rule` is one of RFC 5545 for `starts`, a wall time in `zone`.

    `ahead_days` before each time it is told that it comes; 0: it is not. `ahead_at`, `next_at` and `last_at` are
    microseconds (UTC), None where there is no such time.
    """

    id: int
    whose: Whose
    title: str
    rule: str
    starts: datetime
    zone: str
    ahead_days: int
    ahead_at: int | None
    next_at: int | None
    last_at: int | None
    on: bool
    created_by: int | None
    created_at: int


def _item(row: Row) -> Item:
    return Item(
        id=row["id"],
        whose=Whose(row["group_id"], row["organization_id"]),
        title=row["title"],
        rule=row["rule"],
        starts=datetime.fromisoformat(row["starts"]),
        zone=row["zone"],
        ahead_days=row["ahead_days"],
        ahead_at=row["ahead_at"],
        next_at=row["next_at"],
        last_at=row["last_at"],
        on=row["state"] == "on",
        created_by=row["created_by"],
        created_at=row["created_at"],
    )


async def add(tx: Writer, new: Item) -> Item:
    """Note a new item; its id is given by the database."""
    row = await tx.one(
        "INSERT INTO agenda_item (group_id, organization_id, title, rule, starts, zone, ahead_days, ahead_at, next_at,"
        " created_by, created_at) VALUES (NULLIF(:group_id, 0), NULLIF(:organization_id, 0), :title, :rule, :starts,"
        " :zone, :ahead_days, NULLIF(:ahead_at, 0), NULLIF(:next_at, 0), NULLIF(:created_by, 0), :created_at)"
        " RETURNING *",
        group_id=new.whose.group_id or 0,
        organization_id=new.whose.organization_id or 0,
        title=new.title,
        rule=new.rule,
        starts=new.starts.isoformat(timespec="minutes"),
        zone=new.zone,
        ahead_days=new.ahead_days,
        ahead_at=new.ahead_at or 0,
        next_at=new.next_at or 0,
        created_by=new.created_by or 0,
        created_at=new.created_at,
    )
    if row is None:
        raise LookupError("an agenda item was not inserted")
    return _item(row)


async def find(tx: Reader, item_id: int) -> Item | None:
    row = await tx.one("SELECT * FROM agenda_item WHERE id = :id", id=item_id)
    return _item(row) if row else None


async def of_plan(tx: Reader, whose: Whose, *, ended: bool = False) -> list[Item]:
    """What comes back on a group's or an organization's agenda, the next first; with `ended`, what did so as well."""
    column = "group_id" if whose.organization_id is None else "organization_id"
    still = "" if ended else " AND state = 'on'"
    rows = await tx.all(
        f"SELECT * FROM agenda_item WHERE {column} = :id{still} ORDER BY next_at, id",  # noqa: S608 - our words
        id=whose.organization_id or whose.group_id or 0,
    )
    return [_item(row) for row in rows]


async def due(tx: Reader, now: int) -> list[Item]:
    """Items whose time has come, or the time to tell ahead of it."""
    ahead = await tx.all("SELECT * FROM agenda_item WHERE ahead_at <= :now ORDER BY ahead_at, id", now=now)
    come = await tx.all("SELECT * FROM agenda_item WHERE next_at <= :now ORDER BY next_at, id", now=now)
    return list({row["id"]: _item(row) for row in [*ahead, *come]}.values())


async def next_due(tx: Reader) -> int | None:
    ahead = await tx.one("SELECT MIN(ahead_at) AS at FROM agenda_item WHERE ahead_at IS NOT NULL")
    sheet = await tx.one("SELECT MIN(next_at) AS at FROM agenda_item WHERE next_at IS NOT NULL")
    return min((row["at"] for row in (ahead, sheet) if row and row["at"] is not None), default=None)


async def plan(tx: Writer, item_id: int, *, ahead_at: int | None, next_at: int | None, last_at: int | None) -> None:
    """When it comes, when that is told, and when it came last."""
    await tx.run(
        "UPDATE agenda_item SET ahead_at = NULLIF(:ahead_at, 0), next_at = NULLIF(:next_at, 0),"
        " last_at = NULLIF(:last_at, 0) WHERE id = :id",
        id=item_id,
        ahead_at=ahead_at or 0,
        next_at=next_at or 0,
        last_at=last_at or 0,
    )


async def move(tx: Writer, item_id: int, zone: str) -> None:
    """Its wall time is that of another zone from now on."""
    await tx.run("UPDATE agenda_item SET zone = :zone WHERE id = :id", id=item_id, zone=zone)


async def end(tx: Writer, item_id: int) -> None:
    """It does not come back."""
    await tx.run("UPDATE agenda_item SET state = 'off', ahead_at = NULL, next_at = NULL WHERE id = :id", id=item_id)
