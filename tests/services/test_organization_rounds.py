"""A round of one organization: its members, its link for colleagues outside, and who gets the wheel."""

from __future__ import annotations

from collections.abc import Awaitable

import pytest

from bot.clock import from_micros
from bot.services.act import Refused, Why
from tests.services.rounds_stage import GENDER, PEERS, Stage, at

MEMBERS, OUTSIDE = [1, 2, 3], [51, 52, 53]


@pytest.fixture
async def organization(scene: Stage) -> int:
    """An organization of Bolivia with three confirmed members, and one who only claims it."""
    network_id = await scene.coordinated()
    organization = await scene.organization(network_id, "Ñandú")
    await scene.write(lambda tx: tx.run("UPDATE organization SET country = 'BO'"))
    await scene.person(*MEMBERS, *OUTSIDE, 9)
    for person_id in MEMBERS:
        await scene.confirm(network_id, person_id, organization)
    claimed = await scene.facilitated(network_id, -100, 9)
    await scene.membership.claim(scene.act(9), claimed.network_id or 0, organization)
    return organization


async def refused(work: Awaitable[object]) -> Why:
    with pytest.raises(Refused) as caught:
        await work
    return caught.value.why


async def by_link(scene: Stage, secret: str, person_ids: list[int], level: int) -> None:
    for person_id in person_ids:
        standing = await scene.answering.open_by_link(scene.act(person_id), secret)
        await scene.answers(standing.round.id, [person_id], level)


async def test_it_ends_in_the_evening_of_the_organizations_country(scene: Stage, organization: int) -> None:
    round_, _ = await scene.organization_rounds.open(scene.awa, organization, PEERS, scene.day(7))
    assert from_micros(round_.closes_at) == at(scene.day(7), 18, "America/La_Paz")


async def test_confirmed_members_are_invited_privately(scene: Stage, organization: int) -> None:
    await scene.organization_rounds.open(scene.awa, organization, PEERS, scene.day(7))
    assert await scene.letters("invitation") == MEMBERS


async def test_only_a_coordinator_opens_steers_and_closes_it(scene: Stage, organization: int) -> None:
    service, act = scene.organization_rounds, scene.act(1)
    assert await refused(service.open(act, organization, PEERS, scene.day(7))) is Why.NOT_COORDINATOR
    round_, _ = await service.open(scene.awa, organization, PEERS, scene.day(7))
    for work in (service.renew_link, service.revoke_link, service.close):
        assert await refused(work(act, round_.id)) is Why.NOT_COORDINATOR


async def test_there_is_one_at_a_time(scene: Stage, organization: int) -> None:
    await scene.organization_rounds.open(scene.awa, organization, PEERS, scene.day(7))
    again = scene.organization_rounds.open(scene.awa, organization, GENDER, scene.day(7))
    assert await refused(again) is Why.ROUND_OPEN


async def test_members_and_outsiders_count_together_and_the_wheel_is_the_members(
    scene: Stage, organization: int
) -> None:
    round_, secret = await scene.organization_rounds.open(scene.awa, organization, PEERS, scene.day(7))
    await scene.answers(round_.id, MEMBERS, 2)
    await by_link(scene, secret, OUTSIDE, 4)
    await scene.passes(days=8)
    wheel = await scene.snapshot(round_.id, "organization", organization)
    assert wheel is not None
    assert {str(spoke.level) for spoke in wheel.spokes} == {"3.0"}
    assert (wheel.answers, wheel.zone, wheel.closed_at) == (6, "America/La_Paz", round_.closes_at)
    assert await scene.letters("wheel_ready") == MEMBERS


async def test_an_account_counts_once_however_often_it_comes_by_the_link(scene: Stage, organization: int) -> None:
    round_, secret = await scene.organization_rounds.open(scene.awa, organization, PEERS, scene.day(7))
    await by_link(scene, secret, [51, 51, 51, 52], 4)
    assert len(await scene.rows("SELECT * FROM response")) == 2
    await scene.passes(days=8)
    wheel = await scene.snapshot(round_.id, "organization", organization)
    assert wheel is not None
    assert not wheel.published


async def test_below_the_minimum_members_hear_that_nothing_is_shown(scene: Stage, organization: int) -> None:
    round_, _ = await scene.organization_rounds.open(scene.awa, organization, PEERS, scene.day(7))
    await scene.answers(round_.id, MEMBERS, 2)
    await scene.passes(days=8)
    assert await scene.letters("wheel_withheld") == MEMBERS
    assert await scene.letters("wheel_ready") == []


async def test_a_renewed_or_revoked_link_lets_nobody_in(scene: Stage, organization: int) -> None:
    round_, old = await scene.organization_rounds.open(scene.awa, organization, PEERS, scene.day(7))
    _, new = await scene.organization_rounds.renew_link(scene.awa, round_.id)
    assert await refused(scene.answering.open_by_link(scene.act(51), old)) is Why.BAD_LINK
    await scene.answering.open_by_link(scene.act(51), new)
    await scene.organization_rounds.revoke_link(scene.awa, round_.id)
    assert await refused(scene.answering.open_by_link(scene.act(52), new)) is Why.BAD_LINK


async def test_who_came_in_before_the_link_ended_may_go_on(scene: Stage, organization: int) -> None:
    round_, secret = await scene.organization_rounds.open(scene.awa, organization, PEERS, scene.day(7))
    await scene.answering.open_by_link(scene.act(51), secret)
    await scene.organization_rounds.revoke_link(scene.awa, round_.id)
    await scene.answers(round_.id, [51], 4)
    assert [one.round.id for one in await scene.answering.waiting(51)] == [round_.id]


async def test_after_the_end_the_link_says_that_it_is_over(scene: Stage, organization: int) -> None:
    _, secret = await scene.organization_rounds.open(scene.awa, organization, PEERS, scene.day(7))
    await scene.passes(days=8)
    assert await refused(scene.answering.open_by_link(scene.act(51), secret)) is Why.ROUND_CLOSED
    await scene.passes(days=60)
    assert await refused(scene.answering.open_by_link(scene.act(51), secret)) is Why.BAD_LINK


async def test_closing_twice_is_told(scene: Stage, organization: int) -> None:
    round_, _ = await scene.organization_rounds.open(scene.awa, organization, PEERS, scene.day(7))
    await scene.organization_rounds.close(scene.awa, round_.id)
    await scene.deciding.idle()
    for work in (scene.organization_rounds.close, scene.organization_rounds.renew_link):
        assert await refused(work(scene.awa, round_.id)) is Why.ROUND_CLOSED


async def test_a_groups_round_cannot_be_closed_by_the_back_door(scene: Stage, organization: int) -> None:
    group = await scene.facilitated(1, -200)
    standing = await scene.opened(group)
    assert await refused(scene.organization_rounds.close(scene.awa, standing.round.id)) is Why.ROUND_CLOSED
