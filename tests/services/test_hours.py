"""People are left alone at night in their own zone, and on the days on which their groups rest."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.hours import ALL_DAYS, EVENING, MORNING, waking
from bot.storage import groups, networks, people
from tests.services.announcement_stage import ALONE, Square, Town, town

SATURDAY, SUNDAY = 1 << 5, 1 << 6
ZONES = ["UTC", "Africa/Dakar", "America/La_Paz", "Asia/Kathmandu", "Europe/Madrid", "Pacific/Kiritimati"]


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as found:
        yield found


@pytest.fixture
def scene(here: Town) -> Square:
    return here.scene


def utc(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    """In 2027, whose 1 March is a Monday."""
    return datetime(2027, month, day, hour, minute, tzinfo=UTC)


def opens(now: datetime, zone: str = "UTC", rest_days: int = 0) -> datetime:
    return waking(now, ZoneInfo(zone), rest_days)


@pytest.mark.parametrize(
    ("now", "zone", "at"),
    [
        (utc(1, 7), "UTC", utc(1, 7)),
        (utc(1, 20, 59), "UTC", utc(1, 20, 59)),
        (utc(1, 21), "UTC", utc(2, 7)),
        (utc(1, 6, 59), "UTC", utc(1, 7)),
        (utc(1, 0), "America/La_Paz", utc(1, 0)),
        (utc(1, 1), "America/La_Paz", utc(1, 11)),
        (utc(1, 23), "Asia/Kathmandu", utc(2, 1, 15)),
    ],
)
def test_from_nine_in_the_evening_to_seven_nothing_comes(now: datetime, zone: str, at: datetime) -> None:
    assert opens(now, zone) == at


@pytest.mark.parametrize(
    ("now", "at"),
    [
        (utc(27, 22), utc(28, 5)),  # the clock is put forward in the night
        (utc(28, 0), utc(28, 5)),
        (utc(30, 22, month=10), utc(31, 6, month=10)),  # the clock is put back
        (utc(31, 0, 30, month=10), utc(31, 6, month=10)),
    ],
)
def test_a_night_in_which_the_clock_is_changed_ends_at_seven_by_the_clock(now: datetime, at: datetime) -> None:
    assert opens(now, "Europe/Madrid") == at


@pytest.mark.parametrize(
    ("now", "rest_days", "at"),
    [
        (utc(5, 22), SATURDAY | SUNDAY, utc(8, 7)),
        (utc(6, 12), SATURDAY | SUNDAY, utc(8, 7)),
        (utc(6, 12), SUNDAY, utc(6, 12)),
        (utc(7, 3), SUNDAY, utc(8, 7)),
        (utc(7, 23), SUNDAY, utc(8, 7)),
        (utc(1, 12), ALL_DAYS, utc(1, 12)),
    ],
)
def test_on_days_of_rest_nothing_comes(now: datetime, rest_days: int, at: datetime) -> None:
    assert opens(now, rest_days=rest_days) == at


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1)),  # noqa: DTZ001 - made UTC below
    st.sampled_from(ZONES),
    st.integers(0, ALL_DAYS),
)
def test_whoever_is_written_to_is_awake_and_waits_no_longer_than_needed(
    naive: datetime, zone: str, rest_days: int
) -> None:
    now = naive.replace(tzinfo=UTC)
    at = opens(now, zone, rest_days)
    local = at.astimezone(ZoneInfo(zone))
    assert MORNING <= local.time() < EVENING
    assert rest_days == ALL_DAYS or not rest_days >> local.weekday() & 1
    assert opens(at, zone, rest_days) == at
    assert now <= at <= now + timedelta(days=7, hours=11)
    if at > now:
        assert opens(at - timedelta(microseconds=1), zone, rest_days) == at


async def test_a_group_sleeps_in_its_zone_and_rests_on_its_days(here: Town, scene: Square) -> None:
    assert await scene.hours.open_at(-200, utc(1, 8)) == utc(1, 11)
    await scene.write(lambda tx: groups.save(tx, replace(here.la_paz, rest_days=SUNDAY)))
    assert await scene.hours.open_at(-200, utc(7, 12)) == utc(8, 11)
    assert await scene.hours.open_at(-999, utc(1, 8)) == utc(1, 8), "a stranger's chat is in UTC"


async def test_a_person_sleeps_in_the_zone_that_is_known_best(here: Town, scene: Square) -> None:
    night = utc(1, 2)
    assert await scene.hours.open_at(ALONE, night) == utc(1, 7)
    await scene.join(here.la_paz, ALONE)
    assert await scene.hours.open_at(ALONE, night) == utc(1, 11)
    kenya = await scene.write(lambda tx: networks.add_organization(tx, scene.network_id, "Mti", "KE", scene.now))
    await scene.write(lambda tx: networks.claim(tx, scene.network_id, ALONE, kenya.id))
    assert await scene.hours.open_at(ALONE, night) == utc(1, 4)
    await scene.write(lambda tx: tx.run("UPDATE person SET zone = 'Asia/Tokyo' WHERE id = :id", id=ALONE))
    assert await scene.hours.open_at(ALONE, night) == night
    assert await scene.hours.open_at(987654, night) == utc(1, 7)


async def test_a_person_rests_when_all_their_groups_do(here: Town, scene: Square) -> None:
    await scene.join(here.la_paz, 1)
    sunday = utc(7, 12)
    await scene.write(lambda tx: groups.save(tx, replace(here.dakar, rest_days=SATURDAY | SUNDAY)))
    assert await scene.hours.open_at(1, sunday) == sunday
    await scene.write(lambda tx: groups.save(tx, replace(here.la_paz, rest_days=SUNDAY)))
    assert await scene.hours.open_at(1, sunday) == utc(8, 7)
    assert await scene.hours.open_at(1, utc(6, 12)) == utc(6, 12)
    await scene.write(lambda tx: groups.save(tx, replace(here.dakar, state="left")))
    assert await scene.hours.open_at(1, sunday) == utc(8, 11), "a group that the bot has left says nothing"
    assert await scene.storage.read(lambda tx: people.find(tx, 1)) is not None


async def test_a_group_hears_at_any_hour_what_its_facilitator_has_just_done(here: Town, scene: Square) -> None:
    standing = await scene.opened(here.dakar)
    await scene.rounds.extend(scene.fatou, standing.round.id, here.dakar.id, scene.day(9))
    await scene.rounds.close(scene.fatou, standing.round.id, here.dakar.id)
    await scene.deciding.idle()
    rows = await scene.rows("SELECT kind, any_hour FROM outbox ORDER BY id")
    hours = {row["kind"]: row["any_hour"] for row in rows}
    assert hours == {"round_opened": 1, "invitation": 0, "round_longer": 1, "withheld": 1}


async def test_what_comes_by_itself_waits_for_the_morning(here: Town, scene: Square) -> None:
    round_ = await scene.proposed(scene.network_id)
    await scene.proposals.accept(scene.fatou, round_.id, here.dakar.id, scene.day(2))
    await scene.passes(days=2)
    await scene.passes(days=9)
    rows = await scene.rows("SELECT kind, any_hour FROM outbox WHERE chat_id = -100 ORDER BY id")
    assert [(row["kind"], row["any_hour"]) for row in rows] == [("round_opened", 0), ("withheld", 0)]
