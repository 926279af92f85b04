"""The chain of a network's log: each line is sealed together with all before it, so that none is changed unseen."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from bot.secret import log_seal
from bot.storage.port import Reader, Row, Writer

_COLUMNS = "id, network_id, number, at, kind, actor, whom, group_number, detail, seal"


@dataclass(frozen=True, slots=True)
class Line:
    """What a line says. `actor` and `whom` are references, `detail` is JSON; None as in the table."""

    network_id: int
    at: int
    kind: str
    actor: str | None
    whom: str | None
    group_number: int | None
    detail: str

    def text(self, number: int) -> str:
        """What is sealed of it as the line of that number."""
        return json.dumps(
            [self.network_id, number, self.at, self.kind, self.actor, self.whom, self.group_number, self.detail]
        )


@dataclass(frozen=True, slots=True)
class Head:
    """The last line of a chain: whoever has noted it knows later that nothing up to it was changed or cut."""

    network_id: int
    number: int
    seal: str


async def append(tx: Writer, key: bytes, line: Line) -> None:
    """Add a line; the first one of a network takes those from before the chain into it."""
    last = await head(tx, line.network_id) or await _begin(tx, key, line.network_id)
    number = last.number + 1
    await tx.run(
        "INSERT INTO log (network_id, number, at, kind, actor, whom, group_number, detail, seal)"
        " VALUES (:network_id, :number, :at, :kind, :actor, :whom, NULLIF(:group_number, 0), :detail, :seal)",
        network_id=line.network_id,
        number=number,
        at=line.at,
        kind=line.kind,
        actor=line.actor,
        whom=line.whom,
        group_number=line.group_number or 0,
        detail=line.detail,
        seal=log_seal(key, last.seal, line.text(number)),
    )


async def head(tx: Reader, network_id: int) -> Head | None:
    """The last line of the network's chain; None before the first."""
    row = await tx.one(
        "SELECT number, seal FROM log WHERE network_id = :id AND number IS NOT NULL ORDER BY number DESC LIMIT 1",
        id=network_id,
    )
    return Head(network_id, row["number"], row["seal"]) if row else None


async def heads(tx: Reader) -> list[Head]:
    """Those of all networks that have a chain."""
    found = [await head(tx, row["id"]) for row in await tx.all("SELECT id FROM network ORDER BY id")]
    return [one for one in found if one is not None]


async def _begin(tx: Writer, key: bytes, network_id: int) -> Head:
    last = Head(network_id, 0, "")
    for row in await tx.all(f"SELECT {_COLUMNS} FROM log WHERE network_id = :id ORDER BY id", id=network_id):  # noqa: S608
        number = last.number + 1
        last = Head(network_id, number, log_seal(key, last.seal, _line(row).text(number)))
        await tx.run("UPDATE log SET number = :n, seal = :seal WHERE id = :id", n=number, seal=last.seal, id=row["id"])
    return last


async def faults(tx: Reader, key: bytes, network_id: int, noted: Sequence[Head] = ()) -> list[str]:
    """What is wrong with the network's chain, one sentence each; `noted` are heads of it that were kept elsewhere."""
    rows = await tx.all(f"SELECT {_COLUMNS} FROM log WHERE network_id = :id ORDER BY number", id=network_id)  # noqa: S608
    chained = [row for row in rows if row["number"] is not None]
    found = _broken(key, chained)
    if chained and len(chained) < len(rows):
        found.append(f"{len(rows) - len(chained)} lines stand outside of the chain")
    seals = {row["number"]: row["seal"] for row in chained}
    last = max(seals, default=0)
    for one in noted:
        if one.number > last:
            found.append(f"the end is cut: line {one.number} was noted, and the last one is {last}")
        elif one.number in seals and not seals[one.number].startswith(one.seal):
            found.append(f"line {one.number} is not the one that was noted")
    return found


def _broken(key: bytes, rows: Sequence[Row]) -> list[str]:
    found, number, seal, place, known = [], 0, "", 0, True
    for row in rows:
        number += 1
        if row["number"] != number:
            found.append(f"lines {number} to {row['number'] - 1} are missing")
            number, known = row["number"], False
        if known and row["seal"] != log_seal(key, seal, _line(row).text(number)):
            found.append(f"line {number} was changed, or stood elsewhere")
        elif row["id"] <= place:
            found.append(f"line {number} was moved")
        seal, place, known = row["seal"], row["id"], True
    return found


def _line(row: Row) -> Line:
    return Line(
        network_id=row["network_id"],
        at=row["at"],
        kind=row["kind"],
        actor=row["actor"],
        whom=row["whom"],
        group_number=row["group_number"],
        detail=row["detail"],
    )
