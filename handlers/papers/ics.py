"""A calendar as an iCalendar file."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import icalendar

from handlers.papers.calendar import Calendar, Event

_PRODUCT = "-//Palabre//Plan//EN"
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def written(calendar: Calendar) -> bytes:
    """Its bytes; the zones that it names are described in it."""
    file = icalendar.Calendar()
    for name, value in {"prodid": _PRODUCT, "version": "2.0", "calscale": "GREGORIAN", "method": "PUBLISH"}.items():
        file.add(name, value)
    file.add("name", _words(calendar.name))
    file.add("x-wr-calname", _words(calendar.name))  # what phones read instead of NAME
    for one in calendar.events:
        file.add_component(_event(one, calendar.now))
    file.add_missing_timezones(first_date=date(calendar.now.year - 1, 1, 1))
    content: bytes = file.to_ical()
    return content


def _event(one: Event, now: datetime) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", one.uid)
    event.add("dtstamp", now)
    event.add("sequence", one.revision)
    event.add("created", one.made)
    event.add("last-modified", one.changed)
    event.add("status", one.status)
    event.add("summary", _words(one.summary))
    if not isinstance(one.begins, datetime):
        event.add("dtend", one.begins + timedelta(days=1))
    event.add("dtstart", one.begins)
    event.add("transp", "TRANSPARENT")  # nobody is busy all that day
    if one.rule:
        event.add("rrule", icalendar.vRecur.from_ical(one.rule))
    _describe(event, one)
    return event


def _describe(event: icalendar.Event, one: Event) -> None:
    """What not each of them has."""
    if one.description:
        event.add("description", _words(one.description))
    if one.category:
        event.add("categories", [_words(one.category)])
    if one.link:
        event.add("url", one.link)


def _words(text: str) -> str:
    """Without what no text file holds; the library writes commas, semicolons and new lines as they must be."""
    return _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
