"""In its settings a group chooses how its actions are brought to mind, and how often it hears how they stand."""

from __future__ import annotations

from typing import Any

import pytest

from bot.rehearsal.persons import Person
from tests.conversations.havoc import Havoc
from tests.conversations.stage import Stage

USUAL = "7 days before, on the day, 7 days after, and then 3 times more every 14 days."


@pytest.fixture
async def chat(stage: Stage) -> Any:
    """A group that is set up, with its settings open."""
    awa = await stage.coordinator()
    chat, fatou, _ = await stage.group(awa, members=1)
    await stage.say(fatou, "/settings", chat)
    return chat


def called(stage: Stage, name: str) -> Person:
    return next(one for one in stage.telegram.persons.values() if one.user.first_name == name)


async def test_the_summary_says_how_it_is(stage: Stage, chat: Any) -> None:
    summary = called(stage, "Fatou").screen(chat)
    assert "Reminders: as usual" in summary.text
    assert "News of actions: every month" in summary.text


async def test_reminders_come_as_usual_until_another_way_is_chosen(stage: Stage, chat: Any) -> None:
    fatou = called(stage, "Fatou")
    shown = await stage.tap(fatou, "Reminders", chat)
    assert USUAL in shown.text.replace("\u00a0", " ")
    assert "✓ As usual" in shown.labels
    gently = await stage.tap(fatou, "Gently", chat)
    assert gently.id == shown.id
    assert "3 days before, on the day, 14 days after, and once more 28 days later." in gently.text
    day = await stage.tap(fatou, "Only on the day", chat)
    assert "where possible: on the day." in day.text
    assert "Reminders: only on the day" in (await stage.tap(fatou, "Back", chat)).text


async def test_each_part_has_numbers_of_its_own(stage: Stage, chat: Any) -> None:
    fatou = called(stage, "Fatou")
    await stage.tap(fatou, "Reminders", chat)
    for part, number in (("Before…", "1 day"), ("After…", "30 days"), ("Again…", "No reminder")):
        offered = await stage.tap(fatou, part, chat)
        assert sum(label.startswith("✓") for label in offered.labels) == 1
        shown = await stage.tap(fatou, number, chat)
    assert "where possible: 1 day before, on the day, and 30 days after." in shown.text
    assert not any(label.startswith("✓") for label in shown.labels)
    assert "Reminders: in its own way" in (await stage.tap(fatou, "Back", chat)).text


async def test_news_of_actions_come_every_week_or_never(stage: Stage, chat: Any) -> None:
    fatou = called(stage, "Fatou")
    offered = await stage.tap(fatou, "News of actions", chat)
    assert "✓ Every month" in offered.labels
    assert "✓ Every week" in (await stage.tap(fatou, "Every week", chat)).labels
    assert "✓ Never" in (await stage.tap(fatou, "Never", chat)).labels
    assert "News of actions: never" in (await stage.tap(fatou, "Back", chat)).text


async def test_in_private_it_is_the_same(stage: Stage, chat: Any) -> None:
    fatou = called(stage, "Fatou")
    await stage.say(fatou, "/start")
    await stage.say(fatou, "/settings")
    await stage.tap(fatou, "Peer group")
    await stage.tap(fatou, "Reminders")
    assert "✓ Gently" in (await stage.tap(fatou, "Gently")).labels
    assert chat.id < 0


@pytest.mark.parametrize("label", ["Reminders", "News of actions"])
async def test_a_member_is_told_whom_to_ask(stage: Stage, chat: Any, label: str) -> None:
    assert "administrators of this group" in await stage.toast(called(stage, "Member 1"), label, chat)


@pytest.mark.parametrize("data", ["1:stf:1:b:2", "1:stf:1:r:-1", "1:std:99:g", "1:sth:99:off", "1:stf:1:b:1000000"])
async def test_what_is_forged_changes_nothing(stage: Stage, chat: Any, data: str) -> None:
    fatou, havoc = called(stage, "Fatou"), Havoc(stage)
    before = await havoc.imprint()
    await havoc.tap(fatou, fatou.screen(chat), data)
    assert await havoc.imprint() == before
    await havoc.calm()
