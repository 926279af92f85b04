"""What the operator did with the whole database, beside the bot: kept until the bot has told it in each log."""

from __future__ import annotations

from dataclasses import dataclass

from bot.storage.port import Reader, Writer

NOTE = "INSERT INTO operator_act (kind, at) VALUES"
"""How a command notes what it did (`kind`: restored, moved), in microseconds UTC, without the bot."""


@dataclass(frozen=True, slots=True)
class OperatorAct:
    """What was done, and when (microseconds UTC)."""

    id: int
    kind: str
    at: int


async def waiting(tx: Reader) -> list[OperatorAct]:
    """What does not stand in the logs yet, the oldest first."""
    rows = await tx.all("SELECT id, kind, at FROM operator_act ORDER BY id")
    return [OperatorAct(row["id"], row["kind"], row["at"]) for row in rows]


async def told(tx: Writer, act_id: int) -> None:
    """It stands in the logs."""
    await tx.run("DELETE FROM operator_act WHERE id = :id", id=act_id)
