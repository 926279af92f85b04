"""The screens of agendas and the sheet: within Telegram's limits in every language, saying when a point comes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from bot.clock import to_micros
from bot.i18n import Catalogs, Texts
from bot.screen import Screen
from bot.services.actions.person_days import Days
from bot.services.agenda.agenda import MOST, Listed, Point
from bot.services.agenda.item import next_times
from bot.services.agenda.rule import parse
from bot.services.agenda.sheet import Sheet
from bot.storage.agenda import Item
from handlers.agenda.draft import Draft
from handlers.screens.agenda import adding as agenda_adding
from handlers.screens.agenda import agenda
from handlers.screens.agenda import sheet as agenda_sheet
from handlers.screens.agenda import words as agenda_words
from tests.screens.limits import check, labels, read
from tests.screens.test_actions import GROUP, LARGEST, NAME, PARIS, PLAN, TEMPLATE, WORDS, an_action
from tests.screens.test_widths import WIDEST

CATALOGS = Catalogs()
ENGLISH = CATALOGS.texts("en")
DAY = date(2026, 9, 30)
"""A Wednesday in September, the fifth of its month: the longest in the languages we speak."""
AT = datetime(2026, 9, 30, 12, tzinfo=UTC)
RULES = ("w", "f", "n", "d", "l", "y")


def an_item(**fields: Any) -> Item:
    values: dict[str, Any] = {
        **dict.fromkeys(Item.__dataclass_fields__),
        "id": LARGEST,
        "whose": GROUP,
        "title": NAME[:64],
        "rule": "FREQ=WEEKLY;BYDAY=WE;INTERVAL=3;BYDAY=" + ",".join(["MO"] * 50),
        "starts": datetime.combine(DAY, time(14)),
        "zone": PARIS.key,
        "ahead_days": 7,
        "next_at": to_micros(AT),
        "on": True,
        "created_at": 0,
        **fields,
    }
    return Item(**values)


def a_sheet(*, many: int = 1, what: str = WORDS, **fields: Any) -> Sheet:
    """A sheet with so many of everything."""
    listed = [an_action(what=what, state="proposed")] * many
    keys = [spoke.key for spoke in TEMPLATE.spokes][: many + 1]
    values: dict[str, Any] = {
        "item": an_item(title="Gender equality"),
        "plan": PLAN,
        "at": to_micros(AT),
        "since": 0,
        "open": listed,
        "needing": listed,
        "done": listed,
        "template": TEMPLATE,
        "weakest": keys,
        "divided": keys,
        "days": Days(2026, 2001, 4000, in_groups=1001),
        **fields,
    }
    return Sheet(**values)


def empty() -> Sheet:
    nothing: dict[str, Any] = dict.fromkeys(("open", "needing", "done", "weakest", "divided"), ())
    return a_sheet(template=None, days=Days(2026, 0, None), **nothing)


def of_adding(texts: Texts) -> Iterator[Screen]:
    back = agenda.back(texts, "g", LARGEST)
    yield from (agenda_adding.title(texts, NAME, back), agenda_adding.every(texts, NAME))
    yield from (agenda_adding.rule(texts), agenda_adding.rule(texts, again=True))
    yield from (agenda_adding.day(texts, NAME, DAY), agenda_adding.echo(texts, DAY))
    yield agenda_adding.calendar(texts, DAY, DAY, PARIS)
    yield from (agenda_adding.hour(texts, PARIS), agenda_adding.hour(texts, PARIS, again=True))
    yield from (agenda_adding.ahead(texts), agenda_adding.never(texts))
    about = agenda.about(texts, an_item().rule, an_item().starts, 7)
    yield agenda_adding.sure(texts, NAME, about, [AT] * 3, PARIS)


def of_agenda(texts: Texts) -> Iterator[Screen]:
    yield from (agenda.plans(texts, []), agenda.plans(texts, [PLAN]))
    for decides in (True, False):
        yield agenda.agenda(texts, Listed(PLAN, [], decides), several=decides)
        found = Point(an_item(), PLAN, [AT] * 3 if decides else [], decides)
        yield from (agenda.point(texts, found), agenda.sure_to_end(texts, found))
    yield agenda.agenda(texts, Listed(PLAN, [an_item(next_at=None)] * MOST, decides=True), several=True)
    yield agenda.ahead(texts, an_item(), to_micros(AT) // 1_000_000, 0)


def of_sheets(texts: Texts) -> Iterator[Screen]:
    back = agenda.back(texts, "g", LARGEST)
    for many in (1, 8, 300):
        yield agenda_sheet.sheet(texts, a_sheet(many=many))
    yield from (agenda_sheet.sheet(texts, empty(), back), agenda_sheet.sheet(texts, a_sheet(item=None), back))
    yield agenda_sheet.sheet(texts, a_sheet(many=300, what="🎉" * 1000))


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_every_screen_fits_telegram(language: str) -> None:
    texts = CATALOGS.texts(language)
    for screen in (*of_adding(texts), *of_agenda(texts), *of_sheets(texts)):
        check(screen)


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_buttons_fit_a_narrow_phone(language: str) -> None:
    texts = CATALOGS.texts(language)
    rows = [row for screen in (*of_adding(texts), *of_sheets(texts)) for row in screen.rows]
    rows += [row for screen in of_agenda(texts) for row in screen.rows if NAME[:20] not in row[0].label]
    assert {one.label for row in rows for one in row if len(one.label) > WIDEST.get(len(row), 4)} == set()


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_nobody_is_told_to_be_late(language: str) -> None:
    texts = CATALOGS.texts(language)
    told = " ".join(read(screen).lower() for screen in (*of_adding(texts), *of_agenda(texts), *of_sheets(texts)))
    assert re.findall(r"\b(?:overdue|late|retard\w*|atras\w*|retras\w*)\b", told) == []


@pytest.mark.parametrize("language", CATALOGS.languages)
def test_a_rhythm_that_is_offered_is_told_in_words(language: str) -> None:
    texts = CATALOGS.texts(language)
    for every in RULES:
        for day in (1, 9, 15, 22, 28, 29, 30):
            draft = Draft("g", 1, "Plan", every, day=date(2026, 9, day).toordinal(), minute=840)  # type: ignore[arg-type]
            assert "FREQ" not in agenda_words.often(texts, draft.rule, draft.starts.date())


@pytest.mark.parametrize(
    ("every", "day", "words", "second"),
    [
        ("w", date(2026, 9, 29), "every Tuesday", date(2026, 10, 6)),
        ("f", date(2026, 9, 29), "every other Tuesday", date(2026, 10, 13)),
        ("n", date(2026, 9, 8), "the second Tuesday of each month", date(2026, 10, 13)),
        ("n", date(2026, 9, 29), "the last Tuesday of each month", date(2026, 10, 27)),
        ("d", date(2026, 10, 1), "the first day of each month", date(2026, 11, 1)),
        ("d", date(2026, 9, 15), "day 15 of each month", date(2026, 10, 15)),
        ("d", date(2027, 1, 31), "day 31 of each month, or its last", date(2027, 2, 28)),
        ("l", date(2027, 1, 31), "the last day of each month", date(2027, 2, 28)),
        ("y", date(2026, 9, 29), "once a year", date(2027, 9, 29)),
    ],
)
def test_what_is_said_is_what_comes(every: Any, day: date, words: str, second: date) -> None:
    draft = Draft("g", 1, "Plan", every, day=day.toordinal(), minute=840)
    assert agenda_words.often(ENGLISH, draft.rule, day) == words
    begin = datetime.combine(day, time(0), PARIS).astimezone(UTC)
    times = next_times(parse(draft.rule, PARIS), draft.starts, PARIS, begin, 2)
    assert [one.astimezone(PARIS).date() for one in times] == [day, second]


def test_what_is_cut_is_counted() -> None:
    sheet = a_sheet(many=300)
    text = read(agenda_sheet.sheet(ENGLISH, sheet))
    counted = [int(one) for one in re.findall(r"… and (\d+) more", text)]
    points = sum(len(part.lines) for part in agenda_sheet.parts(ENGLISH, sheet))
    assert sum(counted) + text.count("\n• ") == points
    assert len(text) > 3000


def test_the_first_line_of_what_arrives_names_nothing() -> None:
    sheet = read(agenda_sheet.sheet(ENGLISH, a_sheet(what="Invite the elders")))
    ahead = read(agenda.ahead(ENGLISH, an_item(title="Gender equality"), to_micros(AT) // 1_000_000, 0))
    assert sheet.startswith("What there is to talk about on Wednesday 30 September 2026, 2:00")
    for words in ("elders", "Gender", TEMPLATE.spokes[0].name.in_("en")):
        assert words not in sheet.splitlines()[0]
        assert words not in ahead


def test_a_sheet_names_no_person() -> None:
    assert "Fatou" not in read(agenda_sheet.sheet(ENGLISH, a_sheet(open=[an_action(what="x", owner_name="Fatou")])))


def test_a_sheet_with_nothing_on_it_asks_what_went_well() -> None:
    shown = agenda_sheet.sheet(ENGLISH, empty())
    assert "what went well" in read(shown)
    assert labels(shown) == ["On paper (PDF)"]


def test_words_in_several_lines_are_one_point() -> None:
    assert "• Invite the elders (Political will)\n" in read(
        agenda_sheet.sheet(ENGLISH, a_sheet(what="Invite\n\nthe  elders", weakest=()))
    )
