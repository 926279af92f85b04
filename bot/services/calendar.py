"""The calendar: opens and closes by time what people did not by hand. Due rows are the truth; a tick only looks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from bot.clock import from_micros, to_micros
from bot.services.closing import Closing
from bot.services.desk import Ground
from bot.services.opening import Opening
from bot.storage import groups, rounds
from bot.storage.port import Writer
from bot.storage.rounds import Part, Round


class Calendar:
    """What is due, done once each; late when the bot was away."""

    def __init__(self, ground: Ground, opening: Opening, closing: Closing) -> None:
        self._ground = ground
        self._opening = opening
        self._closing = closing

    async def tick(self, now: datetime) -> int:
        """Do all that is due; returns how much it was. Each in its own transaction: a bad row never holds the others."""
        micros = to_micros(now)
        parts = await self._ground.read(lambda tx: rounds.due_parts(tx, micros))
        for part in parts:
            await self._ground.storage.write(self._part(part, now))
        whole = await self._ground.read(lambda tx: rounds.due_rounds(tx, micros))
        for round_ in whole:
            await self._ground.storage.write(self._round(round_, now))
        if parts or whole:
            self._ground.posted()
        return len(parts) + len(whole)

    async def next_due(self) -> datetime | None:
        """When the tick is next needed (UTC)."""
        micros = await self._ground.read(rounds.next_due)
        return None if micros is None else from_micros(micros)

    def _part(self, seen: Part, now: datetime) -> Callable[[Writer], Awaitable[None]]:
        async def work(tx: Writer) -> None:
            part = await rounds.part(tx, seen.round_id, seen.group_id)
            group = await groups.find(tx, seen.group_id)
            if part is None or group is None or part != seen:
                return  # someone was quicker by hand
            if part.state == "open":
                await self._closing.close_part(tx, part, to_micros(now))
                return
            part = replace(part, state="open")
            await rounds.save_part(tx, part)
            await self._opening.opened(tx, now, part, group)

        return work

    def _round(self, seen: Round, now: datetime) -> Callable[[Writer], Awaitable[None]]:
        async def work(tx: Writer) -> None:
            round_ = await rounds.find(tx, seen.id)
            states = {part.state for part in await rounds.parts(tx, seen.id)}
            if round_ == seen and not states & {"open", "accepted"}:
                await self._closing.close_round(tx, seen, to_micros(now))

        return work
