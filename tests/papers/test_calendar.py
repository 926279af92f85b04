"""A calendar file is read back as it was meant, by the library that other calendars use, and says what has changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.papers.calendar import Calendar, Event, Status, as_ics

NOW = datetime(2027, 2, 1, 9, 30, tzinfo=UTC)
ACTION = Event(
    uid="action-7@palabrebot.t.me",
    begins=date(2027, 3, 15),
    summary="Inviter les aînées; puis, lire",
    status="CONFIRMED",
    revision=3,
    made=NOW - timedelta(days=30),
    changed=NOW - timedelta(days=2),
    description="Awa\nécouter\\dire",
    category="Écoute, soin",
    link="https://t.me/palabrebot?start=q7",
)
MEETING = replace(
    ACTION,
    uid="agenda-2@palabrebot.t.me",
    begins=datetime(2027, 3, 9, 14, 0, tzinfo=ZoneInfo("America/Toronto")),
    summary="Board meeting",
    rule="FREQ=MONTHLY;BYDAY=2TU;UNTIL=20270901T035959Z",
)


def made(*events: Event) -> bytes:
    return as_ics(Calendar("Groupe; « Masculinités »", events, NOW))


def read(content: bytes) -> icalendar.Calendar:
    found = icalendar.Calendar.from_ical(content)
    assert isinstance(found, icalendar.Calendar)
    return found


def events(content: bytes) -> list[Any]:
    return read(content).walk("VEVENT")


def test_a_day_is_a_whole_day_with_all_that_is_known_of_it() -> None:
    (found,) = events(made(ACTION))
    assert (found.decoded("dtstart"), found.decoded("dtend")) == (date(2027, 3, 15), date(2027, 3, 16))
    assert str(found["summary"]) == ACTION.summary
    assert str(found["description"]) == ACTION.description
    assert [str(one) for one in found["categories"].cats] == [ACTION.category]
    assert (str(found["url"]), str(found["transp"]), str(found["status"])) == (ACTION.link, "TRANSPARENT", "CONFIRMED")


def test_what_has_changed_has_the_same_name_and_a_higher_number() -> None:
    before, after = made(ACTION), made(replace(ACTION, summary="Autre chose", revision=4))
    (first,), (second,) = events(before), events(after)
    assert str(first["uid"]) == str(second["uid"]) == ACTION.uid
    assert (first["sequence"], second["sequence"]) == (3, 4)
    assert (first.decoded("dtstamp"), first.decoded("last-modified")) == (NOW, ACTION.changed)


@pytest.mark.parametrize("status", ["TENTATIVE", "CANCELLED"])
def test_what_is_not_settled_or_not_any_more_says_so(status: Status) -> None:
    (found,) = events(made(replace(ACTION, status=status)))
    assert str(found["status"]) == status


def test_what_comes_back_has_its_rule_and_its_zone_described() -> None:
    content = made(MEETING, replace(MEETING, uid="agenda-3@palabrebot.t.me"))
    first, _ = events(content)
    assert first["rrule"].to_ical() == b"FREQ=MONTHLY;UNTIL=20270901T035959Z;BYDAY=2TU"
    assert first.decoded("dtstart") == MEETING.begins
    assert first["dtstart"].params["TZID"] == "America/Toronto"
    (zone,) = read(content).walk("VTIMEZONE")
    assert str(zone["tzid"]) == "America/Toronto"
    assert content.index(b"BEGIN:VTIMEZONE") < content.index(b"BEGIN:VEVENT")


def test_whole_days_need_no_zone() -> None:
    assert not read(made(ACTION)).walk("VTIMEZONE")


def test_it_has_a_name_and_lines_that_every_calendar_reads() -> None:
    content = made(ACTION, MEETING)
    found = read(content)
    assert (str(found["name"]), str(found["x-wr-calname"])) == ("Groupe; « Masculinités »",) * 2
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert content.count(b"\n") == content.count(b"\r\n")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


def test_the_same_value_makes_the_same_bytes() -> None:
    assert made(ACTION, MEETING) == made(ACTION, MEETING)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=120), st.text(max_size=300), st.text(min_size=1, max_size=40))
def test_nothing_that_somebody_wrote_gets_out_of_its_place(summary: str, description: str, category: str) -> None:
    hostile = f"{summary}\r\nEND:VEVENT\r\nBEGIN:VALARM\n{summary}"
    wanted = replace(ACTION, summary=hostile, description=description, category=category)
    content = made(wanted, replace(ACTION, uid="other"))
    first, second = events(content)
    assert (str(first["uid"]), str(second["summary"])) == (ACTION.uid, ACTION.summary)
    assert not read(content).walk("VALARM")
    assert "END:VEVENT" in str(first["summary"])


def test_five_thousand_are_all_there() -> None:
    content = made(*(replace(ACTION, uid=f"action-{number}@bot") for number in range(5000)))
    assert content.count(b"BEGIN:VEVENT") == 5000
