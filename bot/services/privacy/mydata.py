"""All that is kept about a person, for themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.clock import from_micros
from bot.services.act import Act
from bot.services.desk import Ground
from bot.services.privacy.privacy import answered
from bot.services.rounds.templates import Shelf
from bot.storage import responses, rounds
from bot.storage.port import Reader
from bot.storage.rounds import Round
from bot.storage.traces import TRACES, told
from surveys.template import Template

Told = Mapping[str, str | int | datetime | None]
"""A row by the names of its columns; instants in UTC."""


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one trace: of that column of the table."""

    table: str
    column: str
    rows: Sequence[Told]


@dataclass(frozen=True, slots=True)
class Answered:
    """The person's answers of one round, by the key of the spoke; below 0 is what was not said."""

    round_id: int
    template: Template
    opened: datetime
    levels: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class OwnData:
    """What was kept about the person at that instant; only what there is."""

    person_id: int
    now: datetime
    sections: Sequence[Section]
    answers: Sequence[Answered]


class MyData:
    """Reading it."""

    def __init__(self, ground: Ground, shelf: Shelf) -> None:
        self._ground = ground
        self._shelf = shelf

    async def all(self, act: Act) -> OwnData:
        """All about the person of the act."""
        person_id = act.person_id or 0

        async def work(tx: Reader) -> OwnData:
            sections = [
                Section(one.table, one.column, [_row(row) for row in await told(tx, one, person_id)]) for one in TRACES
            ]
            return OwnData(
                person_id, act.now, [one for one in sections if one.rows], await self._answers(tx, person_id)
            )

        return await self._ground.read(work)

    async def _answers(self, tx: Reader, person_id: int) -> list[Answered]:
        own = await answered(tx, self._ground.key, person_id)
        found = []
        for round_id in sorted(own):
            asked = await rounds.find(tx, round_id)
            levels = await responses.answers(tx, round_id, own[round_id])
            if asked and levels:
                found.append(await self._answered(tx, asked, levels))
        return found

    async def _answered(self, tx: Reader, asked: Round, levels: Mapping[str, int]) -> Answered:
        template = await self._shelf.of(tx, asked.template_id, asked.template_version)
        return Answered(asked.id, template, from_micros(asked.opens_at), levels)


def _row(row: Mapping[str, str | int | None]) -> Told:
    return {name: _value(name, value) for name, value in row.items()}


def _value(name: str, value: str | int | None) -> str | int | datetime | None:
    instant = name in {"at", "since", "private_since", "away_until"} or name.endswith("_at")
    return from_micros(value) if instant and isinstance(value, int) else value
