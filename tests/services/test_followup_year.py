"""A year of a group of twelve, in Montreal, over both changes of the clock: exactly these letters, and no other."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.services.actions.actions import Draft
from bot.services.followup.digest import DIGEST
from bot.services.followup.followup import NEEDS_HAND, REMINDER
from tests.services.action_stage import AMINA, BINTA, CHEIKH, FATOU
from tests.services.followup_stage import Arrived, Scene, scene

TWELVE = range(101, 113)
REMINDED = (-7, 0, 7, 21, 35, 49)
"""Days from the one on which an action is due."""

ROUND = 37
"""Days until a round of eight days is opened: its middle is the day on which the first of them is reminded."""

ANSWER = range(104, 108)
"""Who answers it after its middle."""

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


def _asked(round_id: int, opened: date, taken: dict[int, tuple[int, date]]) -> set[Arrived]:
    """Everybody in the middle of the round; at its end who has not answered. Of an action in the same letter."""
    asked = set()
    for one in (*TWELVE, AMINA, BINTA, CHEIKH):
        for day in (opened + timedelta(days=4), opened + timedelta(days=8)):
            if day == opened + timedelta(days=4) or one not in ANSWER:
                action_id, due = taken.get(one, (0, date.min))
                about = (action_id,) if (day - due).days in REMINDED else ()
                asked.add(Arrived(day, REMINDER, one, about, (round_id,)))
    return asked


def _told(taken: dict[int, tuple[int, date]], done_after: dict[int, int], first: date, last: date) -> set[Arrived]:
    """The group, on the first of a month, if an action was taken on or done since: done, due in it, needing a hand."""
    done = {owner: taken[owner][1] + timedelta(days=days) for owner, days in done_after.items()}
    told, since = set(), date.min
    for months in range(first.month - 1, first.month + 11):
        on = date(first.year + months // 12, months % 12 + 1, 1)
        until = date(first.year + (months + 1) // 12, (months + 1) % 12 + 1, 1)
        new = sum(since < day <= on for day in done.values())
        if on <= last and (new or since == date.min):
            left = [due for owner, (_, due) in taken.items() if done.get(owner, date.max) > on]
            numbers = new, sum(on <= due < until for due in left), sum(due < on for due in left)
            told.add(Arrived(on, DIGEST, -100, numbers))
            since = on
    return told


@pytest.mark.parametrize("done_after", [{}, {one: 10 * (one % 4) - 5 for one in TWELVE if one % 2}])
async def test_a_year_brings_exactly_the_letters_that_were_told(tmp_path: Path, done_after: dict[int, int]) -> None:
    async with scene(tmp_path) as here:
        await _group(here)
        first, taken = here.workshop.day(0), await _taken_on(here)
        last, asked = first + timedelta(days=364), set[Arrived]()
        for day in range(1, 366):
            await here.until(1)
            if day == ROUND:
                standing = await here.workshop.opened(here.place.here, days=8)
                asked = _asked(standing.round.id, here.workshop.day(0), taken)
            if day == ROUND + 6:
                await here.workshop.answers(standing.round.id, ANSWER, 3)
            for owner, after in done_after.items():
                action_id, due = taken[owner]
                if first + timedelta(days=day) == due + timedelta(days=after):
                    await here.workshop.actions.done(here.workshop.act(owner), action_id)
        about = {(one.day, one.reader) for one in asked}
        expected = {one for one in _expected(taken, done_after, last) if (one.day, one.reader) not in about}
        expected |= asked | _told(taken, done_after, first, last)
        arrived = [one for one in here.arrived if one.kind in (REMINDER, NEEDS_HAND, DIGEST)]
        assert len(arrived) == len(set(arrived))
        assert {one for one in arrived if one.day <= last} == expected
        assert len(expected) > 60
