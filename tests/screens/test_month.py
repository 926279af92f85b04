"""A month as buttons: every day that can be chosen once, under its weekday, in whole weeks; the way to other months."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n import Catalogs
from bot.screen import Screen
from handlers.screens.month import EMPTY, Days, month, title
from handlers.value import Values
from handlers.values import actions as v
from tests.screens.limits import check, labels

CATALOGS = Catalogs()
FIRST = date(2027, 1, 15)
LAST = date(2030, 1, 15)
PARIS, MANILA = ZoneInfo("Europe/Paris"), ZoneInfo("Asia/Manila")
VALUES = Values([v.Day, v.Month, v.Blank])
DAYS = Days(
    FIRST,
    LAST,
    choose=lambda day: v.Day(id=7, purpose="m", day=day.toordinal()),
    turn=lambda day: v.Month(id=7, purpose="m", day=day.toordinal()),
)


def shown(wanted: date, language: str = "en", zone: ZoneInfo = PARIS) -> Screen:
    texts = CATALOGS.texts(language)
    return Screen(texts.say("When?"), month(texts, DAYS, wanted, zone))


def chosen(screen: Screen) -> dict[date, int]:
    """The days that can be chosen, each with its column."""
    found = {}
    for row in screen.rows:
        for column, button in enumerate(row):
            value = VALUES.read(button.value)
            if isinstance(value, v.Day):
                day = date.fromordinal(value.day)
                assert button.label == str(day.day)
                assert day not in found
                found[day] = column
    return found


def turned(screen: Screen) -> list[str]:
    return [button.label for row in screen.rows for button in row if isinstance(VALUES.read(button.value), v.Month)]


@pytest.mark.parametrize("language", CATALOGS.languages)
@given(wanted=st.dates(FIRST - timedelta(days=400), LAST + timedelta(days=400)))
def test_each_day_of_the_month_that_can_be_chosen_stands_once_under_its_weekday(language: str, wanted: date) -> None:
    screen = shown(wanted, language)
    days = chosen(screen)
    near = min(max(wanted, FIRST), LAST)
    every = [near.replace(day=1) + timedelta(days=n) for n in range(31)]
    assert list(days) == [one for one in every if one.month == near.month and FIRST <= one <= LAST]
    assert all(column == day.weekday() for day, column in days.items())
    assert {len(row) for row in screen.rows if len(row) > 2} == {7}
    check(screen)


def test_weeks_begin_as_they_do_where_the_reader_is() -> None:
    assert [one.label for one in shown(FIRST, "en", MANILA).rows[0]] == ["Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"]
    assert [one.label for one in shown(FIRST, "fr").rows[0]] == ["lu", "ma", "me", "je", "ve", "sa", "di"]
    assert chosen(shown(FIRST, "en", MANILA))[date(2027, 1, 17)] == 0  # a Sunday


def test_what_is_over_is_a_dot() -> None:
    row = next(row for row in shown(FIRST).rows if row[4].label == "15")
    assert [one.label for one in row] == [EMPTY] * 4 + ["15", "16", "17"]


def test_one_turns_to_other_months_until_there_is_no_day_left() -> None:
    assert turned(shown(FIRST)) == ["February ›"]
    assert turned(shown(date(2028, 2, 29), "fr")) == ["‹ janvier", "mars ›"]
    assert turned(shown(LAST, "es")) == ["‹ diciembre"]


def test_a_month_without_a_day_to_choose_is_the_nearest_that_has_one() -> None:
    assert labels(shown(date(2020, 1, 1))) == labels(shown(FIRST))
    assert labels(shown(date(2040, 1, 1))) == labels(shown(LAST))


def test_the_title_is_the_month_in_the_reader_s_language() -> None:
    assert [title(FIRST, CATALOGS.texts(one)) for one in ("en", "fr", "es")] == [
        "January 2027",
        "janvier 2027",
        "enero de 2027",
    ]
