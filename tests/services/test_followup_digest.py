"""A group is told in numbers how its actions stand, on its own day, and only if something is new."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.services.act import Why
from bot.services.followup.digest import DIGEST, following
from tests.services.action_stage import AMINA, BINTA, refused
from tests.services.followup_stage import Arrived, Scene, scene


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Scene]:
    async with scene(tmp_path) as found:
        yield found


def told(arrived: list[Arrived]) -> list[tuple[str, tuple[int, ...]]]:
    """On which day, and what: done, due before the next, needing a hand."""
    return [(str(one.day), one.about) for one in arrived if one.kind == DIGEST]


async def test_once_a_month_if_something_has_changed(here: Scene) -> None:
    first = await here.place.planned(days=40)
    await here.place.planned(BINTA, "another", days=14)
    assert told(await here.until(32)) == [("2027-04-01", (0, 1, 1))]
    await here.workshop.actions.done(here.workshop.act(AMINA), first.id)
    assert told(await here.until(95)) == [("2027-05-01", (1, 0, 1))]


async def test_every_monday_where_a_facilitator_wants_it_so(here: Scene) -> None:
    await here.digest.choose(here.workshop.fatou, here.place.here.id, "weekly")
    await here.place.planned(days=10)
    assert told(await here.until(20)) == [("2027-03-08", (0, 1, 0))]


async def test_never_where_they_want_none(here: Scene) -> None:
    await here.place.planned(days=10)
    await here.until(1)
    await here.digest.choose(here.workshop.fatou, here.place.here.id, "off")
    await here.place.planned(days=11)
    assert told(await here.until(100)) == []


async def test_only_a_facilitator_chooses(here: Scene) -> None:
    amina = here.workshop.act(AMINA)
    assert await refused(here.digest.choose(amina, here.place.here.id, "off")) is Why.NOT_FACILITATOR
    assert await refused(here.digest.choose(here.workshop.fatou, 999, "off")) is Why.GONE


@pytest.mark.parametrize(
    ("often", "now", "at"),
    [
        ("weekly", "2027-03-01T07:59", "2027-03-01T08:00"),
        ("weekly", "2027-03-01T08:00", "2027-03-08T08:00"),
        ("weekly", "2027-03-22T08:00", "2027-03-29T07:00"),
        ("weekly", "2026-12-28T08:00", "2027-01-04T08:00"),
        ("monthly", "2027-02-01T08:00", "2027-03-01T08:00"),
        ("monthly", "2027-10-01T08:00", "2027-11-01T08:00"),
    ],
)
def test_the_next_is_at_nine_by_the_clock_of_the_place(often: str, now: str, at: str) -> None:
    instant = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert following(often, instant, ZoneInfo("Europe/Paris")).strftime("%Y-%m-%dT%H:%M") == at
