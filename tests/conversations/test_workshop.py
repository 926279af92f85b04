"""`/workshop` in a group, walked by what people see: taps, the level, the talk, what is agreed on, and the wheel."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import pytest

from bot.rehearsal.model import Message
from bot.rehearsal.persons import Person
from handlers.values.workshop import Level
from handlers.workshop.workshop import TAPS
from tests.conversations.havoc import Havoc
from tests.conversations.stage import DAY, Stage
from tests.conversations.test_bad_input import forged, somewhere

MINUTE = 60.0


@dataclass
class Scene:
    stage: Stage
    chat: Any
    awa: Person
    fatou: Person
    people: list[Person]

    async def begin(self, *, aloud: int = 0) -> Message:
        """Up to the first theme."""
        await self.stage.say(self.fatou, "/workshop", self.chat)
        await self.stage.tap(self.fatou, "How our peer group", self.chat)
        if not aloud:
            return await self.stage.tap(self.fatou, "Everybody taps", self.chat)
        await self.stage.tap(self.fatou, "Aloud", self.chat)
        return await self.stage.tap(self.fatou, str(aloud), self.chat)

    async def taps(self, *levels: int) -> None:
        for person, level in zip(self.people, levels, strict=False):
            await person.tap(f"{level} · ", chat=self.chat)
        await self.stage.settle()

    async def facilitator(self, *labels: str) -> Message:
        """She taps, one after the other."""
        for label in labels:
            await self.stage.tap(self.fatou, label, self.chat)
        return self.now()

    def now(self) -> Message:
        return self.fatou.screen(self.chat)

    def photos(self) -> list[Message]:
        return [one for one in self.fatou.messages(self.chat) if one.photo]

    def edits(self) -> int:
        return sum(call.method == "editMessageText" for call in self.stage.telegram.calls)


@pytest.fixture
async def scene(stage: Stage) -> Scene:
    awa = await stage.coordinator()
    chat, fatou, people = await stage.group(awa, members=8)
    return Scene(stage, chat, awa, fatou, people)


async def test_before_the_first_theme_comes_the_promise(scene: Scene) -> None:
    theme = await scene.begin()
    own = [one for one in scene.fatou.messages(scene.chat) if one.by_bot]
    assert "at least 5 people have answered that theme" in own[-2].text
    assert "Test Operator" in own[-2].text
    assert theme.text.startswith("1/6 · ")
    assert theme.text.endswith("Not yet enough to look.")
    assert [label[:4] for label in theme.labels[:6]] == [f"{level} · " for level in range(6)]


async def test_a_tap_is_answered_to_whoever_taps_and_the_message_changes_once(scene: Scene) -> None:
    await scene.begin()
    before = scene.edits()
    toast = await scene.stage.toast(scene.people[0], "3 · ", scene.chat)
    assert toast.startswith("Noted: 3 · ")
    assert "until it is shown" in toast
    await scene.taps(2, 2, 2, 2)
    assert scene.now().text.endswith("Not yet enough to look.")
    assert scene.edits() == before
    await scene.taps(2, 2, 2, 2, 5, 5, 4)
    assert scene.now().text.endswith("Enough to look.")
    assert scene.edits() == before + 1


async def test_the_level_shows_once_and_a_late_tap_changes_nothing(scene: Scene) -> None:
    theme = await scene.begin()
    await scene.taps(1, 1, 1, 1, 5)
    late = theme.keyboard[0][0].data
    shown = await scene.facilitator("Show the level")
    assert "Level of your answers: 1.8" in shown.text
    assert "views" not in shown.text, "from eight answers on"
    answer = (await Havoc(scene.stage).tap(scene.people[5], theme, late or "")).answer
    assert answer is not None
    assert "shown already" in (answer.text or "")
    assert "Level of your answers: 1.8" in scene.now().text


async def test_from_eight_on_it_is_told_how_far_views_agree(scene: Scene) -> None:
    await scene.begin()
    await scene.taps(0, 0, 0, 0, 5, 5, 5, 5)
    assert "Level of your answers: 2.5 · views differ" in (await scene.facilitator("Show the level")).text


async def test_with_too_few_it_is_told_kindly_and_goes_on_without_a_level(scene: Scene) -> None:
    await scene.begin()
    await scene.taps(1, 1, 1, 1)
    refused = await scene.stage.toast(scene.fatou, "Show the level", scene.chat)
    assert "Not enough people have tapped yet" in refused
    assert not any(character.isdigit() for character in refused)
    shown = await scene.facilitator("Go on without its level")
    assert "The level is not shown, to protect everyone." in shown.text
    assert "To talk about:" in shown.text


async def test_only_who_facilitates_steers(scene: Scene) -> None:
    refused = await scene.stage.say(scene.people[0], "/workshop", scene.chat)
    assert "facilitators of this group" in refused.text
    await scene.begin()
    await scene.taps(1, 1, 1, 1, 1)
    for label in ("Show the level", "⋯"):
        assert "facilitators of this group" in await scene.stage.toast(scene.people[0], label, scene.chat)
    await scene.facilitator("Show the level")
    for label in ("3", "5 min", "Next theme"):
        assert "facilitators of this group" in await scene.stage.toast(scene.people[0], label, scene.chat)


async def test_a_theme_is_talked_about_and_agreed_on(scene: Scene) -> None:
    await scene.begin()
    await scene.taps(1, 2, 3, 4, 5)
    await scene.facilitator("Show the level")
    assert "You talk until" in (await scene.facilitator("5 min")).text
    await scene.stage.advance(5 * MINUTE)
    assert scene.now().text == "The time for this talk is over. Which level do you agree on?"
    agreed = await scene.facilitator("2")
    assert "You agree on 2: " in agreed.text
    assert "✓ 2" in agreed.labels
    assert [label for label in agreed.labels if "→" in label] == ["→ 2", "→ 3", "→ 4", "→ 5"]
    assert "Wished for next time: 4" in (await scene.facilitator("→ 4")).text
    asked = await scene.facilitator("Say why")
    assert "do not name or describe anyone who was harmed" in asked.text
    told = await scene.stage.say(scene.fatou, "We <ask> rarely & late.", scene.chat, reply_to=asked)
    assert "Why: We <ask> rarely & late." in told.text
    following = await scene.facilitator("Next theme")
    assert following.text.startswith("2/6 · ")


async def test_a_talk_that_is_over_before_its_time_is_not_told_of(scene: Scene) -> None:
    await scene.begin(aloud=4)
    await scene.facilitator("3 min", "2", "Next theme")
    await scene.stage.advance(5 * MINUTE)
    assert scene.now().text.startswith("2/6 · ")


async def test_a_reason_can_be_spoken_and_one_that_is_too_long_is_asked_for_again(scene: Scene) -> None:
    await scene.begin(aloud=4)
    asked = await scene.facilitator("2", "Say why")
    again = await scene.stage.say(scene.fatou, "x" * 301, scene.chat, reply_to=asked)
    assert "300 characters" in again.text
    await scene.fatou.send_voice(chat=scene.chat, reply_to=again)
    assert "Why: a voice message" in (await scene.stage.seen(scene.fatou, scene.chat)).text
    await scene.facilitator("⋯", "Make the wheel now", "Yes, make it")
    await scene.stage.tap(scene.fatou, "What we agreed on", scene.chat)
    heard = await scene.stage.tap(scene.fatou, "▶ 1", scene.chat)
    assert heard.media is not None
    assert heard.media.kind == "voice"


async def test_the_wheel_has_the_mean_what_was_agreed_and_what_is_wished_for(scene: Scene) -> None:
    await scene.begin()
    await scene.taps(1, 2, 3, 4, 5)
    await scene.facilitator("Show the level", "2", "→ 4")
    for _ in range(5):
        await scene.facilitator("Next theme")
        await scene.taps(4, 4, 4, 4, 4)
        await scene.facilitator("Show the level", "4")
    await scene.facilitator("Finish", "Yes, make it")
    (wheel,) = scene.photos()
    assert ": 3.0 · agreed: 2 · wished for: 4" in wheel.text
    assert "5 answers" in wheel.text
    reasons = await scene.stage.tap(scene.people[0], "What we agreed on", scene.chat)
    assert "Agreed: 2 · wished for: 4" in reasons.text
    await scene.stage.round(scene.fatou, scene.chat)
    for person in scene.people[:5]:
        await scene.stage.answer(person, scene.chat, [2] * 6)
    await scene.stage.advance(8 * DAY)
    assert ": 2.0 (before: very high)" in scene.photos()[-1].text
    assert ": 2.0 (before: 3.0) · wished for: 4" in scene.photos()[-1].text


async def test_aloud_nobody_taps_and_the_wheel_says_so(scene: Scene) -> None:
    theme = await scene.begin(aloud=4)
    assert "0 · " in theme.text
    assert not any(" · " in label for label in theme.labels)
    await scene.facilitator("3", "⋯", "Make the wheel now", "Yes, make it")
    (wheel,) = scene.photos()
    assert "agreed together, 4 people present" in wheel.text
    assert ": 3 (agreed)" in wheel.text
    assert "answers" not in wheel.text


async def test_how_many_are_present_can_be_typed(scene: Scene) -> None:
    await scene.stage.say(scene.fatou, "/workshop", scene.chat)
    asked = await scene.facilitator("How our peer group", "Aloud", "More people")
    for line in ("many", "1", "501", "٣"):
        asked = await scene.stage.say(scene.fatou, line, scene.chat, reply_to=asked)
        assert "from 2 to 500" in asked.text
    theme = await scene.stage.say(scene.fatou, "24", scene.chat, reply_to=asked)
    assert theme.text.startswith("1/6 · ")


async def test_it_pauses_until_tomorrow_and_a_phone_and_a_bot_that_died_lose_nothing(scene: Scene) -> None:
    await scene.begin()
    await scene.taps(1, 1, 1)
    await scene.facilitator("⋯", "Pause until another day")
    assert "paused at theme 1 of 6" in scene.now().text
    await scene.stage.restart()
    await scene.stage.advance(DAY)
    told = await scene.stage.say(scene.fatou, "/workshop", scene.chat)
    assert "paused at theme 1 of 6" in told.text
    theme = await scene.facilitator("Go on")
    old = next(one for one in scene.fatou.messages(scene.chat) if one.text.startswith("1/6 · "))
    assert (old.text.endswith("It goes on below."), old.labels) == (True, [])
    assert theme.text.endswith("Not yet enough to look.")
    for person in scene.people[3:5]:
        await person.tap("5 · ", chat=scene.chat)
    await scene.stage.restart()
    assert "Level of your answers: 2.6" in (await scene.facilitator("Show the level")).text


async def test_a_tap_while_it_is_paused_is_told_so(scene: Scene) -> None:
    await scene.begin()
    await scene.facilitator("⋯", "Pause until another day")
    assert "paused" in await scene.stage.toast(scene.people[0], "3 · ", scene.chat)


async def test_whoever_comes_late_gets_the_theme_once_more_and_one_before_is_still_there(scene: Scene) -> None:
    await scene.begin()
    shown = await scene.facilitator("⋯", "Theme 2 ›")
    assert shown.text.startswith("2/6 · ")
    again = await scene.facilitator("⋯", "Show this theme again")
    assert again.text.startswith("2/6 · ")
    assert (await scene.facilitator("⋯", "‹ Theme 1")).text.startswith("1/6 · ")


async def test_in_a_group_that_has_moved_it_goes_on_where_it_was(stage: Stage) -> None:
    """Nothing is looked for under the numbers that messages had before: there they are somebody else's."""
    awa = await stage.coordinator()
    chat, fatou, people = await stage.group(awa, kind="group")
    scene = Scene(stage, chat, awa, fatou, people)
    await scene.begin()
    await scene.taps(2, 2, 2, 2)
    chat.migrate()
    await stage.settle()
    before = scene.edits()
    theme = await stage.say(fatou, "/workshop", chat)
    theme = await scene.facilitator("Show this theme again")
    assert theme.text.startswith("1/6 · ")
    assert scene.edits() == before
    await people[4].tap("2 · ", chat=chat)
    assert "Level of your answers: 2.0" in (await scene.facilitator("Show the level")).text


async def test_in_a_topic_all_of_it_stays_there(scene: Scene) -> None:
    scene.chat.make_forum()
    topic = scene.chat.add_topic("Our wheel", by=scene.fatou).id
    await scene.stage.say(scene.fatou, "/workshop", scene.chat, topic=topic)
    await scene.facilitator("How our peer group", "Aloud", "4", "3 min")
    await scene.stage.advance(3 * MINUTE)
    await scene.facilitator("3", "⋯", "Make the wheel now", "Yes, make it")
    (wheel,) = scene.photos()
    over = next(one for one in scene.fatou.messages(scene.chat) if "You agree on 3" in one.text)
    assert (wheel.topic, over.topic) == (topic, topic)


async def test_a_theme_that_was_left_can_still_be_tapped_and_is_in_the_wheel(scene: Scene) -> None:
    await scene.begin()
    await scene.taps(3, 3, 3, 3)
    first = scene.now()
    await scene.facilitator("⋯", "Theme 2 ›")
    data = first.keyboard[3][0].data or ""
    answer = (await Havoc(scene.stage).tap(scene.people[4], first, data)).answer
    assert answer is not None
    assert (answer.text or "").startswith("Noted: 3")
    await scene.facilitator("⋯", "Make the wheel now", "Yes, make it")
    assert ": 3.0" in scene.photos()[0].text


async def test_stopped_it_leaves_no_wheel_and_the_group_is_free_again(scene: Scene) -> None:
    await scene.begin()
    await scene.taps(1, 1, 1, 1, 1)
    await scene.facilitator("Show the level", "⋯", "Stop without a wheel", "Yes, stop")
    assert "What you tapped is forgotten" in scene.now().text
    assert scene.photos() == []
    assert (
        "A workshop: you take a survey together" in (await scene.stage.say(scene.fatou, "/workshop", scene.chat)).text
    )


async def test_with_nothing_to_show_there_is_no_wheel_and_that_is_said(scene: Scene) -> None:
    await scene.begin()
    await scene.facilitator("⋯", "Make the wheel now", "Yes, make it")
    assert "there is no wheel" in scene.now().text
    assert scene.photos() == []


async def test_one_thing_at_a_time_each_with_a_way_on(scene: Scene) -> None:
    await scene.begin()
    assert "at theme 1 of 6" in (await scene.stage.say(scene.fatou, "/workshop", scene.chat)).text
    assert "/workshop" in (await scene.stage.say(scene.fatou, "/survey", scene.chat)).text
    await scene.stage.say(scene.fatou, "/workshop", scene.chat)
    await scene.facilitator("Stop without a wheel", "Yes, stop")
    await scene.stage.say(scene.fatou, "/survey", scene.chat)
    await scene.stage.tap(scene.fatou, "How our peer group", scene.chat)
    await scene.stage.tap(scene.fatou, "7 days", scene.chat)
    await scene.begin()
    preview = next(one for one in scene.fatou.messages(scene.chat) if "Open it" in one.labels)
    refused = await scene.fatou.tap("Open it", chat=scene.chat, message=preview)
    assert refused is not None
    assert "/workshop" in (refused.text or "")
    await scene.stage.say(scene.fatou, "/workshop", scene.chat)
    await scene.facilitator("Stop without a wheel", "Yes, stop")
    await scene.stage.round(scene.fatou, scene.chat)
    assert "/survey" in (await scene.stage.say(scene.fatou, "/workshop", scene.chat)).text


async def test_forged_taps_of_a_member_steer_nothing(scene: Scene) -> None:
    await scene.begin()
    await scene.taps(1, 1, 1, 1, 1)
    havoc, member, message = Havoc(scene.stage), scene.people[0], scene.now()
    before = await havoc.imprint()
    for kind in TAPS.keys() - {Level}:
        for data in forged(kind, 6):
            await havoc.tap(member, message, data)
    assert await havoc.imprint() == before
    await havoc.calm()


async def test_forged_taps_of_who_facilitates_never_fail(scene: Scene) -> None:
    await scene.begin()
    await scene.taps(1, 1, 1, 1, 1)
    havoc = Havoc(scene.stage)
    for kind in TAPS:
        for data in forged(kind, 6):
            await havoc.tap(scene.fatou, somewhere(scene.fatou, scene.chat), data)
    await havoc.calm()


async def test_in_private_it_says_where_workshops_are_held(scene: Scene) -> None:
    told = await scene.stage.say(scene.people[0], "/workshop")
    assert "held in a group" in told.text


async def test_an_anonymous_administrator_begins_one_and_taps_as_themselves(scene: Scene) -> None:
    boss = scene.stage.telegram.person("Ousmane", language="en")
    await boss.join(scene.chat)
    await scene.fatou.promote(boss, scene.chat, anonymous=True)
    await scene.stage.say(boss, "/workshop", scene.chat)
    assert "A workshop: you take a survey together" in scene.now().text
    await scene.facilitator("How our peer group", "Everybody taps")
    assert "Noted: 3" in await scene.stage.toast(boss, "3 · ", scene.chat)


async def test_sixty_taps_at_once_are_each_answered_and_the_message_changes_once(stage: Stage) -> None:
    """On a clock that stands still: no answer waits for a turn, and one edit is far below what a group may have."""
    awa = await stage.coordinator()
    chat, fatou, people = await stage.group(awa, members=60)
    scene = Scene(stage, chat, awa, fatou, people)
    await scene.begin()
    before = scene.edits()
    answers = await asyncio.gather(*(one.tap(f"{place % 6} · ", chat=chat) for place, one in enumerate(people)))
    await stage.settle()
    assert all(one is not None and (one.text or "").startswith("Noted: ") for one in answers)
    assert scene.edits() == before + 1
    shown = await scene.facilitator("Show the level")
    assert "Level of your answers: 2.5 · views differ" in shown.text


async def test_one_that_nobody_goes_on_with_ends_by_itself_and_says_so(scene: Scene) -> None:
    await scene.begin()
    await scene.taps(2, 2, 2, 5, 5)
    await scene.stage.advance(DAY)
    said = next(one for one in reversed(scene.fatou.messages(scene.chat)) if "stood still for a day" in one.text)
    assert "is kept, in your wheel: /wheel" in said.text
    assert len(scene.photos()) == 1
    assert "Which survey" in (await scene.stage.say(scene.fatou, "/survey", scene.chat)).text
