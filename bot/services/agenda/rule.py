"""A recurrence rule as RFC 5545 writes it, read and checked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LONGEST = 200
"""Characters of a rule."""

_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_WIDEST = {"INTERVAL": 99, "COUNT": 999, "BYMONTH": 12, "BYMONTHDAY": 31, "BYSETPOS": 366}


class BadRule(ValueError):  # noqa: N818 - an answer to a person, not an error
    """The rule is not one, never comes, or comes more than once a day."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that was read. `days` are pairs of a weekday (Monday is 0) and which of them it is (0: all).

    `until` is the last wall time at which it may come.
    """

    frequency: str
    interval: int = 1
    count: int | None = None
    until: datetime | None = None
    days: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    week_start: int = 0


def parse(text: str, zone: ZoneInfo) -> Rule:
    """The rule, as far as it can be told without a calendar. Raises `BadRule`."""
    bare = text.strip().upper().removeprefix("RRULE:").rstrip(";")
    pairs = [tuple(part.split("=", maxsplit=1)) for part in bare.split(";")] if len(bare) <= LONGEST else []
    given = {pair[0]: pair[1] for pair in pairs if len(pair) == 2}
    if not pairs or len(given) != len(pairs) or given.pop("FREQ", "") not in _FREQUENCIES:
        raise BadRule(text[:LONGEST])
    frequency = next(value for name, value in pairs if name == "FREQ")
    try:
        rule = _rule(frequency, given, zone)
    except ValueError as error:
        raise BadRule(text[:LONGEST]) from error
    if given or not _is_meant(rule):
        raise BadRule(text[:LONGEST])
    return rule


def _rule(frequency: str, given: dict[str, str], zone: ZoneInfo) -> Rule:
    """What is understood is taken out of `given`."""
    until, start = given.pop("UNTIL", None), given.pop("WKST", "MO")
    days = given.pop("BYDAY", None)
    return Rule(
        frequency,
        interval=_whole(given, "INTERVAL", (1,))[0],
        count=next(iter(_whole(given, "COUNT")), None),
        until=_until(until, zone) if until is not None else None,
        days=tuple(_weekday(one) for one in days.split(",")) if days is not None else (),
        month_days=_whole(given, "BYMONTHDAY", signed=True),
        months=_whole(given, "BYMONTH"),
        positions=_whole(given, "BYSETPOS", signed=True),
        week_start=DAYS.index(start),
    )


def _whole(
    given: dict[str, str], name: str, otherwise: tuple[int, ...] = (), *, signed: bool = False
) -> tuple[int, ...]:
    """The numbers of that name, none of them 0 or too large, and one of what may be said once only."""
    text = given.pop(name, None)
    if text is None:
        return otherwise
    numbers = tuple(int(one) for one in text.split(","))
    lowest = -_WIDEST[name] if signed else 1
    once = name in {"INTERVAL", "COUNT"} and len(numbers) > 1
    if once or not all(lowest <= one <= _WIDEST[name] and one for one in numbers):
        raise ValueError(name)
    return numbers


def _weekday(text: str) -> tuple[int, int]:
    found = _DAY.fullmatch(text)
    if found is None or (found[1] and not 1 <= abs(int(found[1])) <= 53):
        raise ValueError(text)
    return DAYS.index(found[2]), int(found[1] or 0)


def _until(text: str, zone: ZoneInfo) -> datetime:
    """A day counts whole; what is given in UTC is told as the wall clocks of the zone show it."""
    if "T" not in text:
        return datetime.combine(datetime.strptime(text, "%Y%m%d").date(), time.max)  # noqa: DTZ007 - wall time
    wall = datetime.strptime(text.removesuffix("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007 - wall time
    try:
        return wall.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None) if text.endswith("Z") else wall
    except OverflowError:  # programs write the end of the calendar for "never"
        return wall


def _is_meant(rule: Rule) -> bool:
    """Whether RFC 5545 knows what the parts mean together; a place in a week or a day is not told of."""
    numbered = any(nth for _, nth in rule.days)
    often = rule.frequency in {"DAILY", "WEEKLY"}
    placed = bool(rule.positions)
    return not (
        (often and (numbered or placed))
        or (rule.frequency == "WEEKLY" and rule.month_days)
        or (placed and not (rule.days or rule.month_days or rule.months))
        or (rule.count and rule.until)
    )
