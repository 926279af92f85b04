"""A year of a group of twelve, in Montreal, over both changes of the clock: exactly these reminders, and no other."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.services.actions import Draft
from bot.services.digest import DIGEST
from bot.services.followup import NEEDS_HAND, REMINDER
from tests.services.action_stage import FATOU
from tests.services.followup_stage import Arrived, Scene, scene

TWELVE = range(101, 113)
REMINDED = (-7, 0, 7, 21, 35, 49)
"""Days from the one on which an action is due."""

TOLD = 63
"""Days after it, until the facilitator is told."""


async def _group(here: Scene) -> None:
    """Twelve people in the group, whose clocks are those of Montreal."""
    await here.workshop.write(
        lambda tx: tx.run("UPDATE peer_group SET zone = 'America/Montreal' WHERE id = :id", id=here.place.here.id)
    )
    await here.workshop.join(here.place.here, *TWELVE)
    for one in TWELVE:
        await here.workshop.called(one, f"Member {one}")


async def _taken_on(here: Scene) -> dict[int, tuple[int, date]]:
    """Each of them takes one action on, due a month after the one before: its id and day by its owner."""
    found = {}
    for number, one in enumerate(TWELVE, start=1):
        draft = Draft(f"Action {number}", here.workshop.day(20 + 28 * number), here.place.group)
        action = await here.workshop.actions.propose(here.workshop.act(one), draft)
        found[one] = action.id, action.due
    return found


def _expected(taken: dict[int, tuple[int, date]], done_after: dict[int, int], last: date) -> set[Arrived]:
    """Every one until its owner says that it is done, that many days after its day."""
    expected = set()
    for owner, (action_id, due) in taken.items():
        days = [day for day in REMINDED if day < done_after.get(owner, 1000)]
        expected |= {Arrived(due + timedelta(days=day), REMINDER, owner, (action_id,)) for day in days}
        if owner not in done_after:
            expected.add(Arrived(due + timedelta(days=TOLD), NEEDS_HAND, FATOU, (action_id,)))
    return {one for one in expected if one.day <= last}


@pytest.mark.parametrize("done_after", [{}, {one: 10 * (one % 4) - 5 for one in TWELVE if one % 2}])
async def test_a_year_brings_exactly_the_reminders_that_were_told(tmp_path: Path, done_after: dict[int, int]) -> None:
    async with scene(tmp_path) as here:
        await _group(here)
        first, taken = here.workshop.day(0), await _taken_on(here)
        for day in range(1, 366):
            await here.until(1)
            for owner, after in done_after.items():
                action_id, due = taken[owner]
                if first + timedelta(days=day) == due + timedelta(days=after):
                    await here.workshop.actions.done(here.workshop.act(owner), action_id)
        arrived = [one for one in here.arrived if one.kind != DIGEST]
        expected = _expected(taken, done_after, first + timedelta(days=364))
        assert len(arrived) == len(set(arrived))
        assert {one for one in arrived if one.day <= first + timedelta(days=364)} == expected
        assert len(expected) > 40
