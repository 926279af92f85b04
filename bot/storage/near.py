"""What rounds have told not long ago: of groups, organizations and the network, and theme by theme in workshops."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.storage.figures import HELD_BACK
from bot.storage.port import Reader, Row

_AGREEMENT = '%"agreement":"%'
"""Stands in the JSON of what tells how far people agree; a quotation mark in people's words is escaped there."""


@dataclass(frozen=True, slots=True)
class Near:
    """What was told of answers to a survey not long ago, and how many people were in each theme; None: not known.

    `together`: by a workshop; `stopped`: by one without a wheel, whose taps are forgotten. `template` is id and version
    of the wording, `minimum` the round's. `agreement`: it was told how far people agree. `opened` and `ended` are those
    of the group's part or else the round (microseconds UTC).
    """

    round_id: int
    scope: str
    subject_id: int
    template: tuple[str, str]
    minimum: int
    together: bool
    stopped: bool
    agreement: bool
    opened: int
    ended: int
    counted: Mapping[str, int | None]


async def told_since(tx: Reader, network_id: int, round_id: int, since: int) -> list[Near]:
    """What other rounds of the network have told that ended after an instant, or have not ended yet.

    And what of this one is held back: who is in what it shows is known by itself.
    """
    figures = [_near(row, _counted(row, round_id)) for row in await _figures(tx, network_id, round_id, since)]
    themes = await _themes(tx, network_id, round_id, since)
    counted: dict[int, dict[str, int | None]] = {}
    for row in themes:
        counted.setdefault(row["round_id"], {})[row["spoke"]] = json.loads(row["shown"]).get("counted")
    workshops = {row["round_id"]: row for row in themes}
    return [*figures, *(_near(row, counted[number]) for number, row in workshops.items())]


async def _figures(tx: Reader, network_id: int, round_id: int, since: int) -> Sequence[Row]:
    return await tx.all(
        "SELECT f.round_id, f.scope, f.subject_id, f.counted, r.template_id, r.template_version, r.minimum,"
        " CASE WHEN w.id IS NULL THEN 0 ELSE 1 END AS together, 0 AS stopped,"
        " CASE WHEN f.snapshot LIKE :agreement THEN 1 ELSE 0 END AS agreement,"
        " COALESCE(p.opens_at, r.opens_at) AS opened, COALESCE(p.closes_at, r.closes_at) AS ended,"
        " CASE WHEN f.counted IS NULL THEN f.snapshot END AS snapshot"
        " FROM figure f JOIN round r ON r.id = f.round_id LEFT JOIN workshop w ON w.round_id = r.id"
        " LEFT JOIN round_group p ON p.round_id = r.id AND f.scope = 'group' AND p.group_id = f.subject_id"
        " WHERE f.made_at > :since AND (f.state = 'published' OR f.counted <> '{}')"
        " AND r.network_id = :network_id AND (r.id <> :round_id OR f.counted LIKE :held_back)"
        " AND COALESCE(p.closes_at, r.closes_at) > :since ORDER BY f.id",
        network_id=network_id,
        round_id=round_id,
        since=since,
        held_back=f"%: {HELD_BACK}%",
        agreement=_AGREEMENT,
    )


async def _themes(tx: Reader, network_id: int, round_id: int, since: int) -> Sequence[Row]:
    """In a workshop a theme is shown before its end, and stays told if there is no wheel."""
    return await tx.all(
        "SELECT r.id AS round_id, 'group' AS scope, w.group_id AS subject_id, r.template_id, r.template_version,"
        " r.minimum, 1 AS together, CASE WHEN w.state = 'cancelled' THEN 1 ELSE 0 END AS stopped,"
        " (SELECT MAX(CASE WHEN o.shown LIKE :agreement THEN 1 ELSE 0 END) FROM workshop_theme o"
        " WHERE o.workshop_id = w.id) AS agreement, r.opens_at AS opened, r.closes_at AS ended,"
        " t.spoke, t.shown FROM round r JOIN workshop w ON w.round_id = r.id"
        " JOIN workshop_theme t ON t.workshop_id = w.id WHERE r.network_id = :network_id AND r.id <> :round_id"
        " AND r.closes_at > :since AND w.state <> 'ended' AND t.shown IS NOT NULL ORDER BY r.id",
        network_id=network_id,
        round_id=round_id,
        since=since,
        agreement=_AGREEMENT,
    )


def _counted(row: Row, round_id: int) -> dict[str, int | None]:
    """Of a figure that was made before this was noted, the themes that it shows; of that round, what is held back."""
    if row["snapshot"] is None:
        noted: dict[str, int | None] = json.loads(row["counted"])
        return {theme: many for theme, many in noted.items() if row["round_id"] != round_id or many == HELD_BACK}
    spokes = json.loads(row["snapshot"])["spokes"]
    return {spoke["key"]: None for spoke in spokes if spoke["level"] is not None or spoke.get("word")}


def _near(row: Row, counted: Mapping[str, int | None]) -> Near:
    return Near(
        round_id=row["round_id"],
        scope=row["scope"],
        subject_id=row["subject_id"],
        template=(row["template_id"], row["template_version"]),
        minimum=row["minimum"],
        together=bool(row["together"]),
        stopped=bool(row["stopped"]),
        agreement=bool(row["agreement"]),
        opened=row["opened"],
        ended=row["ended"],
        counted=counted,
    )
