"""Whole plans, for what is taken out of the chat: all actions of one, open and ended, and who helps with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.storage.actions import Action, Whose, action_of
from bot.storage.groups import Named
from bot.storage.port import Reader, Row


@dataclass(frozen=True, slots=True)
class Found:
    """Actions by date, and by the id of each who helps with it, where anybody does."""

    actions: Sequence[Action]
    helpers: Mapping[int, Sequence[Named]]


async def of_plan(tx: Reader, whose: Whose) -> Found:
    """Those of a group's or an organization's plan, by date."""
    column = "group_id" if whose.organization_id is None else "organization_id"
    given = {"id": whose.organization_id or whose.group_id or 0}
    rows = await tx.all(f"SELECT * FROM action WHERE {column} = :id ORDER BY due, id", **given)  # noqa: S608 - our words
    helping = await tx.all(
        "SELECT h.action_id, h.person_id, h.name FROM action a JOIN action_helper h ON h.action_id = a.id"  # noqa: S608
        f" WHERE a.{column} = :id ORDER BY h.name, h.person_id",
        **given,
    )
    return Found([action_of(row) for row in rows], _by_action(helping))


async def of_person(tx: Reader, person_id: int) -> Found:
    """Those that the person owns or helps with, everywhere, by date."""
    own = await tx.all("SELECT * FROM action WHERE owner_id = :id", id=person_id)
    helped = await tx.all(
        "SELECT a.* FROM action_helper h JOIN action a ON a.id = h.action_id WHERE h.person_id = :id", id=person_id
    )
    helping = await tx.all(
        "SELECT h.action_id, h.person_id, h.name FROM action a JOIN action_helper h ON h.action_id = a.id"
        " WHERE a.owner_id = :id UNION SELECT o.action_id, o.person_id, o.name FROM action_helper h"
        " JOIN action_helper o ON o.action_id = h.action_id WHERE h.person_id = :id ORDER BY name, person_id",
        id=person_id,
    )
    found = {row["id"]: action_of(row) for row in [*own, *helped]}
    return Found(sorted(found.values(), key=lambda one: (one.due, one.id)), _by_action(helping))


def _by_action(rows: Iterable[Row]) -> dict[int, list[Named]]:
    found: dict[int, list[Named]] = {}
    for row in rows:
        found.setdefault(row["action_id"], []).append(Named(row["person_id"], row["name"]))
    return found
