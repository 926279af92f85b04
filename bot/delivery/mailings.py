"""Letters that belong together: held, released, cancelled and counted as one.

What is on its way when a mailing is held or cancelled arrives, if Telegram takes it at once; nothing of it is tried
again after that.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from bot.delivery.failures import Failure
from bot.storage.port import Reader, Row, Writer


@dataclass(frozen=True, slots=True)
class Tally:
    """How many letters of a mailing have arrived, and what became of the others. What is on its way still waits."""

    sent: int
    waiting: int
    held: int
    cancelled: int
    failed: dict[Failure, int]

    @property
    def all(self) -> int:
        """How many letters there are."""
        return self.sent + self.waiting + self.held + self.cancelled + sum(self.failed.values())


@dataclass(frozen=True, slots=True)
class Arrived:
    """Where a letter of a mailing stands: one message, or those of an album."""

    chat_id: int
    message_ids: tuple[int, ...]


async def hold(tx: Writer, mailing: str) -> None:
    """Let nothing more of it go out until `release`."""
    await tx.run("UPDATE outbox SET state = 'held' WHERE mailing = :mailing AND state = 'waiting'", mailing=mailing)
    await tx.run(
        "UPDATE outbox SET otherwise = 'held' WHERE mailing = :mailing AND state = 'sending' AND otherwise IS NULL",
        mailing=mailing,
    )


async def release(tx: Writer, mailing: str) -> None:
    """Let it go on where it was held."""
    await tx.run("UPDATE outbox SET state = 'waiting' WHERE mailing = :mailing AND state = 'held'", mailing=mailing)
    await tx.run(
        "UPDATE outbox SET otherwise = NULL WHERE mailing = :mailing AND state = 'sending' AND otherwise = 'held'",
        mailing=mailing,
    )


async def cancel(tx: Writer, mailing: str) -> int:
    """Let nothing more of it go out; returns how many letters waited or were held."""
    await tx.run(
        "UPDATE outbox SET otherwise = 'cancelled' WHERE mailing = :mailing AND state = 'sending'", mailing=mailing
    )
    return await tx.run(
        "UPDATE outbox SET state = 'cancelled' WHERE mailing = :mailing AND state IN ('waiting', 'held')",
        mailing=mailing,
    )


async def counts(tx: Reader, mailing: str) -> Tally:
    """What became of its letters so far."""
    rows = await tx.all(
        "SELECT state, CASE WHEN state = 'failed' THEN error END AS reason, COUNT(*) AS many FROM outbox"
        " WHERE mailing = :mailing GROUP BY state, CASE WHEN state = 'failed' THEN error END",
        mailing=mailing,
    )
    by_state = dict.fromkeys(("sent", "waiting", "sending", "held", "cancelled"), 0)
    by_state |= {row["state"]: row["many"] for row in rows if row["reason"] is None}
    return Tally(
        sent=by_state["sent"],
        waiting=by_state["waiting"] + by_state["sending"],
        held=by_state["held"],
        cancelled=by_state["cancelled"],
        failed={Failure(row["reason"]): row["many"] for row in rows if row["reason"] is not None},
    )


async def arrived(tx: Reader, mailing: str, after: int | None, limit: int) -> list[Arrived]:
    """Where it has arrived, in the order of the chats' ids, from the one behind the chat `after`."""
    rows = await tx.all(
        "SELECT chat_id, message_id, message_ids FROM outbox WHERE mailing = :mailing AND state = 'sent'"
        " AND chat_id > :after ORDER BY chat_id LIMIT :limit",
        mailing=mailing,
        after=-(2**63) if after is None else after,
        limit=limit,
    )
    return [Arrived(row["chat_id"], _messages(row)) for row in rows]


def _messages(row: Row) -> tuple[int, ...]:
    return tuple(json.loads(row["message_ids"])) if row["message_ids"] else (row["message_id"],)
