"""Person-days of a year: what counts as planned, and who says what an organization gives."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.services.act import Why
from bot.services.actions.person_days import Days
from bot.services.groups import belonging
from bot.storage import groups
from bot.storage.actions import Whose
from bot.storage.groups import Named
from tests.services.action_stage import AMINA, BINTA, CHEIKH, DIALLO, Shop, Workshop, refused, shop
from tests.services.answering_stage import KEY


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Shop]:
    async with shop(tmp_path) as found:
        yield found


@pytest.fixture
def scene(here: Shop) -> Workshop:
    return here.scene


async def test_what_is_planned_in_a_year_stands_beside_what_is_given(here: Shop, scene: Workshop) -> None:
    for days, half_days in ((3, 3), (10, 4), (400, 100)):
        await here.planned(BINTA, f"in {days}", days=days, half_days=half_days, whose=here.organization)
    dropped = await here.planned(BINTA, "dropped", half_days=50, whose=here.organization)
    await scene.actions.drop(scene.act(BINTA), dropped.id)
    organization_id = here.organization.organization_id or 0
    told_of = (await scene.boards.board(scene.act(BINTA), here.organization)).days
    assert (told_of.year, told_of.planned, told_of.budget) == (2027, 7, None)
    for half_days in (90, 100):
        await scene.actions.set_budget(scene.awa, organization_id, 2027, half_days)
    assert (await scene.boards.board(scene.act(BINTA), here.organization)).days.budget == 100


async def test_who_does_not_speak_for_the_organization_sets_no_budget(here: Shop, scene: Workshop) -> None:
    organization_id = here.organization.organization_id or 0
    budget = scene.actions.set_budget
    assert await refused(budget(scene.act(BINTA), organization_id, 2027, 1)) is Why.NOT_COORDINATOR
    assert await refused(budget(scene.awa, organization_id, 2027, -1)) is Why.BAD_DAYS
    assert await refused(budget(scene.awa, 99, 2027, 1)) is Why.GONE


async def test_what_its_people_do_in_groups_counts_for_their_organization(here: Shop, scene: Workshop) -> None:
    await here.planned(BINTA, half_days=3, whose=here.organization)
    await here.planned(BINTA, half_days=4)
    await here.planned(AMINA, "of somebody else", half_days=10)
    await here.planned(BINTA, "alone", half_days=20, whose=here.alone)
    await here.planned(BINTA, "another year", days=400, half_days=40)
    dropped = await here.planned(BINTA, "dropped", half_days=80)
    await scene.actions.drop(scene.act(BINTA), dropped.id)
    assert (await scene.boards.board(scene.act(BINTA), here.organization)).days == Days(2027, 7, None, in_groups=4)
    assert (await scene.boards.board(scene.act(BINTA), here.group)).days == Days(2027, 14, None)


async def test_what_they_do_in_a_group_of_another_network_does_not(here: Shop, scene: Workshop) -> None:
    other = await scene.facilitated(await scene.network("Other"), -300, BINTA)
    await here.planned(BINTA, half_days=4, whose=Whose(group_id=other.id))
    assert (await scene.boards.board(scene.act(BINTA), here.organization)).days.planned == 0


async def test_who_only_claims_the_organization_does_not_count_for_it(here: Shop, scene: Workshop) -> None:
    await here.planned(CHEIKH, half_days=4)
    await scene.membership.claim(scene.act(CHEIKH), here.here.network_id or 0, here.organization.organization_id)
    assert (await scene.boards.board(scene.awa, here.organization)).days.in_groups == 0


async def test_who_facilitates_the_organization_s_own_group_says_what_it_gives(here: Shop, scene: Workshop) -> None:
    organization_id = here.organization.organization_id or 0
    own = await scene.group(here.here.network_id or 0, -200, "organization", organization_id)
    await scene.join(own, BINTA, DIALLO)
    await scene.write(lambda tx: belonging.enter_all(tx, KEY, own, scene.now))
    await scene.write(lambda tx: groups.name_facilitator(tx, own.id, Named(DIALLO, "Diallo"), scene.now))
    await scene.actions.set_budget(scene.act(DIALLO), organization_id, 2027, 100)
    boards = {one: await scene.boards.board(scene.act(one), here.organization) for one in (BINTA, DIALLO)}
    assert {one: board.gives for one, board in boards.items()} == {BINTA: False, DIALLO: True}
    assert [board.days.budget for board in boards.values()] == [100, 100]
    assert await refused(scene.actions.set_budget(scene.act(BINTA), organization_id, 2027, 1)) is Why.NOT_COORDINATOR


async def test_it_is_said_for_this_year_or_the_next(here: Shop, scene: Workshop) -> None:
    organization_id = here.organization.organization_id or 0
    years = [(await scene.boards.given(scene.awa, organization_id, year)).days.year for year in (0, 2028, 99999)]
    assert years == [2027, 2028, 2027]


async def test_who_coordinates_finds_every_organization_and_nobody_else_does(here: Shop, scene: Workshop) -> None:
    for name in [*(f"Org {number}" for number in range(9)), "Élan"]:
        await scene.organization(here.here.network_id or 0, name)
    await scene.organization(await scene.network("Other"), "Not hers")
    pages = [await scene.boards.coordinated(scene.awa, page) for page in range(2)]
    assert [[one.name for one in page.plans][:2] for page in pages] == [["Élan", "Mti"], ["Org 6", "Org 7"]]
    assert (await scene.boards.coordinated(scene.act(BINTA))).plans == []
