"""Days as people type them, and days as they are told."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.i18n import Catalogs
from bot.services.dates import ends_at, is_sensible, read_day

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
"""A Saturday."""

DAKAR = ZoneInfo("Africa/Dakar")
CATALOGS = Catalogs()


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("en", "15 March", date(2027, 3, 15)),
        ("en", "march 15", date(2027, 3, 15)),
        ("en", "Friday", date(2026, 11, 27)),
        ("en", "next friday", date(2026, 11, 27)),
        ("en", "in 10 days", date(2026, 12, 1)),
        ("en", "03/04", date(2027, 4, 3)),
        ("en", "30 November 2026", date(2026, 11, 30)),
        ("en", "2026-12-05", date(2026, 12, 5)),
        ("en", "5.12.", date(2026, 12, 5)),
        ("en", "5.12.2026", date(2026, 12, 5)),
        ("fr", "15 mars", date(2027, 3, 15)),
        ("fr", "vendredi prochain", date(2026, 11, 27)),
        ("fr", "le 3 décembre", date(2026, 12, 3)),
        ("fr", "1er décembre", date(2026, 12, 1)),
        ("fr", "après-demain", date(2026, 11, 23)),
        ("fr", "dans 10 jours", date(2026, 12, 1)),
        ("fr", "next friday", date(2026, 11, 27)),
        ("es", "el viernes", date(2026, 11, 27)),
        ("es", "próximo viernes", date(2026, 11, 27)),
        ("es", "15 de marzo", date(2027, 3, 15)),
        ("es", "pasado mañana", date(2026, 11, 23)),
        ("es", "en 10 días", date(2026, 12, 1)),
        ("es", "30 de noviembre de 2026", date(2026, 11, 30)),
    ],
)
def test_a_day_is_read_as_people_type_it(language: str, typed: str, meant: date) -> None:
    assert read_day(typed, [language], NOW, DAKAR) == meant


@pytest.mark.parametrize("typed", ["hello", "31/02", "", "🌻", "x" * 5000, "<b>", "99/99/9999"])
def test_what_is_no_day_is_none(typed: str) -> None:
    assert read_day(typed, ["en"], NOW, DAKAR) is None


def test_a_person_may_type_in_their_own_language_in_a_group_of_another() -> None:
    assert read_day("viernes", ["fr", "es"], NOW, DAKAR) == date(2026, 11, 27)


def test_tomorrow_is_where_the_group_is() -> None:
    """At 3 in the morning UTC it is still yesterday in La Paz."""
    early = datetime(2026, 11, 21, 3, tzinfo=UTC)
    assert read_day("tomorrow", ["en"], early, ZoneInfo("America/La_Paz")) == date(2026, 11, 21)
    assert is_sensible(date(2026, 11, 21), early, ZoneInfo("America/La_Paz"))
    assert not is_sensible(date(2026, 11, 21), early, DAKAR)


def test_a_day_ends_at_six_in_summer_and_in_winter() -> None:
    madrid = ZoneInfo("Europe/Madrid")
    assert ends_at(date(2027, 3, 27), madrid) == datetime(2027, 3, 27, 17, tzinfo=UTC)
    assert ends_at(date(2027, 3, 28), madrid) == datetime(2027, 3, 28, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "day", "told", "begins"),
    [
        ("en", 30, "30 November 2026", "Monday 30 November"),
        ("fr", 30, "30 novembre 2026", "lundi 30 novembre"),
        ("es", 30, "30 de noviembre de 2026", "lunes 30 de noviembre"),
        ("fr", 1, "1er novembre 2026", "dimanche 1er novembre"),
    ],
)
def test_days_are_told_day_first(language: str, day: int, told: str, begins: str) -> None:
    when = datetime(2026, 11, day, 18, tzinfo=UTC)
    texts = CATALOGS.texts(language)
    assert texts.date(when, DAKAR) == told
    assert texts.moment(when, DAKAR).startswith(begins)
    assert texts.moment(when, DAKAR) != begins
