"""A network's round: proposed to all groups, each says yes, later or no; it ends with its last group."""

from __future__ import annotations

from collections.abc import Awaitable

import pytest

from bot.clock import from_micros
from bot.services.act import Refused, Why
from bot.storage import networks
from bot.storage.groups import Group
from tests.services.rounds_stage import AWA, FATOU, GENDER, PEERS, Stage, at

FIVE, NEXT_FIVE = [1, 2, 3, 4, 5], [6, 7, 8, 9, 10]


@pytest.fixture
async def network_id(scene: Stage) -> int:
    return await scene.coordinated()


@pytest.fixture
async def dakar(scene: Stage, network_id: int) -> Group:
    return await scene.facilitated(network_id, -100, *FIVE)


@pytest.fixture
async def la_paz(scene: Stage, network_id: int) -> Group:
    return await scene.facilitated(network_id, -200, *NEXT_FIVE, zone="America/La_Paz")


async def refused(work: Awaitable[object]) -> Why:
    with pytest.raises(Refused) as caught:
        await work
    return caught.value.why


async def test_every_group_is_asked_through_its_facilitator(scene: Stage, dakar: Group, la_paz: Group) -> None:
    assert await scene.proposals.propose(scene.awa, dakar.network_id or 0, PEERS, scene.day(7)) == 2
    assert await scene.letters("proposal") == [FATOU, FATOU]
    assert await scene.letters("invitation") == []


async def test_where_no_facilitator_can_be_written_to_the_group_is_asked(scene: Stage, network_id: int) -> None:
    await scene.group(network_id, -300)
    await scene.proposed(network_id)
    assert await scene.letters("proposal") == [-300]


async def test_only_a_coordinator_of_that_network_proposes(scene: Stage, dakar: Group) -> None:
    work = scene.proposals.propose(scene.fatou, dakar.network_id or 0, PEERS, scene.day(7))
    assert await refused(work) is Why.NOT_COORDINATOR
    elsewhere = await scene.network("Another")
    assert await refused(scene.proposals.propose(scene.awa, elsewhere, PEERS, scene.day(7))) is Why.NOT_COORDINATOR


async def test_a_second_tap_proposes_nothing_twice(scene: Stage, dakar: Group) -> None:
    network_id = dakar.network_id or 0
    await scene.proposed(network_id)
    assert await refused(scene.proposals.propose(scene.awa, network_id, PEERS, scene.day(7))) is Why.ROUND_OPEN
    assert await scene.proposals.propose(scene.awa, network_id, GENDER, scene.day(7)) == 1


async def test_without_groups_there_is_no_round(scene: Stage, network_id: int) -> None:
    assert await scene.proposals.propose(scene.awa, network_id, PEERS, scene.day(7)) == 0
    assert await scene.rows("SELECT * FROM round") == []


async def test_a_round_lasts_until_the_last_zone_has_its_evening(scene: Stage, dakar: Group, la_paz: Group) -> None:
    proposed = await scene.proposed(dakar.network_id or 0)
    assert from_micros(proposed.closes_at) == at(scene.day(7), 18, "America/La_Paz")


async def test_yes_opens_it_at_once(scene: Stage, dakar: Group) -> None:
    proposed = await scene.proposed(dakar.network_id or 0)
    _, standing = await scene.proposals.accept(scene.fatou, proposed.id, dakar.id)
    assert (standing.round.state, standing.part.state) == ("open", "open")
    assert await scene.letters("round_opened") == [-100]
    assert await scene.letters("invitation") == FIVE


async def test_a_second_yes_and_a_late_no_change_nothing(scene: Stage, dakar: Group) -> None:
    proposed = await scene.proposed(dakar.network_id or 0)
    await scene.proposals.accept(scene.fatou, proposed.id, dakar.id)
    assert await refused(scene.proposals.accept(scene.awa, proposed.id, dakar.id)) is Why.ROUND_OPEN
    assert await refused(scene.proposals.decline(scene.fatou, proposed.id, dakar.id)) is Why.ROUND_OPEN
    assert await scene.letters("round_opened") == [-100]


async def test_a_no_can_become_a_yes(scene: Stage, dakar: Group) -> None:
    proposed = await scene.proposed(dakar.network_id or 0)
    await scene.proposals.decline(scene.fatou, proposed.id, dakar.id)
    scene.clock.advance(3 * 86_400)
    _, standing = await scene.proposals.accept(scene.fatou, proposed.id, dakar.id)
    assert standing.part.state == "open"


async def test_a_member_answers_for_nobody_but_themselves(scene: Stage, dakar: Group) -> None:
    proposed = await scene.proposed(dakar.network_id or 0)
    for work in (scene.proposals.accept, scene.proposals.decline, scene.proposals.look):
        assert await refused(work(scene.act(1), proposed.id, dakar.id)) is Why.NOT_FACILITATOR


async def test_a_later_start_lasts_as_many_days_and_ends_in_the_evening(scene: Stage, la_paz: Group) -> None:
    proposed = await scene.proposed(la_paz.network_id or 0, days=7)
    _, standing = await scene.proposals.accept(scene.fatou, proposed.id, la_paz.id, scene.day(10))
    assert standing.part.state == "accepted"
    assert from_micros(standing.part.opens_at) == at(scene.day(10), 9, "America/La_Paz")
    assert from_micros(standing.part.closes_at) == at(scene.day(17), 18, "America/La_Paz")
    assert standing.round.closes_at == standing.part.closes_at


@pytest.mark.parametrize("days", [-1, 0, 29, 100])
async def test_a_start_is_tomorrow_or_within_four_weeks(scene: Stage, dakar: Group, days: int) -> None:
    proposed = await scene.proposed(dakar.network_id or 0)
    work = scene.proposals.accept(scene.fatou, proposed.id, dakar.id, scene.day(days))
    assert await refused(work) is Why.BAD_DATE
    assert (await scene.part(proposed.id, dakar)).state == "proposed"


async def test_unanswered_proposals_lapse_with_the_round(scene: Stage, dakar: Group, la_paz: Group) -> None:
    proposed = await scene.proposed(dakar.network_id or 0)
    await scene.proposals.accept(scene.fatou, proposed.id, dakar.id)
    await scene.passes(days=8)
    assert (await scene.found(proposed.id)).state == "closed"
    assert (await scene.part(proposed.id, la_paz)).state == "declined"
    assert await refused(scene.proposals.accept(scene.fatou, proposed.id, la_paz.id)) is Why.ROUND_CLOSED


async def test_a_yes_after_the_proposed_days_is_too_late(scene: Stage, dakar: Group, la_paz: Group) -> None:
    """Even while the round still waits for a group that begins later."""
    proposed = await scene.proposed(dakar.network_id or 0)
    await scene.proposals.accept(scene.fatou, proposed.id, dakar.id, scene.day(14))
    await scene.passes(days=9)
    assert (await scene.found(proposed.id)).state == "proposed"
    assert await refused(scene.proposals.accept(scene.fatou, proposed.id, la_paz.id)) is Why.ROUND_CLOSED


async def test_the_round_closes_after_its_last_group(scene: Stage, dakar: Group, la_paz: Group) -> None:
    network_id = dakar.network_id or 0
    proposed = await scene.proposed(network_id)
    await scene.proposals.accept(scene.fatou, proposed.id, dakar.id)
    await scene.proposals.accept(scene.fatou, proposed.id, la_paz.id, scene.day(5))
    await scene.answers(proposed.id, FIVE, 2)
    await scene.passes(days=5, hours=1)
    await scene.passes(days=3)
    assert (await scene.found(proposed.id)).state == "open"
    assert await scene.letters("wheel") == [-100]
    await scene.answers(proposed.id, NEXT_FIVE, 3)
    await scene.passes(days=5)
    assert (await scene.found(proposed.id)).state == "closed"
    assert await scene.letters("wheel") == [-100, -200, -100, -200]
    whole = await scene.snapshot(proposed.id, "network", network_id)
    assert whole is not None
    assert {str(spoke.level) for spoke in whole.spokes} == {"2.5"}
    assert whole.answers == 10


async def test_a_round_closed_by_hand_waits_for_nobody_who_can_no_more_say_yes(
    scene: Stage, dakar: Group, la_paz: Group
) -> None:
    proposed = await scene.proposed(dakar.network_id or 0)
    await scene.proposals.accept(scene.fatou, proposed.id, dakar.id, scene.day(5))
    await scene.passes(days=9)
    await scene.rounds.close(scene.fatou, proposed.id, dakar.id)
    await scene.deciding.idle()
    assert (await scene.found(proposed.id)).state == "closed"


async def test_who_is_in_two_groups_is_asked_once_and_counts_in_both(scene: Stage, network_id: int) -> None:
    """Also in the group that begins when they have answered already."""
    one, two = [await scene.facilitated(network_id, chat, *FIVE) for chat in (-100, -200)]
    proposed = await scene.proposed(network_id)
    await scene.proposals.accept(scene.fatou, proposed.id, one.id)
    await scene.answers(proposed.id, FIVE, 2, 3)
    await scene.proposals.accept(scene.fatou, proposed.id, two.id)
    assert await scene.letters("invitation") == FIVE
    assert not await scene.answering.is_awaited(1, proposed.id)
    await scene.passes(days=8)
    for group in (one, two):
        wheel = await scene.snapshot(proposed.id, "group", group.id)
        assert wheel is not None
        assert [str(spoke.level) for spoke in wheel.spokes] == ["2.0"] + ["3.0"] * 5


async def test_coordinators_hear_how_many_wheels_there_are_and_nothing_else(scene: Stage, dakar: Group) -> None:
    proposed = await scene.proposed(dakar.network_id or 0)
    await scene.proposals.accept(scene.fatou, proposed.id, dakar.id)
    await scene.answers(proposed.id, FIVE, 2)
    await scene.passes(days=8)
    (told,) = await scene.rows("SELECT chat_id, data FROM outbox WHERE kind = 'round_closed'")
    assert told["chat_id"] == AWA
    assert told["data"] == f'{{"round_id": {proposed.id}, "shown": 2}}'


async def test_an_organization_that_is_not_shown_hears_nothing(scene: Stage, dakar: Group) -> None:
    """That there is a figure at all would tell that one of its few members has answered."""
    network_id = dakar.network_id or 0
    small, large = [await scene.organization(network_id, name) for name in ("Small", "Large")]
    await scene.confirm(network_id, 1, small)
    await scene.join(dakar, *NEXT_FIVE)
    for person_id in NEXT_FIVE:
        await scene.confirm(network_id, person_id, large)
    proposed = await scene.proposed(network_id)
    await scene.proposals.accept(scene.fatou, proposed.id, dakar.id)
    await scene.answers(proposed.id, [*FIVE, *NEXT_FIVE], 2)
    await scene.passes(days=8)
    assert await scene.letters("wheel_withheld") == []
    assert await scene.letters("wheel_ready") == NEXT_FIVE
    assert await scene.storage.read(lambda tx: networks.confirmed_members(tx, small)) == [1]


async def test_an_extension_moves_the_end_of_the_whole_round(scene: Stage, dakar: Group) -> None:
    proposed = await scene.proposed(dakar.network_id or 0)
    await scene.proposals.accept(scene.fatou, proposed.id, dakar.id)
    standing = await scene.rounds.extend(scene.fatou, proposed.id, dakar.id, scene.day(20))
    assert from_micros(standing.round.closes_at) == at(scene.day(20), 18)
    await scene.passes(days=19)
    assert (await scene.found(proposed.id)).state == "open"


async def test_a_closed_round_of_the_network_gets_no_more_time_once_a_wheel_came_of_it(
    scene: Stage, dakar: Group
) -> None:
    """Another group's wheel is out: nothing may be added beside it."""
    lima = await scene.facilitated(dakar.network_id or 0, -200, *NEXT_FIVE)
    proposed = await scene.proposed(dakar.network_id or 0)
    for group in (dakar, lima):
        await scene.proposals.accept(scene.fatou, proposed.id, group.id)
    await scene.answers(proposed.id, NEXT_FIVE, 2)
    await scene.passes(days=8)
    more = scene.rounds.extend(scene.fatou, proposed.id, dakar.id, scene.day(3))
    assert await refused(more) is Why.ROUND_CLOSED
    assert await scene.letters("withheld") == [-100]
    assert not await scene.rounds.may_extend(proposed.id, dakar.id)


async def test_a_closed_round_of_which_nothing_was_shown_gets_more_time(scene: Stage, dakar: Group) -> None:
    proposed = await scene.proposed(dakar.network_id or 0)
    await scene.proposals.accept(scene.fatou, proposed.id, dakar.id)
    await scene.passes(days=8)
    assert await scene.rounds.may_extend(proposed.id, dakar.id)
    await scene.rounds.extend(scene.fatou, proposed.id, dakar.id, scene.day(3))
    await scene.join(dakar, *FIVE)
    await scene.answers(proposed.id, FIVE, 2)
    await scene.passes(days=4)
    assert (await scene.found(proposed.id)).state == "closed"
    assert await scene.letters("wheel")
