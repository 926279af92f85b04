"""The bot goes away and comes back: everyone goes on where they were, and nothing happens twice."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.commands import problems
from bot.rehearsal.persons import Person
from bot.storage.port import StorageError
from tests.conversations.havoc import Havoc
from tests.conversations.stage import DAY, INTAKE, Stage, open_stage

LEVELS = [3, 4, 2, 5, 1, 3]
MINUTE = 60.0


def own(person: Person, chat: object = None) -> list[str]:
    """What the bot has said there."""
    return [one.text for one in person.messages(chat) if one.by_bot]  # type: ignore[arg-type]


async def test_a_member_goes_on_after_each_restart(stage: Stage) -> None:
    """The bot is restarted after every single tap."""
    awa = await stage.coordinator()
    chat, fatou, people = await stage.group(awa)
    await stage.round(fatou, chat)
    await stage.tap(people[0], "Answer in private", chat)
    for place, level in enumerate(LEVELS):
        assert f"{place + 1}/6" in people[0].labels()
        await stage.restart()
        await stage.tap(people[0], f"{level} ·")
    assert "Done" in people[0].labels()
    await Havoc(stage).calm()


async def test_a_set_up_and_a_typed_line_go_on_after_a_restart(stage: Stage) -> None:
    awa = await stage.coordinator()
    chat, fatou, _ = await stage.group(awa)
    await stage.say(fatou, "/survey", chat)
    await stage.restart()
    await stage.tap(fatou, "How our peer group", chat)
    await stage.restart()
    asked = await stage.tap(fatou, "nother da", chat)
    await stage.restart()
    answered = await stage.say(fatou, "5 December", chat, reply_to=asked)
    assert "December" in answered.text
    await Havoc(stage).calm()


async def test_what_people_did_while_the_bot_was_away_is_done_at_the_start(stage: Stage) -> None:
    awa = await stage.coordinator()
    chat, fatou, people = await stage.group(awa)
    await stage.round(fatou, chat)
    for one in people:
        await stage.tap(one, "Answer in private", chat)
    await stage.stop()
    for one in people:
        await one.tap("4 ·", wait=False)
        await one.send("/help")
    await stage.start()
    await stage.settle()
    for one in people:
        assert "2/6" in [label for message in one.messages() for label in message.labels]
        assert "/help" in "".join(own(one)) or len(own(one)) >= 2
    await Havoc(stage).calm()


async def test_taps_that_telegram_has_dropped_are_tapped_again(stage: Stage) -> None:
    """It keeps a tap for 150 seconds: the keyboard still works afterwards."""
    awa = await stage.coordinator()
    chat, fatou, people = await stage.group(awa)
    await stage.round(fatou, chat)
    await stage.tap(people[0], "Answer in private", chat)
    await stage.stop()
    await people[0].tap("4 ·", wait=False)
    stage.clock.advance(10 * MINUTE)
    await stage.start()
    await stage.settle()
    assert "1/6" in people[0].labels()
    await stage.tap(people[0], "4 ·")
    assert "2/6" in people[0].labels()


async def test_a_round_that_ended_while_the_bot_was_away_gets_more_time_and_people_are_told(stage: Stage) -> None:
    awa = await stage.coordinator()
    chat, fatou, people = await stage.group(awa)
    await stage.round(fatou, chat)
    for one in people:
        await stage.answer(one, chat, LEVELS)
    await stage.advance(6.4 * DAY)
    count = len(own(fatou, chat))
    await stage.stop()
    stage.clock.advance(1 * DAY)
    await stage.start()
    await stage.settle()
    assert len(own(fatou, chat)) == count + 1
    await stage.restart()
    await stage.settle()
    assert len(own(fatou, chat)) == count + 1
    await stage.advance(3 * DAY)
    assert sum(one.photo is not None for one in fatou.messages(chat)) == 1


@pytest.mark.skipif(INTAKE == "webhook", reason="the clock must move for a post to be repeated: tests/faults")
async def test_updates_that_come_twice_count_once(stage: Stage) -> None:
    stage.telegram.faults.duplicate_updates(1.0)
    awa = await stage.coordinator()
    chat, fatou, people = await stage.group(awa)
    await stage.round(fatou, chat)
    await stage.answer(people[0], chat, LEVELS)
    count = len(own(awa))
    await stage.say(awa, "/help")
    await stage.settle()
    assert len(own(awa)) == count + 1
    await Havoc(stage).calm()


async def test_after_a_quiet_week_the_bot_hears_people_again(stage: Stage) -> None:
    """Telegram numbers updates anew then, from a random number: an old offset would hide them."""
    awa = await stage.coordinator()
    for days in (6.5, 8.0, 9.0):
        await stage.stop()
        stage.clock.advance(days * DAY)
        await stage.start()
        count = len(own(awa))
        await stage.say(awa, "/help")
        assert len(own(awa)) == count + 1


async def test_a_database_that_fails_ends_the_bot_with_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At once, although a poll is waiting at Telegram; the update is found at the next start."""
    async with open_stage(tmp_path) as stage:
        awa = await stage.coordinator()

        async def fails(*_: object) -> None:
            raise StorageError("the disk is full: make room")

        with monkeypatch.context() as broken:
            broken.setattr(stage.app.services.people, "meet", fails)
            await awa.send("/help")
            done, _ = await asyncio.wait([stage.running], timeout=3)
        assert done
        error = stage.running.exception()
        assert error is not None
        assert problems.line(error) == "the disk is full: make room"
        with pytest.raises(ExceptionGroup):
            await stage.stop()
        count = len(own(awa))
        await stage.start()
        await stage.settle()
        assert len(own(awa)) == count + 1


async def test_the_outbox_too_ends_the_bot_when_the_database_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_stage(tmp_path) as stage:

        async def fails(*_: object) -> None:
            raise StorageError("the disk is full: make room")

        with monkeypatch.context() as broken:
            broken.setattr(stage.app.outbox, "_fill", fails)
            stage.app.outbox.wake()
            done, _ = await asyncio.wait([stage.running], timeout=3)
        assert done
        error = stage.running.exception()
        assert error is not None
        assert problems.line(error) == "the disk is full: make room"
        with pytest.raises(ExceptionGroup):
            await stage.stop()
        await stage.start()
