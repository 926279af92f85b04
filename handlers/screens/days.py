"""The screens on which a day is chosen: some near ones, a calendar, or typed and then shown once more. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Button, Rows, Screen, column
from handlers.screens.common import paragraphs, tap
from handlers.screens.month import Days, month, title
from handlers.values import actions as v

YEARS_AHEAD = 3
"""An action is due within so many years."""


def span(today: date) -> tuple[date, date]:
    """The first and the last day that can be chosen."""
    return today, later(today, 12 * YEARS_AHEAD)


def later(day: date, months: int) -> date:
    """The same day so many months later; the last of its month where that has no such day."""
    year, month_before = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month_before + 1, min(day.day, monthrange(year, month_before + 1)[1]))


def offered(texts: Texts, chosen: v.When, today: date) -> Rows:
    """Near days, the calendar, and typing."""
    near = (
        (texts.label("In 2 weeks"), today + timedelta(days=14)),
        (texts.label("In 1 month"), later(today, 1)),
        (texts.label("In 3 months"), later(today, 3)),
    )
    return (
        *column(*(tap(label, _day(chosen, day)) for label, day in near)),
        *column(tap(texts.label("📅 Calendar"), _month(chosen, near[0][1])), _type(texts, chosen)),
    )


def calendar(texts: Texts, chosen: v.Month, wanted: date, today: date, zone: ZoneInfo) -> Screen:
    """A month to choose from."""
    back = v.When(id=chosen.id, purpose=chosen.purpose)
    first, last = span(today)
    days = Days(first, last, lambda day: _day(back, day), lambda day: _month(back, day))
    shown = min(max(wanted, first), last)
    head = Markup("<b>{}</b>").format(title(shown, texts))
    return Screen(head, (*month(texts, days, wanted, zone), (tap(texts.label("← Back"), back),)))


def ask(texts: Texts) -> Screen:
    return Screen(
        texts.say("Which day? For example: 15 March, Friday, in 3 weeks."),
        ask=texts.label("A date"),
    )


def bad_day(texts: Texts, today: date) -> Screen:
    """Asked again, with the days that can be used."""
    first, last = span(today)
    text = texts.say(
        "I could not use that date. Please send a day from {first} to {last}, for example: 15 March, Friday,"
        " in 3 weeks. Or /cancel.",
        first=texts.date(first),
        last=texts.date(last),
    )
    return Screen(text, ask=texts.label("A date"))


def echo(texts: Texts, chosen: v.When, day: date) -> Screen:
    """What was understood, on a button: a date that was misread moves nothing."""
    yes = tap(texts.label("Yes"), _day(chosen, day))
    other = tap(texts.label("Another date"), chosen)
    weekday = texts.weekday(day.weekday())
    text = texts.say("Is this right? <b>{weekday}</b>, {date}.", weekday=weekday, date=texts.date(day))
    return Screen(text, ((yes,), (other,)))


def when(texts: Texts, chosen: v.When, today: date, about: Sequence[Markup], below: Sequence[Button]) -> Screen:
    """By when, below what it is about."""
    return Screen(paragraphs(*about), (*offered(texts, chosen, today), *column(*below)))


def _day(chosen: v.When, day: date) -> v.Day:
    return v.Day(id=chosen.id, purpose=chosen.purpose, day=day.toordinal())


def _month(chosen: v.When, day: date) -> v.Month:
    return v.Month(id=chosen.id, purpose=chosen.purpose, day=day.toordinal())


def _type(texts: Texts, chosen: v.When) -> Button:
    return tap(texts.label("Type a date"), v.TypeDay(id=chosen.id, purpose=chosen.purpose))
