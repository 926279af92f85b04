"""Countries and their time zones, after the CLDR tables that Babel carries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import get_timezone_location

from bot.services.names import fold

_LIKELY = {
    "fr": ("SN", "CI", "BJ", "ML", "BF", "CM", "CD", "CA", "FR"),
    "es": ("BO", "GT", "PE", "CO", "HN", "EC", "MX", "ES"),
    "en": ("RW", "PH", "CA", "KE", "GH", "UG", "GB", "US"),
}
"""Where the networks that Palabre was made for are, by the language of their groups; others after CLDR."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A time zone: its IANA name, its city in a language, and its present distance from UTC."""

    name: str
    city: str
    offset: timedelta


def countries() -> list[str]:
    """ISO 3166 alpha-2 codes of all countries that have a time zone."""
    return sorted(code for code in get_global("territory_zones") if len(code) == 2 and code.isalpha())


def country_name(code: str, language: str) -> str:
    """The country as the language calls it; its code if the language has no word."""
    return str(_locale(language).territories.get(code, code))


def likely(language: str | None, known: Iterable[str] = ()) -> list[str]:
    """Countries to offer first: those that the network is in already, then where the language is spoken; at most 10."""
    own = (language or "en").split("-")[0]
    spoken = _LIKELY.get(own) or _official(own)
    return list(dict.fromkeys([*known, *spoken]))[:10]


def search_countries(wanted: str, languages: Iterable[str]) -> list[str]:
    """Countries whose name, in any of the languages, begins with or contains what was typed; at most 8, best first."""
    typed = _joined(wanted)
    ranked = []
    for code in countries() if typed else []:
        names = [_joined(country_name(code, language)) for language in languages]
        if any(typed in name for name in names):
            ranked.append((typed not in names, not any(name.startswith(typed) for name in names), code))
    exact = [code for other, _, code in ranked if not other]
    return exact or [code for _, _, code in sorted(ranked)[:8]]


def zones(country: str, language: str, now: datetime) -> list[Zone]:
    """The country's zones that differ now or half a year from now, from west to east, each named by one city."""
    differing: dict[tuple[timedelta, timedelta], Zone] = {}
    for name in names_of(country):
        offsets = (_offset(name, now), _offset(name, now + timedelta(days=182)))
        if offsets not in differing or name in _WELL_KNOWN:
            differing[offsets] = Zone(name, city(name, language), offsets[0])
    return sorted(differing.values(), key=lambda zone: zone.offset)


def names_of(country: str) -> list[str]:
    """The IANA names of all zones of a country."""
    return list(get_global("territory_zones").get(country, ()))


def guess(country: str) -> str:
    """The zone of most people of a country."""
    known = names_of(country) or ["UTC"]
    return next((name for name in _WELL_KNOWN if name in known), known[0])


def city(zone: str, language: str) -> str:
    """The city that stands for a zone, in the language."""
    return str(get_timezone_location(zone, locale=_locale(language), return_city=True))


def first_weekday(language: str, zone: str) -> int:
    """The day with which weeks begin there (0 is Monday): that of the zone's country, else that of the language."""
    country = get_global("zone_territories").get(get_global("zone_aliases").get(zone, zone), "")
    spoken = get_global("territory_languages").get(country, {})
    for one in (language.split("-", maxsplit=1)[0], *spoken) if spoken else ():
        try:
            return Locale.parse(f"{one}_{country}").first_week_day
        except UnknownLocaleError:  # CLDR has no French of Bolivia: another language of the country says it too
            continue
    return _locale(language).first_week_day


def offset_label(offset: timedelta) -> str:
    """A distance from UTC as people know it: "UTC+1", "UTC−3:30"."""
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    return "UTC" + (f"{sign}{hours}" if minutes else "") + (f":{rest:02}" if rest else "")


_WELL_KNOWN = (
    "America/Toronto",
    "America/Vancouver",
    "America/Edmonton",
    "America/Winnipeg",
    "America/Halifax",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/Sao_Paulo",
    "Europe/Madrid",
    "Europe/Moscow",
    "Australia/Sydney",
)
"""Cities that people look for, where a country has several with the same time; the first guess comes first."""


def _offset(name: str, when: datetime) -> timedelta:
    return when.astimezone(ZoneInfo(name)).utcoffset() or timedelta()


def _joined(name: str) -> str:
    """A name without spaces, so that "d'Ivoire" and "dIvoire" are one."""
    return fold(name).replace(" ", "")


@cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


@cache
def _official(language: str) -> tuple[str, ...]:
    """Countries in which a language is official, where most people speak it first."""
    spoken = [
        (-languages[language]["population_percent"], code)
        for code, languages in get_global("territory_languages").items()
        if languages.get(language, {}).get("official_status") and code in get_global("territory_zones")
    ]
    return tuple(code for _, code in sorted(spoken))
