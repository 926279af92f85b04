"""What comes again comes at the same wall time, whatever clocks and calendars do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise, takewhile
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from bot.services.agenda import recurrence
from bot.services.agenda.recurrence import following, instant, read_rule
from bot.services.agenda.rule import DAYS, BadRule

ZONES = ["America/Montreal", "Europe/Paris", "Africa/Dakar", "Asia/Manila", "UTC"]


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def walls(rule: str, starts: str, many: int, zone: str = "UTC") -> list[str]:
    """The first ones, as the wall clocks of the zone show them."""
    here, found = ZoneInfo(zone), list[str]()
    read = read_rule(rule, wall(starts), here)
    last = instant(wall(starts), here) - timedelta(microseconds=1)
    while len(found) < many:
        following_one = following(read, wall(starts), here, last)
        if following_one is None:
            return found
        last = following_one
        found.append(last.astimezone(here).strftime("%Y-%m-%d %H:%M"))
    return found


def days(rule: str, starts: str, many: int) -> list[str]:
    return [one[:10] for one in walls(rule, starts, many)]


@pytest.mark.parametrize(
    ("rule", "starts", "come"),
    [
        (recurrence.weekly(date(2026, 11, 24)), "2026-11-24T09:00", ["2026-11-24", "2026-12-01", "2026-12-08"]),
        (recurrence.weekly(date(2026, 11, 24), 2), "2026-11-24T09:00", ["2026-11-24", "2026-12-08", "2026-12-22"]),
        (
            recurrence.monthly_on_weekday(date(2026, 12, 8)),
            "2026-12-08T09:00",
            ["2026-12-08", "2027-01-12", "2027-02-09", "2027-03-09"],
        ),
        (
            recurrence.monthly_on_weekday(date(2026, 12, 29)),
            "2026-12-29T09:00",
            ["2026-12-29", "2027-01-26", "2027-02-23", "2027-03-30"],
        ),
        (recurrence.last_of_month(), "2027-12-31T09:00", ["2027-12-31", "2028-01-31", "2028-02-29", "2028-03-31"]),
        (
            recurrence.monthly_on_day(date(2027, 1, 31)),
            "2027-01-31T09:00",
            ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"],
        ),
        (
            recurrence.monthly_on_day(date(2028, 1, 29)),
            "2028-01-29T09:00",
            ["2028-01-29", "2028-02-29", "2028-03-29"],
        ),
        (recurrence.monthly_on_day(date(2027, 1, 5)), "2027-01-05T09:00", ["2027-01-05", "2027-02-05"]),
        (recurrence.yearly(date(2027, 3, 8)), "2027-03-08T09:00", ["2027-03-08", "2028-03-08", "2029-03-08"]),
        (
            recurrence.yearly(date(2028, 2, 29)),
            "2028-02-29T09:00",
            ["2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"],
        ),
        ("FREQ=YEARLY", "2096-02-29T09:00", ["2096-02-29", "2104-02-29"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "2027-01-31T09:00", ["2027-01-31", "2027-03-31", "2027-05-31"]),
        ("FREQ=YEARLY;BYDAY=-1FR", "2026-12-25T09:00", ["2026-12-25", "2027-12-31"]),
        ("RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2027-01-01T09:00", ["2027-01-29", "2027-02-26"]),
        ("freq=daily;count=2;", "2027-01-01T09:00", ["2027-01-01", "2027-01-02"]),
        ("FREQ=WEEKLY;UNTIL=20270108", "2027-01-01T09:00", ["2027-01-01", "2027-01-08"]),
    ],
)
def test_it_comes_on_the_days_that_people_mean(rule: str, starts: str, come: list[str]) -> None:
    assert days(rule, starts, len(come)) == come


def test_every_second_week_goes_on_over_a_year_of_53_weeks() -> None:
    """2026 is one: counted by the numbers of weeks, two odd ones would follow on each other."""
    come = days(recurrence.weekly(date(2026, 12, 17), 2), "2026-12-17T09:00", 4)
    assert come == ["2026-12-17", "2026-12-31", "2027-01-14", "2027-01-28"]
    assert [date.fromisoformat(day).isocalendar().week for day in come] == [51, 53, 2, 4]


@pytest.mark.parametrize(
    ("zone", "starts", "come"),
    [
        ("America/Montreal", "2027-03-13T02:30", ["2027-03-13T07:30", "2027-03-14T07:30", "2027-03-15T06:30"]),
        ("America/Montreal", "2027-11-06T01:30", ["2027-11-06T05:30", "2027-11-07T05:30", "2027-11-08T06:30"]),
        ("Europe/Paris", "2027-03-27T02:30", ["2027-03-27T01:30", "2027-03-28T01:30", "2027-03-29T00:30"]),
        ("Europe/Paris", "2027-10-30T02:30", ["2027-10-30T00:30", "2027-10-31T00:30", "2027-11-01T01:30"]),
        ("Europe/Paris", "2027-03-27T09:00", ["2027-03-27T08:00", "2027-03-28T07:00", "2027-03-29T07:00"]),
        ("Africa/Dakar", "2027-03-27T09:00", ["2027-03-27T09:00", "2027-03-28T09:00", "2027-03-29T09:00"]),
        ("Asia/Manila", "2027-03-13T02:30", ["2027-03-12T18:30", "2027-03-13T18:30", "2027-03-14T18:30"]),
    ],
)
def test_the_wall_clock_counts_on_days_on_which_it_is_changed(zone: str, starts: str, come: list[str]) -> None:
    """In a gap the offset before it counts; of an hour that comes twice, the first."""
    here = ZoneInfo(zone)
    read, last = read_rule("FREQ=DAILY", wall(starts), here), datetime(2027, 1, 1, tzinfo=UTC)
    found = []
    for _ in come:
        last = following(read, wall(starts), here, last) or last
        found.append(last.strftime("%Y-%m-%dT%H:%M"))
    assert found == come


def test_a_zone_that_was_changed_in_between_keeps_the_time_on_the_wall() -> None:
    starts, after = wall("2027-01-12T09:00"), datetime(2027, 1, 13, tzinfo=UTC)
    rule = "FREQ=MONTHLY;BYDAY=2TU"
    told = [following(read_rule(rule, starts, ZoneInfo(zone)), starts, ZoneInfo(zone), after) for zone in ZONES[:2]]
    assert told == [datetime(2027, 2, 9, 14, tzinfo=UTC), datetime(2027, 2, 9, 8, tzinfo=UTC)]


def test_an_end_in_utc_is_told_by_the_clocks_of_the_zone() -> None:
    """Midnight UTC is the evening before in Montreal, and 8 in the morning in Manila."""
    rule = "FREQ=DAILY;UNTIL=20270103T000000Z"
    assert walls(rule, "2027-01-01T07:00", 9, "America/Montreal")[-1] == "2027-01-02 07:00"
    assert walls(rule, "2027-01-01T07:00", 9, "Asia/Manila")[-1] == "2027-01-03 07:00"


@pytest.mark.parametrize("zone", ZONES)
def test_what_ends_with_the_calendar_never_ends_in_any_zone(zone: str) -> None:
    assert len(walls("FREQ=DAILY;UNTIL=99991231T235959Z", "2027-01-01T07:00", 3, zone)) == 3
    with pytest.raises(BadRule):
        read_rule("FREQ=DAILY;UNTIL=00010101T000000Z", wall("2027-01-01T07:00"), ZoneInfo(zone))


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "hello",
        "every Tuesday",
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;INTERVAL=30",
        "FREQ=HOURLY",
        "FREQ=DAILY;BYHOUR=9,10",
        "FREQ=DAILY;BYMINUTE=0",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;INTERVAL=-1",
        "FREQ=WEEKLY;INTERVAL=100",
        "FREQ=WEEKLY;INTERVAL=1,2",
        "FREQ=WEEKLY;COUNT=0",
        "FREQ=WEEKLY;COUNT=1000",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=2TU",
        "FREQ=WEEKLY;BYDAY=",
        "FREQ=MONTHLY;BYDAY=0TU",
        "FREQ=MONTHLY;BYDAY=54TU",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYSETPOS=1",
        "FREQ=YEARLY;BYMONTH=13",
        "FREQ=WEEKLY;BYMONTHDAY=3",
        "FREQ=WEEKLY;UNTIL=20260101",
        "FREQ=WEEKLY;UNTIL=tomorrow",
        "FREQ=WEEKLY;UNTIL=",
        "FREQ=WEEKLY;COUNT=2;UNTIL=20290101",
        "FREQ=WEEKLY;WKST=XX",
        "FREQ=WEEKLY;FREQ=DAILY",
        "FREQ=WEEKLY;X=1",
        "FREQ=WEEKLY;;COUNT=2",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
        "FREQ=DAILY;" + "BYMONTH=" + ",".join(["1"] * 200),
    ],
)
def test_what_is_no_rule_or_never_comes_is_refused(rule: str) -> None:
    with pytest.raises(BadRule):
        read_rule(rule, wall("2027-01-01T09:00"), ZoneInfo("UTC"))


def _numbers(lowest: int, highest: int) -> st.SearchStrategy[str]:
    whole = st.integers(lowest, highest).filter(bool)
    return st.lists(whole, min_size=1, max_size=4, unique=True).map(lambda them: ",".join(str(one) for one in them))


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Rules of all kinds that are understood, some of which never come."""
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    often = frequency in {"DAILY", "WEEKLY"}
    parts = [f"FREQ={frequency}", f"INTERVAL={draw(st.integers(1, 5))}", f"WKST={draw(st.sampled_from(DAYS))}"]
    weekday = st.sampled_from(DAYS)
    if not often and draw(st.booleans()):  # dateutil wants days of either kind, not of both at once
        weekday = st.tuples(st.sampled_from(["1", "2", "-1", "4"]), weekday).map("".join)
    if by_day := draw(st.lists(weekday, max_size=3, unique=True)):
        parts.append(f"BYDAY={','.join(by_day)}")
    if draw(st.booleans()):
        parts.append(f"BYMONTH={draw(_numbers(1, 12))}")
    if frequency != "WEEKLY" and draw(st.booleans()):
        parts.append(f"BYMONTHDAY={draw(_numbers(-31, 31))}")
    if not often and len(parts) > 3 and draw(st.booleans()):
        parts.append(f"BYSETPOS={draw(_numbers(-3, 3))}")
    if draw(st.booleans()):
        parts.append(f"COUNT={draw(st.integers(1, 30))}")
    return ";".join(parts)


@settings(deadline=None)
@given(rules(), st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1)))  # noqa: DTZ001 - wall times
def test_a_rule_means_what_it_means_elsewhere(rule: str, starts: datetime) -> None:
    """dateutil is the measure, for three years; it is not asked about rules that never come, since it finds no end."""
    starts = starts.replace(second=0, microsecond=0)
    ends = starts + timedelta(days=3 * 366)
    try:
        read = read_rule(rule, starts, ZoneInfo("UTC"))
    except BadRule:
        reject()
    expected = list(takewhile(ends.__gt__, rrulestr(rule, dtstart=starts).xafter(starts, inc=True, count=20)))
    found, last = list[datetime](), starts.replace(tzinfo=UTC) - timedelta(microseconds=1)
    while (
        len(found) < 20 and (one := following(read, starts, ZoneInfo("UTC"), last)) and one < ends.replace(tzinfo=UTC)
    ):
        found.append(one.replace(tzinfo=None))
        last = one
    assert found == expected


@given(
    st.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY;BYDAY=2TU", "FREQ=MONTHLY;BYMONTHDAY=-1"]),
    st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1)),  # noqa: DTZ001 - wall times
    st.sampled_from(ZONES),
    st.integers(0, 400),
)
def test_time_only_runs_ahead(rule: str, starts: datetime, zone: str, later: int) -> None:
    here = ZoneInfo(zone)
    read, last = read_rule(rule, starts, here), instant(starts, here) + timedelta(days=later)
    come = [last]
    for _ in range(4):
        come.append(following(read, starts, here, come[-1]) or come[-1])
    assert all(one < other for one, other in pairwise(come))
    assert all(instant(one.astimezone(here).replace(tzinfo=None), here) == one for one in come[1:])
