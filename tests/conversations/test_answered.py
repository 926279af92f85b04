"""The second wheel: how each theme moved, and what the group did about it."""

from __future__ import annotations

import pytest

from bot.rehearsal.model import Message
from bot.rehearsal.persons import Person
from tests.conversations.planning_stage import Scene, with_wheel
from tests.conversations.stage import DAY, Stage


@pytest.fixture
async def scene(stage: Stage) -> Scene:
    return await with_wheel(stage)


async def answered(scene: Scene, levels: list[int]) -> Message:
    """Another round, and its wheel in the group."""
    await scene.stage.round(scene.fatou, scene.chat)
    for person in scene.people:
        await scene.stage.answer(person, scene.chat, levels)
    await scene.stage.advance(8 * DAY)
    return scene.wheel


async def turned(scene: Scene, label: str, who: Person | None = None) -> Message:
    """Tap below the wheel, and see it as it is then; something else may have come below it."""
    await scene.tap(label, who, scene.chat)
    return scene.wheel


async def planned(scene: Scene, theme: str, words: str) -> None:
    await scene.themes()
    await scene.tap(theme)
    await scene.say(words)
    await scene.tap("In 3 months")


async def test_each_theme_shows_how_it_moved_and_what_answered_it(scene: Scene) -> None:
    await planned(scene, "Trust", "Invite the <elders>")
    await scene.tap("Done")
    await planned(scene, "No theme in particular", "Meet outside")
    wheel = await answered(scene, [3, 2, 2, 3, 5, 1])
    assert "2 actions answered the last wheel." in wheel.text
    assert "What did we do well?" in wheel.text
    pictures = await uploads(scene)
    shown = await turned(scene, "What answered it", scene.people[0])
    assert shown.id == wheel.id
    assert "Trust: 3.0 (before: very low)\n• Invite the <elders> · done" in shown.text
    assert "Sharing of practice: 2.0 (−1.0)" in shown.text
    assert "as before" in shown.text
    assert "Besides\n• Meet outside · accepted" in shown.text
    assert shown.text.count("what did we do well here?") == 1
    back = await turned(scene, "← The wheel", scene.people[0])
    assert (back.id, back.text) == (wheel.id, wheel.text)
    assert await uploads(scene) == pictures


async def test_the_first_wheel_has_nothing_to_look_back_on(scene: Scene) -> None:
    assert "What answered it" not in scene.wheel.labels


async def test_in_private_a_member_sees_the_same_and_a_stranger_nothing(scene: Scene) -> None:
    await planned(scene, "Trust", "Invite the elders")
    await answered(scene, [3, 2, 3, 4, 5, 1])
    await scene.say("/wheel", scene.people[0])
    shown = await scene.tap("What answered it", scene.people[0])
    assert "• Invite the elders · accepted" in shown.text
    stranger = scene.stage.telegram.person("Stranger", language="en")
    screen = await scene.stage.say(stranger, "/help")
    tap = scene.stage.telegram.tap_raw(stranger, screen, "1:wa:2:0")
    await scene.stage.settle()
    assert tap.answer is not None
    assert "members of the group" in (tap.answer.text or "")


async def test_many_actions_turn_pages_in_the_same_message(scene: Scene) -> None:
    for theme in ("Trust", "Participation"):
        for number in range(4):
            await planned(scene, theme, f"{number} " + "word " * 60)
    await planned(scene, "No theme in particular", "Meet outside")
    wheel = await answered(scene, [3, 2, 3, 4, 5, 1])
    first = await turned(scene, "What answered it")
    assert first.text.count("… and 1 more") == 2
    seen = first
    while "→" in seen.labels:
        seen = await turned(scene, "→")
    assert (seen.id, "Meet outside" in seen.text) == (wheel.id, True)


async def uploads(scene: Scene) -> int:
    """How many pictures were uploaded so far."""
    await scene.stage.settle()
    return len([call for call in scene.stage.telegram.calls if call.uploads])
