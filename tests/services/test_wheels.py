"""Wheels on request: whom they describe sees them, looked up at each request, and nobody else."""

from __future__ import annotations

from collections.abc import Awaitable

import pytest

from bot.services.act import Refused, Why
from bot.storage import groups
from bot.storage.groups import Group
from tests.services.rounds_stage import GENDER, PEERS, Stage

FIVE = [1, 2, 3, 4, 5]


@pytest.fixture
async def group(scene: Stage) -> Group:
    return await scene.facilitated(await scene.coordinated(), -100, *FIVE)


async def refused(work: Awaitable[object]) -> Why:
    with pytest.raises(Refused) as caught:
        await work
    return caught.value.why


async def figure(scene: Stage, group: Group, level: int = 3, template: str = PEERS) -> int:
    """A group's wheel; returns the figure's id."""
    standing = await scene.opened(group, template=template)
    await scene.answers(standing.round.id, FIVE, level)
    await scene.rounds.close(scene.fatou, standing.round.id, group.id)
    await scene.deciding.idle()
    (row,) = await scene.rows("SELECT id FROM figure WHERE round_id = :id", id=standing.round.id)
    return int(row["id"])


async def organization_figure(scene: Stage, organization: int) -> int:
    round_, secret = await scene.organization_rounds.open(scene.awa, organization, PEERS, scene.day(7))
    for person_id in range(61, 66):
        await scene.person(person_id)
        await scene.answering.open_by_link(scene.act(person_id), secret)
        await scene.answers(round_.id, [person_id], 4)
    await scene.organization_rounds.close(scene.awa, round_.id)
    await scene.deciding.idle()
    (row,) = await scene.rows("SELECT id FROM figure WHERE round_id = :id", id=round_.id)
    return int(row["id"])


async def test_a_member_sees_the_groups_wheel_and_a_stranger_does_not(scene: Stage, group: Group) -> None:
    wheel = await figure(scene, group)
    assert (await scene.wheels.show(scene.act(1), wheel, "en")).figure_id == wheel
    assert await refused(scene.wheels.show(scene.act(99), wheel, "en")) is Why.NOT_MEMBER
    assert await scene.wheels.choices(scene.act(99)) == []


async def test_who_left_the_group_sees_it_no_more(scene: Stage, group: Group) -> None:
    wheel = await figure(scene, group)
    await scene.write(lambda tx: groups.leave(tx, group.id, 1))
    assert await refused(scene.wheels.show(scene.act(1), wheel, "en")) is Why.NOT_MEMBER


async def test_a_coordinator_sees_no_groups_wheel(scene: Stage, group: Group) -> None:
    """That it was made is told, not what it shows."""
    wheel = await figure(scene, group)
    assert await refused(scene.wheels.show(scene.awa, wheel, "en")) is Why.NOT_MEMBER


async def test_an_organizations_wheel_is_for_its_confirmed_members_alone(scene: Stage, group: Group) -> None:
    network_id = group.network_id or 0
    organization = await scene.organization(network_id, "Org")
    wheel = await organization_figure(scene, organization)
    await scene.confirm(network_id, 1, organization)
    await scene.membership.claim(scene.act(2), network_id, organization)
    assert (await scene.wheels.show(scene.act(1), wheel, "en")).scope == "organization"
    assert await refused(scene.wheels.show(scene.act(2), wheel, "en")) is Why.NOT_MEMBER
    assert await refused(scene.wheels.choices(scene.act(2))) is Why.NOT_CONFIRMED
    outsider = scene.wheels.show(scene.act(61), wheel, "en")
    assert await refused(outsider) is Why.NOT_MEMBER


async def test_who_is_with_another_organization_by_now_sees_it_no_more(scene: Stage, group: Group) -> None:
    network_id = group.network_id or 0
    one, two = [await scene.organization(network_id, name) for name in ("One", "Two")]
    wheel = await organization_figure(scene, one)
    await scene.confirm(network_id, 1, one)
    await scene.membership.claim(scene.act(1), network_id, two)
    assert await refused(scene.wheels.show(scene.act(1), wheel, "en")) is Why.NOT_MEMBER


@pytest.mark.parametrize("whose", ["several", "organization"])
async def test_in_a_groups_chat_no_organizations_wheel_is_shown(scene: Stage, group: Group, whose: str) -> None:
    """Not even to a confirmed member: the others would read it."""
    network_id = group.network_id or 0
    organization = await scene.organization(network_id, "Org")
    shared = await scene.group(network_id, -300, whose, organization)
    wheel = await organization_figure(scene, organization)
    await scene.confirm(network_id, 1, organization)
    asked = scene.wheels.show(scene.act(1), wheel, "en", in_group=shared.id)
    assert await refused(asked) is Why.NOT_MEMBER
    assert await scene.wheels.choices_of_group(shared.id) == []


async def test_in_a_groups_chat_another_groups_wheel_is_not_shown(scene: Stage, group: Group) -> None:
    wheel = await figure(scene, group)
    other = await scene.facilitated(group.network_id or 0, -200, 1)
    assert await refused(scene.wheels.show(scene.act(1), wheel, "en", in_group=other.id)) is Why.NOT_MEMBER


async def test_a_networks_wheel_stays_in_the_network(scene: Stage, group: Group) -> None:
    await scene.answers(await scene.accepted(group), FIVE, 3)
    await scene.passes(days=8)
    (row,) = await scene.rows("SELECT id FROM figure WHERE scope = 'network'")
    elsewhere = await scene.facilitated(await scene.coordinated("Another"), -200, 21)
    assert (await scene.wheels.show(scene.act(1), row["id"], "en")).scope == "network"
    assert await refused(scene.wheels.show(scene.act(21), row["id"], "en")) is Why.NOT_MEMBER
    asked = scene.wheels.show(scene.act(21), row["id"], "en", in_group=elsewhere.id)
    assert await refused(asked) is Why.NOT_MEMBER


async def test_a_withheld_figure_is_as_good_as_none(scene: Stage, group: Group) -> None:
    standing = await scene.opened(group)
    await scene.answers(standing.round.id, [1, 2], 3)
    await scene.rounds.close(scene.fatou, standing.round.id, group.id)
    await scene.deciding.idle()
    (row,) = await scene.rows("SELECT id FROM figure")
    assert await refused(scene.wheels.show(scene.act(1), row["id"], "en")) is Why.GONE
    assert await scene.wheels.choices(scene.act(1)) == []


async def test_earlier_and_later_rounds_of_the_same_survey_are_neighbours(scene: Stage, group: Group) -> None:
    first = await figure(scene, group, 1)
    scene.clock.advance(60)
    between = await figure(scene, group, 2, GENDER)
    scene.clock.advance(60)
    last = await figure(scene, group, 3)
    view = await scene.wheels.show(scene.act(1), last, "en")
    assert (view.earlier, view.later) == (first, None)
    view = await scene.wheels.show(scene.act(1), first, "en")
    assert (view.earlier, view.later) == (None, last)
    choices = await scene.wheels.choices(scene.act(1))
    assert [one.figure_id for one in choices] == [last, between]


async def test_telegrams_copy_is_kept_for_each_language(scene: Stage, group: Group) -> None:
    wheel = await figure(scene, group)
    await scene.wheels.note_picture(wheel, "fr", "file-1")
    await scene.wheels.note_picture(wheel, "fr", "file-2")
    assert (await scene.wheels.show(scene.act(1), wheel, "fr")).file_id == "file-2"
    assert (await scene.wheels.show(scene.act(1), wheel, "es")).file_id is None


async def test_a_wheel_keeps_the_words_and_the_name_of_its_day(scene: Stage, group: Group) -> None:
    wheel = await figure(scene, group)
    await scene.write(lambda tx: tx.run("UPDATE peer_group SET title = 'Renamed'"))
    assert (await scene.wheels.show(scene.act(1), wheel, "en")).snapshot.whose == "Group -100"
