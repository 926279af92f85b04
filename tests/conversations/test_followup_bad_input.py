"""Follow-up where things went otherwise: owners who are gone, groups that moved or were deleted, taps out of turn."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import pytest

from bot.rehearsal.model import Message
from bot.rehearsal.persons import Person
from bot.services.act import Act
from bot.storage.actions import Whose
from tests.conversations.havoc import Havoc
from tests.conversations.planning_stage import Scene, with_wheel
from tests.conversations.stage import DAY, Stage

AHEAD = 23 * DAY
"""An action that was just planned for a month later is brought to mind then for the first time."""

THOUGHT = "A thought for what you have taken on. How is it going?"


@pytest.fixture
async def scene(stage: Stage) -> Scene:
    return await with_wheel(stage)


@pytest.fixture
async def member(scene: Scene) -> Person:
    """Who has planned an action that is due in a month, and looks at it."""
    await scene.planned(who=scene.people[0])
    return scene.people[0]


def texts(person: Person, chat: Any = None) -> list[str]:
    return [one.text for one in person.messages(chat) if one.by_bot]


async def mornings(stage: Stage, many: int) -> None:
    """So many days pass, one after another, as nobody sleeps through them."""
    for _ in range(many):
        await stage.advance(DAY)


async def reminded(scene: Scene, member: Person) -> Message:
    """The first reminder has come."""
    await scene.stage.advance(AHEAD)
    letter = await scene.stage.seen(member)
    assert letter.text == THOUGHT
    return letter


def value(message: Message, label: str) -> str:
    """What the button of that label says."""
    found = next(one for row in message.buttons for one in row if label in one.label)
    assert found.data is not None
    return found.data


# Owners who are gone


@pytest.mark.parametrize("how", ["block", "deactivate"])
async def test_of_an_owner_out_of_reach_whoever_looks_after_the_plan_is_told_on_the_day(
    scene: Scene, member: Person, how: Literal["block", "deactivate"]
) -> None:
    """Blocked is told by Telegram; that an account is gone is found out by the first reminder."""
    getattr(member, how)()
    before = len(texts(member))
    await scene.stage.advance(AHEAD)
    assert len(texts(member)) == before
    assert "needs a hand" not in scene.fatou.screen().text
    await scene.stage.advance(7 * DAY)
    letter = scene.fatou.screen()
    assert "needs a hand" in letter.text
    assert "Invite the elders" in (await scene.tap("Show")).text
    assert await Havoc(scene.stage).troubled() == []


async def test_who_was_forgotten_is_reminded_of_nothing(scene: Scene, member: Person) -> None:
    await scene.say("/forgetme", member)
    await scene.tap("Yes, forget me", member)
    before = len(texts(member))
    for _ in range(8):
        await scene.stage.advance(14 * DAY)
    assert len(texts(member)) == before
    board = await scene.say("/plan", chat=scene.chat)
    assert "Invite the elders" in board.text
    assert "Member 1" not in board.text
    await Havoc(scene.stage).calm()


async def test_who_left_is_reminded_of_nothing(scene: Scene, member: Person) -> None:
    await member.leave(scene.chat)
    await scene.stage.settle()
    before = len(texts(member))
    for _ in range(8):
        await scene.stage.advance(14 * DAY)
    assert len(texts(member)) == before
    assert THOUGHT not in texts(member)
    await Havoc(scene.stage).calm()


async def test_a_reminder_of_who_left_meanwhile_shows_nothing_any_more(scene: Scene, member: Person) -> None:
    letter, havoc = await reminded(scene, member), Havoc(scene.stage)
    await member.leave(scene.chat)
    await scene.stage.settle()
    before = await havoc.imprint()
    for label in ("Done", "Going well", "Stuck", "Not for me", "Hand over"):
        tap = await havoc.tap(member, letter, value(letter, label))
        assert tap.answer is not None
        assert tap.answer.text
    assert "Invite the elders" not in member.screen().text
    assert await havoc.imprint() == before
    await havoc.calm()


# Groups that moved, or are gone


async def appointed(scene: Scene) -> None:
    """A point of the group's agenda comes on the third of December, with a word a day ahead."""
    group = await scene.stage.app.services.groups.of_chat(scene.chat.id)
    assert group is not None
    act = Act(scene.fatou.id, scene.stage.clock.now())
    starts = datetime(2026, 12, 3, 10)  # noqa: DTZ001 - a wall time
    agenda = scene.stage.app.services.agenda
    await agenda.add(act, Whose(group_id=group.id), title="Equality", rule="FREQ=WEEKLY", starts=starts, ahead_days=1)


async def test_a_group_that_moved_hears_all_of_it_where_it_is_now(stage: Stage) -> None:
    """Nobody tells of the move: the first letter to the old chat finds it out."""
    awa = await stage.coordinator()
    chat, fatou, people = await stage.group(awa, kind="group", members=5)
    scene = Scene(stage, awa, chat, fatou, people)
    for who in (fatou, people[0]):
        await stage.say(who, "/help", chat)
        await stage.say(who, "/action")
        await stage.tap(who, "Peer group")
        await stage.say(who, "Invite the elders")
        await stage.tap(who, "In 1 month")
    await appointed(scene)
    stage.telegram.queue.allow(["callback_query"])
    chat.migrate()
    here = len(texts(fatou, chat))
    await mornings(stage, 14)
    arrived = texts(fatou, chat)[here:]
    beginnings = ["How our plan stands", "A point of the agenda", "What there is to talk about on", "What there is"]
    assert len(arrived) == len(beginnings)
    assert all(text.startswith(beginning) for text, beginning in zip(arrived, beginnings, strict=True))
    await stage.advance(16 * DAY)
    assert people[0].screen().text == THOUGHT
    assert await Havoc(stage).troubled() == []


async def test_a_group_that_was_deleted_hears_nothing_and_nothing_is_tried_for_ever(
    scene: Scene, member: Person
) -> None:
    await appointed(scene)
    scene.chat.delete()
    await mornings(scene.stage, 13)
    group = await scene.stage.app.services.groups.of_chat(scene.chat.id)
    assert group is not None
    assert group.state == "left"
    tried = _sent_to(scene, scene.chat.id)
    await scene.stage.advance(60 * DAY)
    assert _sent_to(scene, scene.chat.id) == tried
    assert await Havoc(scene.stage).troubled() == []
    assert "Invite the elders" in (await scene.say("/my", member)).text


def _sent_to(scene: Scene, chat_id: int) -> int:
    calls = scene.stage.telegram.calls
    return sum(call.method.startswith("send") and str(call.params.get("chat_id")) == str(chat_id) for call in calls)


async def test_a_group_that_the_bot_was_taken_from_has_its_plan_when_it_comes_back(
    scene: Scene, member: Person
) -> None:
    await appointed(scene)
    await scene.fatou.remove_bot(scene.chat)
    await mornings(scene.stage, 13)
    await scene.fatou.add_bot(scene.chat)
    await scene.stage.settle()
    assert "Invite the elders" in (await scene.say("/plan", chat=scene.chat)).text
    await scene.stage.advance(AHEAD - 13 * DAY)
    assert member.screen().text == THOUGHT
    await Havoc(scene.stage).calm()


# A second before, twice, by others, too late


@pytest.mark.parametrize("label", ["Done", "Going well"])
async def test_what_was_answered_a_second_before_is_not_asked_for(scene: Scene, member: Person, label: str) -> None:
    await scene.stage.advance(AHEAD - 1)
    answered = await scene.tap(label, member)
    await scene.stage.advance(2)
    assert member.screen().id == answered.id
    assert THOUGHT not in texts(member)


@pytest.mark.parametrize("meanwhile", ["Done", ""])
async def test_what_was_done_while_its_reminder_waited_is_not_asked_for(
    scene: Scene, member: Person, meanwhile: str
) -> None:
    """Telegram asks for patience: the letter is put, and goes out later, unless it has lost its meaning.

    Shorter than a tap waits for its answer: the edit's turn moves the clock ahead by it.
    """
    patience = scene.stage.telegram.faults.order("429", "sendMessage", retry_after=140)
    await scene.stage.advance(AHEAD)
    assert patience.hits == 1
    assert THOUGHT not in texts(member)
    if meanwhile:
        await scene.tap(meanwhile, member)
    await scene.stage.advance(141)
    assert texts(member).count(THOUGHT) == (0 if meanwhile else 1)
    assert await Havoc(scene.stage).troubled() == []


async def test_a_reminder_tapped_twice_counts_once(scene: Scene, member: Person) -> None:
    letter = await reminded(scene, member)
    data = value(letter, "Done")
    for _ in range(2):
        scene.stage.telegram.tap_raw(member, letter, data)
    await scene.stage.settle()
    assert "State: done" in member.screen().text
    past = (await scene.tap("What was done so far", member)).text
    assert past.count("done") == 1
    await Havoc(scene.stage).calm()


@pytest.mark.parametrize("label", ["Done", "Going well", "Stuck", "Not for me"])
async def test_a_reminder_tapped_by_somebody_else_changes_nothing(scene: Scene, member: Person, label: str) -> None:
    letter, havoc = await reminded(scene, member), Havoc(scene.stage)
    data, other = value(letter, label), scene.people[1]
    screen, before = await scene.say("/help", other), await havoc.imprint()
    tap = await havoc.tap(other, screen, data)
    assert tap.answer is not None
    assert tap.answer.text
    assert await havoc.imprint() == before
    await havoc.calm()


async def test_after_it_was_handed_over_the_old_reminder_only_shows_how_it_stands(scene: Scene, member: Person) -> None:
    letter, other = await reminded(scene, member), scene.people[1]
    await scene.tap("Hand over", member)
    await scene.tap("Member 2", member)
    await scene.tap("Show", other)
    await scene.tap("Accept", other)
    await scene.tap("Yes", other)
    havoc = Havoc(scene.stage)
    before = await havoc.imprint()
    for label in ("Done", "Going well", "Stuck", "Not for me"):
        tap = await havoc.tap(member, letter, value(letter, label))
        assert tap.answer is not None
        assert tap.answer.text
    assert await havoc.imprint() == before
    await scene.stage.advance(7 * DAY)
    assert other.screen().text == THOUGHT
    assert texts(member).count(THOUGHT) <= 1
    await havoc.calm()


async def test_after_it_was_dropped_the_old_reminder_revives_nothing(scene: Scene, member: Person) -> None:
    letter, havoc = await reminded(scene, member), Havoc(scene.stage)
    await scene.tap("Invite the elders", member)
    await scene.tap("Change…", member)
    await scene.tap("Drop it", member)
    before = await havoc.imprint()
    for label in ("Done", "Going well", "Stuck", "Not for me"):
        await havoc.tap(member, letter, value(letter, label))
    assert "State: dropped" in member.screen().text
    assert await havoc.imprint() == before
    await havoc.calm()
