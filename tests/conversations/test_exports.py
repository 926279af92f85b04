"""A plan is taken out of the chat by whoever sees it, as a file that other programs read."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from typing import Any

import icalendar
import pytest
from openpyxl import load_workbook

from bot.rehearsal.model import Message, StoredFile
from tests.conversations.planning_stage import Scene, with_wheel
from tests.conversations.stage import Stage


@pytest.fixture
async def scene(stage: Stage) -> Scene:
    return await with_wheel(stage)


def kept(shown: Message) -> StoredFile:
    """What came with the message."""
    assert shown.media is not None
    assert shown.media.kind == "document"
    return shown.media


def rows(shown: Message) -> list[list[str]]:
    return list(csv.reader(StringIO(kept(shown).content.decode("utf-8-sig"), newline="")))


async def in_calendar(scene: Scene) -> Any:
    """The only event of the plan, as a calendar reads it."""
    await scene.say("/export")
    await scene.tap("Peer group")
    shown = await scene.tap("For a calendar (iCalendar)")
    (event,) = icalendar.Calendar.from_ical(kept(shown).content).walk("VEVENT")
    return event


async def test_a_plan_comes_as_a_workbook_as_csv_and_for_the_calendar(scene: Scene) -> None:
    await scene.planned("=HYPERLINK(“x”) the elders")
    assert "Which plan would you like to have as a file?" in (await scene.say("/export")).text
    forms = await scene.tap("Peer group")
    assert "Names and reasons are in it" in forms.text
    workbook = await scene.tap("For a spreadsheet (XLSX)")
    assert workbook.text == "Peer group, as of 29 November 2026"
    sheet = load_workbook(BytesIO(kept(workbook).content)).active
    assert sheet is not None
    assert sheet["A2"].value == "'=HYPERLINK(“x”) the elders"
    await scene.tap("For any program (CSV)")
    shown = scene.fatou.screen()
    assert (kept(shown).name, kept(shown).mime) == ("plan-Peer-group-2026-11-29.csv", "text/csv")
    assert rows(shown)[1][0] == "'=HYPERLINK(“x”) the elders"
    event = await in_calendar(scene)
    assert event.decoded("dtstart").isoformat() == "2026-12-29"
    assert "nothing is there twice" in scene.fatou.screen().text


async def test_what_a_calendar_has_is_brought_up_to_date(scene: Scene) -> None:
    await scene.planned()
    before = await in_calendar(scene)
    await scene.say("/my")
    await scene.tap("1. Invite the elders")
    await scene.tap("✓ Done")
    after = await in_calendar(scene)
    assert [str(one["summary"]) for one in (before, after)] == ["Invite the elders", "✓ Invite the elders"]
    assert str(before["uid"]) == str(after["uid"])
    assert before["sequence"] < after["sequence"]


async def test_in_a_group_the_file_of_its_plan_comes_there(scene: Scene) -> None:
    await scene.planned()
    forms = await scene.say("/exporter", chat=scene.chat)
    assert "← Back" not in forms.labels
    shown = await scene.tap("For any program (CSV)", scene.people[0], scene.chat)
    assert [row[0] for row in rows(shown)] == ["What", "Invite the elders"]


async def test_where_a_group_takes_no_files_it_is_said_where_to_get_it(scene: Scene) -> None:
    await scene.planned()
    await scene.say("/export", chat=scene.chat)
    scene.chat.permit("can_send_messages")
    shown = await scene.tap("For any program (CSV)", chat=scene.chat)
    assert "Please ask me for it in private" in shown.text
    assert shown.labels == ["Open our private chat"]


async def test_the_board_leads_there_and_back(scene: Scene) -> None:
    await scene.planned()
    await scene.say("/plan")
    await scene.tap("As a file…")
    assert "Which plan" in (await scene.tap("← Back")).text


async def test_ones_own_is_there_too_and_an_empty_plan_says_so(scene: Scene) -> None:
    await scene.planned("Only me")
    await scene.say("/export")
    await scene.tap("All that is mine")
    assert rows(await scene.tap("For any program (CSV)"))[1][0] == "Only me"
    member = scene.people[0]
    await scene.say("/export", member)
    await scene.tap("All that is mine", member)
    assert "nothing in this plan yet" in await scene.stage.toast(member, "For any program (CSV)")


async def test_who_has_left_takes_nothing_any_more(scene: Scene) -> None:
    await scene.planned()
    member = scene.people[0]
    await scene.say("/export", member)
    await scene.tap("Peer group", member)
    await member.leave(scene.chat)
    await scene.stage.settle()
    before = len(member.messages())
    await scene.stage.toast(member, "For any program (CSV)")
    assert all(one.media is None for one in member.messages()[before:])


async def test_files_speak_the_language_of_who_asks(scene: Scene) -> None:
    await scene.planned("Inviter les aînées")
    await scene.say("/langue")
    await scene.tap("Français")
    await scene.say("/export")
    await scene.tap("Peer group")
    shown = await scene.tap("Pour tout logiciel (CSV)")
    head, row = csv.reader(StringIO(kept(shown).content.decode("utf-8-sig"), newline=""), delimiter=";")
    assert (head[0], row[0]) == ("Quoi", "Inviter les aînées")
