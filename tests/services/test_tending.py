"""How groups stand, at a glance, and what the next step of each would be."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.services.act import Why
from bot.services.agenda.agenda import Agenda
from bot.services.followup.tending import PAGE, State, Step, Tending
from tests.services.action_stage import AMINA, AWA, FATOU, Shop, refused, shop


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Shop]:
    async with shop(tmp_path) as opened:
        yield opened


async def state(place: Shop, person_id: int = FATOU) -> State:
    return await Tending(place.scene.ground).look(place.scene.act(person_id), place.here.id)


async def test_without_a_wheel_a_round_comes_first(place: Shop) -> None:
    seen = await state(place)
    assert (seen.open, seen.helpless, seen.closes_at, seen.point, seen.figure_id) == (0, 0, None, None, None)
    assert seen.step is Step.ROUND


async def test_while_a_round_is_open_there_is_nothing_to_do(place: Shop) -> None:
    standing = await place.scene.opened(place.here)
    seen = await state(place)
    assert (seen.closes_at, seen.step) == (standing.part.closes_at, None)


async def test_a_proposed_round_wants_an_answer(place: Shop) -> None:
    await place.scene.proposed(place.here.network_id or 0)
    assert (await state(place)).step is Step.ANSWER


async def test_after_a_wheel_something_is_planned(place: Shop) -> None:
    figure_id = await place.scene.wheel(place.here)
    seen = await state(place)
    assert (seen.figure_id, seen.step) == (figure_id, Step.PLAN)
    made = await place.planned()
    assert ((await state(place)).open, (await state(place)).step) == (1, None)
    await place.scene.actions.done(place.scene.act(AMINA), made.id)
    assert ((await state(place)).open, (await state(place)).step) == (0, None)


async def test_what_needs_a_hand_comes_before_all_else(place: Shop) -> None:
    first, _ = await place.planned(), await place.planned(what="Visit the elders")
    await place.scene.actions.block(place.scene.act(AMINA), first.id)
    await place.scene.proposed(place.here.network_id or 0)
    seen = await state(place)
    assert (seen.open, seen.helpless, seen.step) == (2, 1, Step.HELP)


async def test_half_a_year_later_a_fresh_wheel_is_due(place: Shop) -> None:
    await place.scene.wheel(place.here)
    await place.scene.actions.done(place.scene.act(AMINA), (await place.planned()).id)
    await place.scene.passes(days=181)
    assert (await state(place)).step is None
    await place.scene.passes(days=2)
    assert (await state(place)).step is Step.ROUND


async def test_the_next_point_of_the_agenda_is_told(place: Shop) -> None:
    agenda = Agenda(place.scene.ground, place.scene.shelf)
    starts = datetime.combine(place.scene.day(3), datetime.min.time())
    for title, rule in (("Later", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31"), ("Soon", "FREQ=WEEKLY")):
        await agenda.add(place.scene.fatou, place.group, title=title, rule=rule, starts=starts)
    point = (await state(place)).point
    assert point is not None
    assert point.title == "Soon"


async def test_a_page_holds_six_and_one_that_there_is_not_is_the_last(place: Shop) -> None:
    for number in range(PAGE):
        await place.scene.facilitated(place.here.network_id or 0, -200 - number)
    tending = Tending(place.scene.ground)
    first = await tending.page(place.scene.fatou, 0)
    last = await tending.page(place.scene.fatou, 10**9)
    assert ([len(first.states), len(last.states)], first.pages, last.number) == ([PAGE, 1], 2, 1)
    assert (await tending.page(place.scene.fatou, -1)).number == 0
    listed = [one.group.id for one in (*first.states, *last.states)]
    assert len(set(listed)) == PAGE + 1


async def test_coordinators_see_all_groups_of_their_network_and_others_none(place: Shop) -> None:
    tending = Tending(place.scene.ground)
    assert [one.group.id for one in (await tending.page(place.scene.act(AWA), 0)).states] == [place.here.id]
    assert (await state(place, AWA)).group == place.here
    assert (await tending.page(place.scene.act(AMINA), 0)).states == []
    assert await refused(state(place, AMINA)) is Why.NOT_FACILITATOR
    assert await refused(tending.look(place.scene.fatou, 999)) is Why.GONE
