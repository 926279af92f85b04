"""Days as people say them: typed in words or figures, and the hour at which a round's last day ends."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LAST_HOUR = time(18)
"""A round ends at six in the evening of its last day: the wheel comes when people can still look at it."""

FIRST_HOUR = time(9)
"""A round that was moved begins at nine in the morning of its first day."""

LONGEST = timedelta(days=180)

_KNOWN_OTHERWISE = tuple(
    (re.compile(pattern, re.IGNORECASE), instead)
    for pattern, instead in (
        (r"\bpasado\s+ma[ñn]ana\b", "en 2 días"),
        (r"\b(?:la )?semaine prochaine\b", "dans 1 semaine"),
        (r"\b(?:le )?mois prochain\b", "dans 1 mois"),
        (r"\b(?:la )?(?:pr[óo]xima semana|semana (?:que viene|pr[óo]xima))\b", "en 1 semana"),
        (r"\b(?:el )?(?:pr[óo]ximo mes|mes (?:que viene|pr[óo]ximo))\b", "en 1 mes"),
        (r"\bdans (?:une )?quinzaine(?: de jours)?\b|\bdans quinze jours\b", "dans 15 jours"),
        (r"\ben (?:una )?quincena\b|\ben quince d[íi]as\b", "en 15 días"),
        (r"\b(en|dentro de) dos\b", r"\1 2"),
        (r"\b(en|dentro de) tres\b", r"\1 3"),
        (r"\b(en|dentro de) cuatro\b", r"\1 4"),
        (r"\b(en|dentro de) seis\b", r"\1 6"),
        (r"\b(\d)[º°]", r"\1"),
        (r"^\s*(?:by|before|avant|d'ici|pour|para|antes (?:de|del))(?= )", " "),
        (r"\b(?:this|ce|cette|este|esta|que viene)\b", " "),
        (r"\b(?:el|le|la|au|prochaine?|pr[óo]xim[oa])\b", " "),
        (r"\b(\d{1,2})\.\s?(\d{1,2})(?:\.\s?(\d{2,4}))?(?:\.|\b)", r"\1/\2/\3"),
    )
)
"""What people type and dateparser 1.5 does not know, or takes for an hour: "el viernes", "lundi prochain", "5.12."."""

_END_OF_MONTH = re.compile(
    r"^(?:(?:at |by )?(?:the )?end of(?: the| this)?|(?:à la |pour la |d'ici la |d'ici )?fin(?: de| du| d')?"
    r"|(?:a |para )?(?:fin|fines|finales) del?)\s+(?P<month>.+)$",
    re.IGNORECASE,
)
_THIS_MONTH = {"month", "mois", "mes", "este mes", "ce mois"}


_DAY_AND_MONTH = re.compile(r"(\d{1,2})[ /-](\d{1,2})")
_OTHER_FIGURES = re.compile(r"\d{3,}|[4-9]\d|3[2-9]|\d{1,2}[ /-]\d{4}")
"""What names a day only to dateparser: "45" would be in 2045, "12/2027" on whatever day of the month it is now."""


def ends_at(day: date, zone: ZoneInfo) -> datetime:
    """The instant (UTC) at which a round ends whose last day is `day` in that zone."""
    return datetime.combine(day, LAST_HOUR, zone).astimezone(UTC)


def today(now: datetime, zone: ZoneInfo) -> date:
    return now.astimezone(zone).date()


def read_day(text: str, languages: Iterable[str], now: datetime, zone: ZoneInfo) -> date | None:
    """The day that a person typed ("15 mars", "in 3 weeks", "03/04": day first), or None when it is not understood.

    `languages` are those that the person may have typed in, the likeliest first; English is always tried. A day without
    a year is the next such day; "the end of March" is its last day. What is past, or further away than anyone plans, is
    the caller's matter.
    """
    typed = text[:60].strip().replace("’", "'")
    ending = _END_OF_MONTH.match(typed)
    if ending is None:
        return _read(typed, languages, now, zone)
    month = ending["month"].strip().lower()
    day = today(now, zone) if month in _THIS_MONTH else _read(f"1 {month}", languages, now, zone)
    return day and day.replace(day=monthrange(day.year, day.month)[1])


def _read(typed: str, languages: Iterable[str], now: datetime, zone: ZoneInfo) -> date | None:
    import dateparser  # noqa: PLC0415 - half a second to import: only when someone types a date

    for pattern, instead in _KNOWN_OTHERWISE:
        typed = pattern.sub(instead, typed)
    typed = typed.strip().rstrip("/")
    if _is_no_day(typed):
        return None
    found = dateparser.parse(
        typed,
        languages=list(dict.fromkeys([*(one.split("-", maxsplit=1)[0] for one in languages), "en"])),
        settings={
            "DATE_ORDER": "DMY",
            "PREFER_DATES_FROM": "future",
            "RELATIVE_BASE": now.astimezone(zone).replace(tzinfo=None),
        },
    )
    return found.date() if found else None


def _is_no_day(typed: str) -> bool:
    """Whether these are figures without a day and its month: of "12/25" dateparser would make a day in 2125."""
    figures = _DAY_AND_MONTH.fullmatch(typed)
    if figures is None:
        return _OTHER_FIGURES.fullmatch(typed) is not None
    return not (1 <= int(figures[1]) <= 31 and 1 <= int(figures[2]) <= 12)


def sensible(now: datetime, zone: ZoneInfo) -> tuple[date, date]:
    """The first and the last day on which a round may end: tomorrow, and half a year ahead."""
    present = today(now, zone)
    return present + timedelta(days=1), present + LONGEST


def is_sensible(day: date, now: datetime, zone: ZoneInfo) -> bool:
    """Whether a round may end on that day."""
    first, last = sensible(now, zone)
    return first <= day <= last


_TIMES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<![\d/.-])(?P<hour>\d{1,2})\s?(?::|h(?:eures?)?)\s?(?P<minute>\d{2})?\b(?:\s?(?P<half>am|pm))?",
        r"\b(?P<hour>\d{1,2})(?P<minute>)\s?(?P<half>am|pm)\b",
        r"(?<=\ba las )(?P<hour>\d{1,2})(?P<minute>)(?P<half>)\b",
    )
)
"""A time of day as people type it: "14:30", "14h30", "9 heures", "2:30 pm", "9am", "a las 9"."""

_BEFORE_TIME = re.compile(r"(?:\b(?:at|à|a las|a la)|,)\s*$", re.IGNORECASE)
"""What stands between a day and its time."""


def read_moment(text: str, languages: Iterable[str], now: datetime, zone: ZoneInfo, usual: time) -> datetime | None:
    """The day and time that a person typed, without a zone ("15 March 14:30", "mañana 9h"); None if not understood.

    Without a time it is `usual`; without a day, today, or tomorrow when that time is over. Otherwise as `read_day`.
    """
    typed = text[:60]
    found = _time_in(typed)
    hour = _hour(found) if found else usual
    if hour is None:
        return None
    rest = _BEFORE_TIME.sub("", typed[: found.start()].rstrip()) + typed[found.end() :] if found else typed
    if rest.strip():
        day = read_day(rest, languages, now, zone)
        return datetime.combine(day, hour) if day else None
    local = now.astimezone(zone).replace(tzinfo=None)
    moment = datetime.combine(local.date(), hour)
    return moment if moment > local else moment + timedelta(days=1)


def read_hour(text: str) -> time | None:
    """The time of day that a person typed ("14:30", "9 heures", "2 pm", "14"); None if not understood."""
    bare = text.strip()[:60]
    found = _time_in(f"{bare}h" if bare.isdecimal() else bare)
    return _hour(found) if found else None


def _time_in(typed: str) -> re.Match[str] | None:
    return next((match for one in _TIMES if (match := one.search(typed))), None)


def _hour(found: re.Match[str]) -> time | None:
    """The time of day that was found, if the day has it."""
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), (found["half"] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
    return time(hour, minute) if hour < 24 and minute < 60 else None
