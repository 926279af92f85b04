"""A group's round: who may open, close and extend it, and what a second facilitator or an old button does."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import timedelta

import pytest

from bot.clock import from_micros
from bot.services.act import Refused, Why
from bot.storage import groups, rounds
from bot.storage.groups import Group
from bot.storage.port import Reader, Row, Value
from tests import databases
from tests.services.rounds_stage import FATOU, GENDER, PEERS, Stage, at

FIVE, FOUR = [1, 2, 3, 4, 5], [1, 2, 3, 4]


@pytest.fixture
async def group(scene: Stage) -> Group:
    return await scene.facilitated(await scene.coordinated(), -100, *FIVE)


async def refused(work: Awaitable[object]) -> Why:
    with pytest.raises(Refused) as caught:
        await work
    return caught.value.why


async def test_a_round_ends_in_the_evening_of_its_last_day_where_the_group_is(scene: Stage) -> None:
    group = await scene.facilitated(await scene.coordinated(), -100, zone="America/La_Paz")
    standing = await scene.opened(group, days=7)
    assert from_micros(standing.part.closes_at) == at(scene.day(7), 18, "America/La_Paz")
    assert standing.round.closes_at == standing.part.closes_at


async def test_opening_invites_the_group_and_those_who_can_be_written_to(scene: Stage, group: Group) -> None:
    await scene.people.meet(6, "en", False, scene.clock.now())
    await scene.write(lambda tx: groups.join(tx, group.id, 6, scene.now))
    await scene.opened(group)
    assert await scene.letters("round_opened") == [-100]
    assert await scene.letters("invitation") == FIVE


async def test_only_one_round_of_its_own_is_open_in_a_group(scene: Stage, group: Group) -> None:
    await scene.opened(group)
    assert await refused(scene.opened(group, template=GENDER)) is Why.ROUND_OPEN
    assert len(await scene.rows("SELECT * FROM round")) == 1


async def test_a_member_may_not_open_close_or_extend(scene: Stage, group: Group) -> None:
    assert await refused(scene.rounds.open(scene.act(1), group.id, PEERS, scene.day(7))) is Why.NOT_FACILITATOR
    standing = await scene.opened(group)
    assert await refused(scene.rounds.close(scene.act(1), standing.round.id, group.id)) is Why.NOT_FACILITATOR
    late = scene.rounds.extend(scene.act(1), standing.round.id, group.id, scene.day(9))
    assert await refused(late) is Why.NOT_FACILITATOR
    assert await refused(scene.rounds.standing(scene.act(1), standing.round.id, group.id)) is Why.NOT_FACILITATOR


async def test_who_lost_the_role_meanwhile_steers_no_more(scene: Stage, group: Group) -> None:
    standing = await scene.opened(group)
    await scene.write(lambda tx: groups.drop_facilitator(tx, group.id, FATOU))
    assert await refused(scene.rounds.close(scene.fatou, standing.round.id, group.id)) is Why.NOT_FACILITATOR
    assert (await scene.part(standing.round.id, group)).state == "open"


async def test_of_two_who_close_at_once_one_is_told_that_it_was_closed(scene: Stage, group: Group) -> None:
    standing = await scene.opened(group)
    await scene.answers(standing.round.id, FIVE, 3)
    await scene.rounds.close(scene.fatou, standing.round.id, group.id)
    await scene.deciding.idle()
    assert await refused(scene.rounds.close(scene.fatou, standing.round.id, group.id)) is Why.ROUND_CLOSED
    assert await scene.letters("wheel") == [-100]


@pytest.mark.parametrize("days", [0, -1, 181, 400])
async def test_a_day_that_is_past_or_too_far_is_refused(scene: Stage, group: Group, days: int) -> None:
    assert await refused(scene.opened(group, days=days)) is Why.BAD_DATE


async def test_an_open_round_gets_more_time_and_never_less(scene: Stage, group: Group) -> None:
    standing = await scene.opened(group, days=7)
    for days in (3, 7):
        earlier = scene.rounds.extend(scene.fatou, standing.round.id, group.id, scene.day(days))
        assert await refused(earlier) is Why.BAD_DATE
    later = await scene.rounds.extend(scene.fatou, standing.round.id, group.id, scene.day(10))
    assert from_micros(later.part.closes_at) == at(scene.day(10), 18)
    assert later.round.closes_at == later.part.closes_at
    assert await scene.letters("round_longer") == [-100]


async def test_a_round_of_which_nothing_was_shown_opens_again(scene: Stage, group: Group) -> None:
    standing = await scene.opened(group)
    await scene.answers(standing.round.id, FOUR, 3)
    await scene.rounds.close(scene.fatou, standing.round.id, group.id)
    await scene.deciding.idle()
    (closed,) = await scene.rounds.standings(scene.fatou, group.id)
    assert closed.withheld
    again = await scene.rounds.extend(scene.fatou, standing.round.id, group.id, scene.day(7))
    assert (again.round.state, again.part.state, again.withheld) == ("open", "open", False)
    await scene.answers(standing.round.id, [5], 5)
    await scene.passes(days=8)
    wheel = await scene.snapshot(standing.round.id, "group", group.id)
    assert wheel is not None
    assert [str(spoke.level) for spoke in wheel.spokes] == ["3.4"] * 6


async def test_each_close_with_too_few_answers_is_told(scene: Stage, group: Group) -> None:
    """A withheld figure is forgotten when there is more time, and its id comes back: the letter must go."""
    standing = await scene.opened(group)
    other = await scene.facilitated(group.network_id or 0, -200)
    for days in (7, 14):
        await scene.rounds.close(scene.fatou, standing.round.id, group.id)
        await scene.deciding.idle()
        scene.clock.advance(3600)
        await scene.rounds.extend(scene.fatou, standing.round.id, group.id, scene.day(days))
    await scene.rounds.close(scene.fatou, standing.round.id, group.id)
    await scene.deciding.idle()
    elsewhere = await scene.opened(other)
    await scene.rounds.close(scene.fatou, elsewhere.round.id, other.id)
    await scene.deciding.idle()
    assert await scene.letters("withheld") == [-100, -100, -100, -200]


async def test_more_time_until_the_same_day_as_before_is_told_again(scene: Stage, group: Group) -> None:
    standing = await scene.opened(group, days=7)
    await scene.rounds.close(scene.fatou, standing.round.id, group.id)
    await scene.deciding.idle()
    scene.clock.advance(60)
    await scene.rounds.extend(scene.fatou, standing.round.id, group.id, scene.day(7))
    assert await scene.letters("round_opened") == [-100]
    assert await scene.letters("round_longer") == [-100]


async def test_a_published_round_never_opens_again(scene: Stage, group: Group) -> None:
    standing = await scene.opened(group)
    await scene.answers(standing.round.id, FIVE, 3)
    await scene.rounds.close(scene.fatou, standing.round.id, group.id)
    await scene.deciding.idle()
    more = scene.rounds.extend(scene.fatou, standing.round.id, group.id, scene.day(9))
    assert await refused(more) is Why.ROUND_CLOSED
    assert await scene.rounds.standings(scene.fatou, group.id) == []


async def test_an_older_round_does_not_open_beside_a_new_one(scene: Stage, group: Group) -> None:
    standing = await scene.opened(group)
    await scene.rounds.close(scene.fatou, standing.round.id, group.id)
    await scene.deciding.idle()
    await scene.opened(group, template=GENDER)
    more = scene.rounds.extend(scene.fatou, standing.round.id, group.id, scene.day(9))
    assert await refused(more) is Why.ROUND_OPEN


async def test_the_minimum_is_the_networks_when_the_round_opened(scene: Stage, group: Group) -> None:
    standing = await scene.opened(group)
    await scene.write(lambda tx: tx.run("UPDATE network SET minimum = 3"))
    await scene.answers(standing.round.id, FOUR, 3)
    await scene.passes(days=8)
    assert await scene.letters("wheel") == []


async def test_a_group_has_a_minimum_of_its_own_from_the_next_round_on(scene: Stage, group: Group) -> None:
    standing = await scene.opened(group)
    await scene.write(lambda tx: groups.set_minimum(tx, group.id, 3))
    assert (await scene.rounds.standing(scene.fatou, standing.round.id, group.id)).round.minimum == 5
    await scene.rounds.close(scene.fatou, standing.round.id, group.id)
    await scene.deciding.idle()
    later = await scene.opened(group, template=GENDER)
    assert later.round.minimum == 3
    round_ = await scene.proposed(group.network_id or 0)
    assert round_.minimum == 5


async def test_a_network_is_told_how_many_groups_are_too_small(scene: Stage, group: Group) -> None:
    network_id = group.network_id or 0
    coordinator = scene.awa
    elsewhere = await scene.facilitated(network_id, -200, 7, 8)
    assert (await scene.rounds.subject(coordinator, "n", network_id)).small == 0
    await scene.write(lambda tx: groups.note_size(tx, group.id, 5))
    await scene.write(lambda tx: groups.note_size(tx, elsewhere.id, 4))
    assert (await scene.rounds.subject(coordinator, "n", network_id)).small == 1
    assert (await scene.rounds.subject(coordinator, "g", elsewhere.id)).people == 4


async def test_a_person_is_awaited_in_own_rounds_alone(scene: Stage, group: Group) -> None:
    """However many groups of the network are in a round: theirs, and those of organizations they came to by a link."""
    elsewhere = await scene.facilitated(group.network_id or 0, -200, 7, 8)
    mine, _ = await scene.opened(group), await scene.opened(elsewhere)
    organization = await scene.organization(group.network_id or 0, "Org")
    linked = await scene.round(group.network_id or 0, scope="organization", organization_id=organization)
    await scene.answering.open_by_link(scene.act(1), await scene.link(linked))
    assert {one.round.id for one in await scene.answering.waiting(1)} == {mine.round.id, linked.id}
    assert {one.round.id for one in await scene.answering.waiting(2)} == {mine.round.id}


@pytest.mark.skipif(databases.CHOSEN != "sqlite", reason="it reads SQLite's words for a plan")
async def test_finding_a_persons_rounds_reads_no_table_from_end_to_end(scene: Stage, group: Group) -> None:
    """With thousands of open rounds it costs the same."""
    await scene.opened(group)
    steps: list[str] = []

    class Explaining:
        def __init__(self, tx: Reader) -> None:
            self.one = tx.one
            self._all = tx.all

        async def all(self, sql: str, **values: Value) -> list[Row]:
            steps.extend(row["detail"] for row in await self._all(f"EXPLAIN QUERY PLAN {sql}", **values))
            return await self._all(sql, **values)

    assert len(await scene.storage.read(lambda tx: rounds.perhaps_open_to(Explaining(tx), 1))) == 1
    assert len(await scene.storage.read(lambda tx: rounds.counting(Explaining(tx), 1, None))) == 1
    assert steps
    assert [step for step in steps if step.startswith("SCAN") or step.endswith("(state=?)")] == []


async def test_closing_by_hand_at_the_last_moment_and_by_time_makes_one_wheel(scene: Stage, group: Group) -> None:
    standing = await scene.opened(group, days=7)
    await scene.answers(standing.round.id, FIVE, 3)
    scene.clock.advance(
        (from_micros(standing.part.closes_at) - scene.clock.now() + timedelta(seconds=1)).total_seconds()
    )
    await scene.rounds.close(scene.fatou, standing.round.id, group.id)
    await scene.deciding.idle()
    await scene.due()
    assert await scene.letters("wheel") == [-100]
    assert len(await scene.rows("SELECT * FROM figure")) == 1
