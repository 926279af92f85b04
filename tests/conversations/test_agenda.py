"""What comes back at meetings: put on the agenda by taps and a line, told ahead, and talked about with a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from bot.rehearsal.model import Message
from bot.rehearsal.persons import Person
from bot.storage import networks
from bot.storage.port import Writer
from tests.conversations.agenda_words import FRENCH, SPANISH
from tests.conversations.stage import DAY, Stage

HOUR = 3600.0
SOON = 2.0
"""Seconds after a sheet in which it comes on paper."""
NINE = "9:00\u00a0AM"


@dataclass
class Scene:
    """A group in Kigali, two hours before UTC: Awa coordinates, Fatou facilitates. It is eleven on 21 November."""

    stage: Stage
    awa: Person
    chat: Any
    fatou: Person
    people: list[Person]

    async def tap(self, label: str, who: Person | None = None, chat: Any = None) -> Message:
        return await self.stage.tap(who or self.fatou, label, chat)

    async def say(self, text: str, who: Person | None = None, chat: Any = None) -> Message:
        return await self.stage.say(who or self.fatou, text, chat)

    async def taps(self, *labels: str) -> Message:
        """One after another, in private."""
        for label in labels:
            shown = await self.tap(label)
        return shown

    async def passes(self, seconds: float) -> None:
        """Time passes, and then as much as a page needs to follow its sheet."""
        await self.stage.advance(seconds)
        await self.stage.advance(SOON)

    async def added(self, often: str = "Monthly, same weekday", *, ahead: str = "A reminder 3 days before") -> Message:
        """Gender equality, from 5 December on at two in the afternoon."""
        await self.say("/agenda")
        await self.taps("Add a point", "Gender equality", often, "In 2 weeks")
        await self.say("14h")
        return await self.taps(ahead, "Put it on the agenda")

    def letters(self, who: Person | None = None) -> list[Message]:
        """What the bot has written in the group, or to a person."""
        return (who or self.fatou).messages(None if who else self.chat)


@pytest.fixture
async def scene(stage: Stage) -> Scene:
    awa = await stage.coordinator()
    chat, fatou, people = await stage.group(awa, members=5)
    await stage.say(fatou, "/start")
    return Scene(stage, awa, chat, fatou, people)


async def test_a_point_is_put_on_the_agenda_by_taps(scene: Scene) -> None:
    listed = await scene.say("/agenda")
    assert "Nothing comes back here yet" in listed.text
    asked = await scene.taps("Add a point", "Gender equality", "Monthly, same weekday", "In 2 weeks", "2:00\u00a0PM")
    assert "Shall I send a reminder before it" in asked.text
    sure = await scene.tap("A reminder 3 days before")
    assert "The first Saturday of each month · a reminder 3 days before" in sure.text
    assert [line for line in sure.text.splitlines() if line.startswith("• ")] == [
        "• Saturday 5 December 2026, 2:00\u00a0PM",
        "• Saturday 2 January 2027, 2:00\u00a0PM",
        "• Saturday 6 February 2027, 2:00\u00a0PM",
    ]
    listed = await scene.tap("Put it on the agenda")
    assert (
        "1. Gender equality\nthe first Saturday of each month · Saturday 5 December 2026, 2:00\u00a0PM" in listed.text
    )
    assert "Gender equality" in (await scene.tap("1. Gender equality")).text


async def test_all_of_it_can_be_typed(scene: Scene) -> None:
    await scene.say("/agenda")
    await scene.tap("Add a point")
    every = await scene.say("Our <budget> & us")
    assert "Our <budget> & us" in every.text
    assert "RFC 5545" in (await scene.tap("By a rule of our own")).text
    assert "I could not use that rule" in (await scene.say("every day")).text
    assert "When is the first time?" in (await scene.say("rrule:freq=monthly;bymonthday=15")).text
    assert "I could not use that date" in (await scene.say("yesterday")).text
    assert "Is this right? Thursday, 26 November 2026" in (await scene.say("Thursday")).text
    assert "At what time" in (await scene.tap("Yes")).text
    assert "I could not use that time" in (await scene.say("soon")).text
    await scene.say("9h30")
    sure = await scene.tap("No reminder before")
    assert "By the rule FREQ=MONTHLY;BYMONTHDAY=15 · no reminder before" in sure.text
    assert "• Tuesday 15 December 2026, 9:30\u00a0AM" in sure.text
    assert "1. Our <budget> & us" in (await scene.tap("Put it on the agenda")).text


@pytest.mark.parametrize(
    ("often", "words", "second"),
    [
        ("Every week", "Every Saturday", "12 December 2026"),
        ("Every 2 weeks", "Every other Saturday", "19 December 2026"),
        ("Monthly, same day", "Day 5 of each month", "5 January 2027"),
        ("Monthly, last day", "The last day of each month", "31 January 2027"),
        ("Once a year", "Once a year", "5 December 2027"),
    ],
)
async def test_how_often_is_said_in_words_and_dates(scene: Scene, often: str, words: str, second: str) -> None:
    await scene.say("/agenda")
    await scene.taps("Add a point", "Review of the plan", often, "In 2 weeks", NINE)
    sure = await scene.tap("No reminder before")
    assert f"{words} · no reminder before" in sure.text
    assert second in sure.text.splitlines()[6]


async def test_the_first_day_is_chosen_in_the_calendar(scene: Scene) -> None:
    await scene.say("/agenda")
    await scene.taps("Add a point", "Review of the plan", "Every week", "Calendar")
    assert "November 2026" in scene.fatou.screen().text
    assert "December 2026" in (await scene.tap("December ›")).text
    assert "At what time" in (await scene.tap("17")).text


async def test_each_step_leads_back_to_the_one_before(scene: Scene) -> None:
    await scene.say("/agenda")
    await scene.taps("Add a point", "Review of the plan", "Every week", "In 1 week", NINE)
    asked = [(await scene.tap("← Back")).text for _ in range(5)]
    words = ("At what time", "When is the first time", "How often", "What comes back?", "The agenda of")
    assert [one in text for one, text in zip(words, asked, strict=True)] == [True] * 5
    assert "I did not understand" not in (await scene.say("/agenda")).text


async def test_the_word_ahead_and_the_sheet_come_on_their_dates_and_say_nothing_in_their_first_line(
    scene: Scene,
) -> None:
    await scene.added()
    before = len(scene.letters())
    await scene.stage.advance(11 * DAY + 3 * HOUR)
    (ahead,) = scene.letters()[before:]
    assert ahead.text.startswith("A point of the agenda comes back on Saturday 5 December 2026, 2:00\u00a0PM.")
    assert "Gender" not in ahead.text
    await scene.passes(3 * DAY)
    sheet, page = scene.letters()[before + 1 :]
    assert "Gender" not in sheet.text.splitlines()[0]
    assert "Peer group · Gender equality" in sheet.text
    assert "Nothing waits for you" in sheet.text
    assert page.media is not None
    assert page.media.name == "agenda-2026-12-05.pdf"
    assert page.media.content.startswith(b"%PDF")


async def test_the_sheet_says_what_to_decide_to_help_with_and_to_strengthen_without_names(scene: Scene) -> None:
    await scene.stage.round(scene.fatou, scene.chat)
    for person in scene.people:
        await scene.stage.answer(person, scene.chat, [1, 2, 3, 4, 5, 1])
    await scene.stage.advance(8 * DAY)
    for words in ("Invite <the elders>", "Write it down"):
        await scene.say("/action")
        await scene.tap("Peer group")
        await scene.say(words)
        await scene.tap("In 2 weeks")
    await scene.tap("Done")
    await scene.say("/my")
    await scene.taps("1. Invite <the elders>", "Stuck")
    await scene.say("/agenda", scene.people[0], scene.chat)
    sheet = await scene.tap("The sheet now", scene.people[0], scene.chat)
    assert "What needs a hand\n• Invite <the elders>" in sheet.text
    assert "Themes to strengthen\n• " in sheet.text
    assert "• Write it down" in sheet.text
    assert "Fatou" not in sheet.text
    await scene.tap("On paper (PDF)", scene.people[0], scene.chat)
    assert scene.letters()[-1].media is not None
    scene.chat.permit("can_send_messages")
    refused = await scene.tap("On paper (PDF)", scene.people[0], scene.chat)
    assert "Please ask me for it in private" in refused.text


async def test_who_does_not_decide_sees_the_agenda_and_changes_nothing(scene: Scene) -> None:
    await scene.added()
    member = scene.people[0]
    listed = await scene.say("/agenda", member, scene.chat)
    assert listed.labels == ["1. Gender equality", "The sheet now"]
    point = await scene.tap("1. Gender equality", member, scene.chat)
    assert point.labels == ["← Back"]
    tap = scene.stage.telegram.tap_raw(member, point, "1:jd:1:1")
    await scene.stage.settle()
    assert tap.answer is not None
    assert "facilitators" in (tap.answer.text or "")
    assert "Gender equality" in (await scene.say("/agenda", chat=scene.chat)).text


async def test_a_point_that_was_ended_comes_back_no_more(scene: Scene) -> None:
    await scene.added()
    await scene.taps("1. Gender equality", "Take it off the agenda")
    assert "Nothing comes back here yet" in (await scene.tap("Yes, take it off")).text
    before = len(scene.letters())
    await scene.stage.advance(60 * DAY)
    assert len(scene.letters()) == before


async def test_in_the_group_adding_leads_to_the_private_chat(scene: Scene) -> None:
    await scene.say("/agenda", chat=scene.chat)
    await scene.tap("Add a point", chat=scene.chat)
    asked = await scene.stage.seen(scene.fatou)
    assert "A new point on the agenda of Peer group" in asked.text


async def test_a_doubled_tap_puts_nothing_there_twice(scene: Scene) -> None:
    await scene.say("/agenda")
    await scene.taps("Add a point", "Review of the plan", "Every week", "In 1 week", NINE, "No reminder before")
    shown = scene.fatou.screen()
    taps = [scene.stage.telegram.tap_raw(scene.fatou, shown, "1:jo") for _ in range(2)]
    await scene.stage.settle()
    assert [bool(tap.answer and tap.answer.text) for tap in taps] == [True, True]
    assert [label for label in (await scene.say("/agenda")).labels if label[0].isdecimal()] == ["1. Review of the plan"]


@pytest.mark.parametrize(
    "data",
    [
        "1:jb:g:99",
        "1:jb:o:1",
        "1:jc:99",
        "1:jd:1:1",
        "1:je:g:1",
        "1:jf:g:1:1:99999999999999:0",
        "1:jf:o:1:1:0:0",
        "1:jf:g:1:1:0:9223372036854775807",
        "1:jg:g:1",
        "1:jk:9999999999",
        "1:jl:-5",
        "1:jm:61",
        "1:jn:sure",
        "1:jo",
    ],
)
async def test_what_is_forged_changes_nothing(scene: Scene, data: str) -> None:
    await scene.added()
    stranger = scene.stage.telegram.person("Stranger", language="en")
    screen = await scene.stage.say(stranger, "/help")
    tap = scene.stage.telegram.tap_raw(stranger, screen, data)
    await scene.stage.settle()
    assert tap.answer is not None
    assert tap.answer.text
    assert "1. Gender equality" in (await scene.say("/agenda")).labels


@pytest.mark.parametrize("data", ["1:jk:1", "1:jk:9999999999", "1:jj:0", "1:jn:sure", "1:jl:1440", "1:jh:9", "1:jm:2"])
async def test_what_is_forged_by_who_decides_leaves_the_dialogue_as_it_is(scene: Scene, data: str) -> None:
    await scene.say("/agenda")
    await scene.taps("Add a point", "Review of the plan", "Every week")
    scene.stage.telegram.tap_raw(scene.fatou, scene.fatou.screen(), data)
    await scene.stage.settle()
    await scene.say("in 1 week")
    assert "Is this right?" in scene.fatou.screen().text


@pytest.mark.parametrize("said", [FRENCH, SPANISH])
async def test_it_is_all_said_in_the_person_s_language(scene: Scene, said: tuple[Any, ...]) -> None:
    (name, add, title, often, first, ahead), words, second, put, paper = said
    await scene.say("/language")
    await scene.tap(name)
    await scene.say("/agenda")
    await scene.taps(add, title, often, first)
    await scene.say("14h30")
    sure = await scene.tap(ahead)
    assert words in sure.text
    assert second in sure.text
    listed = await scene.tap(put)
    assert f"1. {title}" in listed.labels
    sheet = await scene.tap(listed.labels[1])
    assert paper in sheet.labels
    await scene.tap(paper)
    page = scene.fatou.screen().media
    assert page is not None
    assert page.content.startswith(b"%PDF")


async def belonging(scene: Scene, *people: Person) -> None:
    """These are confirmed with one organization, in Dakar."""

    async def work(tx: Writer) -> None:
        organization = await networks.add_organization(tx, 1, "Élan", "SN", 0)
        for person in people:
            await networks.add_member(tx, 1, person.id, 0)
            await networks.claim(tx, 1, person.id, organization.id)
            await networks.confirm(tx, 1, person.id, scene.awa.id, 0)

    for person in people:
        await scene.say("/start", person)
        await scene.say("/plan", person, scene.chat)
    await scene.stage.app.services.ground.storage.write(work)


async def test_an_organization_s_people_set_its_agenda_and_get_the_sheet_in_private(scene: Scene) -> None:
    binta, diallo = scene.people[:2]
    await belonging(scene, binta, diallo)
    assert (await scene.say("/agenda", binta)).labels == ["Peer group", "Élan"]
    for label in ("Élan", "Add a point", "Review of the plan", "Every week", "In 1 week", NINE):
        shown = await scene.tap(label, binta)
    assert "At its time the agenda sheet comes" in shown.text
    assert "time of Dakar" in (await scene.tap("No reminder before", binta)).text
    assert "← Another agenda" not in (await scene.tap("Put it on the agenda", binta)).labels
    before = [len(scene.letters(who)) for who in (binta, diallo, scene.awa)]
    await scene.passes(7 * DAY)
    arrived = [scene.letters(who)[many:] for who, many in zip((binta, diallo, scene.awa), before, strict=True)]
    assert [len(one) for one in arrived] == [2, 2, 0]
    sheet, page = arrived[1]
    assert "Élan · Review of the plan" in sheet.text
    assert page.media is not None


async def test_whoever_left_the_organization_or_blocked_the_bot_gets_no_sheet(scene: Scene) -> None:
    binta, diallo, gone = scene.people[:3]
    await belonging(scene, binta, diallo, gone)
    await scene.say("/agenda", binta)
    for label in ("Élan", "Add a point", "Review of the plan", "Every week", "In 1 week", NINE, "No reminder before"):
        await scene.tap(label, binta)
    await scene.tap("Put it on the agenda", binta)
    diallo.block()
    await scene.say("/forgetme", gone)
    await scene.tap("Yes", gone)
    await scene.stage.settle()
    before = [len(scene.letters(who)) for who in (binta, diallo, gone)]
    await scene.passes(7 * DAY)
    assert [len(scene.letters(who)) - many for who, many in zip((binta, diallo, gone), before, strict=True)] == [
        2,
        0,
        0,
    ]


async def test_a_group_that_the_bot_has_left_gets_nothing_and_goes_on_when_it_is_back(scene: Scene) -> None:
    await scene.added("Every week", ahead="No reminder before")
    await scene.fatou.remove_bot(scene.chat)
    before = len(scene.letters())
    await scene.stage.advance(21 * DAY)
    assert len(scene.letters()) == before
    await scene.awa.add_bot(scene.chat)
    await scene.stage.settle()
    back = len(scene.letters())
    await scene.passes(7 * DAY)
    assert ["Gender equality" in one.text for one in scene.letters()[back:]] == [True, False]


async def test_another_language_is_spoken_by_the_time_the_sheet_comes(scene: Scene) -> None:
    await scene.added(ahead="No reminder before")
    await scene.say("/language", chat=scene.chat)
    await scene.tap("Français", chat=scene.chat)
    await scene.passes(14 * DAY + 3 * HOUR)
    assert "samedi 5 décembre 2026 à 14:00" in scene.letters()[-2].text


async def test_a_cancelled_point_is_not_put_there(scene: Scene) -> None:
    await scene.say("/agenda")
    await scene.taps("Add a point", "Review of the plan")
    assert "the point for the agenda" in (await scene.say("/cancel")).text
    tapped = await scene.stage.toast(scene.fatou, "Every week")
    assert "not there any more" in tapped


@pytest.mark.parametrize("title", ["x" * 65, "\u202e", "\u200b"])
async def test_a_title_that_is_none_is_asked_for_again(scene: Scene, title: str) -> None:
    await scene.say("/agenda")
    await scene.tap("Add a point")
    assert "1 to 64 characters" in (await scene.say(title)).text
    assert "How often" in (await scene.say("Budget")).text
