"""`/survey`: a facilitator opens, extends and closes a round, whoever else taps, and however old the screen is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from bot.rehearsal.model import Message
from bot.rehearsal.persons import Person
from tests.conversations.stage import DAY, Stage

SURVEY = "How our peer group"


@dataclass
class Scene:
    """A group that is set up, its facilitator, its members, and the coordinator."""

    stage: Stage
    chat: Any
    fatou: Person
    people: list[Person]
    awa: Person

    async def tap(self, label: str, who: Person | None = None) -> Message:
        return await self.stage.tap(who or self.fatou, label, self.chat)

    async def toast(self, label: str, who: Person) -> str:
        return await self.stage.toast(who, label, self.chat)

    async def reply(self, text: str, who: Person | None = None) -> Message:
        """Answer the bot's newest message in the group."""
        person = who or self.fatou
        return await self.stage.say(person, text, self.chat, reply_to=person.screen(self.chat))

    async def screen(self) -> Message:
        """What /survey shows."""
        return await self.stage.say(self.fatou, "/survey", self.chat)

    def texts(self) -> list[str]:
        return [one.text for one in self.fatou.messages(self.chat)]


@pytest.fixture
async def scene(stage: Stage) -> Scene:
    awa = await stage.coordinator()
    chat, fatou, people = await stage.group(awa, members=5)
    return Scene(stage, chat, fatou, people, awa)


async def test_a_round_is_opened_in_four_taps_and_shown_before(scene: Scene) -> None:
    assert "Which survey" in (await scene.screen()).text
    assert "Until when" in (await scene.tap(SURVEY)).text
    preview = await scene.tap("7 days: Saturday 28 November")
    assert "The first question" in preview.text
    assert "until Saturday 28 November" in preview.text
    assert "7 people are in this group. A minimum of 5 answers suits them." in preview.text
    await scene.tap("Open it")
    standing = next(text for text in reversed(scene.texts()) if "Open until" in text)
    assert "Open until Saturday 28 November, 6:00\xa0PM" in standing
    invitation = scene.fatou.screen(scene.chat)
    assert invitation.labels == ["Answer in private"]
    assert SURVEY not in invitation.text


async def test_a_member_is_refused_kindly_and_changes_nothing_on_the_facilitators_screen(scene: Scene) -> None:
    member = scene.people[0]
    await scene.screen()
    for label in (SURVEY, "Cancel"):
        assert "facilitators of this group" in await scene.toast(label, member)
        assert "Which survey" in scene.fatou.screen(scene.chat).text
    await scene.tap(SURVEY)
    for label in ("7 days", "Another date", "Back"):
        assert "facilitators of this group" in await scene.toast(label, member)
    assert "Until when" in scene.fatou.screen(scene.chat).text
    refused = await scene.stage.say(member, "/survey", scene.chat)
    assert "facilitators of this group" in refused.text


async def test_a_typed_day_is_echoed_and_asked_again_when_it_cannot_be_used(scene: Scene) -> None:
    await scene.screen()
    await scene.tap(SURVEY)
    asked = await scene.tap("Another date")
    assert "Which day?" in asked.text
    for wrong in ("hello", "yesterday", "1 January 2031"):
        again = await scene.reply(wrong)
        assert "a day from 22 November 2026 to 20 May 2027" in again.text
    preview = await scene.reply("05/12")
    assert "until Saturday 5 December" in preview.text
    assert "Open it" in preview.labels


async def test_cancel_ends_the_question_for_a_day(scene: Scene) -> None:
    await scene.screen()
    await scene.tap(SURVEY)
    await scene.tap("Another date")
    await scene.stage.say(scene.fatou, "/cancel", scene.chat)
    before = len(scene.texts())
    await scene.reply("05/12")
    assert len(scene.texts()) == before + 1


async def test_the_day_that_somebody_else_types_answers_nothing(scene: Scene) -> None:
    await scene.screen()
    await scene.tap(SURVEY)
    await scene.tap("Another date")
    before = len(scene.texts())
    await scene.reply("05/12", scene.people[0])
    assert len(scene.texts()) == before + 1


async def test_an_anonymous_administrator_taps_and_types(scene: Scene) -> None:
    """The tap names the person, the typed line does not; the question is found all the same."""
    await scene.fatou.promote(scene.awa, scene.chat, anonymous=True)
    await scene.stage.say(scene.awa, "/survey", scene.chat)
    await scene.tap(SURVEY, scene.awa)
    await scene.tap("Another date", scene.awa)
    again = await scene.reply("hello", scene.awa)
    assert "could not use that date" in again.text
    preview = await scene.reply("5 December", scene.awa)
    assert "until Saturday 5 December" in preview.text
    await scene.tap("Open it", scene.awa)
    assert scene.fatou.screen(scene.chat).labels == ["Answer in private"]


async def test_two_facilitators_open_at_once_and_one_round_is_open(scene: Scene) -> None:
    for person in (scene.fatou, scene.awa):
        await scene.stage.say(person, "/survey", scene.chat)
        await scene.tap(SURVEY, person)
        await scene.tap("7 days", person)
    first, second = [one for one in scene.fatou.messages(scene.chat) if "Open it" in one.labels]
    tap = scene.stage.telegram.tap_raw(scene.fatou, first, first.buttons[0][0].data or "")
    other = scene.stage.telegram.tap_raw(scene.awa, second, second.buttons[0][0].data or "")
    await scene.stage.settle()
    told = [one.answer.text for one in (tap, other) if one.answer and one.answer.text]
    assert told == ["A round is open already. /survey shows it."]
    assert sum("A new round of questions" in text for text in scene.texts()) == 1
    assert sum("Open until" in text for text in scene.texts()) == 2


async def test_an_old_close_button_shows_how_it_stands(scene: Scene) -> None:
    await scene.stage.round(scene.fatou, scene.chat)
    for person in scene.people:
        await scene.stage.answer(person, scene.chat, [3] * 6)
    await scene.screen()
    sure = await scene.tap("Close it now")
    yes = sure.buttons[0][0].data or ""
    await scene.tap("Yes, close it")
    tap = scene.stage.telegram.tap_raw(scene.fatou, sure, yes)
    await scene.stage.settle()
    assert tap.answer is not None
    assert "closed" in (tap.answer.text or "")
    assert len([one for one in scene.fatou.messages(scene.chat) if one.photo]) == 1
    shown = next(one for one in scene.fatou.messages(scene.chat) if one.id == sure.id)
    assert "Which survey" in shown.text


async def test_more_time_is_told_in_the_group(scene: Scene) -> None:
    await scene.stage.round(scene.fatou, scene.chat)
    await scene.screen()
    await scene.tap("More time")
    await scene.tap("Until Saturday 5 December")
    told = scene.fatou.screen(scene.chat)
    assert told.text.startswith("There is more time for the round: until Saturday 5 December, 6:00\xa0PM")
    assert told.labels == ["Answer in private"]


async def test_a_typed_extension_moves_nothing_before_it_is_tapped(scene: Scene) -> None:
    await scene.stage.round(scene.fatou, scene.chat)
    await scene.screen()
    await scene.tap("More time")
    await scene.tap("Another date")
    assert "a day from 29 November 2026" in (await scene.reply("tomorrow")).text
    echoed = await scene.reply("12 December")
    assert echoed.labels[0] == "Until Saturday 12 December"
    assert not any("There is more time" in text for text in scene.texts())
    await scene.tap("Until Saturday 12 December")
    assert any("There is more time" in text for text in scene.texts())


async def test_a_facilitator_who_lost_the_role_is_told(scene: Scene) -> None:
    await scene.stage.round(scene.fatou, scene.chat)
    await scene.screen()
    await scene.stage.say(scene.awa, "/settings", scene.chat)
    await scene.tap("Facilitators", scene.awa)
    await scene.tap("Someone else…", scene.awa)
    await scene.stage.toast(scene.people[0], "I facilitate", scene.chat)
    fatou_on = "✓ Fatou"
    await scene.tap(fatou_on, scene.awa)
    old = next(one for one in scene.fatou.messages(scene.chat) if "Close it now" in one.labels)
    tap = scene.stage.telegram.tap_raw(scene.fatou, old, old.buttons[1][0].data or "")
    await scene.stage.settle()
    assert tap.answer is not None
    assert "facilitators of this group" in (tap.answer.text or "")


async def test_in_a_forum_everything_stays_in_its_topic(stage: Stage) -> None:
    awa = await stage.coordinator()
    chat, fatou, _ = await stage.group(awa, kind="forum")
    topic = chat.add_topic("Rounds")
    await stage.say(fatou, "/survey", chat, topic=topic.id)
    for label in (SURVEY, "Another date"):
        screen = await stage.tap(fatou, label, chat)
        assert screen.topic == topic.id
    preview = await stage.say(fatou, "5 December", chat, topic=topic.id, reply_to=fatou.screen(chat))
    assert "until Saturday 5 December" in preview.text
    assert preview.topic == topic.id


async def test_in_private_a_facilitator_chooses_the_group(scene: Scene) -> None:
    whose = await scene.stage.say(scene.fatou, "/survey")
    assert whose.labels[0] == "Peer group"
    await scene.stage.tap(scene.fatou, "Peer group")
    await scene.stage.tap(scene.fatou, SURVEY)
    await scene.stage.tap(scene.fatou, "3 days")
    await scene.stage.tap(scene.fatou, "Open it")
    (standing,) = [one for one in scene.fatou.messages() if "Open until" in one.text]
    assert "Open until Tuesday 24 November, 6:00\xa0PM" in standing.text
    nobody = await scene.stage.say(scene.people[0], "/survey")
    assert "opened by the facilitators" in nobody.text


async def test_after_a_round_that_showed_nothing_a_new_one_can_begin(scene: Scene) -> None:
    await scene.stage.round(scene.fatou, scene.chat)
    await scene.stage.advance(8 * DAY)
    standing = await scene.screen()
    assert standing.labels == ["Give more time", "A new round"]
    assert "Which survey" in (await scene.tap("A new round")).text
