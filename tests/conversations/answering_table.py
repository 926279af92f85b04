"""A group that sits down to a survey: the whole bot over HTTP on the double of Telegram, people by visible labels."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.clock import ManualClock
from bot.rehearsal.model import Message
from bot.rehearsal.persons import Person
from bot.storage import rounds
from bot.storage.port import Reader, Row
from tests.conversations.stage import open_stage
from tests.conversations.watching import START, Watching


@dataclass
class Table(Watching):
    """The people of a group with an open round; Anna facilitates it and coordinates the network."""

    anna: Person
    bob: Person

    async def begins(self, person: Person) -> Message:
        """Come from the group's invitation to the first question."""
        await person.tap("Answer in private", chat=self.group)
        return await self.sees(person, "Political will")

    async def answers_all(self, person: Person, level: int = 3) -> Message:
        for place in range(8):
            await self.play.until(lambda place=place: f"{place + 1}/8" in person.screen().labels)  # type: ignore[misc]
            await person.tap(f"{level} ")
        return await self.sees(person, "Everything is saved.")

    async def closes(self) -> None:
        """Anna closes the round of the group."""
        (part,) = await self.storage.read(lambda tx: rounds.parts(tx, 1))
        await self.app.services.rounds.close(self.act(self.anna), part.round_id, part.group_id)

    async def levels(self) -> list[int]:
        async def work(tx: Reader) -> list[Row]:
            return await tx.all("SELECT level FROM answer ORDER BY pseudonym, spoke")

        return [row["level"] for row in await self.storage.read(work)]


@asynccontextmanager
async def laid(folder: Path) -> AsyncIterator[Table]:
    """The group is set up and its round is open."""
    async with open_stage(folder, clock=ManualClock(START)) as stage:
        anna, bob = (stage.telegram.person(name, language="en") for name in ("Anna", "Bob <3"))
        group = stage.telegram.group("Peer group", creator=anna, kind="supergroup")
        table = Table(stage, group, anna, bob)
        await _set_up(table)
        yield table


async def _set_up(table: Table) -> None:
    anna, group = table.anna, table.group
    await table.coordinates(anna)
    await anna.add_bot(group)
    await table.bob.join(group)
    await table.sees(anna, "Hello", group)
    await table.taps(anna, "Set up", "Is this right?", group)
    await table.taps(anna, "All right", "Thank you", group)
    await anna.send("/survey", chat=group)
    await table.sees(anna, "Which survey", group)
    await table.taps(anna, "Gender equality", "Until when", group)
    await table.taps(anna, "7 days", "The first question", group)
    await table.taps(anna, "Open it", "A new round", group)
