"""Near rounds, as an adversary uses them: what one wheel tells beside another of nearly the same people."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest

from bot.rehearsal.persons import Person
from bot.storage.actions import Whose
from surveys.tailoring import reworded
from tests.access.doing import act, answered, rows
from tests.conversations.stage import DAY, Stage

LEVELS = [3, 4, 2, 5, 1, 3]
LAST_DAY = date(2026, 11, 28)
WITHHELD = "There are not enough answers to show a wheel and protect everyone"


async def took(
    stage: Stage, fatou: Person, chat: Any, people: list[Person], template: str = "How our peer group"
) -> str:
    """What the group sees at the end of a round that these have answered, always in the same way."""
    await stage.round(fatou, chat, template=template)
    for person in people:
        await stage.answer(person, chat, LEVELS)
    await stage.say(fatou, "/survey", chat)
    for label in ("Close it now", "Yes, close it"):
        await stage.tap(fatou, label, chat)
    return fatou.screen(chat).text


@pytest.mark.parametrize(("days", "shown"), [(1.0, False), (15.0, True)])
async def test_a_round_soon_after_another_does_not_tell_who_was_missing(stage: Stage, days: float, shown: bool) -> None:
    chat, fatou, people = await stage.group(await stage.coordinator())
    assert "4. " in await took(stage, fatou, chat, people)
    await stage.advance(days * DAY)
    told = await took(stage, fatou, chat, people[1:])
    assert (WITHHELD not in told) == shown


async def test_nor_does_another_chat_of_nearly_the_same_people(stage: Stage) -> None:
    awa = await stage.coordinator()
    chat, fatou, people = await stage.group(awa)
    assert "4. " in await took(stage, fatou, chat, people)
    other = stage.telegram.group("The others", creator=fatou, kind="supergroup")
    for person in [awa, *people[1:]]:
        await person.join(other)
    await awa.add_bot(other)
    await stage.settle()
    for label in ("Set up", "All right"):
        await stage.tap(fatou, label, other)
    assert WITHHELD in await took(stage, fatou, other, people[1:])


async def test_nor_does_a_survey_in_which_a_letter_was_changed(stage: Stage) -> None:
    services, awa = stage.app.services, await stage.coordinator()
    chat, fatou, people = await stage.group(awa)
    await stage.say(fatou, "/start")
    assert "4. " in await took(stage, fatou, chat, people)
    view = await services.tailoring.copy(act(stage, fatou), Whose(group_id=1), "peer-group")
    for spoke in view.draft.spokes:
        changed = partial(reworded, key=spoke.key, part="0", language="en", words=f"{spoke.levels[0].in_('en')}!")
        view = await services.tailoring.change(act(stage, fatou), view.own.id, view.own.revision, changed)
    await services.tailoring.put_to_use(act(stage, fatou), view.own.id, view.own.revision)
    assert WITHHELD in await took(stage, fatou, chat, people[1:], template="Our own")


async def test_nor_does_the_networks_round_beside_the_groups_own(stage: Stage) -> None:
    services, awa = stage.app.services, await stage.coordinator()
    chat, fatou, people = await stage.group(awa)
    for person in people:
        await stage.say(person, "/wheel", chat)
    await services.rounds.open(act(stage, fatou), 1, "peer-group", LAST_DAY)
    await services.proposals.propose(act(stage, awa), 1, "peer-group", LAST_DAY)
    await services.proposals.accept(act(stage, awa), 2, 1)
    for round_id, them in ((1, people), (2, people[1:])):
        for person in them:
            await answered(stage, person, round_id, LEVELS)
    for round_id in (1, 2):
        await services.rounds.close(act(stage, fatou), round_id, 1)
        await stage.advance(60)
    shown = await rows(stage, "SELECT round_id FROM figure WHERE state = 'published'")
    assert [row["round_id"] for row in shown] == [1]


async def test_nor_does_a_workshop_that_is_stopped_and_begun_again(stage: Stage) -> None:
    chat, fatou, people = await stage.group(await stage.coordinator())
    for missing in (0, 1):
        await stage.say(fatou, "/workshop", chat)
        for label in ("How our peer group", "Everybody taps"):
            await stage.tap(fatou, label, chat)
        for person in people[missing:]:
            await person.tap("3 · ", chat=chat)
        await stage.settle()
        await stage.tap(fatou, "Show the level", chat)
        assert ("Level of your answers: 3.0" in fatou.screen(chat).text) == (not missing)
        for label in ("⋯", "Stop without a wheel", "Yes, stop"):
            await stage.tap(fatou, label, chat)
