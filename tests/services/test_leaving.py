"""Who leaves a group or an organization: nobody has what they had open there, and who looks after the plan is told."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.services.followup.followup import Followup
from bot.services.groups import belonging
from bot.services.groups.leaving import LEFT
from bot.storage.actions import Action
from tests.services.action_stage import AMINA, AWA, BINTA, CHEIKH, DIALLO, FATOU, Shop, Workshop, shop
from tests.services.answering_stage import KEY


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Shop]:
    async with shop(tmp_path) as found:
        yield found


@pytest.fixture
def scene(here: Shop) -> Workshop:
    return here.scene


async def said_now(scene: Workshop) -> list[int]:
    """What the letter says of when it is sent: the ids of its actions."""
    (row,) = await scene.rows("SELECT data FROM outbox WHERE kind = :kind", kind=LEFT)
    return [one.id for one in await Followup(scene.ground).needing(json.loads(row["data"]))]


async def owners(scene: Workshop, *listed: Action) -> list[int | None]:
    rows = await scene.rows("SELECT id, owner_id FROM action")
    found = {row["id"]: row["owner_id"] for row in rows}
    return [found[one.id] for one in listed]


async def test_the_facilitator_is_told_once_of_all_that_nobody_has_now(here: Shop, scene: Workshop) -> None:
    one, two = await here.planned(), await here.planned(what="Another")
    done = await here.planned(what="Done")
    await scene.actions.done(scene.act(AMINA), done.id)
    await scene.leaves(here.here, AMINA)
    assert await scene.letters(LEFT) == [FATOU]
    assert await said_now(scene) == [one.id, two.id]
    (row,) = await scene.rows("SELECT data FROM outbox WHERE kind = :kind", kind=LEFT)
    assert set(json.loads(row["data"])) == {"actions"}


async def test_what_somebody_has_taken_on_meanwhile_is_told_of_no_more(here: Shop, scene: Workshop) -> None:
    one, two = await here.planned(), await here.planned(what="Another")
    await scene.leaves(here.here, AMINA)
    await scene.actions.hand_over(scene.act(CHEIKH), one.id, CHEIKH)
    assert await said_now(scene) == [two.id]


async def test_nobody_is_told_of_who_had_nothing_open(here: Shop, scene: Workshop) -> None:
    await scene.leaves(here.here, CHEIKH)
    assert await scene.letters(LEFT) == []


async def test_what_is_another_plan_s_stays_theirs(here: Shop, scene: Workshop) -> None:
    own = await here.planned(BINTA, whose=here.alone)
    of_organization = await here.planned(BINTA, "For all", whose=here.organization)
    here_only = await here.planned(BINTA)
    await scene.leaves(here.here, BINTA)
    assert await owners(scene, own, of_organization, here_only) == [BINTA, BINTA, None]


async def test_consent_to_be_named_ends_with_being_there(here: Shop, scene: Workshop) -> None:
    one = await here.planned()
    await scene.actions.let_mention(scene.act(AMINA), one.id, True)
    await scene.leaves(here.here, AMINA)
    assert not (await scene.action(one.id)).may_mention


async def test_who_says_another_organization_leaves_the_plan_of_the_first(here: Shop, scene: Workshop) -> None:
    network_id = here.here.network_id or 0
    organization_id = here.organization.organization_id
    one = await here.planned(DIALLO, whose=here.organization)
    await scene.membership.claim(scene.act(DIALLO), network_id, organization_id)
    assert await owners(scene, one) == [DIALLO]
    await scene.membership.claim_new(scene.act(DIALLO), network_id, "Another")
    assert await owners(scene, one) == [None]
    assert await scene.letters(LEFT) == [AWA]
    assert (await scene.boards.look(scene.awa, one.id)).history[-1].step == "owner_left"


async def test_who_was_with_an_organization_by_a_group_alone_leaves_both_plans(here: Shop, scene: Workshop) -> None:
    organization_id = here.organization.organization_id or 0
    group = await scene.group(here.here.network_id or 0, -200, "organization", organization_id)
    await scene.join(group, AMINA)
    await scene.write(lambda tx: belonging.enter_all(tx, KEY, group, scene.now))
    one = await here.planned(AMINA, whose=here.organization)
    await scene.write(lambda tx: belonging.unbind_all(tx, group, scene.now, stays=organization_id))
    await scene.write(lambda tx: belonging.enter_all(tx, KEY, group, scene.now))
    assert await owners(scene, one) == [AMINA]
    await scene.leaves(group, AMINA)
    assert await owners(scene, one) == [None]
    assert await scene.letters(LEFT) == [AWA]


async def test_who_is_forgotten_is_named_nowhere_and_what_they_had_is_told_of(here: Shop, scene: Workshop) -> None:
    one = await here.planned(voice="file")
    await here.planned(what="For me alone", whose=here.alone)
    await scene.people.forget(scene.act(AMINA))
    assert await scene.letters(LEFT) == [FATOU]
    assert await said_now(scene) == [one.id]
    view = await scene.boards.look(scene.fatou, one.id)
    assert (view.action.owner_name, view.action.voice, [change.name for change in view.history]) == ("", None, ["", ""])
