"""The main job: a group is set up, takes a survey in three languages, and gets its wheel."""

from __future__ import annotations

import asyncio

from bot.rehearsal.groups import Group
from bot.rehearsal.persons import Person
from bot.rehearsal.stories.rounds import answer, begin_to_answer, open_round
from bot.rehearsal.stories.stage import DAY, Stage
from bot.rehearsal.stories.troupe import COORDINATOR, FACILITATOR, POOR_LINK, new_group

STEPS = 6
THEMES = 8
LANGUAGES = {"en": "English", "fr": "Français", "es": "Español"}

ANSWERS = {
    "Nadia": (4, 3, 2, 3, 1, 4, 3, 2),
    "Mariama": (4, 4, 3, 2, 1, 4, 3, 1),
    "Koffi": (3, 4, 2, 3, 2, 5, 3, 2),
    "Aïcha": (5, 4, 1, 2, 1, 4, 2, 1),
    "Lucía": (4, 5, 2, 3, 0, 4, 4, 2),
    "Tomás": (3, 4, 4),  # the link breaks before he is through
    "Liza": (4, 3, 5, 3, 2, 4, 3, 0),
    "Jean-Bosco": (4, 4, 0, 2, 1, 5, 3, 2),
}


async def first_wheel(stage: Stage) -> bytes | None:
    """Play it; returns the picture of the wheel as the group got it."""
    facilitator = stage.cast[FACILITATOR]
    stage.step(1, STEPS, "A group is set up in two taps")
    group = await new_group(stage, "Monitoring circle")
    await stage.tap(facilitator, "Set up", group)
    await stage.tap(facilitator, "All right", group)

    stage.step(2, STEPS, "The facilitator opens a round")
    await open_round(stage, facilitator, group, "Gender equality in our organization")

    stage.step(3, STEPS, "Members answer in private, each in their language")
    await asyncio.gather(*(_answer(stage, stage.cast[name], group, levels) for name, levels in ANSWERS.items()))

    stage.step(4, STEPS, "A week later the round closes, and the wheel is there")
    await stage.advance(8 * DAY)
    wheel = await stage.sees(facilitator, lambda one: one.photo is not None, group)

    stage.step(5, STEPS, "Whoever taps too late is told so; nothing changes")
    await _too_late(stage, stage.cast[POOR_LINK])

    stage.step(6, STEPS, "A member asks for the wheel at any time, and gets it at once")
    await stage.send(stage.cast[COORDINATOR], "/wheel", group)
    await stage.sees(facilitator, lambda one: one.photo is not None and one.id > wheel.id, group)
    return wheel.photo


async def _answer(stage: Stage, person: Person, group: Group, levels: tuple[int, ...]) -> None:
    """One person answers all questions, in the language that they would rather read."""
    await begin_to_answer(stage, person, group)
    await _choose_language(stage, person)
    await answer(stage, person, levels, THEMES)


async def _choose_language(stage: Stage, person: Person) -> None:
    """Whoever would rather read another language than their group's changes it on the spot."""
    name = LANGUAGES[person.user.language or "en"]
    await stage.sees_button(person, "🌐")
    if f"🌐 {name}" not in person.screen().labels:
        await stage.tap(person, "🌐")
        await stage.tap(person, name)
        await stage.sees_button(person, f"🌐 {name}")


async def _too_late(stage: Stage, person: Person) -> None:
    """A question is still open on a phone that was away; it is answered, but nothing counts any more."""
    before = person.screen().text
    await stage.tap(person, "4 · ")
    await stage.sees(person, lambda one: one.text != before)
