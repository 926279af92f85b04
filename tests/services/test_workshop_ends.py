"""A workshop beside other rounds, its pauses and its end: by hand, forgotten, or since nobody takes it further."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from decimal import Decimal

import pytest

from bot.clock import to_micros
from bot.services.act import Refused, Why
from bot.services.workshop.standstill import STILL, Standstill
from bot.storage.groups import Group
from tests.services.rounds_stage import GENDER, PEERS, Stage
from tests.services.workshop_stage import EIGHT, begun, refused, shown, taps, wheel


@pytest.fixture
async def group(scene: Stage) -> Group:
    return await scene.facilitated(await scene.coordinated(), -100, *EIGHT)


async def test_one_thing_at_a_time(scene: Stage, group: Group) -> None:
    standing = await scene.opened(group)
    assert await refused(scene.workshops.begin(scene.fatou, group.id, PEERS, "taps")) is Why.ROUND_OPEN
    assert await refused(scene.workshops.under_way(scene.fatou, group.id)) is Why.ROUND_OPEN
    await scene.rounds.close(scene.fatou, standing.round.id, group.id)
    await scene.deciding.idle()
    one = await begun(scene, group)
    assert await refused(scene.workshops.begin(scene.fatou, group.id, GENDER, "taps")) is Why.WORKSHOP
    assert await refused(scene.opened(group)) is Why.WORKSHOP
    again = scene.rounds.extend(scene.fatou, standing.round.id, group.id, scene.day(9))
    assert await refused(again) is Why.WORKSHOP
    await scene.workshops.cancel(scene.fatou, one)
    await scene.opened(group)


async def test_of_two_who_begin_at_once_one_does(scene: Stage, group: Group) -> None:
    begin = scene.workshops.begin
    both = [begin(scene.fatou, group.id, PEERS, "taps"), begin(scene.awa, group.id, GENDER, "taps")]
    ended = await asyncio.gather(*both, return_exceptions=True)
    assert [one.why for one in ended if isinstance(one, Refused)] == [Why.WORKSHOP]
    assert len(await scene.rows("SELECT * FROM workshop")) == 1


async def test_it_is_answered_in_the_group_alone_and_lasts_until_somebody_ends_it(scene: Stage, group: Group) -> None:
    """The calendar neither closes it nor gives it more time; nobody is invited to it, and none can answer late."""
    one = await begun(scene, group)
    await taps(scene, one, 0, 3, 3, 3, 3, 3)
    view = await scene.workshops.look(scene.fatou, one)
    round_id = view.workshop.round_id
    await scene.calendar.awake(scene.clock.now())
    await scene.passes(days=400)
    await scene.calendar.resume(scene.clock.now())
    assert (await scene.found(round_id)).state == "open"
    assert await scene.answering.waiting(1) == []
    assert await refused(scene.answering.open(scene.act(1), round_id)) is Why.NOT_MEMBER
    assert await refused(scene.answering.answer(scene.act(1), round_id, 0, 5)) is Why.NOT_MEMBER
    assert await scene.rounds.standings(scene.fatou, group.id) == []
    assert await scene.rows("SELECT * FROM outbox") == []


async def test_paused_it_takes_nothing_and_goes_on_where_it_was(scene: Stage, group: Group) -> None:
    one = await begun(scene, group)
    await taps(scene, one, 2, 3, 3, 3)
    await scene.workshops.go(scene.fatou, one, 2)
    await scene.workshops.pause(scene.fatou, one)
    assert await refused(scene.workshops.themes.tap(scene.act(4), one, 2, 3)) is Why.PAUSED
    assert await refused(scene.workshops.themes.show(scene.fatou, one, 2)) is Why.PAUSED
    await scene.passes(days=1)
    assert (await scene.workshops.resume(scene.fatou, one)).workshop.place == 2
    await scene.workshops.themes.tap(scene.act(4), one, 2, 3)
    await scene.workshops.themes.tap(scene.act(5), one, 2, 3)
    await scene.workshops.themes.show(scene.fatou, one, 2)


async def test_ended_it_takes_nothing_and_ends_once(scene: Stage, group: Group) -> None:
    one = await begun(scene, group)
    await shown(scene, one, 0, 3, 3, 3, 3, 3)
    both = [scene.workshops.end(scene.fatou, one), scene.workshops.end(scene.awa, one)]
    ended = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(str(one) for one in ended) == sorted(["True", Why.OVER.value])
    assert await refused(scene.workshops.themes.tap(scene.act(1), one, 1, 3)) is Why.OVER
    assert await refused(scene.workshops.resume(scene.fatou, one)) is Why.OVER
    assert await scene.letters("wheel") == [-100]


async def test_without_anything_to_show_nothing_is_kept(scene: Stage, group: Group) -> None:
    one = await begun(scene, group)
    await taps(scene, one, 0, 3, 3, 3, 3)
    assert await scene.workshops.end(scene.fatou, one) is False
    assert await scene.rows("SELECT * FROM answer") == []
    assert await scene.rows("SELECT * FROM figure") == []
    assert await scene.letters("wheel") == []


async def test_cancelled_it_forgets_what_was_tapped(scene: Stage, group: Group) -> None:
    one = await begun(scene, group)
    await shown(scene, one, 0, 3, 3, 3, 3, 3)
    await scene.workshops.cancel(scene.fatou, one)
    assert await scene.rows("SELECT * FROM response") == []
    assert (await scene.rows("SELECT state FROM round"))[0]["state"] == "closed"
    assert await scene.workshops.under_way(scene.fatou, group.id) is None


async def test_who_is_forgotten_meanwhile_changes_nothing_that_was_shown(scene: Stage, group: Group) -> None:
    one = await begun(scene, group)
    await shown(scene, one, 0, 0, 3, 4, 4, 4)
    await taps(scene, one, 1, 0, 3, 4, 4, 4)
    await scene.people.forget(scene.act(1))
    assert await refused(scene.workshops.themes.show(scene.fatou, one, 1)) is Why.TOO_FEW
    await scene.workshops.end(scene.fatou, one)
    snapshot = await wheel(scene, group)
    assert [spoke.level for spoke in snapshot.spokes[:2]] == [Decimal("3.0"), None]
    assert snapshot.answers is None


async def test_of_two_who_go_on_at_once_one_moves_the_group(scene: Stage, group: Group) -> None:
    one = await begun(scene, group)
    both = await asyncio.gather(scene.workshops.go(scene.fatou, one, 1), scene.workshops.go(scene.awa, one, 1))
    assert sorted(moved for _, moved in both) == [False, True]


async def test_a_talk_ends_once_and_not_when_the_group_has_gone_on(scene: Stage, group: Group) -> None:
    one = await begun(scene, group)
    view = await scene.workshops.talk(scene.fatou, one, 5)
    until = view.workshop.talk_until
    assert until == to_micros(scene.clock.now()) + 5 * 60_000_000
    assert await scene.letters("workshop_talk") == [-100]
    assert await scene.workshops.talked(one, until) is not None
    assert await scene.workshops.talked(one, until + 1) is None
    await scene.workshops.go(scene.fatou, one, 1)
    assert await scene.workshops.talked(one, until) is None
    assert (await scene.workshops.talk(scene.fatou, one, 0)).workshop.talk_until is None


@pytest.mark.parametrize("present", [None, 0, 1, 501])
async def test_aloud_it_takes_at_least_two(scene: Stage, group: Group, present: int | None) -> None:
    begin = scene.workshops.begin(scene.fatou, group.id, PEERS, "aloud", present=present)
    assert await refused(begin) is Why.GONE


async def _stands_still(scene: Stage, **span: float) -> None:
    """Time passes in which nobody takes it further."""
    await scene.passes(**span)
    await Standstill(scene.ground, scene.shelf).tick(scene.clock.now())


async def _told_still(scene: Stage) -> list[dict[str, bool]]:
    rows = await scene.rows("SELECT data FROM outbox WHERE kind = :kind", kind=STILL)
    return [json.loads(row["data"]) for row in rows]


async def test_one_that_stands_still_for_a_day_ends_with_its_wheel_and_another_begins(
    scene: Stage, group: Group
) -> None:
    workshop_id = await begun(scene, group)
    await shown(scene, workshop_id, 0, 1, 2, 2, 4, 4)
    await taps(scene, workshop_id, 1, 1, 2, 2, 4, 4)
    await _stands_still(scene, hours=23)
    await scene.workshops.go(scene.fatou, workshop_id, 2)
    due = await Standstill(scene.ground, scene.shelf).next_due()
    assert due == scene.clock.now() + timedelta(days=1)
    await _stands_still(scene, hours=23)
    assert await scene.workshops.under_way(scene.fatou, group.id) is not None
    await _stands_still(scene, hours=1)
    await _stands_still(scene, hours=0)
    assert await _told_still(scene) == [{"paused": False, "shown": True}]
    assert await scene.letters("wheel") == [group.chat_id]
    snapshot = await scene.snapshot(1, "group", group.id)
    assert snapshot is not None
    assert [spoke.shown for spoke in snapshot.spokes[:3]] == [True, True, False]
    assert await scene.workshops.under_way(scene.fatou, group.id) is None
    await scene.opened(group, template=GENDER)


async def test_one_that_is_paused_is_waited_for_four_weeks(scene: Stage, group: Group) -> None:
    workshop_id = await begun(scene, group)
    await taps(scene, workshop_id, 0, 3)
    await scene.workshops.pause(scene.fatou, workshop_id)
    await _stands_still(scene, days=27)
    await scene.workshops.resume(scene.fatou, workshop_id)
    await scene.workshops.pause(scene.fatou, workshop_id)
    await _stands_still(scene, days=27)
    assert await scene.workshops.under_way(scene.fatou, group.id) is not None
    await _stands_still(scene, days=1)
    assert await _told_still(scene) == [{"paused": True, "shown": False}]
    assert await scene.letters("wheel") == []
    assert await scene.rows("SELECT * FROM answer") == []
    assert await Standstill(scene.ground, scene.shelf).next_due() is None
