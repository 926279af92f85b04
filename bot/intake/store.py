"""The tables `intake` and `polling`: what came, how far it was handled, and where to go on asking."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from bot.clock import from_micros, to_micros
from bot.intake.parsing import Written
from bot.storage.port import Reader, Row, Value, Writer

_AS_JSON = json.JSONEncoder(separators=(",", ":")).encode
KEPT_FOR = timedelta(hours=48)
"""How long the id of an update stays after it was handled, and the payload of a parked one."""

LATELY = timedelta(days=1)
"""Of what came so lately the numbers tell the order: two machines' clocks may differ by more than two taps do."""

QUIET = timedelta(days=6)
"""After a quiet week Telegram numbers updates anew, from a random number: an old offset would then hide them."""


@dataclass(frozen=True, slots=True)
class Received:
    """An update as it came: `raw` is the JSON object of Telegram, `attempts` counts failures so far.

    `since` is when this process got it (monotonic seconds); None for one that another process stored.
    """

    update_id: int
    lane: str
    raw: Mapping[str, Any]
    attempts: int = 0
    since: float | None = None


async def remember(
    tx: Writer, batch: Sequence[Received], next_offset: int | None, now: datetime, *, term: int = 0
) -> list[int]:
    """Store a batch and the offset that confirms it; returns the ids that were not known yet, in order.

    `term` is that of the leader that queues them at once; 0 leaves them to whoever claims them. What Telegram posts
    has no offset: None leaves the bookmark of polling where it is.
    """
    micros = to_micros(now)
    new = await _insert(tx, batch, micros, term) if batch else set()
    if next_offset is not None:
        await _set_bookmark(tx, next_offset, micros)
    return [one.update_id for one in batch if one.update_id in new]


async def _set_bookmark(tx: Writer, next_offset: int, micros: int) -> None:
    await tx.run(
        "INSERT INTO polling (id, next_offset, seen_at) VALUES (1, :next_offset, :now)"
        " ON CONFLICT (id) DO UPDATE SET next_offset = excluded.next_offset, seen_at = excluded.seen_at",
        next_offset=next_offset,
        now=micros,
    )


@dataclass(frozen=True, slots=True)
class Bookmark:
    """Where to go on asking Telegram, and when an update last came."""

    next_offset: int
    seen_at: datetime

    def offset(self, now: datetime) -> int | None:
        """The offset to ask with; None after six quiet days."""
        return None if now - self.seen_at >= QUIET else self.next_offset


async def bookmark(tx: Reader) -> Bookmark | None:
    """The bookmark, or None at a fresh start."""
    row = await tx.one("SELECT next_offset, seen_at FROM polling WHERE id = 1")
    return Bookmark(row["next_offset"], from_micros(row["seen_at"])) if row else None


async def done(tx: Writer, update_id: int) -> bool:
    """Mark an update as handled, and keep neither what it said nor whose it was; False if it was so already."""
    changed = await tx.run(
        "UPDATE intake SET state = 'done', payload = NULL, lane = '-' WHERE update_id = :update_id AND state <> 'done'",
        update_id=update_id,
    )
    return changed > 0


async def all_done(tx: Writer, update_ids: Sequence[int]) -> None:
    """Mark many updates as handled; those that are marked already, or parked, stay as they are."""
    if not update_ids:
        return
    sql, names = _all_done_sql(len(update_ids))
    await tx.run(sql, **dict(zip(names, update_ids, strict=True)))


async def failed(tx: Writer, update_id: int) -> int:
    """Count one more failure; returns how many there are now."""
    row = await tx.one(
        "UPDATE intake SET attempts = attempts + 1 WHERE update_id = :update_id RETURNING attempts",
        update_id=update_id,
    )
    return int(row["attempts"]) if row else 0


async def park(tx: Writer, update_id: int) -> None:
    """Set an update aside, its payload kept, so that it holds nothing up."""
    await tx.run(
        "UPDATE intake SET state = 'parked' WHERE update_id = :update_id AND state = 'waiting'", update_id=update_id
    )


async def claim(tx: Writer, term: int, now: datetime, limit: int) -> list[Received]:
    """Take into that term what waits and is in none so late: at most `limit`, in the order in which it came.

    Whoever gets less than `limit` has left nothing behind.
    """
    lately = to_micros(now - LATELY)
    rows = await tx.all(
        "UPDATE intake SET term = :term WHERE update_id IN ("
        "SELECT update_id FROM intake WHERE state = 'waiting' AND term < :term"
        " ORDER BY CASE WHEN received_at < :lately THEN received_at ELSE :lately END, update_id LIMIT :limit)"
        " RETURNING update_id, lane, received_at, attempts, payload",
        term=term,
        lately=lately,
        limit=limit,
    )
    rows.sort(key=lambda row: (min(row["received_at"], lately), row["update_id"]))
    return [_received(row) for row in rows]


async def unclaimed(tx: Reader, term: int) -> bool:
    """Whether something waits that is in no term so late."""
    sql = "SELECT update_id FROM intake WHERE state = 'waiting' AND term < :term ORDER BY term LIMIT 1"
    return await tx.one(sql, term=term) is not None


async def forget_old(tx: Writer, now: datetime) -> int:
    """Delete what was handled or parked and is older than 48 hours; returns how many there were."""
    return await tx.run(
        "DELETE FROM intake WHERE received_at < :before AND state <> 'waiting'", before=to_micros(now - KEPT_FOR)
    )


def _received(row: Row) -> Received:
    return Received(row["update_id"], row["lane"], json.loads(row["payload"]), row["attempts"])


def _written(raw: Mapping[str, Any]) -> str:
    """Escaped to ASCII: a lone half of a surrogate pair, which JSON allows, cannot be stored otherwise."""
    came = raw.text if isinstance(raw, Written) else ""
    return came if came and came.isascii() else _AS_JSON(raw)


async def _insert(tx: Writer, batch: Sequence[Received], micros: int, term: int) -> set[int]:
    values: dict[str, Value] = {"now": micros, "term": term}
    for number, one in enumerate(batch):
        values[f"id{number}"] = one.update_id
        values[f"lane{number}"] = one.lane
        values[f"raw{number}"] = _written(one.raw)
    rows = await tx.all(_insert_sql(len(batch)), **values)
    return {row["update_id"] for row in rows}


@lru_cache(maxsize=128)
def _insert_sql(many: int) -> str:
    """One statement for the whole batch: a statement an update costs more than the update."""
    rows = ", ".join(f"(:id{number}, :lane{number}, :now, :raw{number}, :term)" for number in range(many))
    return (
        f"INSERT INTO intake (update_id, lane, received_at, payload, term) VALUES {rows}"  # noqa: S608 - numbers only
        " ON CONFLICT (update_id) DO NOTHING RETURNING update_id"
    )


@lru_cache(maxsize=512)
def _all_done_sql(many: int) -> tuple[str, tuple[str, ...]]:
    names = tuple(f"id{number}" for number in range(many))
    listed = ", ".join(f":{name}" for name in names)
    sql = (
        "UPDATE intake SET state = 'done', payload = NULL, lane = '-'"  # noqa: S608 - numbers only
        f" WHERE state = 'waiting' AND update_id IN ({listed})"
    )
    return sql, names
