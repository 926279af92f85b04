"""Days as people type them, and days as they are told."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.i18n import Catalogs
from bot.services.dates import ends_at, is_sensible, read_day, read_hour, read_moment

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


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("en", "15 March 14:30", "2027-03-15T14:30"),
        ("en", "Friday 9:00", "2026-11-27T09:00"),
        ("en", "tomorrow at 6pm", "2026-11-22T18:00"),
        ("en", "tomorrow 2:30 pm", "2026-11-22T14:30"),
        ("en", "tomorrow 12am", "2026-11-22T00:00"),
        ("en", "30/11 7:05", "2026-11-30T07:05"),
        ("en", "5.12. 9:00", "2026-12-05T09:00"),
        ("en", "2026-12-05 08:15", "2026-12-05T08:15"),
        ("en", "28 March 2027 2:30", "2027-03-28T02:30"),
        ("fr", "15 mars à 14h30", "2027-03-15T14:30"),
        ("fr", "demain à 18 heures", "2026-11-22T18:00"),
        ("fr", "vendredi 9 h", "2026-11-27T09:00"),
        ("es", "el viernes a las 9:00", "2026-11-27T09:00"),
        ("es", "mañana a las 18", "2026-11-22T18:00"),
    ],
)
def test_a_moment_is_read_as_people_type_it(language: str, typed: str, meant: str) -> None:
    assert _read(typed, language) == meant


@pytest.mark.parametrize("typed", ["tomorrow", "30/11/2026", "5.12.2026"])
def test_a_day_without_a_time_has_the_usual_one(typed: str) -> None:
    assert _read(typed).endswith("T08:00")


def test_a_time_without_a_day_is_the_next_such_time() -> None:
    assert _read("14:30") == "2026-11-21T14:30"
    assert _read("8:00") == "2026-11-22T08:00"


@pytest.mark.parametrize("typed", ["hello", "tomorrow 25:00", "tomorrow 9:75", "tomorrow 13pm"])
def test_what_is_no_moment_is_not_guessed_at(typed: str) -> None:
    assert read_moment(typed, ("en",), NOW, DAKAR, time(8)) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("14:30", time(14, 30)),
        ("14h30", time(14, 30)),
        ("9 heures", time(9)),
        ("a las 9", time(9)),
        ("2 pm", time(14)),
        ("at 12am", time(0)),
        (" 18 ", time(18)),
        ("24", None),
        ("9:75", None),
        ("١٤", time(14)),
        ("soon", None),
        ("", None),
    ],
)
def test_a_time_of_day_is_read_as_people_type_it(typed: str, meant: time | None) -> None:
    assert read_hour(typed) == meant


def _read(typed: str, language: str = "en") -> str:
    """As ISO 8601, without a zone: it is none of a place."""
    moment = read_moment(typed, (language,), NOW, DAKAR, time(8))
    assert moment is not None
    assert moment.tzinfo is None
    return moment.isoformat(timespec="minutes")
