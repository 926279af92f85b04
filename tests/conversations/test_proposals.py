"""A coordinator proposes a round to all groups; each says yes, later or no, and hears of the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from bot.rehearsal.model import Message
from bot.rehearsal.persons import Person
from tests.conversations.stage import DAY, Stage

SURVEY = "How our peer group"
RECKONED = "may be reckoned from the groups’ wheels"


@dataclass
class Scene:
    stage: Stage
    chat: Any
    fatou: Person
    people: list[Person]
    awa: Person

    async def tap(self, label: str) -> Message:
        return await self.stage.tap(self.fatou, label)


@pytest.fixture
async def scene(stage: Stage) -> Scene:
    """A round is proposed to a group whose facilitator can be written to."""
    awa = await stage.coordinator()
    chat, fatou, people = await stage.group(awa, members=5)
    await stage.say(fatou, "/start")
    await stage.say(awa, "/survey")
    for label in ("All groups of", SURVEY, "7 days"):
        await stage.tap(awa, label)
    await stage.tap(awa, "Propose it")
    return Scene(stage, chat, fatou, people, awa)


async def test_the_facilitator_is_asked_in_neutral_words_and_sees_the_questions_on_a_tap(scene: Scene) -> None:
    assert "proposed to 1 group" in scene.awa.screen().text
    letter = scene.fatou.screen()
    assert letter.text.startswith("The network proposes a round to all groups.")
    assert SURVEY not in letter.text
    assert letter.labels == ["See the questions", "Yes, from now on", "Yes, but later", "Not this time"]
    details = await scene.tap("See the questions")
    assert SURVEY in details.text
    assert "The first question" in details.text
    assert "fewer people" not in details.text


async def test_a_group_that_is_too_small_for_a_wheel_of_its_own_is_told_of_beforehand(stage: Stage) -> None:
    awa = await stage.coordinator()
    _, fatou, _ = await stage.group(awa, members=2)
    await stage.say(fatou, "/start")
    await stage.say(awa, "/survey")
    for label in ("All groups of", SURVEY):
        await stage.tap(awa, label)
    assert "1 group has fewer people than the 5 answers that a theme needs" in (await stage.tap(awa, "7 days")).text
    await stage.tap(awa, "Propose it")
    assert "fewer people" not in fatou.screen().text
    assert "Your group has fewer people than the 5 answers" in (await stage.tap(fatou, "See the questions")).text


async def test_yes_opens_it_in_the_group_and_a_second_tap_shows_so(scene: Scene) -> None:
    old = scene.fatou.screen()
    yes = old.buttons[1][0].data or ""
    await scene.tap("Yes, from now on")
    assert any("is open in your group until" in one.text for one in scene.fatou.messages())
    assert scene.people[0].screen(scene.chat).labels == ["Answer in private"]
    tap = scene.stage.telegram.tap_raw(scene.fatou, old, yes)
    await scene.stage.settle()
    assert tap.answer is not None
    assert "open already" in (tap.answer.text or "")
    assert sum("A new round of questions" in one.text for one in scene.people[0].messages(scene.chat)) == 1


async def test_no_is_kept_and_can_become_a_yes(scene: Scene) -> None:
    declined = await scene.tap("Not this time")
    assert "You said no for now" in declined.text
    assert "Not this time" not in declined.labels
    await scene.tap("Yes, from now on")
    assert any("is open in your group until" in one.text for one in scene.fatou.messages())


async def test_a_later_start_is_typed_echoed_and_opens_on_its_day(scene: Scene) -> None:
    await scene.tap("Yes, but later")
    await scene.tap("Another date")
    again = await scene.stage.say(scene.fatou, "1 March 2027")
    assert "a day from 22 November 2026 to 19 December 2026" in again.text
    echoed = await scene.stage.say(scene.fatou, "1 December")
    assert echoed.labels[0] == "From Tuesday 1 December"
    told = await scene.tap("From Tuesday 1 December")
    assert "begins in your group on Tuesday 1 December, 9:00\xa0AM" in told.text
    await scene.stage.advance(9 * DAY)
    assert not any("A new round" in one.text for one in scene.people[0].messages(scene.chat))
    await scene.stage.advance(DAY)
    assert "A new round" in scene.people[0].screen(scene.chat).text


async def test_after_its_last_day_the_proposal_says_that_it_is_over(scene: Scene) -> None:
    await scene.stage.advance(8 * DAY)
    letter = next(one for one in scene.fatou.messages() if "Yes, from now on" in one.labels)
    tap = scene.stage.telegram.tap_raw(scene.fatou, letter, letter.buttons[1][0].data or "")
    await scene.stage.settle()
    assert tap.answer is not None
    assert "closed" in (tap.answer.text or "")
    shown = next(one for one in scene.fatou.messages() if one.id == letter.id)
    assert shown.text == "This round is over."
    assert shown.labels == []


async def test_a_second_proposal_of_the_same_survey_is_not_made(scene: Scene) -> None:
    await scene.stage.say(scene.awa, "/survey")
    for label in ("All groups of", SURVEY, "14 days"):
        await scene.stage.tap(scene.awa, label)
    told = await scene.stage.tap(scene.awa, "Propose it")
    assert "Nothing was changed" in told.text


async def answer(stage: Stage, chat: Any, people: Sequence[Person]) -> None:
    for person in people:
        await stage.tap(person, "Answer in private", chat)
        await stage.tap(person, "None")
        for level in (3, 4, 2, 5, 1, 3):
            await stage.tap(person, f"{level} ·")


async def test_the_group_gets_its_wheel_and_the_coordinator_a_count(scene: Scene) -> None:
    await scene.tap("Yes, from now on")
    await answer(scene.stage, scene.chat, scene.people)
    await scene.stage.advance(8 * DAY)
    assert len([one for one in scene.fatou.messages(scene.chat) if one.photo]) == 2
    told = scene.awa.screen().text
    assert "Wheels published: 2." in told
    assert "3.0" not in told


async def wheels_of_three(stage: Stage, answers: Sequence[int]) -> list[str]:
    """What the first of three groups reads below its wheels, by how many answer in each; a group where none do says no.

    Its own wheel, then the network's, in whichever order they came.
    """
    awa = await stage.coordinator()
    there = [await stage.group(awa, title=f"Group {number}", members=5) for number in range(3)]
    for _, fatou, _ in there:
        await stage.say(fatou, "/start")
    await stage.say(awa, "/survey")
    for label in ("All groups of", SURVEY, "7 days", "Propose it"):
        await stage.tap(awa, label)
    for (chat, fatou, people), many in zip(there, answers, strict=True):
        await stage.tap(fatou, "Yes, from now on" if many else "Not this time")
        await answer(stage, chat, people[:many])
    await stage.advance(8 * DAY)
    chat, fatou, _ = there[0]
    return sorted((one.text for one in fatou.messages(chat) if one.photo), key=lambda text: "Group 0 ·" not in text)


async def test_the_wheel_of_several_groups_says_that_levels_may_come_from_theirs(stage: Stage) -> None:
    """In one of them too few have answered for a sum of all to be told beside the other two."""
    own, network = await wheels_of_three(stage, (5, 5, 1))
    assert RECKONED not in own
    assert network.count(RECKONED) == 1
    assert "1. Trust: 3.0" in network
    assert "10 answers" in network


async def test_where_one_group_alone_took_part_no_level_comes_from_others(stage: Stage) -> None:
    _, network = await wheels_of_three(stage, (5, 0, 0))
    assert RECKONED not in network
