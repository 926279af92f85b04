"""The screens on which a point is put on the agenda: what, how often, from when on, at what time. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Button, Screen, column
from handlers.screens.agenda import agenda as around
from handlers.screens.agenda.words import ahead as ahead_words
from handlers.screens.agenda.words import clock_of
from handlers.screens.common import pairs, paragraphs, tap
from handlers.screens.days import later, span
from handlers.screens.month import Days, month
from handlers.screens.month import title as month_title
from handlers.turn import _
from handlers.values import agenda as v

SUGGESTED = (_("Gender equality"), _("Review of the plan"))
"""Titles to begin with."""

_EVERY: tuple[tuple[v.Every, str], ...] = (
    ("w", _("Every week")),
    ("f", _("Every 2 weeks")),
    ("n", _("Monthly, same weekday")),
    ("d", _("Monthly, same day")),
    ("l", _("Monthly, last day")),
    ("y", _("Once a year")),
    ("o", _("By a rule of our own")),
)

HOURS = (9, 10, 14, 16, 17, 18)
"""Times of day that are offered; others are typed."""

AHEAD = (0, 1, 3, 7)
"""Days ahead that are offered."""


def title(texts: Texts, plan: str, back: Button) -> Screen:
    """What comes back?"""
    text = paragraphs(
        texts.say("<b>A new point on the agenda of {name}</b>", name=plan),
        texts.say("What comes back? Write it in a few words, or take one of these."),
    )
    offered = [tap(texts.label(one), v.Title(place=place)) for place, one in enumerate(SUGGESTED)]
    return Screen(text, column(*offered, back))


def every(texts: Texts, title: str) -> Screen:
    """How often?"""
    text = paragraphs(
        Markup("<b>{}</b>").format(title),
        texts.say(
            "How often does it come back? With “same weekday”, the first date says which: as the second Tuesday."
        ),
    )
    return Screen(
        text, column(*(tap(texts.label(label), v.Often(every=one)) for one, label in _EVERY), _back(texts, "title"))
    )


def rule(texts: Texts, *, again: bool = False) -> Screen:
    """The rule is typed."""
    asked = texts.say(
        "Please send the rule as calendars write it (RFC 5545), for example:\n"
        "<code>{rule}</code>\n"
        "It is every third month, on the first Monday. It can be daily at most.",
        rule="FREQ=MONTHLY;INTERVAL=3;BYDAY=1MO",
    )
    refused = texts.say("I could not use that rule.") if again else ""
    return Screen(paragraphs(refused, asked), column(_back(texts, "every")))


def day(texts: Texts, title: str, today: date) -> Screen:
    """From which day on?"""
    text = paragraphs(Markup("<b>{}</b>").format(title), texts.say("When is the first time? Choose, or write a date."))
    near = (
        (texts.label("Tomorrow"), today + timedelta(days=1)),
        (texts.label("In 1 week"), today + timedelta(days=7)),
        (texts.label("In 2 weeks"), today + timedelta(days=14)),
        (texts.label("In 1 month"), later(today, 1)),
    )
    calendar = tap(texts.label("📅 Calendar"), v.Month(day=near[1][1].toordinal()))
    return Screen(text, column(*(tap(label, _first(one)) for label, one in near), calendar, _back(texts, "every")))


def calendar(texts: Texts, wanted: date, today: date, zone: ZoneInfo) -> Screen:
    """A month to choose from."""
    first, last = span(today)
    days = Days(first, last, _first, lambda one: v.Month(day=one.toordinal()))
    head = Markup("<b>{}</b>").format(month_title(min(max(wanted, first), last), texts))
    return Screen(head, (*month(texts, days, wanted, zone), (_back(texts, "day"),)))


def echo(texts: Texts, day: date) -> Screen:
    """What was understood, on a button: a date that was misread counts for nothing."""
    text = texts.say(
        "Is this right? <b>{weekday}</b>, {date}.", weekday=texts.weekday(day.weekday()), date=texts.date(day)
    )
    other = tap(texts.label("Another date"), v.Step(to="day"))
    return Screen(text, column(tap(texts.label("Yes"), _first(day)), other))


def hour(texts: Texts, zone: ZoneInfo, *, again: bool = False) -> Screen:
    """At what time?"""
    asked = texts.say(
        "At what time (time of {city})? Choose, or write it, for example: 14:30.", city=clock_of(texts, zone)
    )
    refused = texts.say("I could not use that time.") if again else ""
    offered = [tap(texts.hour(time(one)), v.At(minute=one * 60)) for one in HOURS]
    return Screen(paragraphs(refused, asked), (*pairs(offered), (_back(texts, "day"),)))


def ahead(texts: Texts) -> Screen:
    """How long before?"""
    offered = [
        tap(_capital(ahead_words(texts, one)) if one else texts.label("No reminder before"), v.Ahead(days=one))
        for one in AHEAD
    ]
    about = texts.say(
        "At its time the agenda sheet comes, also as a page to print. Shall I send a reminder before it as well?"
    )
    return Screen(about, column(*offered, _back(texts, "time")))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def sure(texts: Texts, title: str, about: Markup, found: Sequence[datetime], zone: ZoneInfo) -> Screen:
    """All of it once more, with the next dates: a rule that was misunderstood is seen here."""
    text = paragraphs(
        Markup("<b>{}</b>").format(title),
        about,
        around.times(texts, found, zone),
        texts.say("Is this right?"),
    )
    yes = tap(texts.label("Put it on the agenda"), v.Save())
    return Screen(text, column(yes, tap(texts.label("Another date"), v.Step(to="day")), _back(texts, "ahead")))


def never(texts: Texts) -> Screen:
    """The rule does not come from that day on."""
    text = texts.say("From that day on it would never come. Please choose another day, or another rule.")
    other = tap(texts.label("Another date"), v.Step(to="day"))
    return Screen(text, column(other, tap(texts.label("How often"), v.Step(to="every"))))


def _first(day: date) -> v.First:
    return v.First(day=day.toordinal())


def _back(texts: Texts, to: v.To) -> Button:
    return tap(texts.label("← Back"), v.Step(to=to))
