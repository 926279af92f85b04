"""A month as buttons, so that a day is chosen without typing it. Pure."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton

from bot.i18n import Texts
from bot.screen import Button, Rows
from bot.services.zones import first_weekday
from handlers.screens.common import tap
from handlers.value import Value
from handlers.values import actions as v

EMPTY = "·"
"""On a day that cannot be chosen: Telegram takes no button without a letter."""


@dataclass(frozen=True, slots=True)
class Days:
    """Which days can be chosen, the first and the last among them, and what the buttons of a day and a month say."""

    first: date
    last: date
    choose: Callable[[date], Value]
    turn: Callable[[date], Value]


def title(shown: date, texts: Texts) -> str:
    """The month and its year ("mars 2027")."""
    return str(format_skeleton("yMMMM", shown, locale=texts.locale))


def month(texts: Texts, days: Days, wanted: date, zone: ZoneInfo) -> Rows:
    """The weeks of the wanted month, begun as people there begin them, and below them the months before and after.

    A month without a day that can be chosen gives the nearest that has one.
    """
    shown = min(max(wanted, days.first), days.last)
    begin = first_weekday(texts.language, zone.key)
    weeks = Calendar(begin).monthdatescalendar(shown.year, shown.month)
    rows = [tuple(_day(one, shown, days) for one in week) for week in weeks]
    return (_weekdays(texts, begin), *rows, *_turning(texts, shown, days))


def _weekdays(texts: Texts, begin: int) -> tuple[Button, ...]:
    names = texts.locale.days["stand-alone"]["abbreviated"]
    return tuple(tap(str(names[(begin + place) % 7])[:2], v.Blank()) for place in range(7))


def _day(day: date, shown: date, days: Days) -> Button:
    if day.month != shown.month or not days.first <= day <= days.last:
        return tap(EMPTY, v.Blank())
    return tap(str(day.day), days.choose(day))


def _turning(texts: Texts, shown: date, days: Days) -> Rows:
    before, after = shown.replace(day=1) - timedelta(days=1), (shown.replace(day=28) + timedelta(days=4)).replace(day=1)
    row = []
    if before >= days.first:
        row.append(tap(f"‹ {_name(texts, before)}", days.turn(before)))
    if after <= days.last:
        row.append(tap(f"{_name(texts, after)} ›", days.turn(after)))
    return (tuple(row),) if row else ()


def _name(texts: Texts, day: date) -> str:
    return str(texts.locale.months["stand-alone"]["wide"][day.month])
