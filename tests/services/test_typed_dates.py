"""By when: as people type it in three languages, wherever they are and whatever the calendar does."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.services.dates import read_day

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
"""A Saturday."""


def read(typed: str, language: str = "en", now: datetime = NOW, zone: str = "Africa/Dakar") -> date | None:
    return read_day(typed, [language], now, ZoneInfo(zone))


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("en", "in 3 weeks", date(2026, 12, 12)),
        ("en", "in two weeks", date(2026, 12, 5)),
        ("en", "3 weeks", date(2026, 12, 12)),
        ("en", "in a month", date(2026, 12, 21)),
        ("en", "next month", date(2026, 12, 21)),
        ("en", "next week", date(2026, 11, 28)),
        ("en", "this Friday", date(2026, 11, 27)),
        ("en", "by Friday", date(2026, 11, 27)),
        ("en", "before 15 March", date(2027, 3, 15)),
        ("en", "end of the month", date(2026, 11, 30)),
        ("en", "the end of February", date(2027, 2, 28)),
        ("en", "by the end of February 2028", date(2028, 2, 29)),
        ("fr", "15 mars", date(2027, 3, 15)),
        ("fr", "dans 3 semaines", date(2026, 12, 12)),
        ("fr", "dans trois semaines", date(2026, 12, 12)),
        ("fr", "dans quinze jours", date(2026, 12, 6)),
        ("fr", "dans un mois", date(2026, 12, 21)),
        ("fr", "le mois prochain", date(2026, 12, 21)),
        ("fr", "la semaine prochaine", date(2026, 11, 28)),
        ("fr", "ce vendredi", date(2026, 11, 27)),
        ("fr", "d’ici vendredi", date(2026, 11, 27)),
        ("fr", "avant le 15 mars", date(2027, 3, 15)),
        ("fr", "pour le 15 mars", date(2027, 3, 15)),
        ("fr", "fin du mois", date(2026, 11, 30)),
        ("fr", "fin mars", date(2027, 3, 31)),
        ("fr", "d'ici la fin de l'année", None),
        ("es", "el viernes", date(2026, 11, 27)),
        ("es", "este viernes", date(2026, 11, 27)),
        ("es", "el viernes que viene", date(2026, 11, 27)),
        ("es", "en 3 semanas", date(2026, 12, 12)),
        ("es", "en tres semanas", date(2026, 12, 12)),
        ("es", "dentro de dos meses", date(2027, 1, 21)),
        ("es", "en quince días", date(2026, 12, 6)),
        ("es", "dentro de un mes", date(2026, 12, 21)),
        ("es", "el mes que viene", date(2026, 12, 21)),
        ("es", "la próxima semana", date(2026, 11, 28)),
        ("es", "para el 15 de marzo", date(2027, 3, 15)),
        ("es", "antes del 15 de marzo", date(2027, 3, 15)),
        ("es", "1º de marzo", date(2027, 3, 1)),
        ("es", "fin de mes", date(2026, 11, 30)),
        ("es", "a fines de marzo", date(2027, 3, 31)),
    ],
)
def test_by_when_is_read_as_people_say_it(language: str, typed: str, meant: date | None) -> None:
    assert read(typed, language) == meant


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("en", "29 February", date(2028, 2, 29)),
        ("fr", "le 29 février", date(2028, 2, 29)),
        ("es", "29 de febrero", date(2028, 2, 29)),
        ("en", "31 January", date(2027, 1, 31)),
        ("en", "29 February 2027", None),
        ("fr", "31 avril", None),
        ("es", "31 de junio", None),
        ("en", "31/02/2027", None),
    ],
)
def test_a_day_that_is_rare_is_the_next_such_day_and_an_impossible_one_none(
    language: str, typed: str, meant: date | None
) -> None:
    assert read(typed, language) == meant


def test_of_two_ways_to_read_figures_the_day_comes_first_in_all_languages() -> None:
    assert {read("03/04/2027", language) for language in ("en", "fr", "es")} == {date(2027, 4, 3)}


@pytest.mark.parametrize("language", ["en", "fr", "es"])
@pytest.mark.parametrize("typed", ["12/25", "12.25", "12-25", "12 25", "13/13", "0/5", "5/0", "12/2027", "45", "1225"])
def test_figures_that_are_no_day_and_month_are_none(typed: str, language: str) -> None:
    assert read(typed, language) is None


@pytest.mark.parametrize(("typed", "meant"), [("25/12", date(2026, 12, 25)), ("1.3.", date(2027, 3, 1))])
def test_a_day_and_its_month_are_the_next_such_day(typed: str, meant: date) -> None:
    assert {read(typed, language) for language in ("en", "fr", "es")} == {meant}


@pytest.mark.parametrize(("typed", "language"), [("yesterday", "en"), ("hier", "fr"), ("ayer", "es")])
def test_what_is_past_is_told_as_it_is(typed: str, language: str) -> None:
    """It is the caller's to refuse it: nobody's yesterday becomes next year's."""
    assert read(typed, language) == date(2026, 11, 20)


def test_a_month_from_the_31st_is_the_last_day_of_a_shorter_one() -> None:
    """The year that follows has a 29 February or none."""
    assert read("in 1 month", now=datetime(2028, 1, 31, 12, tzinfo=UTC)) == date(2028, 2, 29)
    assert read("in 1 month", now=datetime(2027, 1, 31, 12, tzinfo=UTC)) == date(2027, 2, 28)
    assert read("in 1 year", now=datetime(2028, 2, 29, 12, tzinfo=UTC)) == date(2029, 2, 28)


@pytest.mark.parametrize(
    ("zone", "now", "meant"),
    [
        ("America/Montreal", datetime(2027, 3, 14, 4, 30, tzinfo=UTC), date(2027, 3, 14)),  # 23:30 the evening before
        ("America/Montreal", datetime(2027, 3, 15, 3, 30, tzinfo=UTC), date(2027, 3, 15)),
        ("America/Montreal", datetime(2027, 11, 8, 4, 30, tzinfo=UTC), date(2027, 11, 8)),
        ("Europe/Paris", datetime(2027, 3, 27, 23, 30, tzinfo=UTC), date(2027, 3, 29)),  # half past midnight
        ("Europe/Paris", datetime(2027, 10, 30, 22, 30, tzinfo=UTC), date(2027, 11, 1)),
        ("Africa/Dakar", datetime(2027, 3, 27, 23, 30, tzinfo=UTC), date(2027, 3, 28)),
        ("Asia/Manila", datetime(2027, 3, 27, 15, 30, tzinfo=UTC), date(2027, 3, 28)),
        ("Asia/Manila", datetime(2027, 3, 27, 16, 30, tzinfo=UTC), date(2027, 3, 29)),
    ],
)
def test_tomorrow_is_the_day_after_where_the_person_is_also_when_the_clock_is_changed(
    zone: str, now: datetime, meant: date
) -> None:
    assert read("tomorrow", now=now, zone=zone) == meant
    assert read("in 1 day", now=now, zone=zone) == meant


def test_a_week_later_is_a_new_year_also_after_one_of_53_weeks() -> None:
    assert read("in 1 week", now=datetime(2026, 12, 28, 12, tzinfo=UTC)) == date(2027, 1, 4)
    assert read("lundi", "fr", now=datetime(2026, 12, 31, 12, tzinfo=UTC)) == date(2027, 1, 4)
