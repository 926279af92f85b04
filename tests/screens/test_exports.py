"""Plans outside the chat, in each language: what the file says is what the plan says, and a second one updates it."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from openpyxl import load_workbook

from bot.clock import to_micros
from bot.screen import File, Screen
from bot.services.actions.exports import Entry, Whole
from bot.services.actions.listing import Line
from bot.services.actions.plans import Plan
from bot.services.agenda.recurrence import monthly_on_day, weekly
from bot.storage.actions import MINE, Whose
from bot.storage.agenda import Item
from bot.storage.groups import Named
from handlers.screens.actions import exports as screens
from handlers.values.exports import Form
from tests.screens.limits import check, labels, read
from tests.screens.test_actions import CATALOGS, GROUP, NAME, TEMPLATE, TODAY, an_action
from tests.screens.test_widths import WIDEST

NOW = datetime(2026, 9, 30, 23, 30, tzinfo=UTC)
MANILA, TORONTO = ZoneInfo("Asia/Manila"), ZoneInfo("America/Toronto")
THEME = TEMPLATE.spokes[0].name
MADE = to_micros(datetime(2026, 9, 1, tzinfo=UTC))
LANGUAGES = CATALOGS.languages


def entry(what: str = "Ask the mayor", state: str = "accepted", helpers: str = "Bo Cy", **more: Any) -> Entry:
    given = {"id": 7, "what": what, "sign": "=1+1", "reason": None, "owner_name": "Awa", "half_days": 5, "revision": 3}
    ended = MADE if state in ("done", "dropped") else None
    action = an_action(state, **{**given, "created_at": MADE, "changed_at": MADE, "ended_at": ended, **more})
    return Entry(Line(action, TEMPLATE, "Peers", needs_hand=False), [Named(1, name) for name in helpers.split()])


def item(rule: str = "FREQ=MONTHLY;BYDAY=2TU", *, on: bool = True, zone: str = "America/Toronto") -> Item:
    starts = datetime(2026, 10, 1, 14)  # noqa: DTZ001 - wall time
    values = {**dict.fromkeys(Item.__dataclass_fields__), "id": 2, "whose": GROUP, "title": "Board, meeting"}
    return Item(**{**values, "rule": rule, "starts": starts, "zone": zone, "on": on, "created_at": MADE})  # type: ignore[arg-type]


def whole(*entries: Entry, items: tuple[Item, ...] = (), plan: Plan | None = None) -> Whole:
    return Whole(plan or Plan(GROUP, "Peers", 1, MANILA), entries, items, NOW)


def taken(found: Whole, form: Form = "i", language: str = "en") -> Screen:
    screen = screens.taken(CATALOGS.texts(language), found, form, "PalabreBot")
    check(screen)
    assert len(read(screen)) <= 1024
    return screen


def file(found: Whole, form: Form = "i", language: str = "en") -> File:
    made = taken(found, form, language).file
    assert made is not None
    return made


def rows(found: Whole, language: str = "en") -> list[list[str]]:
    text = file(found, "c", language).content.decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline=""), delimiter="," if language == "en" else ";"))


def events(found: Whole, language: str = "en") -> dict[str, Any]:
    """By UID."""
    read_back = icalendar.Calendar.from_ical(file(found, "i", language).content)
    return {str(one["uid"]): one for one in read_back.walk("VEVENT")}


def event(found: Whole) -> Any:
    (only,) = events(found).values()
    return only


def test_a_row_says_all_of_an_action() -> None:
    head, row = rows(whole(entry("Ask, twice", "blocked", reason="No time")))
    assert dict(zip(head, row, strict=True)) == {
        "What": "Ask, twice",
        "Theme": THEME.in_("en"),
        "Plan": "Peers",
        "Who": "Awa",
        "With": "Bo, Cy",
        "By": TODAY.isoformat(),
        "State": "stuck, needs a hand",
        "Person-days": "2.5",
        "Sign of success": "'=1+1",
        "Reason": "No time",
        "Planned on": "2026-09-01",
        "Ended on": "",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_spreadsheet_speaks_its_readers_language(language: str) -> None:
    texts = CATALOGS.texts(language)
    head, row = rows(whole(entry()), language)
    assert head[:2] == [texts.label("What"), texts.label("Theme")]
    assert row[1] == THEME.in_(language)
    assert row[7] == ("2.5" if language == "en" else "2,5")
    sheet = load_workbook(BytesIO(file(whole(entry()), "x", language).content)).active
    assert sheet is not None
    cells = [cell.value for cell in sheet[2]]
    assert (cells[1], cells[5], cells[7]) == (THEME.in_(language), datetime(2026, 9, 30), 2.5)  # noqa: DTZ001 - a day


def test_what_the_plan_does_not_say_stays_empty() -> None:
    one = entry(helpers="", owner_id=None, owner_name="", half_days=None, sign=None, theme=None)
    row = rows(whole(one))[1]
    assert [row[number] for number in (1, 3, 4, 7, 8, 9, 11)] == [""] * 7


def test_days_are_those_of_the_plans_zone() -> None:
    ended = to_micros(datetime(2026, 9, 10, 20, tzinfo=UTC))
    assert rows(whole(entry(state="done", ended_at=ended)))[1][-1] == "2026-09-11"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("form", "ending"), [("x", "xlsx"), ("c", "csv"), ("i", "ics")])
def test_a_file_has_a_name_that_every_system_takes(language: str, form: Form, ending: str) -> None:
    named = Plan(GROUP, "Équipe: a/b \\ <c> “d”…", 1, MANILA)
    assert file(whole(entry(), plan=named), form, language).name == f"plan-Équipe-a-b-c-d-2026-10-01.{ending}"
    assert file(whole(entry(), plan=replace(named, name="!?")), form, language).name.startswith("plan-palabre-")


def test_an_action_is_a_day_with_all_that_is_known_of_it() -> None:
    found = event(whole(entry("Ask; the mayor")))
    assert (str(found["uid"]), found["sequence"]) == ("action-7@palabrebot.t.me", 3)
    assert (str(found["summary"]), found.decoded("dtstart")) == ("Ask; the mayor", TODAY)
    assert str(found["url"]) == "https://t.me/PalabreBot?start=q7"
    assert str(found["description"]).split("\n") == [
        f"Theme: {THEME.in_('en')}",
        "Plan: Peers",
        "Who: Awa",
        "With: Bo and Cy",
        "State: accepted",
        "It worked when: =1+1",
    ]


def test_an_action_without_end_is_shown_shortened_and_told_below() -> None:
    long = "Ask the mayor " * 70
    found = event(whole(entry(long.strip())))
    assert len(str(found["summary"])) <= 120
    assert str(found["description"]).startswith(long.strip())


@pytest.mark.parametrize(
    ("state", "status", "summary"),
    [
        ("proposed", "TENTATIVE", "Ask the mayor"),
        ("in_progress", "CONFIRMED", "Ask the mayor"),
        ("done", "CONFIRMED", "✓ Ask the mayor"),
        ("dropped", "CANCELLED", "Ask the mayor"),
    ],
)
def test_a_calendar_shows_how_it_stands(state: str, status: str, summary: str) -> None:
    found = event(whole(entry(state=state)))
    assert (str(found["status"]), str(found["summary"])) == (status, summary)


def test_a_later_file_brings_a_calendar_up_to_date_and_doubles_nothing() -> None:
    """As calendars do: of each name, what has the higher number."""
    kept: dict[str, Any] = {}
    moved = entry("Ask again", id=8, due=date(2026, 12, 24), revision=4)
    first = whole(entry(), entry("Ask again", id=8), items=(item(),))
    second = whole(entry(state="dropped", revision=4), moved, items=(item(on=False),))
    for found in (first, second):
        _import(kept, events(found, language="en" if found is first else "fr"))
    assert len(kept) == 3
    assert str(kept["action-7@palabrebot.t.me"]["status"]) == "CANCELLED"
    assert kept["action-8@palabrebot.t.me"].decoded("dtstart") == date(2026, 12, 24)
    assert str(kept["agenda-2@palabrebot.t.me"]["status"]) == "CANCELLED"


def _import(kept: dict[str, Any], found: Mapping[str, Any]) -> None:
    for uid, one in found.items():
        if uid not in kept or one["sequence"] > kept[uid]["sequence"]:
            kept[uid] = one


def test_what_comes_back_begins_when_it_first_comes() -> None:
    found = event(whole(items=(item(),)))
    assert found.decoded("dtstart") == datetime(2026, 10, 13, 14, tzinfo=TORONTO)
    assert found["rrule"].to_ical() == b"FREQ=MONTHLY;BYDAY=2TU"
    assert str(found["summary"]) == "Board, meeting"


@pytest.mark.parametrize(
    ("rule", "until"),
    [
        ("RRULE:FREQ=WEEKLY;UNTIL=20261231", datetime(2027, 1, 1, 4, 59, 59, tzinfo=UTC)),
        ("FREQ=WEEKLY;UNTIL=20261231T150000;", datetime(2026, 12, 31, 20, tzinfo=UTC)),
        ("freq=weekly;until=20261231T150000Z", datetime(2026, 12, 31, 15, tzinfo=UTC)),
    ],
)
def test_the_end_of_a_rule_is_written_in_utc(rule: str, until: datetime) -> None:
    found = event(whole(items=(item(rule),)))
    assert found["rrule"]["UNTIL"] == [until]


@pytest.mark.parametrize("rule", [weekly(TODAY, 2), monthly_on_day(date(2026, 10, 31)), "FREQ=YEARLY;COUNT=3"])
def test_a_rule_is_written_as_it_is(rule: str) -> None:
    found = event(whole(items=(item(rule),)))
    assert set(found["rrule"].to_ical().decode().split(";")) == set(rule.split(";"))


def test_what_never_comes_is_left_out() -> None:
    assert events(whole(items=(item("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),))) == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_screens_fit_and_offer_a_way(language: str) -> None:
    texts = CATALOGS.texts(language)
    long = Plan(GROUP, NAME, 1, MANILA)
    alone = Plan(MINE, "", None, MANILA)
    for screen in (
        screens.plans(texts, [long, Plan(Whose(organization_id=9), NAME, 1, MANILA), alone]),
        screens.forms(texts, long, private=True),
        screens.forms(texts, alone, private=False),
        screens.no_files(texts, "PalabreBot"),
        taken(whole(entry(), plan=long), "i", language),
        taken(whole(entry(), plan=alone), "x", language),
    ):
        check(screen)
    assert all(len(label) <= WIDEST[1] for label in labels(screens.forms(texts, alone, private=True)))
    assert labels(screens.plans(texts, [alone])) == [texts.label("All that is mine")]
    assert len(labels(screens.forms(texts, long, private=True))) == 4
    assert len(labels(screens.forms(texts, long, private=False))) == 3
