"""What people do that a screen does not ask for: they write instead of tapping, speak instead of writing, go back."""

from __future__ import annotations

import pytest

from bot.rehearsal.model import Message
from tests.conversations.planning_stage import Scene, with_wheel
from tests.conversations.stage import Stage


@pytest.fixture
async def scene(stage: Stage) -> Scene:
    return await with_wheel(stage)


async def speaks(scene: Scene) -> Message:
    """Fatou sends a voice message in private; what she sees then."""
    await scene.fatou.send_voice()
    return await scene.stage.seen(scene.fatou)


async def test_a_theme_may_be_written(scene: Scene) -> None:
    await scene.themes()
    assert "Theme: Trust" in (await scene.say("trust")).text
    when = await scene.say("Trust")
    assert when.text.startswith("Trust\n"), "with a theme chosen, it is what will be done"


async def test_a_voice_message_where_words_are_needed_is_told_so_and_words_are_waited_for(scene: Scene) -> None:
    await scene.planned()
    await scene.tap("Change…")
    await scene.tap("Sign of success")
    told = await speaks(scene)
    assert "I can only use what is written" in told.text
    assert told.force_reply
    assert "It worked when: They come" in (await scene.say("They come")).text
    assert "did not understand" in (await speaks(scene)).text


async def test_in_a_group_too_it_is_told_that_words_are_needed(scene: Scene) -> None:
    await scene.say("/survey", chat=scene.chat)
    await scene.tap("How our peer group", chat=scene.chat)
    asked = await scene.tap("Another date", chat=scene.chat)
    await scene.fatou.send_voice(chat=scene.chat, reply_to=asked)
    assert "I can only use what is written" in (await scene.stage.seen(scene.fatou, scene.chat)).text
    before = len(scene.fatou.messages(scene.chat))
    await scene.fatou.send_voice(chat=scene.chat)
    await scene.stage.settle()
    assert len(scene.fatou.messages(scene.chat)) == before + 1, "what is said to others is not answered"


@pytest.mark.parametrize(
    ("way", "said"), [("New date", "By: 20 December 2026"), ("Remind me on…", "on 20 December 2026")]
)
async def test_wherever_days_are_offered_one_may_be_written(scene: Scene, way: str, said: str) -> None:
    await scene.planned()
    assert "write a date" in (await scene.tap(way)).text
    assert "Sunday" in (await scene.say("in 3 weeks")).text
    assert said in (await scene.tap("Yes")).text
    assert "did not understand" in (await scene.say("Thank you")).text


async def test_the_day_of_coming_back_may_be_written_at_once(scene: Scene) -> None:
    assert "write a date" in (await scene.say("/away")).text
    assert "Sunday" in (await scene.say("in 3 weeks")).text
    assert "until 20 December 2026" in (await scene.tap("Yes")).text
    assert "did not understand" in (await scene.say("Thank you")).text
    await scene.say("/away")
    await scene.tap("I am back")
    assert "did not understand" in (await scene.say("in 3 weeks")).text


async def test_what_is_written_after_another_button_is_no_reason_any_more(scene: Scene) -> None:
    await scene.planned()
    await scene.tap("Stuck")
    await scene.tap("Going well")
    assert "did not understand" in (await scene.say("Thank you")).text
    assert "going well" in (await scene.say("/plan", chat=scene.chat)).text


async def test_what_is_dropped_and_taken_up_again_is_not_dropped_by_a_line(scene: Scene) -> None:
    await scene.planned()
    await scene.tap("Change…")
    await scene.tap("Drop it")
    await scene.tap("Take it up again")
    assert "did not understand" in (await scene.say("Thank you")).text
    assert "Invite the elders" in (await scene.say("/plan", chat=scene.chat)).text


async def test_who_takes_on_what_nobody_has_is_not_said_to_ask_themselves(scene: Scene) -> None:
    await scene.planned()
    await scene.tap("Change…")
    await scene.tap("Not for me")
    await scene.tap("Hand back without a word")
    await scene.tap("I take it on")
    assert "Fatou took it on" in (await scene.tap("What was done so far")).text


async def test_what_was_kept_leads_back_to_the_list_and_to_the_discussions(scene: Scene) -> None:
    await scene.say("/keep We begin with a song", chat=scene.chat)
    assert "We begin with a song" in (await scene.tap("All that was kept", chat=scene.chat)).text
    assert "Discussions of" in (await scene.tap("← All discussions", chat=scene.chat)).text
    await scene.say("/keep")
    await scene.tap("1. We begin with a song")
    assert "What you have kept" in (await scene.tap("All that I have kept")).text


async def test_who_is_in_no_network_is_told_how_to_see_what_is_shared(scene: Scene) -> None:
    stranger = scene.stage.telegram.person("Stranger", language="en")
    assert "I do not know your network yet" in (await scene.say("/shared", stranger)).text


@pytest.mark.parametrize(("label", "said"), [("Sign of success", "say it in at most 1000"), ("What", "is to be done")])
async def test_what_is_too_long_is_told_by_what_was_asked_for(scene: Scene, label: str, said: str) -> None:
    await scene.planned()
    await scene.tap("Change…")
    await scene.tap(label)
    assert said in (await scene.say("x" * 1001)).text
