"""Hostile words in every dialogue, and out by every exit: they arrive as text, and nothing fails."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from random import Random
from typing import Any

import icalendar
import pytest
from openpyxl import load_workbook

from bot.rehearsal.model import StoredFile
from bot.rehearsal.persons import Person
from bot.services.actions.actions import Draft
from bot.storage.actions import Whose
from handlers.routes import routes
from tests.access.scene import TODAY, Cast
from tests.access.words import HOSTILE
from tests.conversations.havoc import Havoc
from tests.conversations.stage import DAY, Stage, open_stage

DIALOGUES = sorted({*routes().lines, *routes().contents})
COMMANDS = sorted(set(routes().menu) - {"forgetme"})
FEW = 10
"""Of the corpus, in each dialogue; each of it is in many."""

HERE, SECOND, OTHER = "group", "second group", "the other network's"
OPENERS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "action": ("fatou", "", ("1:pa:1",)),
    "action_day": ("fatou", "", ("1:pg:1:m",)),
    "action_line": ("fatou", "", ("1:pm:1:sign",)),
    "action_name": ("fatou", "", ("1:ph:1:h:0",)),
    "agenda": ("fatou", "", ("1:jg:g:1",)),
    "announcement_day": ("awa", "", ("1:nm:1",)),
    "announcement": ("awa", "", ("1:ne:1:en",)),
    "charter": ("awa", "", ("1:ce:n:1:1", "1:ch:n:1:en")),
    "charter_change": ("awa", "", ("1:ce:n:1:1", "1:cj:n:1:en")),
    "keep": ("fatou", "", ("1:ka:1",)),
    "my_organization_part": ("fatou", "", ("1:sid:1",)),
    "my_organization_name": ("fatou", "", ("1:sie:1",)),
    "organization_name": ("fatou", "", ("1:an:2",)),
    "person_days": ("awa", "", ("1:prb:1:2026",)),
    "proposal_day": ("fatou", "", ("1:rn:1:1",)),
    "setup_country": ("fatou", "", ("1:se:1",)),
    "setup_organization_part": ("fatou", "", ("1:sq:1:0",)),
    "setup_organization_name": ("fatou", "", ("1:sr:1:0",)),
    "support_country": ("awa", "", ("1:hd:1",)),
    "support_contact": ("awa", "", ("1:he:1:ZZ",)),
    "survey_day": ("awa", "", ("1:rt:o:1:peer-group",)),
    "survey_extension": ("fatou", "", ("1:ry:2:1",)),
    "template_theme": ("fatou", "", ("1:oc:g:1:peer-group", "1:og:1")),
    "template_words": ("fatou", "", ("1:oc:g:1:peer-group", "1:of:1:trust:n:en")),
    "thread_subject": ("fatou", HERE, ("1:de",)),
    "thread_title": ("fatou", "", ("1:dj:1:title",)),
    "thread_summary": ("fatou", "", ("1:dj:1:summary",)),
    "workshop_present": ("olga", OTHER, ("1:wkd:peer-group",)),
    "workshop_why": ("vera", SECOND, ("1:wkj:1:0",)),
}
"""Who comes to each dialogue, where, and by which taps."""

BESIDE = {"organization_search", "announcement_text"}
"""Only among many organizations; only once an announcement was sent."""


def test_every_dialogue_is_spoken_in() -> None:
    assert set(OPENERS) | BESIDE == set(DIALOGUES)


def some(dialogue: str) -> list[str]:
    return Random(dialogue).sample(sorted(HOSTILE.values()), FEW)


@pytest.mark.parametrize("part", range(3))
async def test_hostile_words_in_every_dialogue_harm_nothing(cast: Cast, part: int) -> None:
    havoc = Havoc(cast.stage)
    unheard = []
    for dialogue in sorted(OPENERS)[part::3]:
        for words in some(dialogue):
            if not await _asked(cast, havoc, dialogue):
                unheard.append(dialogue)
            await _says(cast, dialogue, words)
    await havoc.calm()
    assert unheard == []
    await _read_everything(cast, havoc)


def _stands(cast: Cast, dialogue: str) -> tuple[Person, Any]:
    name, where, _ = OPENERS[dialogue]
    return cast.everybody[name], {HERE: cast.chat, SECOND: cast.second, OTHER: cast.other}.get(where)


async def _asked(cast: Cast, havoc: Havoc, dialogue: str) -> bool:
    """Tap up to the question; whether it is the one that waits."""
    person, chat = _stands(cast, dialogue)
    for data in OPENERS[dialogue][2]:
        await havoc.tap(person, await cast.stage.seen(person, chat), data)
    rows = await cast.stage.app.services.ground.read(
        lambda tx: tx.all("SELECT kind FROM dialogue WHERE person_id = :person", person=person.id)
    )
    return dialogue in [row["kind"] for row in rows]


async def _says(cast: Cast, dialogue: str, words: str) -> None:
    person, chat = _stands(cast, dialogue)
    await person.send(words, chat=chat, reply_to=person.screen(chat) if chat else None)
    await cast.stage.settle()


async def _read_everything(cast: Cast, havoc: Havoc) -> None:
    for person in (cast.fatou, cast.awa):
        for command in COMMANDS:
            await person.send(f"/{command}")
            await cast.stage.settle()
    await havoc.calm()


@pytest.mark.parametrize("kind", HOSTILE)
async def test_words_come_out_of_every_file_as_they_went_in(cast: Cast, kind: str) -> None:
    words = HOSTILE[kind][:900]
    services, act = cast.stage.app.services, cast.act(cast.mina)
    made = await services.actions.propose(act, Draft(words, TODAY, Whose(group_id=1)))
    told = made.what
    sheet = load_workbook(BytesIO((await _taken(cast, "x")).content)).active
    assert sheet is not None
    assert any(_harmless(cell.value, told) for cell in sheet["A"]), [cell.value for cell in sheet["A"]]
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    text = (await _taken(cast, "c")).content.decode("utf-8-sig")
    assert any(_harmless(row[0], told) for row in csv.reader(StringIO(text, newline="")))
    events = icalendar.Calendar.from_ical((await _taken(cast, "i")).content).walk()
    assert {one.name for one in events} <= {"VCALENDAR", "VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT"}
    await Havoc(cast.stage).calm()


async def _taken(cast: Cast, form: str) -> StoredFile:
    """The plan of the first group, as a file of that form."""
    place = await cast.stage.seen(cast.fatou)
    await Havoc(cast.stage).tap(cast.fatou, place, f"1:xc:g:1:{form}")
    media = next(one.media for one in reversed(cast.fatou.messages()) if one.media and one.media.kind == "document")
    assert media.name is not None
    assert not set(media.name) & set('/\\<>:"|?*\0\n\r')
    return media


def _harmless(cell: object, words: str) -> bool:
    """The same words; what would begin a formula is behind an apostrophe, and what no file holds is left out."""
    if not isinstance(cell, str):
        return False
    return not cell.startswith(("=", "+", "-", "@", "\t", "\r")) and _bare(words) in _bare(cell)


def _bare(words: str) -> str:
    return "".join(letter for letter in words if letter.isalnum())


@pytest.mark.parametrize("kind", HOSTILE)
async def test_names_that_telegram_tells_are_text(tmp_path: Any, kind: str) -> None:
    """Of a person (64 characters) and of a group (128), through a whole round to the wheel."""
    async with open_stage(tmp_path) as stage:
        await _round_under_names(stage, HOSTILE[kind])


async def _round_under_names(stage: Stage, words: str) -> None:
    awa = await stage.coordinator(words[:64])
    chat, fatou, people = await stage.group(awa, title=words[:128].strip() or "x", members=5)
    await stage.round(fatou, chat)
    for person in people:
        await stage.answer(person, chat, [3] * 6)
    await stage.advance(8 * DAY)
    assert await _wheels(fatou, chat)
    await stage.say(fatou, "/settings", chat)
    await Havoc(stage).calm()


async def _wheels(person: Person, chat: Any) -> list[Any]:
    return [one for one in person.messages(chat) if one.photo is not None]
