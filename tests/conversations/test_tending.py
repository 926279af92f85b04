"""`/groups`: who looks after several groups sees on one screen how each stands, and goes on from there."""

from __future__ import annotations

from typing import Any

import pytest

from bot.rehearsal.persons import Person
from tests.conversations.havoc import Havoc
from tests.conversations.stage import DAY, Stage


@pytest.fixture
async def awa(stage: Stage) -> Person:
    """Who coordinates, and has written to the bot."""
    return await stage.coordinator()


async def second(stage: Stage, awa: Person, fatou: Person) -> Any:
    """Another group that Fatou administers."""
    chat = stage.telegram.group("Another <b> & co", creator=fatou, kind="supergroup")
    await awa.join(chat)
    await awa.add_bot(chat)
    await stage.seen(fatou, chat)
    await stage.tap(fatou, "Set up", chat)
    await stage.tap(fatou, "All right", chat)
    return chat


async def test_each_group_is_on_the_screen_with_its_next_step(stage: Stage, awa: Person) -> None:
    chat, fatou, people = await stage.group(awa, members=5)
    await second(stage, awa, fatou)
    await stage.round(fatou, chat)
    await stage.say(fatou, "/start")
    shown = await stage.say(fatou, "/groups")
    assert shown.labels == ["1. Another <b> & co", "2. Peer group"]
    assert "Next step: begin a round" in shown.text
    assert "A round is open until Saturday 28 November" in shown.text
    for person in people:
        await stage.answer(person, chat, [1, 2, 3, 4, 5, 1])
    await stage.advance(8 * DAY)
    assert "Next step: plan an action" in (await stage.say(fatou, "/groups")).text
    one = await stage.tap(fatou, "2. Peer group")
    assert "Plan an action" in one.labels
    assert "An action of Peer group" in (await stage.tap(fatou, "Plan an action")).text


async def test_what_needs_a_hand_is_one_tap_away(stage: Stage, awa: Person) -> None:
    chat, fatou, _ = await stage.group(awa)
    await stage.say(fatou, "/start")
    await stage.say(fatou, "/action")
    await stage.tap(fatou, "Peer group")
    await stage.say(fatou, "Invite the elders")
    await stage.tap(fatou, "In 1 month")
    await stage.tap(fatou, "Stuck")
    assert "1 action is open, 1 of them needs a hand." in (await stage.say(fatou, "/groups")).text
    await stage.tap(fatou, "1. Peer group")
    assert "Invite the elders" in (await stage.tap(fatou, "What needs a hand")).text
    assert "/groups" not in fatou.screen(chat).text


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("Begin a round", "A new round"),
        ("The plan", "The plan of Peer group"),
        ("The agenda", "The agenda of Peer group"),
        ("Settings", "Reminders: as usual"),
        ("All my groups", "1. Peer group"),
    ],
)
async def test_all_ways_on_lead_somewhere(stage: Stage, awa: Person, label: str, words: str) -> None:
    await stage.group(awa)
    await stage.say(awa, "/groups")
    await stage.tap(awa, "1. Peer group")
    assert words in (await stage.tap(awa, label)).text


async def test_many_groups_are_turned_page_by_page(stage: Stage, awa: Person) -> None:
    for number in range(7):
        await stage.group(awa, title=f"Group {number}", members=0)
    first = await stage.say(awa, "/groups")
    assert len(first.labels) == 7
    last = await stage.tap(awa, "→")
    assert last.labels == ["7. Group 6", "←"]
    assert last.id == first.id
    assert (await stage.tap(awa, "←")).labels == first.labels


async def test_a_group_does_not_hear_of_the_others(stage: Stage, awa: Person) -> None:
    chat, fatou, _ = await stage.group(awa)
    assert "Better in private" in (await stage.say(fatou, "/groups", chat)).text


async def test_who_facilitates_no_more_sees_nothing(stage: Stage, awa: Person) -> None:
    chat, fatou, people = await stage.group(awa)
    await stage.say(fatou, "/start")
    shown = await stage.say(fatou, "/groups")
    await fatou.leave(chat)
    await stage.settle()
    assert "facilitator" in await stage.toast(fatou, "1. Peer group")
    assert "no group" in (await stage.say(fatou, "/groups")).text
    havoc = Havoc(stage)
    await stage.say(people[0], "/start")
    for data in ("1:tb:1", "1:tb:99", "1:ta:-7"):
        await havoc.tap(people[0], people[0].screen(), data)
        assert "Peer group" not in people[0].screen().text
    assert shown.text != ""
    await havoc.calm()
