"""Rows of closings: what is closed to answers, and whose figures are still to be made or told."""

from __future__ import annotations

from dataclasses import dataclass

from bot.storage.port import Reader, Row, Writer


@dataclass(frozen=True, slots=True)
class Closing:
    """A group's part of a round that has closed; with no group, all of the round that is wider than a group.

    `by_hand`: a facilitator said so. `told_to` is the last figure that was told, None until they are made.
    """

    id: int
    round_id: int
    group_id: int | None
    by_hand: bool
    told_to: int | None


def _closing(row: Row) -> Closing:
    return Closing(row["id"], row["round_id"], row["group_id"], bool(row["by_hand"]), row["told_to"])


async def add(tx: Writer, round_id: int, group_id: int | None, *, by_hand: bool) -> None:
    await tx.run(
        "INSERT INTO closing (round_id, group_id, by_hand) VALUES (:round_id, NULLIF(:group_id, 0), :by_hand)",
        round_id=round_id,
        group_id=group_id or 0,
        by_hand=int(by_hand),
    )


async def after(tx: Reader, closing_id: int) -> Closing | None:
    """The next that waits, in the order in which they closed."""
    row = await tx.one("SELECT * FROM closing WHERE id > :id ORDER BY id LIMIT 1", id=closing_id)
    return _closing(row) if row else None


async def find(tx: Reader, closing_id: int) -> Closing | None:
    """How far it has come; None once all is told."""
    row = await tx.one("SELECT * FROM closing WHERE id = :id", id=closing_id)
    return _closing(row) if row else None


async def is_closing(tx: Reader, round_id: int, group_id: int) -> bool:
    """Whether the group's wheel of the round, or a wider one, is still to be made or told."""
    row = await tx.one(
        "SELECT 1 AS here FROM closing WHERE round_id = :round_id AND (group_id = :group_id OR group_id IS NULL)",
        round_id=round_id,
        group_id=group_id,
    )
    return row is not None


async def told(tx: Writer, closing_id: int, figure_id: int) -> None:
    """All figures up to this one are made, and told."""
    await tx.run("UPDATE closing SET told_to = :figure_id WHERE id = :id", id=closing_id, figure_id=figure_id)


async def end(tx: Writer, closing_id: int) -> None:
    await tx.run("DELETE FROM closing WHERE id = :id", id=closing_id)
