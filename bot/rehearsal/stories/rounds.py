"""A round as every story has one: a facilitator opens it, and people answer in private."""

from __future__ import annotations

from collections.abc import Sequence

from bot.rehearsal.groups import Group
from bot.rehearsal.persons import Person
from bot.rehearsal.stories.stage import Stage


async def open_round(stage: Stage, facilitator: Person, group: Group, survey: str) -> None:
    """A round of a week."""
    await stage.send(facilitator, "/survey", group)
    await stage.tap(facilitator, survey, group)
    await stage.tap_first(facilitator, "Until when can people answer?", group)
    await stage.tap(facilitator, "Open it", group)
    await stage.settled()
    await stage.sees_button(facilitator, "Answer in private", group)


async def begin_to_answer(stage: Stage, person: Person, group: Group) -> None:
    """From the invitation in the group to the first question."""
    before = stage.newest(person)
    await stage.tap(person, "Answer in private", group)
    await stage.sees(person, lambda one: one.id > before)
    await stage.settled()  # a poor link may have opened it twice, and what came last is answered
    await stage.catches_up(person)


async def answer(stage: Stage, person: Person, levels: Sequence[int], themes: int) -> None:
    """The labels begin with the level in every language. Whose levels end early is not through."""
    for place, level in enumerate(levels, 1):
        await stage.sees_button(person, f"{place}/{themes}")
        await stage.tap(person, f"{level} · ")
