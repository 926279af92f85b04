"""Countries and their times, and names as people type them."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services import names, zones

WINTER = datetime(2027, 1, 15, tzinfo=UTC)
LANGUAGES = ("en", "fr", "es")


@pytest.mark.parametrize("country", zones.countries())
def test_every_country_has_a_name_and_a_zone_that_exists(country: str) -> None:
    assert zones.guess(country) in zones.names_of(country)
    for zone in zones.zones(country, "fr", WINTER):
        assert ZoneInfo(zone.name).key == zone.name
        assert zone.city


@pytest.mark.parametrize(
    ("country", "zone"),
    [("SN", "Africa/Dakar"), ("BO", "America/La_Paz"), ("PH", "Asia/Manila"), ("CA", "America/Toronto")],
)
def test_the_guess_is_where_most_people_live(country: str, zone: str) -> None:
    assert zones.guess(country) == zone


def test_a_country_with_several_times_offers_each_once_from_west_to_east() -> None:
    listed = zones.zones("CA", "en", WINTER)
    assert [one.offset for one in listed] == sorted(one.offset for one in listed)
    assert {"Vancouver", "Toronto", "Halifax", "St. John’s"} <= {one.city for one in listed}
    assert len(listed) <= 10
    assert [one.city for one in zones.zones("CD", "fr", WINTER)] == ["Kinshasa", "Lubumbashi"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("cote d'ivoire", ["CI"]),
        ("COTE DIVOIRE", ["CI"]),
        ("Ivory", []),
        ("Filipinas", ["PH"]),
        ("niger", ["NE"]),
        ("Bénin", ["BJ"]),
        ("", []),
        ("?!", []),
    ],
)
def test_a_country_is_found_in_any_language(typed: str, found: list[str]) -> None:
    assert zones.search_countries(typed, LANGUAGES) == found


def test_a_part_of_a_name_finds_the_countries_that_begin_with_it_first() -> None:
    found = zones.search_countries("mal", LANGUAGES)
    assert found[0] == "ML"
    assert len(found) == 8


def test_countries_that_the_network_knows_are_offered_first() -> None:
    assert zones.likely("fr", ["RW", "SN"])[:3] == ["RW", "SN", "CI"]
    assert len(zones.likely("es", zones.countries())) == 10
    assert "BR" in zones.likely("pt-br")
    assert zones.likely(None) == zones.likely("en")
    assert zones.likely("xx") == []


@pytest.mark.parametrize(
    ("minutes", "label"), [(0, "UTC"), (60, "UTC+1"), (-210, "UTC−3:30"), (345, "UTC+5:45"), (-600, "UTC−10")]
)
def test_a_distance_from_utc_reads_as_people_write_it(minutes: int, label: str) -> None:
    assert zones.offset_label(timedelta(minutes=minutes)) == label


def test_a_language_that_babel_does_not_know_still_names_countries() -> None:
    assert zones.country_name("SN", "x-pseudo") == "Senegal"


@given(st.text())
def test_a_cleaned_name_is_one_line_and_stays_as_it_is(text: str) -> None:
    cleaned = names.clean(text)
    assert cleaned == names.clean(cleaned) == cleaned.strip()
    assert len(cleaned.splitlines()) <= 1


@given(st.text("abcéÈñçÜœ '-"))
def test_folding_knows_no_case_and_no_way_of_composing_accents(text: str) -> None:
    assert names.fold(unicodedata.normalize("NFD", text.upper())) == names.fold(text)


@pytest.mark.parametrize(
    ("language", "zone", "weekday"),
    [
        ("fr", "Europe/Paris", 0),
        ("fr", "America/Montreal", 6),
        ("en", "Asia/Manila", 6),
        ("fr", "Asia/Manila", 6),
        ("fr", "America/La_Paz", 0),
        ("es", "America/Mexico_City", 6),
        ("en", "Africa/Cairo", 5),
        ("en", "UTC", 0),
        ("xx", "Nowhere", 0),
    ],
)
def test_weeks_begin_as_in_the_country_of_the_zone(language: str, zone: str, weekday: int) -> None:
    assert zones.first_weekday(language, zone) == weekday
