"""The owner is reminded kindly, and not for ever."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.followup.cadence import ASKED, FACILITATORS, USUAL, Cadence, morning, next_step

PARIS = ZoneInfo("Europe/Paris")
DUE = date(2027, 3, 15)
EARLY = datetime(2027, 1, 4, 12, tzinfo=UTC)


def course(due: date, now: datetime, zone: ZoneInfo = PARIS, cadence: Cadence = USUAL) -> list[tuple[str, str]]:
    """All that follows when nobody does anything, by the wall clocks of the zone."""
    found, step = list[tuple[str, str]](), None
    while following := next_step("accepted", due, step, now, zone=zone, cadence=cadence):
        now, step = following
        found.append((step, now.astimezone(zone).strftime("%Y-%m-%d %H:%M")))
    return found


def test_seven_days_before_on_the_day_seven_after_then_thrice_then_the_facilitators() -> None:
    assert course(DUE, EARLY) == [
        ("ahead", "2027-03-08 09:00"),
        ("day", "2027-03-15 09:00"),
        ("after", "2027-03-22 09:00"),
        ("again1", "2027-04-05 09:00"),
        ("again2", "2027-04-19 09:00"),
        ("again3", "2027-05-03 09:00"),
        ("facilitators", "2027-05-17 09:00"),
    ]


def test_a_group_may_have_a_cadence_of_its_own() -> None:
    own = Cadence(ahead=3, after=2, every=5, times=1)
    assert Cadence.read(own.stored()) == own
    assert [day[:10] for _, day in course(DUE, EARLY, cadence=own)] == [
        *("2027-03-12", "2027-03-15", "2027-03-17", "2027-03-22", "2027-03-27")
    ]
    assert Cadence.read(None) == USUAL


@pytest.mark.parametrize(
    ("now", "first"),
    [
        (datetime(2027, 3, 8, 7, 59, tzinfo=UTC), "ahead"),
        (datetime(2027, 3, 8, 8, tzinfo=UTC), "day"),
        (datetime(2027, 3, 14, 12, tzinfo=UTC), "day"),
        (datetime(2027, 3, 15, 12, tzinfo=UTC), "after"),
        (datetime(2027, 5, 2, 12, tzinfo=UTC), "again3"),
        (datetime(2027, 5, 16, 12, tzinfo=UTC), "facilitators"),
    ],
)
def test_what_has_passed_is_left_out(now: datetime, first: str) -> None:
    following = next_step("in_progress", DUE, None, now, zone=PARIS)
    assert following is not None
    assert following[1] == first


def test_who_takes_on_what_is_long_due_is_reminded_once_before_anyone_is_told() -> None:
    now = datetime(2027, 9, 1, 12, tzinfo=UTC)
    assert course(DUE, now) == [("again3", "2027-09-08 09:00"), ("facilitators", "2027-09-22 09:00")]


def test_after_an_outage_the_owner_has_time_before_the_facilitators_are_told() -> None:
    now = datetime(2027, 9, 1, 12, tzinfo=UTC)
    assert next_step("accepted", DUE, "day", now, zone=PARIS) == (datetime(2027, 9, 15, 7, tzinfo=UTC), FACILITATORS)


def test_what_was_asked_for_stands_beside_the_rest() -> None:
    now = datetime(2027, 3, 10, 8, tzinfo=UTC)
    assert next_step("accepted", DUE, ASKED, now, zone=PARIS) == (datetime(2027, 3, 15, 8, tzinfo=UTC), "day")


@pytest.mark.parametrize("state", ["proposed", "done", "dropped"])
def test_only_what_goes_on_is_reminded_of(state: str) -> None:
    assert next_step(state, DUE, None, EARLY, zone=PARIS) is None


def test_nothing_follows_on_the_facilitators() -> None:
    assert next_step("blocked", DUE, FACILITATORS, EARLY, zone=PARIS) is None


@pytest.mark.parametrize(
    ("zone", "due", "at"),
    [
        ("America/Montreal", date(2027, 3, 14), "13:00"),
        ("America/Montreal", date(2027, 3, 13), "14:00"),
        ("America/Montreal", date(2027, 11, 7), "14:00"),
        ("Europe/Paris", date(2027, 3, 28), "07:00"),
        ("Europe/Paris", date(2027, 10, 31), "08:00"),
        ("Africa/Dakar", date(2027, 3, 28), "09:00"),
        ("Asia/Manila", date(2028, 2, 29), "01:00"),
    ],
)
def test_nine_in_the_morning_is_so_by_the_clock_of_the_place(zone: str, due: date, at: str) -> None:
    assert morning(due, ZoneInfo(zone)).strftime("%H:%M") == at


@given(
    st.dates(date(2026, 1, 1), date(2030, 1, 1)),
    st.datetimes(datetime(2026, 1, 1), datetime(2031, 1, 1)),  # noqa: DTZ001 - made UTC below
    st.sampled_from(["America/Montreal", "Europe/Paris", "Africa/Dakar", "Asia/Manila"]),
)
def test_it_ends_after_seven_steps_at_most_and_never_twice_on_a_day(due: date, naive: datetime, zone: str) -> None:
    begun = naive.replace(tzinfo=UTC)
    found = course(due, begun, ZoneInfo(zone))
    assert 1 <= len(found) <= 7
    assert found[-1][0] == FACILITATORS
    days = [date.fromisoformat(at[:10]) for _, at in found]
    assert all(later - day >= timedelta(days=7) for day, later in pairwise(days))
    assert all(at.endswith("09:00") for _, at in found)
