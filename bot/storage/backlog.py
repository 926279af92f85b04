"""How much waits and how much is under way, for who watches the bot. Every question is answered by an index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.clock import to_micros
from bot.storage.port import Reader


@dataclass(frozen=True, slots=True)
class Backlog:
    """Letters of the outbox that have not arrived, by state; how long the one that is due longest has been due, in
    seconds; rounds by state; updates that are not handled yet."""

    letters: dict[str, int]
    overdue: float
    rounds: dict[str, int]
    updates: int


async def look(tx: Reader, now: datetime) -> Backlog:
    """What there is at the moment."""
    micros = to_micros(now)
    oldest = await tx.one(
        "SELECT MIN(not_before) AS at FROM outbox WHERE state = 'waiting' AND not_before <= :now", now=micros
    )
    due_at = oldest["at"] if oldest else None
    waiting = await tx.one("SELECT COUNT(*) AS many FROM intake WHERE state = 'waiting'")
    return Backlog(
        letters=await _by_state(tx, "outbox", ("waiting", "sending", "failed")),
        overdue=0.0 if due_at is None else (micros - due_at) / 1e6,
        rounds=await _by_state(tx, "round", ("proposed", "open")),
        updates=waiting["many"] if waiting else 0,
    )


async def _by_state(tx: Reader, table: str, states: tuple[str, ...]) -> dict[str, int]:
    """Only these states: those of what is over hold all that ever was."""
    listed = ", ".join(f"'{state}'" for state in states)
    sql = f"SELECT state, COUNT(*) AS many FROM {table} WHERE state IN ({listed}) GROUP BY state"  # noqa: S608 - constants
    return dict.fromkeys(states, 0) | {row["state"]: row["many"] for row in await tx.all(sql)}
