"""Wheels of one round and of near ones together: what no two of them tell, three may."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pytest

from bot.services.act import Act
from bot.services.groups import belonging
from bot.services.privacy.retention import Retention
from bot.storage.actions import Whose
from bot.storage.groups import Group
from surveys.tailoring import added
from tests.services.answering_stage import KEY
from tests.services.rounds_stage import PEERS, Stage

SIX = "zero\none\ntwo\nthree\nfour\nfive"
LEVELS = {one: one * 7 % 6 for one in range(1, 60)}


async def answer(scene: Stage, round_id: int, people: Sequence[int]) -> None:
    for one in people:
        await scene.answers(round_id, [one], LEVELS[one])


async def agreement(scene: Stage, round_id: int, group: Group) -> object:
    """How far people agree on the first theme."""
    wheel = await scene.snapshot(round_id, "group", group.id)
    assert wheel is not None
    assert wheel.spokes[0].level is not None
    return wheel.spokes[0].agreement


async def shown(scene: Stage, round_id: int, group: Group) -> bool:
    wheel = await scene.snapshot(round_id, "group", group.id)
    assert wheel is not None
    return wheel.published


async def test_two_groups_of_a_round_and_a_wheel_of_both_before(scene: Stage) -> None:
    """All of both less the one group are known of the other, but for the newcomer."""
    network_id = await scene.coordinated()
    both = await scene.facilitated(network_id, -100, *range(1, 17))
    one = await scene.facilitated(network_id, -200, *range(1, 11))
    other = await scene.facilitated(network_id, -300, *range(11, 18))
    before = await scene.accepted(both, days=3)
    await answer(scene, before, range(1, 17))
    await scene.passes(days=4)
    assert await shown(scene, before, both)
    round_id = await scene.accepted(one, other, days=3)
    await answer(scene, round_id, range(1, 18))
    await scene.passes(days=4)
    assert await shown(scene, round_id, one)
    assert not await shown(scene, round_id, other)


async def test_who_is_forgotten_does_not_stand_for_who_counted_in_another_group(scene: Stage) -> None:
    """Ten are in the wheel, and ten of its group are known later: not the same ten."""
    network_id = await scene.coordinated()
    first = await scene.facilitated(network_id, -100, 1, *range(20, 30))
    second = await scene.facilitated(network_id, -200, *range(1, 12))
    few = await scene.facilitated(network_id, -300, *range(40, 43))
    round_id = await scene.accepted(first, second, few, days=3)
    await answer(scene, round_id, [*range(1, 12), *range(20, 30), *range(40, 43)])
    await scene.passes(days=4)
    assert await shown(scene, round_id, second)
    await scene.people.forget(Act(11, scene.clock.now()))
    again = (await scene.opened(second, days=3)).round.id
    await answer(scene, again, range(1, 11))
    await scene.passes(days=4)
    assert not await shown(scene, again, second)


async def test_a_theme_that_is_added_may_ask_what_another_has_asked(scene: Stage) -> None:
    group = await scene.facilitated(await scene.coordinated(), -100, *range(1, 11))
    before = (await scene.opened(group, days=3)).round.id
    await answer(scene, before, range(1, 11))
    await scene.passes(days=4)
    assert await shown(scene, before, group)
    view = await scene.tailoring.copy(scene.fatou, Whose(group_id=group.id), PEERS)
    asked = scene.shelf.named(PEERS).spokes[0]
    levels = "\n".join(level.in_("en") for level in asked.levels)
    change = partial(added, language="en", name="As before", question=asked.question.in_("en"), levels=levels)
    view = await scene.tailoring.change(scene.fatou, view.own.id, view.own.revision, change)
    view = await scene.tailoring.put_to_use(scene.fatou, view.own.id, view.own.revision)
    again = (await scene.opened(group, days=3, template=view.own.template_id)).round.id
    await answer(scene, again, range(2, 11))
    await scene.passes(days=4)
    assert not await shown(scene, again, group)


async def test_rounds_that_a_near_one_of_both_ties(scene: Stage) -> None:
    """The first and the last are more than two weeks apart, and nobody is in both."""
    network_id = await scene.coordinated()
    early = await scene.facilitated(network_id, -100, *range(1, 11))
    both = await scene.facilitated(network_id, -200, *range(1, 16))
    late = await scene.facilitated(network_id, -300, *range(11, 17))
    told = []
    for group, people in ((early, range(1, 11)), (both, range(1, 16)), (late, range(11, 17))):
        round_id = await scene.accepted(group, days=3)
        await answer(scene, round_id, people)
        await scene.passes(days=10)
        told.append(await shown(scene, round_id, group))
    assert told == [True, True, False]


@pytest.mark.parametrize("early", [True, False])
async def test_how_far_people_agree_is_not_told_where_such_a_round_tells_of_some_of_them(
    scene: Stage, *, early: bool
) -> None:
    network_id = await scene.coordinated()
    some = await scene.facilitated(network_id, -100, *range(1, 8))
    group = await scene.facilitated(network_id, -200, *range(1, 15))
    if early:
        await answer(scene, await scene.accepted(some, days=3), range(1, 8))
    await scene.passes(days=10)
    await answer(scene, await scene.accepted(group, days=3), range(1, 15))
    await scene.passes(days=10)
    again = (await scene.opened(group, days=3)).round.id
    await answer(scene, again, range(1, 15))
    await scene.passes(days=4)
    assert (await agreement(scene, again, group) is None) is early


async def test_who_answered_may_be_anybody_once_it_is_not_kept_any_more(scene: Stage) -> None:
    """A group goes on in another chat, and its round there lasts longer than who answered what is kept."""
    network_id = await scene.coordinated()
    group = await scene.facilitated(network_id, -100, *range(1, 11))
    before = (await scene.opened(group, days=3)).round.id
    await answer(scene, before, range(1, 11))
    await scene.passes(days=4)
    other = await scene.facilitated(network_id, -200, *range(1, 10))
    for one in range(1, 11):
        await scene.write(partial(belonging.depart, key=KEY, group=group, person_id=one, now=scene.now))
    again = (await scene.opened(other, days=100)).round.id
    await answer(scene, again, range(1, 10))
    await scene.passes(days=95)
    assert await Retention(scene.ground).tick(scene.clock.now()) == 1
    await scene.passes(days=6)
    assert not await shown(scene, again, other)


async def test_an_organization_s_theme_that_is_held_back_in_the_network_s_round_tells_of_its_answers(
    scene: Stage,
) -> None:
    """It says of six others that they are 6 at the most; with 6 more than five newcomers, these would all be at 0."""
    network_id = await scene.coordinated()
    group = await scene.facilitated(network_id, -100, *range(1, 18))
    organization_id = await scene.organization(network_id, "Femmes & Terre")
    for one in (*range(1, 7), *range(13, 18)):
        await scene.confirm(network_id, one, organization_id)
    round_id = await scene.accepted(group, days=3)
    for people, level in (((1, 2, 3), 3), ((4, 5, 6), 2), (range(7, 13), 1)):
        await scene.answers(round_id, people, level)
    await scene.passes(days=4)
    assert await shown(scene, round_id, group)
    assert await scene.snapshot(round_id, "organization", organization_id) is None
    own, _ = await scene.organization_rounds.open(scene.awa, organization_id, PEERS, scene.day(3))
    for people, level in (((1, 2, 3), 3), ((4, 5, 6), 2), (range(13, 18), 0)):
        await scene.answers(own.id, people, level)
    await scene.passes(days=4)
    wheel = await scene.snapshot(own.id, "organization", organization_id)
    assert wheel is not None
    assert not wheel.published
