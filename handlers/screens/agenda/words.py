"""When a point of the agenda comes, in words. Pure."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.i18n import Texts
from bot.services import zones
from bot.services.agenda import recurrence
from handlers.turn import _

_NTH = (
    _("the first {weekday} of each month"),
    _("the second {weekday} of each month"),
    _("the third {weekday} of each month"),
    _("the fourth {weekday} of each month"),
    _("the last {weekday} of each month"),
)

SURE_DAYS = 28
"""Each month has so many days."""


def moment(texts: Texts, when: datetime, zone: ZoneInfo) -> str:
    """Weekday, date with its year, and time of day ("Tuesday 9 March 2027, 14:00")."""
    local = when.astimezone(zone)
    return texts.label(
        "{weekday} {date}, {time}",
        weekday=texts.weekday(local.weekday()),
        date=texts.date(local.date()),
        time=texts.hour(local.time()),
    )


def often(texts: Texts, rule: str, first: date) -> str:
    """How often a rule comes that begins on that day; an unusual one is told as it was written."""
    weekday = texts.weekday(first.weekday())
    nth = min((first.day - 1) // 7, 4)
    known = {
        recurrence.weekly(first): texts.label("every {weekday}", weekday=weekday),
        recurrence.weekly(first, 2): texts.label("every other {weekday}", weekday=weekday),
        recurrence.monthly_on_day(first): _on_day(texts, first.day),
        recurrence.monthly_on_weekday(first): texts.label(_NTH[nth], weekday=weekday),
        recurrence.last_of_month(): texts.label("the last day of each month"),
        recurrence.yearly(first): texts.label("once a year"),
    }
    return known.get(rule) or texts.label("by the rule {rule}", rule=rule)


def _on_day(texts: Texts, day: int) -> str:
    if day == 1:
        return texts.label("the first day of each month")
    if day > SURE_DAYS:
        return texts.label("day {day} of each month, or its last", day=day)
    return texts.label("day {day} of each month", day=day)


def ahead(texts: Texts, days: int) -> str:
    """How long before it is told of."""
    if not days:
        return texts.label("no reminder before")
    return texts.labels("a reminder {n} day before", "a reminder {n} days before", days)


def clock_of(texts: Texts, zone: ZoneInfo) -> str:
    """Whose clock a time of day is read from: that of a city."""
    return zones.city(zone.key, texts.language)
