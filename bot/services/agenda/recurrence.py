"""What comes again: weekly, on the second Tuesday, on the last day, yearly, or by a rule of RFC 5545 of one's own.

A rule speaks of local wall time; the zone is applied afterwards. dateutil is not asked: for a rule that never comes
("30 February") it looks through all years up to 9999, and nobody is answered meanwhile.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.services.agenda.rule import DAYS, LONGEST, BadRule, Rule, parse

SEEN_AHEAD = timedelta(days=366 * 8 + 2)
"""How far ahead the next time is looked for: 29 February may be eight years away."""


def weekly(day: date, every: int = 1) -> str:
    """On that weekday, each week or every so many."""
    return f"FREQ=WEEKLY;INTERVAL={every};BYDAY={DAYS[day.weekday()]}"


def monthly_on_weekday(day: date) -> str:
    """On the weekday that it is of its month: the second Tuesday; a fifth one is the last."""
    nth = (day.day - 1) // 7 + 1
    return f"FREQ=MONTHLY;BYDAY={nth if nth < 5 else -1}{DAYS[day.weekday()]}"


def monthly_on_day(day: date) -> str:
    """On that day of the month; in shorter months, on their last."""
    return "FREQ=MONTHLY;" + _or_last(day)


def last_of_month() -> str:
    """On the last day of each month."""
    return "FREQ=MONTHLY;BYMONTHDAY=-1"


def yearly(day: date) -> str:
    """On that day of the year; 29 February is the 28th in other years."""
    return f"FREQ=YEARLY;BYMONTH={day.month};" + _or_last(day)


def read_rule(text: str, starts: datetime, zone: ZoneInfo) -> Rule:
    """A rule as RFC 5545 writes it, for what starts at that wall time; "RRULE:" may stand before it. Raises `BadRule`.

    DAILY, WEEKLY, MONTHLY and YEARLY, with INTERVAL, COUNT, UNTIL, BYDAY, BYMONTHDAY, BYMONTH, BYSETPOS and WKST.
    """
    rule = parse(text, zone)
    if next(_walls(rule, starts, starts), None) is None:
        raise BadRule(text[:LONGEST])
    return rule


def following(rule: Rule, starts: datetime, zone: ZoneInfo, after: datetime) -> datetime | None:
    """The first instant (UTC) after that one at which it comes; None: never again, or not in the next eight years."""
    since = after.astimezone(zone).replace(tzinfo=None) - timedelta(days=1)
    instants = (instant(wall, zone) for wall in _walls(rule, starts, since))
    return next((one for one in instants if one > after), None)


def instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """When that wall time is (UTC): in a gap the offset before it counts, and the first of two that are the same."""
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def _or_last(day: date) -> str:
    if day.day <= 28:
        return f"BYMONTHDAY={day.day}"
    return f"BYMONTHDAY={','.join(str(one) for one in range(28, day.day + 1))};BYSETPOS=-1"


def _walls(rule: Rule, starts: datetime, since: datetime) -> Iterator[datetime]:
    """The wall times at which it comes, from `since` on and as far as is looked ahead."""
    begin = max(starts, since)
    left = rule.count
    for period in _periods(rule, starts.date(), starts.date() if left else begin.date()):
        if not period or period[0] > (begin + SEEN_AHEAD).date():
            return
        for day in _of_period(rule, starts.date(), period):
            wall = datetime.combine(day, starts.time())
            if wall < starts or left == 0:
                continue
            if rule.until is not None and wall > rule.until:
                return
            left = left - 1 if left else left
            if wall >= begin:
                yield wall


def _of_period(rule: Rule, starts: date, period: list[date]) -> list[date]:
    """The days of a week, month or year on which it comes."""
    found = [day for day in period if _falls_on(rule, starts, day)]
    if not rule.positions:
        return found
    size = len(found)
    places = {one - 1 if one > 0 else size + one for one in rule.positions}
    return [found[place] for place in sorted(places) if 0 <= place < size]


def _falls_on(rule: Rule, starts: date, day: date) -> bool:
    bare = not rule.days and not rule.month_days
    months = rule.months or ((starts.month,) if bare and rule.frequency == "YEARLY" else ())
    if months and day.month not in months:
        return False
    month_days = rule.month_days or ((starts.day,) if bare and rule.frequency in {"MONTHLY", "YEARLY"} else ())
    if month_days and not {day.day, day.day - monthrange(day.year, day.month)[1] - 1} & set(month_days):
        return False
    days = rule.days or (((starts.weekday(), 0),) if bare and rule.frequency == "WEEKLY" else ())
    return not days or any(day.weekday() == weekday and _is_nth(rule, day, nth) for weekday, nth in days)


def _is_nth(rule: Rule, day: date, nth: int) -> bool:
    """Whether it is the n-th of its weekday, from the front or the back, in its month or, without one, its year."""
    if not nth:
        return True
    if rule.frequency == "YEARLY" and not rule.months:
        place, size = day.timetuple().tm_yday, date(day.year, 12, 31).timetuple().tm_yday
    else:
        place, size = day.day, monthrange(day.year, day.month)[1]
    return nth == (place - 1) // 7 + 1 or nth == -((size - place) // 7 + 1)


def _periods(rule: Rule, starts: date, since: date) -> Iterator[list[date]]:
    """Each week, month or year (or day) in which it may come, as its days, from the one of `since` on; ends empty."""
    units = {
        "DAILY": (since - starts).days,
        "WEEKLY": (since - starts).days // 7,
        "MONTHLY": (since.year - starts.year) * 12 + since.month - starts.month,
        "YEARLY": since.year - starts.year,
    }
    number = max(0, units[rule.frequency] // rule.interval - 1) * rule.interval
    while True:
        try:
            yield list(_days(rule, starts, number))
        except (OverflowError, ValueError):  # the calendar ends
            yield []
        number += rule.interval


def _days(rule: Rule, starts: date, number: int) -> Iterable[date]:
    """The days of the period that comes so many days, weeks, months or years after the first."""
    if rule.frequency == "DAILY":
        return [starts + timedelta(days=number)]
    if rule.frequency == "WEEKLY":
        begin = starts - timedelta(days=(starts.weekday() - rule.week_start) % 7) + timedelta(weeks=number)
        return [begin + timedelta(days=day) for day in range(7)]
    if rule.frequency == "MONTHLY":
        year, month = divmod(starts.year * 12 + starts.month - 1 + number, 12)
        return [date(year, month + 1, day) for day in range(1, monthrange(year, month + 1)[1] + 1)]
    first = date(starts.year + number, 1, 1)
    return [first + timedelta(days=day) for day in range(date(first.year, 12, 31).timetuple().tm_yday)]
