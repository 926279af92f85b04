"""Days as people say them: typed in words or figures, and the hour at which a round's last day ends."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LAST_HOUR = time(18)
"""A round ends at six in the evening of its last day: the wheel comes when people can still look at it."""

FIRST_HOUR = time(9)
"""A round that was moved begins at nine in the morning of its first day."""

LONGEST = timedelta(days=180)

_NOISE = re.compile(r"\b(?:el|le|la|prochaine?|pr[óo]xim[oa])\b", re.IGNORECASE)
"""Words that people put around a weekday and that dateparser 1.5 does not know ("el viernes", "lundi prochain")."""


def ends_at(day: date, zone: ZoneInfo) -> datetime:
    """The instant (UTC) at which a round ends whose last day is `day` in that zone."""
    return datetime.combine(day, LAST_HOUR, zone).astimezone(UTC)


def today(now: datetime, zone: ZoneInfo) -> date:
    return now.astimezone(zone).date()


def read_day(text: str, language: str, now: datetime, zone: ZoneInfo) -> date | None:
    """The day that a person typed ("15 mars", "in 3 weeks", "03/04": day first), or None when it is not understood.

    A day without a year is the next such day. What is past, or further away than anyone plans, is the caller's matter.
    """
    import dateparser  # noqa: PLC0415 - half a second to import: only when someone types a date

    found = dateparser.parse(
        _NOISE.sub(" ", text[:60]).strip(),
        languages=[language.split("-", maxsplit=1)[0]] + ([] if language.startswith("en") else ["en"]),
        settings={
            "DATE_ORDER": "DMY",
            "PREFER_DATES_FROM": "future",
            "RELATIVE_BASE": now.astimezone(zone).replace(tzinfo=None),
        },
    )
    return found.date() if found else None


def is_sensible(day: date, now: datetime, zone: ZoneInfo) -> bool:
    """Whether a round may end on that day: tomorrow at the earliest, within half a year."""
    first = today(now, zone)
    return first < day <= first + LONGEST
