"""The stage of stories: people in them look where people look, and what goes wrong is told on the page."""

from __future__ import annotations

import asyncio

import pytest

from bot.clock import RehearsalClock
from bot.rehearsal import Double
from bot.rehearsal.control import Hooks
from bot.rehearsal.groups import Group
from bot.rehearsal.persons import Person
from bot.rehearsal.stories import Stage

from .conftest import Api


@pytest.fixture
def hooks() -> Hooks:
    return Hooks()


@pytest.fixture
def stage(double: Double, hooks: Hooks) -> Stage:
    return Stage(double.world, double.url, RehearsalClock(), hooks)


def keys(*labels: str) -> dict[str, object]:
    return {"inline_keyboard": [[{"text": label, "callback_data": label}] for label in labels]}


async def test_in_private_a_person_taps_on_the_newest_screen_only(api: Api, stage: Stage, anna: Person) -> None:
    """An older screen with the same label is still above it: from an earlier round, say."""
    await anna.send("/start")
    await api.ok("sendMessage", chat_id=anna.id, text="earlier", reply_markup=keys("Español"))
    newest = await api.ok("sendMessage", chat_id=anna.id, text="now", reply_markup=keys("English"))
    tap = asyncio.create_task(stage.tap(anna, "Español"))
    await api.ok(
        "editMessageText", chat_id=anna.id, message_id=newest["message_id"], text="now", reply_markup=keys("Español")
    )
    await stage.world.until(lambda: stage.world.queue.pending()[-1].kind == "callback_query")
    query = stage.world.queue.pending()[-1].payload
    await api.ok("answerCallbackQuery", callback_query_id=query["id"])
    await tap
    assert query["message"]["message_id"] == newest["message_id"]


async def test_the_transcript_tells_what_people_show_and_where_the_bot_speaks(
    api: Api, stage: Stage, anna: Person, group: Group, picture: bytes
) -> None:
    lines: list[str] = []
    stage.say = lines.append
    await stage.show(anna, picture, "<b>Our</b> day")
    await api.ok("sendMessage", chat_id=group.id, text="Hello")
    await stage.send(anna, "<i>Good</i> news", formatted=True)
    assert lines == [
        "Anna: [picture] <b>Our</b> day",
        "Anna: <i>Good</i> news",
        f"    bot → {group.title}: Hello",
    ]
    shown, said = anna.messages()
    assert (shown.photo, shown.html, said.html) == (picture, "<b>Our</b> day", "<i>Good</i> news")


async def test_whoever_reads_another_language_finds_the_same_button(api: Api, stage: Stage, anna: Person) -> None:
    stage.every = lambda words: (words, "Fait")
    await anna.send("/start")
    await api.ok("sendMessage", chat_id=anna.id, text="?", reply_markup=keys("Pas encore", "✓ Fait"))
    assert await stage.sees_button(anna, "Done") == "Fait"


async def test_on_a_poor_link_people_wait_for_the_newest_message(api: Api, stage: Stage, anna: Person) -> None:
    await anna.send("/start")
    anna.poor_link = True
    sent = await api.ok("sendMessage", chat_id=anna.id, text="now")
    waiting = asyncio.create_task(stage.catches_up(anna))
    assert stage.newest(anna) < sent["message_id"]
    stage.world.advance(10)
    await waiting
    assert stage.newest(anna) == sent["message_id"]


async def test_what_is_waited_for_in_vain_is_told_with_what_is_there_instead(
    api: Api, stage: Stage, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.rehearsal.stories.stage.PATIENCE", 0.0)
    await anna.send("/start")
    await api.ok("sendMessage", chat_id=anna.id, text="?", reply_markup=keys("Later"))
    with pytest.raises(AssertionError, match=r"Anna waits for a button 'Done' and sees .*Later"):
        await stage.sees_button(anna, "Done")


async def test_a_story_that_breaks_off_says_so_in_one_line_and_another_can_begin(stage: Stage, hooks: Hooks) -> None:
    async def broken(_: Stage) -> bytes | None:
        raise AssertionError("nobody answered\nlast calls:\n  getUpdates")

    stage.stories = {"broken": broken}
    for _ in range(2):
        await stage.begin_story("broken")
        await stage.world.until(lambda: hooks.story and hooks.story["done"])
        assert hooks.story is not None
        assert hooks.story["text"] == "The story broke off: nobody answered"
