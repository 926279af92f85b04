"""A workshop: a group takes a survey together on its phones, pauses for a night, and gets its wheel."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.rehearsal.groups import Group
from bot.rehearsal.persons import Person
from bot.rehearsal.stories.stage import DAY, Stage
from bot.rehearsal.stories.troupe import COORDINATOR, FACILITATOR, POOR_LINK, new_group

STEPS = 7
SURVEY, THEMES = "How our peer group is doing", 6
MINUTE = 60.0

TITLES = {"en": "Around the table", "fr": "Autour de la table", "es": "Alrededor de la mesa"}
ALOUD = {"en": "One phone", "fr": "Un seul téléphone", "es": "Un solo teléfono"}
REASONS = {
    "en": "We dare to say it among us, not yet to the others.",
    "fr": "Nous osons le dire entre nous, pas encore aux autres.",
    "es": "Nos atrevemos a decirlo aquí, todavía no a los demás.",
}

TAPS: Mapping[str, tuple[int, ...]] = {
    "Nadia": (4, 2, 3, 1, 4, 2),
    "Mariama": (3, 3, 3, 1, 4, 1),
    "Koffi": (1, 2, 4, 2, 5, 2),
    "Aïcha": (5, 2, 3, 1, 4, 2),
    "Lucía": (1, 1, 3, 0, 4, 3),
    "Liza": (4, 2, 3, 1, 3, 2),
    "Jean-Bosco": (5, 2, 2, 1, 4, 2),
}
"""What each taps, theme by theme; whoever is on a poor link comes too late for the first."""

AGREED: Sequence[tuple[int, int]] = ((3, 4), (2, 3), (3, 3), (1, 3), (4, 4), (2, 4))
"""On which level the group agrees, and which one it wants next time."""


@dataclass(frozen=True, slots=True)
class Table:
    """The group around its table; `lead` facilitates."""

    stage: Stage
    group: Group
    lead: Person

    async def leads(self, *labels: str) -> None:
        for label in labels:
            await self.stage.tap(self.lead, label, self.group)

    async def at(self, theme: int) -> None:
        """Wait until the group is at that theme (from 0)."""
        head = f"{theme + 1}/{THEMES} · "
        await self.stage.sees(self.lead, lambda one: one.text.startswith(head), self.group, what=head)

    async def everybody_taps(self, theme: int) -> None:
        people = [(self.stage.cast[name], levels[theme]) for name, levels in TAPS.items()]
        await asyncio.gather(*(self.stage.tap(person, f"{level} · ", self.group) for person, level in people))
        await self.stage.reads(self.lead, "Enough to look.", self.group)

    async def agree(self, theme: int) -> None:
        level, wish = AGREED[theme]
        await self.leads(str(level))
        await self.stage.sees_button(self.lead, f"✓ {level}", self.group)
        await self.leads(f"→ {wish}")
        await self.stage.sees_button(self.lead, f"✓ → {wish}", self.group)


async def workshop(stage: Stage) -> bytes | None:
    """Play it; returns the picture of the wheel that the group got."""
    language = stage.language if stage.language in TITLES else "en"
    stage.step(1, STEPS, "Whoever facilitates begins a workshop in the group")
    table = Table(stage, await _set_up(stage, TITLES[language]), stage.cast[FACILITATOR])
    await _begin(table, "Everybody taps")
    await table.at(0)

    stage.step(2, STEPS, "Everybody taps on the same message, and nobody sees what the others tap")
    await table.everybody_taps(0)

    stage.step(3, STEPS, "The level is shown; a tap that comes too late changes nothing")
    await _shown(table)

    stage.step(4, STEPS, "They talk, agree on a level, say why, and which one they want next time")
    await _talk(table, REASONS[language])

    stage.step(5, STEPS, "It pauses for a night; in the morning somebody else goes on")
    table = await _next_morning(table)

    stage.step(6, STEPS, "Theme by theme to the end, and the wheel is there")
    picture = await _to_the_end(table)

    stage.step(7, STEPS, "Another group is four people with one phone: they agree aloud, and no one's level is known")
    await _aloud(stage, ALOUD[language])
    return picture


async def _set_up(stage: Stage, title: str) -> Group:
    group, facilitator = await new_group(stage, title), stage.cast[FACILITATOR]
    await stage.tap(facilitator, "Set up", group)
    await stage.tap(facilitator, "All right", group)
    return group


async def _begin(table: Table, *ways: str) -> None:
    await table.stage.send(table.lead, "/workshop", table.group)
    await table.leads(SURVEY, *ways)


async def _shown(table: Table) -> None:
    """The tap from the poor link is under way while the level is shown."""
    stage, late = table.stage, table.stage.cast[POOR_LINK]
    await stage.sees_button(late, "0 · ", table.group)
    tapping = asyncio.create_task(stage.tap(late, "0 · ", table.group))
    await table.leads("Show the level")
    await stage.sees_button(table.lead, "5 min", table.group)
    await tapping


async def _talk(table: Table, reason: str) -> None:
    stage = table.stage
    await table.leads("5 min")
    await stage.settled()
    await stage.advance(5 * MINUTE)
    await stage.reads(table.lead, "The time for this talk is over. Which level do you agree on?", table.group)
    await table.agree(0)
    await table.leads("Say why")
    asked = await stage.sees(table.lead, lambda one: one.force_reply, table.group)
    await stage.send(table.lead, reason, table.group, reply_to=asked)
    await stage.sees(table.lead, lambda one: reason in one.text, table.group)


async def _next_morning(table: Table) -> Table:
    """The coordinator may facilitate any group of the network."""
    stage = table.stage
    await table.leads("Next theme ›")
    await table.at(1)
    await table.leads("⋯", "Pause until another day")
    await stage.sees_button(table.lead, "Go on", table.group)
    await stage.advance(DAY)
    table = Table(stage, table.group, stage.cast[COORDINATOR])
    before = stage.newest(table.lead, table.group)
    await stage.send(table.lead, "/workshop", table.group)
    await stage.sees(table.lead, lambda one: one.id > before, table.group)
    await table.leads("Go on")
    await stage.settled()
    return table


async def _to_the_end(table: Table) -> bytes | None:
    stage = table.stage
    for theme in range(1, THEMES):
        await table.at(theme)
        await table.everybody_taps(theme)
        await table.leads("Show the level")
        await stage.sees_button(table.lead, "5 min", table.group)
        await stage.advance(5 * MINUTE)
        await table.agree(theme)
        await table.leads("Next theme ›" if theme < THEMES - 1 else "Finish")
    await table.leads("Yes, make it")
    wheel = await stage.sees(table.lead, lambda one: one.photo is not None, table.group)
    await table.leads("What we agreed on")
    return wheel.photo


async def _aloud(stage: Stage, title: str) -> None:
    table = Table(stage, await _set_up(stage, title), stage.cast[FACILITATOR])
    await _begin(table, "Aloud", "4")
    await table.at(0)
    await table.agree(0)
    await table.leads("⋯", "Make the wheel now", "Yes, make it")
    await stage.sees(table.lead, lambda one: one.photo is not None, table.group)
