"""Rows of figures: a round's frozen result for a group, an organization or a network, and their cached pictures."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.storage.port import Reader, Row, Value, Writer

Shown = dict[str, frozenset[str]]
"""Of one figure: who (pseudonyms) is in each spoke that it shows."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A result, published or withheld. `snapshot` is JSON and never recomputed; `made_at` is microseconds UTC."""

    id: int
    round_id: int
    scope: str
    subject_id: int
    state: str
    snapshot: str
    made_at: int

    @property
    def published(self) -> bool:
        return self.state == "published"


@dataclass(frozen=True, slots=True)
class Made:
    """A figure that is to be noted. `counted`: how many people are in each theme that it tells of, or `HELD_BACK`."""

    scope: str
    subject_id: int
    published: bool
    snapshot: str
    counted: Mapping[str, int]


def _figure(row: Row) -> Figure:
    return Figure(
        id=row["id"],
        round_id=row["round_id"],
        scope=row["scope"],
        subject_id=row["subject_id"],
        state=row["state"],
        snapshot=row["snapshot"],
        made_at=row["made_at"],
    )


HELD_BACK = -1
"""Stands for the number of people in a theme that is withheld for what they answered: that it is tells of them, too."""

PARTED = -2
"""Stands for the number where some of the group count in another group's figure: who is in this one is not kept."""

TIED = -3
"""Stands for the number in a network's theme that is held back of an organization of it, of which nothing is noted."""

_AT_ONCE = 64
"""Figures, or people, in one statement."""


async def add(tx: Writer, round_id: int, them: Sequence[Made], now: int) -> list[Figure]:
    """Note figures of a round, many in one statement."""
    rows = list[Row]()
    for begin in range(0, len(them), _AT_ONCE):
        page = them[begin : begin + _AT_ONCE]
        values: dict[str, Value] = {"round_id": round_id, "now": now}
        for number, one in enumerate(page):
            values |= {f"{name}{number}": value for name, value in _columns(one).items()}
        listed = ", ".join(
            f"(:round_id, :scope{number}, :subject{number}, :state{number}, :snapshot{number}, :counted{number}, :now)"
            for number in range(len(page))
        )
        into = "INSERT INTO figure (round_id, scope, subject_id, state, snapshot, counted, made_at)"
        rows += await tx.all(f"{into} VALUES {listed} RETURNING *", **values)
    return sorted((_figure(row) for row in rows), key=lambda one: one.id)


def _columns(one: Made) -> dict[str, Value]:
    return {
        "scope": one.scope,
        "subject": one.subject_id,
        "state": "published" if one.published else "withheld",
        "snapshot": one.snapshot,
        "counted": json.dumps(dict(one.counted)),
    }


async def find(tx: Reader, figure_id: int) -> Figure | None:
    row = await tx.one("SELECT * FROM figure WHERE id = :id", id=figure_id)
    return _figure(row) if row else None


async def of_round(tx: Reader, round_id: int, scope: str, subject_id: int) -> Figure | None:
    row = await tx.one(
        "SELECT * FROM figure WHERE round_id = :round_id AND scope = :scope AND subject_id = :subject_id",
        round_id=round_id,
        scope=scope,
        subject_id=subject_id,
    )
    return _figure(row) if row else None


async def count_of_round(tx: Reader, round_id: int) -> tuple[int, int]:
    """How many figures of the round are published, and how many there are."""
    row = await tx.one(
        "SELECT COALESCE(SUM(CASE WHEN state = 'published' THEN 1 ELSE 0 END), 0) AS shown, COUNT(*) AS made"
        " FROM figure WHERE round_id = :id",
        id=round_id,
    )
    return (row["shown"], row["made"]) if row else (0, 0)


async def any_held_back(tx: Reader, round_id: int) -> bool:
    """Whether a figure of the round is withheld for what was answered."""
    row = await tx.one(
        "SELECT 1 AS here FROM figure WHERE round_id = :id AND state = 'withheld' AND counted <> '{}' LIMIT 1",
        id=round_id,
    )
    return row is not None


async def drop_withheld(tx: Writer, round_id: int, scope: str, subject_id: int) -> int:
    """Forget a withheld figure, so that an extended round can make it anew; a published one stays for ever."""
    return await tx.run(
        "DELETE FROM figure WHERE round_id = :round_id AND scope = :scope AND subject_id = :subject_id"
        " AND state = 'withheld'",
        round_id=round_id,
        scope=scope,
        subject_id=subject_id,
    )


async def drop_wider_withheld(tx: Writer, round_id: int) -> int:
    """Forget the withheld figures of organizations and the network: an extended round makes them anew at its end."""
    return await tx.run(
        "DELETE FROM figure WHERE round_id = :round_id AND scope <> 'group' AND state = 'withheld'", round_id=round_id
    )


async def published_of(tx: Reader, scope: str, subject_id: int, limit: int = 50) -> list[Figure]:
    """The published figures of a group, organization or network, newest first."""
    rows = await tx.all(
        "SELECT * FROM figure WHERE scope = :scope AND subject_id = :subject_id AND state = 'published'"
        " ORDER BY made_at DESC, id DESC LIMIT :limit",
        scope=scope,
        subject_id=subject_id,
        limit=limit,
    )
    return [_figure(row) for row in rows]


async def after(tx: Reader, round_id: int, figure_id: int, limit: int) -> list[Figure]:
    """The next figures of a round, by their numbers."""
    rows = await tx.all(
        "SELECT * FROM figure WHERE round_id = :round_id AND id > :figure_id ORDER BY id LIMIT :limit",
        round_id=round_id,
        figure_id=figure_id,
        limit=limit,
    )
    return [_figure(row) for row in rows]


async def published_in(tx: Reader, round_id: int) -> list[int]:
    """The published figures of a round, by their numbers."""
    rows = await tx.all("SELECT id FROM figure WHERE round_id = :id AND state = 'published' ORDER BY id", id=round_id)
    return [row["id"] for row in rows]


async def note_shown(tx: Writer, figure_id: int, shown: Mapping[str, Iterable[str]]) -> None:
    """Remember who is in each shown spoke, until the whole round is told: the next figures must fit beside it."""
    for spoke, pseudonyms in shown.items():
        for pseudonym in sorted(pseudonyms):
            await tx.run(
                "INSERT INTO shown_answer (figure_id, spoke, pseudonym) VALUES (:figure_id, :spoke, :pseudonym)",
                figure_id=figure_id,
                spoke=spoke,
                pseudonym=pseudonym,
            )


async def shown(tx: Reader, figure_id: int) -> Shown:
    """Who is in each spoke that the figure shows; empty once its whole round was told."""
    return next(iter(_sets(await _of_figure(tx, figure_id))), {})


async def shown_beside(tx: Reader, pseudonyms: Iterable[str]) -> list[Shown]:
    """Like `shown`, but only figures that hold one of the pseudonyms, or somebody of such a figure, and so on.

    A group meets few others of a large round; the rest cannot tell of it.
    """
    beside: dict[int, list[Row]] = {}
    asked, ahead = set[str](), list(pseudonyms)
    while ahead:
        pseudonym = ahead.pop()
        if pseudonym in asked:
            continue
        asked.add(pseudonym)
        for row in await tx.all("SELECT figure_id FROM shown_answer WHERE pseudonym = :pseudonym", pseudonym=pseudonym):
            figure_id = row["figure_id"]
            if figure_id not in beside:
                beside[figure_id] = await _of_figure(tx, figure_id)
                ahead += (one["pseudonym"] for one in beside[figure_id])
    return _sets(row for figure_id in sorted(beside) for row in beside[figure_id])


async def _of_figure(tx: Reader, figure_id: int) -> list[Row]:
    return list(
        await tx.all("SELECT figure_id, spoke, pseudonym FROM shown_answer WHERE figure_id = :id", id=figure_id)
    )


def _sets(rows: Iterable[Row]) -> list[Shown]:
    sets: dict[int, dict[str, set[str]]] = {}
    for row in rows:
        sets.setdefault(row["figure_id"], {}).setdefault(row["spoke"], set()).add(row["pseudonym"])
    return [{spoke: frozenset(who) for spoke, who in figure.items()} for figure in sets.values()]


async def forget_shown(tx: Writer, figure_id: int) -> None:
    await tx.run("DELETE FROM shown_answer WHERE figure_id = :id", id=figure_id)


async def picture(tx: Reader, figure_id: int, language: str) -> str | None:
    """Telegram's `file_id` of the figure's picture in that language, if it was sent before."""
    row = await tx.one(
        "SELECT file_id FROM picture WHERE figure_id = :figure_id AND language = :language",
        figure_id=figure_id,
        language=language,
    )
    return row["file_id"] if row else None


async def note_picture(tx: Writer, figure_id: int, language: str, file_id: str) -> None:
    await tx.run(
        "INSERT INTO picture (figure_id, language, file_id) VALUES (:figure_id, :language, :file_id)"
        " ON CONFLICT (figure_id, language) DO UPDATE SET file_id = excluded.file_id",
        figure_id=figure_id,
        language=language,
        file_id=file_id,
    )
