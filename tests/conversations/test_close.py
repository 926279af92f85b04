"""The close in the group: the wheel, or words that tell nothing; more time by facilitators; a bot that was away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from bot.rehearsal.model import Message
from bot.rehearsal.persons import Person
from tests.conversations.stage import DAY, Stage


@dataclass
class Scene:
    stage: Stage
    chat: Any
    fatou: Person
    people: list[Person]

    async def answer(self, count: int, levels: list[int]) -> None:
        for person in self.people[:count]:
            await self.stage.answer(person, self.chat, levels)

    def photos(self) -> list[Message]:
        return [one for one in self.fatou.messages(self.chat) if one.photo]


@pytest.fixture
async def scene(stage: Stage) -> Scene:
    """A round is open in a group of six."""
    awa = await stage.coordinator()
    chat, fatou, people = await stage.group(awa)
    await stage.round(fatou, chat)
    return Scene(stage, chat, fatou, people)


async def test_by_time_the_wheel_comes_once_with_the_day_the_round_ended(scene: Scene) -> None:
    """Though the bot slept for a week after it."""
    await scene.answer(6, [3, 4, 2, 5, 1, 3])
    await scene.stage.advance(14 * DAY)
    (wheel,) = scene.photos()
    assert "28 November 2026" in wheel.text
    assert "6 answers" in wheel.text
    await scene.stage.advance(DAY)
    assert len(scene.photos()) == 1


async def test_by_hand_the_wheel_comes_at_once(scene: Scene) -> None:
    await scene.answer(5, [3, 4, 2, 5, 1, 3])
    await scene.stage.say(scene.fatou, "/survey", scene.chat)
    await scene.stage.tap(scene.fatou, "Close it now", scene.chat)
    await scene.stage.tap(scene.fatou, "Yes, close it", scene.chat)
    (wheel,) = scene.photos()
    assert "21 November 2026" in wheel.text
    assert "5 answers" in wheel.text


async def test_the_first_lines_of_the_wheel_hold_no_level_and_no_title(scene: Scene) -> None:
    await scene.answer(6, [3, 3, 3, 3, 3, 3])
    await scene.stage.advance(8 * DAY)
    first = scene.photos()[0].text.split("\n\n")[0]
    assert first == "No theme stands out from the others."


async def test_below_the_minimum_nothing_tells_how_many_are_missing(scene: Scene) -> None:
    """None and four look the same."""
    await scene.answer(4, [5, 5, 5, 5, 5, 5])
    await scene.stage.advance(8 * DAY)
    told = scene.fatou.screen(scene.chat)
    assert not scene.photos()
    assert not any(character.isdigit() for character in told.text)
    assert told.labels == ["Give more time"]


async def test_more_time_is_for_facilitators_and_leads_to_the_wheel(scene: Scene) -> None:
    await scene.answer(4, [5, 5, 5, 5, 5, 5])
    await scene.stage.advance(8 * DAY)
    refused = await scene.stage.toast(scene.people[0], "Give more time", scene.chat)
    assert "facilitators of this group" in refused
    await scene.stage.tap(scene.fatou, "Give more time", scene.chat)
    await scene.stage.tap(scene.fatou, "Until Wednesday 2 December", scene.chat)
    told = scene.fatou.screen(scene.chat)
    assert told.text.startswith("There is more time for the round: until Wednesday 2 December")
    await scene.stage.answer(scene.people[4], scene.chat, [0, 0, 0, 0, 0, 0])
    await scene.stage.advance(4 * DAY)
    (wheel,) = scene.photos()
    assert "very high" in wheel.text
    assert "5 answers" in wheel.text


async def test_a_second_close_with_too_few_answers_is_told_as_well(scene: Scene) -> None:
    for _ in range(2):
        await scene.stage.advance(8 * DAY)
        await scene.stage.tap(scene.fatou, "Give more time", scene.chat)
        await scene.stage.tap(scene.fatou, "Until", scene.chat)
    told = [one for one in scene.fatou.messages(scene.chat) if "There is more time" in one.text]
    assert len(told) == 2


async def test_after_the_close_the_invitation_says_that_it_is_over(scene: Scene) -> None:
    await scene.stage.advance(8 * DAY)
    await scene.stage.tap(scene.people[0], "Answer in private", scene.chat)
    assert "This round is closed" in scene.people[0].screen().text


async def test_a_bot_that_was_away_over_the_last_day_gives_more_time_and_says_so(scene: Scene) -> None:
    await scene.answer(5, [3, 4, 2, 5, 1, 3])
    await scene.stage.advance(7 * DAY)
    await scene.stage.stop()
    scene.stage.clock.advance(5 * 3600.0 + 4 * 3600.0)
    await scene.stage.start()
    await scene.stage.settle()
    assert not scene.photos()
    told = scene.fatou.screen(scene.chat)
    assert "I could not be reached for a while" in told.text
    assert "until Sunday 29 November, 3:00\xa0AM" in told.text
    await scene.stage.advance(10 * 3600)
    assert not scene.photos(), "it closed at night: nobody is woken"
    await scene.stage.advance(4 * 3600)
    assert len(scene.photos()) == 1


async def test_closing_and_answering_survive_a_restart(scene: Scene) -> None:
    await scene.answer(5, [3, 4, 2, 5, 1, 3])
    await scene.stage.restart()
    await scene.stage.say(scene.fatou, "/survey", scene.chat)
    await scene.stage.tap(scene.fatou, "Close it now", scene.chat)
    await scene.stage.restart()
    await scene.stage.tap(scene.fatou, "Yes, close it", scene.chat)
    assert len(scene.photos()) == 1


async def test_soon_after_a_wheel_who_has_come_since_is_not_told_by_the_next_one(scene: Scene) -> None:
    """The same people see their second wheel; it is said beforehand what is not shown, and in the words for too few."""
    stage, fatou, chat = scene.stage, scene.fatou, scene.chat
    await scene.answer(5, [3, 4, 2, 5, 1, 3])
    await stage.advance(8 * DAY)
    assert len(scene.photos()) == 1
    for answering, wheels in ((5, 2), (6, 2)):
        await stage.say(fatou, "/survey", chat)
        await stage.tap(fatou, "How our peer group", chat)
        preview = await stage.tap(fatou, "3 days", chat)
        assert "ended less than two weeks ago" in preview.text
        await stage.tap(fatou, "Open it", chat)
        await scene.answer(answering, [3, 4, 2, 5, 1, 3])
        await stage.advance(4 * DAY)
        assert len(scene.photos()) == wheels
    assert "There are not enough answers" in fatou.screen(chat).text


async def test_two_weeks_after_a_wheel_nothing_is_said_and_nothing_held_back(scene: Scene) -> None:
    stage, fatou, chat = scene.stage, scene.fatou, scene.chat
    await scene.answer(5, [3, 4, 2, 5, 1, 3])
    await stage.advance(22 * DAY)
    await stage.say(fatou, "/survey", chat)
    await stage.tap(fatou, "How our peer group", chat)
    preview = await stage.tap(fatou, "7 days", chat)
    assert "two weeks" not in preview.text
    await stage.tap(fatou, "Open it", chat)
    await scene.answer(6, [3, 4, 2, 5, 1, 3])
    await stage.advance(8 * DAY)
    assert len(scene.photos()) == 2
