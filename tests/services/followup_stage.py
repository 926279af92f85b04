"""A group whose actions are followed up: its mornings come, and what may go out arrives."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.clock import from_micros
from bot.services.followup.digest import Digest
from bot.services.followup.followup import Followup
from bot.services.followup.nudges import Nudges
from bot.services.rounds.calendar import Calendar
from bot.storage.actions import Action
from tests.services.action_stage import Shop, Workshop, shop

DAKAR = ZoneInfo("Africa/Dakar")


@dataclass(frozen=True)
class Arrived:
    """A letter that went out: on which day of Dakar, which kind, to whom, about which actions and rounds.

    Of a digest `about` holds the numbers.
    """

    day: date
    kind: str
    reader: int
    about: tuple[int, ...] = ()
    rounds: tuple[int, ...] = ()


class Scene:
    """Time passes here in mornings, each of which sends what is due."""

    def __init__(self, place: Shop) -> None:
        self.place = place
        self.workshop: Workshop = place.scene
        self.followup = Followup(place.scene.ground)
        self.nudges = Nudges(place.scene.ground)
        self.digest = Digest(place.scene.ground)
        self.arrived: list[Arrived] = []

    @property
    def _parts(self) -> tuple[Calendar, Followup, Nudges, Digest]:
        return self.workshop.calendar, self.followup, self.nudges, self.digest

    @property
    def now(self) -> datetime:
        return self.workshop.clock.now()

    async def moves_to(self, instant: datetime) -> None:
        """The clock stands at that instant; nothing is looked at."""
        self.workshop.clock.advance(max(0.0, (instant - self.now).total_seconds()))

    async def ticks(self) -> None:
        for part in self._parts:
            await part.tick(self.now)

    async def until(self, days: int) -> list[Arrived]:
        """So many days pass, each tick at its time; returns what went out in them."""
        before, end = len(self.arrived), self.now + timedelta(days=days)
        while (due := await self._next()) is not None and due <= end:
            await self.moves_to(due)
            await self.ticks()
            await self.delivers()
        await self.moves_to(end)
        return self.arrived[before:]

    async def _next(self) -> datetime | None:
        (row,) = await self.workshop.rows("SELECT MIN(not_before) AS at FROM outbox WHERE state = 'waiting'")
        waiting = [from_micros(row["at"])] if row["at"] is not None else []
        due = [await part.next_due() for part in self._parts]
        return min([*waiting, *(one for one in due if one is not None)], default=None)

    async def delivers(self) -> None:
        """What may go out now does, as it reads by then; what has lost its meaning is dropped."""
        rows = await self.workshop.rows(
            "SELECT * FROM outbox WHERE state = 'waiting' AND not_before <= :now ORDER BY chat_id, id",
            now=self.workshop.now,
        )
        for row in rows:
            data = json.loads(row["data"])
            found = await self.read(row["kind"], data)
            if found is not None:
                day = self.now.astimezone(DAKAR).date()
                self.arrived.append(Arrived(day, row["kind"], row["chat_id"], *found))
        await self.workshop.write(
            lambda tx: tx.run(
                "UPDATE outbox SET state = 'sent' WHERE state = 'waiting' AND not_before <= :now", now=self.workshop.now
            )
        )

    async def read(self, kind: str, data: dict[str, Any]) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
        """Which actions and rounds the letter is about as it is sent; None if it is dropped."""
        if kind == "reminder":
            reminder = await self.followup.reminder(data)
            return (tuple(one.id for one in reminder.actions), tuple(reminder.rounds)) if reminder else None
        if kind == "action_to_facilitator":
            needing = tuple(one.id for one in await self.followup.needing(data))
            return (needing, ()) if needing else None
        if kind == "digest":
            return tuple(data[word] for word in ("done", "due", "hand")), ()
        return (), ()

    async def action(self, action_id: int) -> Action:
        return await self.workshop.action(action_id)


@asynccontextmanager
async def scene(folder: Path) -> AsyncIterator[Scene]:
    """A fresh database with the people of the shop in it."""
    async with shop(folder) as place:
        yield Scene(place)
