"""A whole plan goes to whoever sees it, and to nobody else; one's own is all that one has taken on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.services.act import Why
from bot.services.actions.exports import Exports, Whole
from bot.services.agenda.agenda import Agenda
from bot.storage.actions import MINE
from tests.services.action_stage import AMINA, AWA, BINTA, CHEIKH, DIALLO, FATOU, STRANGER, Shop, refused, shop

MEETING = datetime(2027, 3, 9, 14)  # noqa: DTZ001 - wall time


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Shop]:
    async with shop(tmp_path) as found:
        yield found


@pytest.fixture
def exports(here: Shop) -> Exports:
    return Exports(here.scene.ground, here.scene.shelf)


def told(whole: Whole) -> list[str]:
    return [entry.line.action.what for entry in whole.entries]


async def test_all_is_there_by_date_open_or_not_with_who_helps(here: Shop, exports: Exports) -> None:
    scene = here.scene
    done = await here.planned(AMINA, "done", days=3)
    await scene.actions.done(scene.act(AMINA), done.id)
    dropped = await here.planned(BINTA, "dropped", days=1)
    await scene.actions.drop(scene.act(BINTA), dropped.id)
    await here.planned(CHEIKH, "open", days=9, helper_ids=(BINTA, AMINA))
    whole = await exports.whole(scene.act(CHEIKH), here.group)
    assert told(whole) == ["dropped", "done", "open"]
    assert [[one.name for one in entry.helpers] for entry in whole.entries] == [[], [], ["Amina", "Binta"]]
    assert {entry.line.plan for entry in whole.entries} == {whole.plan.name} == {"Group -100"}


async def test_whoever_sees_a_plan_may_take_it_and_nobody_else(here: Shop, exports: Exports) -> None:
    act = here.scene.act
    await here.planned(BINTA, "theirs", whose=here.organization)
    for one in (BINTA, DIALLO, AWA):
        assert told(await exports.whole(act(one), here.organization)) == ["theirs"]
    for one in (CHEIKH, STRANGER, FATOU):
        assert await refused(exports.whole(act(one), here.organization)) is Why.NOT_MEMBER
    assert await refused(exports.whole(act(STRANGER), here.group)) is Why.NOT_MEMBER


async def test_ones_own_is_what_one_owns_or_helps_with_everywhere(here: Shop, exports: Exports) -> None:
    await here.planned(BINTA, "of the group", days=5)
    await here.planned(BINTA, "of the organization", days=4, whose=here.organization)
    await here.planned(BINTA, "hers alone", days=3, whose=MINE)
    await here.planned(AMINA, "helps", days=2, helper_ids=(BINTA, CHEIKH))
    await here.planned(AMINA, "of others", days=1)
    whole = await exports.whole(here.scene.act(BINTA), MINE)
    assert told(whole) == ["helps", "hers alone", "of the organization", "of the group"]
    assert [entry.line.plan for entry in whole.entries] == ["Group -100", "", "Mti", "Group -100"]
    assert [one.name for one in whole.entries[0].helpers] == ["Binta", "Cheikh"]
    assert whole.items == ()


async def test_what_comes_back_is_there_also_once_it_does_so_no_more(here: Shop, exports: Exports) -> None:
    scene = here.scene
    agenda = Agenda(scene.ground, scene.shelf)
    for title in ("Gender equality", "Review"):
        added = await agenda.add(scene.fatou, here.group, title=title, rule="FREQ=WEEKLY", starts=MEETING)
    await agenda.end(scene.fatou, added.id)
    whole = await exports.whole(scene.act(AMINA), here.group)
    assert {one.title: one.on for one in whole.items} == {"Gender equality": True, "Review": False}
