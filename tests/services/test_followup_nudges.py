"""Who has not answered is reminded twice at most, in private, with the actions of the day."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.services.followup import REMINDER
from bot.services.nudges import mornings
from tests.services.action_stage import AMINA, BINTA, CHEIKH
from tests.services.followup_stage import Scene, scene
from tests.services.rounds_stage import NOON


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Scene]:
    async with scene(tmp_path) as found:
        yield found


def told(here: Scene) -> list[tuple[int, int]]:
    """On which day after the first, to whom."""
    first = NOON.date()
    nudged = [one for one in here.arrived if one.kind == REMINDER and one.rounds]
    return [((one.day - first).days, one.reader) for one in nudged]


async def test_in_the_middle_and_on_the_last_day_only_who_has_not_answered(here: Scene) -> None:
    standing = await here.workshop.opened(here.place.here, days=8)
    await here.workshop.answers(standing.round.id, [AMINA], 3)
    await here.until(5)
    await here.workshop.answers(standing.round.id, [BINTA], 3)
    await here.until(10)
    assert told(here) == [(4, BINTA), (4, CHEIKH), (8, CHEIKH)]


async def test_who_answers_while_the_letter_waits_does_not_get_it(here: Scene) -> None:
    standing = await here.workshop.opened(here.place.here, days=8)
    await here.ticks()
    await here.moves_to(here.now + timedelta(days=4))
    await here.ticks()
    await here.workshop.answers(standing.round.id, [AMINA, BINTA], 3)
    await here.delivers()
    assert [one.reader for one in here.arrived if one.rounds] == [CHEIKH]


async def test_it_comes_with_the_actions_of_the_day_in_one_letter(here: Scene) -> None:
    standing = await here.workshop.opened(here.place.here, days=8)
    action = await here.place.planned(AMINA, days=11)
    arrived = [one for one in await here.until(5) if one.kind == REMINDER and one.reader == AMINA]
    assert [(one.about, one.rounds) for one in arrived] == [((action.id,), (standing.round.id,))]


async def test_a_round_that_lasts_longer_brings_no_third(here: Scene) -> None:
    standing = await here.workshop.opened(here.place.here, days=4)
    await here.until(4)
    await here.workshop.rounds.extend(here.workshop.fatou, standing.round.id, here.place.here.id, here.workshop.day(10))
    await here.until(14)
    assert len([one for one in here.arrived if one.rounds and one.reader == AMINA]) == 2


async def test_nobody_is_reminded_of_a_closed_round_nor_who_is_away(here: Scene) -> None:
    standing = await here.workshop.opened(here.place.here, days=8)
    await here.followup.away(here.workshop.act(AMINA), here.workshop.day(20))
    await here.until(5)
    assert AMINA not in {one.reader for one in here.arrived if one.rounds}
    await here.workshop.rounds.close(here.workshop.fatou, standing.round.id, here.place.here.id)
    before = len(here.arrived)
    await here.until(10)
    assert not [one for one in here.arrived[before:] if one.rounds]


@pytest.mark.parametrize(
    ("opens", "closes", "days"),
    [
        ("2027-03-01T12", "2027-03-09T17", [5, 9]),
        ("2027-03-01T12", "2027-03-03T17", [2, 3]),
        ("2027-03-01T12", "2027-03-02T17", [2]),
        ("2027-03-01T06", "2027-03-01T17", []),
    ],
)
def test_not_on_the_day_on_which_it_opens(opens: str, closes: str, days: list[int]) -> None:
    begin, end = (datetime.fromisoformat(f"{one}:00").replace(tzinfo=UTC) for one in (opens, closes))
    assert [at.day for at in mornings(begin, end, ZoneInfo("Europe/Paris"))] == days
