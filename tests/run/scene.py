"""A group that a running process serves: people by visible labels, answers read back from the database file."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from pathlib import Path

from bot.rehearsal import World
from bot.rehearsal.chats import Chat
from bot.rehearsal.groups import Group
from bot.rehearsal.persons import Person
from bot.secret import load_key, pseudonym
from bot.settings import Settings
from surveys.template import load_all
from tests.run.running import PATIENCE

THEMES = [spoke.key for spoke in load_all()["peer-group"].spokes]
AGAIN = 2.5
"""Real seconds after which a person whose screen does not change taps again, as people do."""

BY_ALL_WITHIN = 120.0
"""Real seconds within which all have answered all, also where a process is killed meanwhile."""


async def sees(world: World, person: Person, label: str, chat: Chat | None = None, *, within: float = PATIENCE) -> None:
    """Wait until a button whose label holds this is before the person."""
    await world.until(lambda: any(label in one for one in person.labels(chat)), guard=within)


async def taps(world: World, person: Person, label: str, chat: Chat | None = None) -> None:
    await sees(world, person, label, chat)
    await person.tap(label, chat=chat, wait=False)


async def open_round(world: World, link: str) -> tuple[Group, list[Person]]:
    """A coordinator by that link, a group with six members, and a round that is open in it."""
    awa, fatou = world.person("Awa"), world.person("Fatou")
    await awa.open(link)
    await world.until(lambda: any(one.by_bot for one in awa.messages()), guard=PATIENCE)
    group = world.group("Peer group", creator=fatou, kind="supergroup")
    people = [world.person(f"Member {number}") for number in range(6)]
    for person in (awa, *people):
        await person.join(group)
    await awa.add_bot(group)
    await taps(world, fatou, "Set up", group)
    await taps(world, fatou, "All right", group)
    await world.until(lambda: "All right" not in fatou.labels(group), guard=PATIENCE)
    await fatou.send("/survey", chat=group)
    for label in ("How our peer group", "7 days", "Open"):
        await taps(world, fatou, label, group)
    await sees(world, fatou, "Answer in private", group)
    return group, people


@dataclass
class Respondent:
    """Somebody who answers all questions, and taps again when nothing comes. `seen` are answers acknowledged so far."""

    world: World
    person: Person
    levels: list[int]
    seen: dict[int, int] = field(default_factory=dict)

    async def begin(self, group: Group) -> None:
        await taps(self.world, self.person, "Answer in private", group)
        await sees(self.world, self.person, "1/6")

    async def answer_all(self) -> None:
        for place, level in enumerate(self.levels):
            await self._answer(place, level)

    async def _answer(self, place: int, level: int) -> None:
        shown = f"{place + 1}/6"
        while any(shown in label for label in self.person.labels()):
            await self.person.tap(f"{level} ·", wait=False)
            try:
                await self.world.until(lambda: not any(shown in one for one in self.person.labels()), guard=AGAIN)
            except AssertionError:
                continue  # the answer of the bot was lost on its way
        self.seen[place] = level


def stored(folder: Path, person: Person) -> dict[int, int]:
    """The levels that the database holds of the person in round 1, by the theme's place in the template."""
    key = load_key(Settings(data_dir=folder / "data"), database_exists=True)
    raw = sqlite3.connect(folder / "data" / "palabre.db")
    try:
        rows = raw.execute(
            "SELECT spoke, level FROM answer WHERE round_id = 1 AND pseudonym = ?", [pseudonym(key, 1, person.id)]
        ).fetchall()
    finally:
        raw.close()
    return {THEMES.index(spoke): level for spoke, level in rows}
