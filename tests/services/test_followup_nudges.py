"""Who has not answered is reminded twice at most, in private, with the actions of the day."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.clock import from_micros
from bot.services.followup.followup import REMINDER
from bot.services.followup.nudges import mornings
from tests.services.action_stage import AMINA, BINTA, CHEIKH, DIALLO, STRANGER
from tests.services.followup_stage import Scene, scene
from tests.services.rounds_stage import NOON, PEERS, at


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
    await here.workshop.deciding.idle()
    before = len(here.arrived)
    await here.until(10)
    assert not [one for one in here.arrived[before:] if one.rounds]


async def test_the_people_of_an_organization_are_asked_by_the_clock_of_its_country(here: Scene) -> None:
    organization_id = here.place.organization.organization_id or 0
    await here.workshop.write(lambda tx: tx.run("UPDATE organization SET country = 'BO'"))
    days = here.workshop.day(8)
    round_, _ = await here.workshop.organization_rounds.open(here.workshop.awa, organization_id, PEERS, days)
    await here.ticks()
    (row,) = await here.workshop.rows("SELECT nudge_at FROM round")
    assert from_micros(row["nudge_at"]) == at(here.workshop.day(4), 9, "America/La_Paz")
    await here.until(5)
    await here.workshop.answers(round_.id, [BINTA], 3)
    await here.until(10)
    assert told(here) == [(4, BINTA), (4, DIALLO), (8, DIALLO)]


async def test_who_is_in_two_groups_of_a_round_is_asked_with_one_of_them(here: Scene) -> None:
    scene = here.workshop
    other = await scene.facilitated(here.place.here.network_id or 0, -200, AMINA, STRANGER)
    round_ = await scene.proposed(here.place.here.network_id or 0, days=8)
    for group in (here.place.here, other):
        await scene.proposals.accept(scene.fatou, round_.id, group.id)
        await here.until(1)
    await here.until(12)
    nudged = [reader for _, reader in told(here)]
    assert {one: nudged.count(one) for one in nudged} == {AMINA: 2, BINTA: 2, CHEIKH: 2, STRANGER: 2}


async def test_who_had_not_answered_is_not_to_be_told_from_what_was_sent(here: Scene) -> None:
    await here.workshop.opened(here.place.here, days=8)
    await here.until(4)
    assert await here.workshop.letters(REMINDER) == [AMINA, BINTA, CHEIKH]
    await here.until(2)
    await here.ticks()
    assert await here.workshop.letters(REMINDER) == []


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
