"""What is due is done once, by time; late where the bot was away, and then people are told."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import from_micros, to_micros
from bot.storage import groups
from bot.storage.groups import Group
from bot.storage.port import Writer
from tests.services.rounds_stage import PEERS, Stage, at

FIVE = [1, 2, 3, 4, 5]


@pytest.fixture
async def group(scene: Stage) -> Group:
    return await scene.facilitated(await scene.coordinated(), -100, *FIVE)


async def test_a_round_closes_at_its_time_and_not_before(scene: Stage, group: Group) -> None:
    standing = await scene.opened(group)
    ends = from_micros(standing.part.closes_at)
    assert await scene.calendar.next_due() == ends
    assert await scene.calendar.tick(ends - timedelta(seconds=1)) == 0
    assert await scene.calendar.tick(ends) == 1
    assert (await scene.found(standing.round.id)).state == "closed"
    assert await scene.calendar.next_due() is None


async def test_two_ticks_at_once_make_one_wheel(scene: Stage, group: Group) -> None:
    standing = await scene.opened(group)
    await scene.answers(standing.round.id, FIVE, 4)
    scene.clock.advance(8 * 86_400)
    await asyncio.gather(*(scene.due() for _ in range(3)))
    assert await scene.letters("wheel") == [-100]


async def test_after_a_month_of_sleep_the_wheel_carries_the_day_the_round_ended(scene: Stage, group: Group) -> None:
    standing = await scene.opened(group)
    await scene.answers(standing.round.id, FIVE, 4)
    ends = standing.part.closes_at
    await scene.passes(days=37)
    wheel = await scene.snapshot(standing.round.id, "group", group.id)
    assert wheel is not None
    assert wheel.closed_at == ends
    assert await scene.calendar.tick(scene.clock.now()) == 0


async def test_a_round_closed_by_hand_carries_that_day(scene: Stage, group: Group) -> None:
    standing = await scene.opened(group)
    await scene.answers(standing.round.id, FIVE, 4)
    scene.clock.advance(86_400)
    await scene.rounds.close(scene.fatou, standing.round.id, group.id)
    await scene.deciding.idle()
    wheel = await scene.snapshot(standing.round.id, "group", group.id)
    assert wheel is not None
    assert wheel.closed_at == scene.now


async def test_the_hour_of_the_end_holds_over_a_change_of_clocks(scene: Stage) -> None:
    """Madrid goes to summer time on 28 March 2027, in the middle of the round."""
    scene.clock.advance((datetime(2027, 3, 25, 12, tzinfo=UTC) - scene.clock.now()).total_seconds())
    group = await scene.facilitated(await scene.coordinated(), -100, zone="Europe/Madrid")
    standing = await scene.opened(group, days=7)
    assert from_micros(standing.part.closes_at) == datetime(2027, 4, 1, 16, tzinfo=UTC)


async def test_a_clock_that_is_put_back_closes_nothing_twice(scene: Stage, group: Group) -> None:
    standing = await scene.opened(group)
    await scene.answers(standing.round.id, FIVE, 4)
    await scene.passes(days=8)
    await scene.passes(hours=-1)
    assert await scene.calendar.next_due() is None
    await scene.passes(days=-8)
    await scene.passes(days=9)
    assert await scene.letters("wheel") == [-100]


async def test_a_clock_that_is_put_back_before_the_end_closes_at_the_hour_that_was_said(
    scene: Stage, group: Group
) -> None:
    standing = await scene.opened(group)
    ends = from_micros(standing.part.closes_at)
    scene.clock.advance((ends - scene.clock.now()).total_seconds() - 60)
    await scene.passes(hours=-1)
    await scene.passes(minutes=2)
    assert (await scene.found(standing.round.id)).state == "open"
    await scene.passes(minutes=59)
    assert (await scene.found(standing.round.id)).state == "closed"


async def test_one_that_fails_does_not_hold_up_the_others(scene: Stage, group: Group) -> None:
    broken = await scene.opened(group)
    other = await scene.facilitated(group.network_id or 0, -200)
    fine = await scene.opened(other)

    async def lose_the_wording(tx: Writer) -> None:
        await tx.run("INSERT INTO template (id, version, body) VALUES (:id, 'lost', '{}')", id=PEERS)
        await tx.run("UPDATE round SET template_version = 'lost' WHERE id = :id", id=broken.round.id)

    await scene.write(lose_the_wording)
    with pytest.raises(ExceptionGroup):
        await scene.passes(days=8)
    assert await scene.snapshot(fine.round.id, "group", other.id) is not None
    assert await scene.snapshot(broken.round.id, "group", group.id) is None
    await scene.write(lambda tx: tx.run("UPDATE round SET template_version = :v", v=fine.round.template_version))
    await scene.due()
    assert await scene.snapshot(broken.round.id, "group", group.id) is not None
    assert await scene.letters("withheld") == [-200, -100]


async def test_an_outage_over_the_last_day_extends_and_is_told(scene: Stage, group: Group) -> None:
    standing = await scene.opened(group)
    ends = from_micros(standing.part.closes_at)
    await scene.calendar.awake(ends - timedelta(hours=3))
    assert await scene.calendar.resume(ends + timedelta(hours=2)) == 1
    part = await scene.part(standing.round.id, group)
    assert from_micros(part.closes_at) == ends + timedelta(hours=5)
    assert (await scene.found(standing.round.id)).closes_at == part.closes_at
    assert await scene.letters("round_extended") == [-100]
    assert await scene.calendar.resume(ends + timedelta(hours=2)) == 0


@pytest.mark.parametrize(("before", "away"), [(60, 0.9), (100, 30)])
async def test_a_short_outage_or_one_long_before_the_end_moves_nothing(
    scene: Stage, group: Group, before: float, away: float
) -> None:
    standing = await scene.opened(group)
    ends = from_micros(standing.part.closes_at)
    await scene.calendar.awake(ends - timedelta(hours=before))
    assert await scene.calendar.resume(ends - timedelta(hours=before - away)) == 0
    assert (await scene.part(standing.round.id, group)).closes_at == to_micros(ends)


async def test_the_first_start_of_all_is_no_outage(scene: Stage, group: Group) -> None:
    standing = await scene.opened(group)
    assert await scene.calendar.resume(from_micros(standing.part.closes_at)) == 0


async def test_an_organizations_round_is_extended_and_its_members_told(scene: Stage) -> None:
    network_id = await scene.coordinated()
    organization = await scene.organization(network_id, "Élan")
    await scene.person(1, 2)
    await scene.confirm(network_id, 1, organization)
    round_, _ = await scene.organization_rounds.open(scene.awa, organization, PEERS, scene.day(7))
    ends = from_micros(round_.closes_at)
    await scene.calendar.awake(ends - timedelta(hours=30))
    await scene.calendar.resume(ends - timedelta(hours=1))
    assert from_micros((await scene.found(round_.id)).closes_at) == ends + timedelta(hours=29)
    assert await scene.letters("more_time") == [1]


async def test_a_later_start_that_was_slept_through_lasts_as_long_as_it_would_have(scene: Stage, group: Group) -> None:
    proposed = await scene.proposed(group.network_id or 0)
    await scene.proposals.accept(scene.fatou, proposed.id, group.id, scene.day(7))
    waits = await scene.part(proposed.id, group)
    await scene.passes(days=40)
    part = await scene.part(proposed.id, group)
    assert part.state == "open"
    assert part.closes_at - part.opens_at == waits.closes_at - waits.opens_at
    assert (await scene.found(proposed.id)).closes_at == part.closes_at
    assert await scene.letters("round_opened") == [-100]


async def test_a_group_that_the_bot_has_left_does_not_begin(scene: Stage, group: Group) -> None:
    proposed = await scene.proposed(group.network_id or 0)
    await scene.proposals.accept(scene.fatou, proposed.id, group.id, scene.day(7))

    async def leave(tx: Writer) -> None:
        await tx.run("UPDATE peer_group SET state = 'left' WHERE id = :id", id=group.id)

    await scene.write(leave)
    await scene.passes(days=8)
    assert (await scene.part(proposed.id, group)).state == "declined"
    assert await scene.letters("round_opened") == []


async def test_a_moved_start_opens_at_nine_where_the_group_is(scene: Stage) -> None:
    group = await scene.facilitated(await scene.coordinated(), -100, *FIVE, zone="America/La_Paz")
    proposed = await scene.proposed(group.network_id or 0)
    await scene.proposals.accept(scene.fatou, proposed.id, group.id, scene.day(7))
    opens = at(scene.day(7), 9, "America/La_Paz")
    assert await scene.calendar.next_due() == opens
    assert await scene.calendar.tick(opens - timedelta(minutes=1)) == 0
    assert await scene.calendar.tick(opens) == 1
    assert (await scene.part(proposed.id, group)).state == "open"
    assert await scene.storage.read(lambda tx: groups.members(tx, group.id)) == FIVE
    assert await scene.letters("invitation") == FIVE
