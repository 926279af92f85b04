"""`/wheel`: at once, by `file_id`, earlier and later rounds, a choice and a way back; to those whom it describes."""

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

    async def round(self, levels: list[int], template: str = "How our peer group") -> None:
        """A round from its opening to its wheel."""
        await self.stage.round(self.fatou, self.chat, template=template)
        for person in self.people:
            await self.stage.answer(person, self.chat, levels)
        await self.stage.advance(8 * DAY)

    @property
    def uploads(self) -> int:
        """How many pictures were uploaded so far."""
        return len([call for call in self.stage.telegram.calls if call.uploads])


@pytest.fixture
async def scene(stage: Stage) -> Scene:
    """A group with one wheel."""
    awa = await stage.coordinator()
    chat, fatou, people = await stage.group(awa, members=5)
    scene = Scene(stage, chat, fatou, people)
    await scene.round([1, 2, 3, 4, 5, 1])
    return scene


async def test_in_the_group_anyone_gets_it_and_nothing_is_uploaded_again(scene: Scene) -> None:
    assert scene.uploads == 1
    for person, command in zip(scene.people, ("/wheel", "/roue", "/rueda"), strict=False):
        wheel = await scene.stage.say(person, command, scene.chat)
        assert wheel.photo is not None
    assert scene.uploads == 1


async def test_in_private_a_member_gets_the_same_picture(scene: Scene) -> None:
    wheel = await scene.stage.say(scene.people[0], "/wheel")
    assert wheel.photo is not None
    assert "3.0" in wheel.text
    assert "very high" in wheel.text
    assert scene.uploads == 1


async def test_each_language_is_drawn_once(scene: Scene) -> None:
    await scene.stage.say(scene.people[0], "/language")
    await scene.stage.tap(scene.people[0], "Français")
    for _ in range(2):
        wheel = await scene.stage.say(scene.people[0], "/wheel")
        assert "3,0" in wheel.text
        assert "très haut" in wheel.text
        assert scene.uploads == 2


async def test_earlier_and_later_rounds_are_shown_in_the_same_message(scene: Scene) -> None:
    await scene.round([2, 2, 3, 4, 5, 2])
    wheel = await scene.stage.say(scene.people[0], "/wheel", scene.chat)
    assert wheel.labels == ["‹ Earlier", "Discuss", "What answered it", "Plan an action"]
    uploads = scene.uploads
    earlier = await scene.stage.tap(scene.people[1], "‹ Earlier", scene.chat)
    assert (earlier.id, earlier.labels) == (wheel.id, ["Later ›", "Discuss", "Plan an action"])
    assert "28 November 2026" in earlier.text
    later = await scene.stage.tap(scene.people[2], "Later ›", scene.chat)
    assert (later.id, later.labels) == (wheel.id, wheel.labels)
    assert scene.uploads == uploads


async def test_where_there_are_several_one_chooses_and_comes_back(scene: Scene) -> None:
    await scene.round([2] * 8, "Gender equality")
    choice = await scene.stage.say(scene.people[0], "/wheel")
    assert choice.text == "Which wheel would you like to see?"
    assert len(choice.labels) == 2
    wheel = await scene.stage.tap(scene.people[0], choice.labels[1])
    assert wheel.photo is not None
    assert wheel.labels == ["Other wheels", "Discuss", "Plan an action"]
    again = await scene.stage.tap(scene.people[0], "Other wheels")
    assert again.labels == choice.labels
    other = await scene.stage.tap(scene.people[0], choice.labels[0])
    assert other.photo is not None
    assert other.photo != wheel.photo


async def test_a_stranger_and_who_has_left_get_none(scene: Scene) -> None:
    stranger = scene.stage.telegram.person("Stranger", language="en")
    assert "no wheel for you yet" in (await scene.stage.say(stranger, "/wheel")).text
    member = scene.people[0]
    shown = await scene.stage.say(member, "/wheel")
    assert shown.photo is not None
    await member.leave(scene.chat)
    await scene.stage.settle()
    assert "no wheel for you yet" in (await scene.stage.say(member, "/wheel")).text


async def test_a_forged_tap_shows_nothing(scene: Scene) -> None:
    stranger = scene.stage.telegram.person("Stranger", language="en")
    screen = await scene.stage.say(stranger, "/help")
    tap = scene.stage.telegram.tap_raw(stranger, screen, "1:ws:1")
    await scene.stage.settle()
    assert tap.answer is not None
    assert "members of the group" in (tap.answer.text or "")
    assert stranger.screen().photo is None


async def test_a_group_without_a_wheel_hears_how_to_begin(scene: Scene) -> None:
    awa = scene.stage.telegram.person("Binta", language="en")
    invitation = await scene.stage.app.services.membership.invite_coordinator(None)
    await scene.stage.open(awa, f"https://t.me/{scene.stage.app.bot.username}?start={invitation.payload}")
    chat, fatou, _ = await scene.stage.group(awa, title="New group", members=0)
    told = await scene.stage.say(fatou, "/wheel", chat)
    assert "no wheel yet" in told.text


async def test_an_anonymous_administrator_gets_it_too(scene: Scene) -> None:
    await scene.fatou.promote(scene.people[0], scene.chat, anonymous=True)
    wheel: Message = await scene.stage.say(scene.people[0], "/wheel", scene.chat)
    assert wheel.photo is not None
