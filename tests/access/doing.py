"""What adversaries do on the stage, and what they find in the database."""

from __future__ import annotations

from typing import Any

from bot.rehearsal.persons import Person
from bot.services.act import Act
from tests.conversations.stage import Stage


def act(stage: Stage, person: Person) -> Act:
    return Act(person.id, stage.clock.now())


async def answered(stage: Stage, person: Person, round_id: int, levels: list[int]) -> None:
    for place, level in enumerate(levels):
        await stage.app.services.answering.answer(act(stage, person), round_id, place, level)


async def rows(stage: Stage, sql: str) -> list[dict[str, Any]]:
    return [dict(row) for row in await stage.app.services.ground.read(lambda tx: tx.all(sql))]
