"""Dialogues: what waits for a typed line, where, and until when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.clock import to_micros
from bot.services.act import Act
from bot.services.desk import Ground
from bot.storage import dialogues as rows
from bot.storage.dialogues import Dialogue, Spot
from bot.storage.port import Writer

PATIENCE = timedelta(days=3)
"""How long a question waits: links are poor, and people answer the next morning."""


class Dialogues:
    """Waiting for a line, and waiting no longer."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def wait(self, act: Act, spot: Spot, kind: str, **state: Any) -> None:
        """Wait there for a line that the handler of `kind` answers; what waited there before is forgotten."""

        async def work(tx: Writer) -> None:
            await rows.put(tx, spot, Dialogue(kind, state), to_micros(act.now + PATIENCE))

        await self._ground.act(act, work)

    async def waiting(self, act: Act, spot: Spot) -> Dialogue | None:
        """What waits there for a line.

        The line of an anonymous administrator comes from nobody in particular, though the tap that led to the question
        named the person: so it answers whatever was asked last in that place, and from then on that waits for anyone.
        """
        if act.person_id is None:
            await self._ground.storage.write(lambda tx: rows.hand_over(tx, spot, act.micros))
        return await self._ground.read(lambda tx: rows.find(tx, spot, act.micros))

    async def end(self, act: Act, spot: Spot) -> bool:
        """Wait no longer; returns whether something waited."""
        return await self._ground.act(act, lambda tx: rows.drop(tx, spot)) > 0
