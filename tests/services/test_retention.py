"""Some months after a round nobody's answers are there any more, and its wheel is what it was."""

from __future__ import annotations

from datetime import timedelta

from bot.services.privacy.retention import KEPT_FOR, Retention
from tests.services.rounds_stage import Stage

FIVE = range(1, 6)


async def kept(scene: Stage) -> int:
    counted = "SELECT (SELECT COUNT(*) FROM response) + (SELECT COUNT(*) FROM answer)"
    return int((await scene.rows(f"{counted} + (SELECT COUNT(*) FROM response_group) AS n"))[0]["n"])


async def test_answers_go_after_their_time_and_the_wheel_stays(scene: Stage) -> None:
    group = await scene.facilitated(await scene.coordinated(), -100, *FIVE)
    standing = await scene.opened(group)
    await scene.answers(standing.round.id, FIVE, 2)
    await scene.passes(days=8)
    wheel, before = await scene.snapshot(standing.round.id, "group", group.id), await kept(scene)
    retention = Retention(scene.ground)
    due = await retention.next_due()
    assert due is not None
    assert await retention.tick(due) == 0
    assert await kept(scene) == before
    assert await retention.tick(due + timedelta(seconds=1)) == 1
    assert await kept(scene) == 0
    assert wheel is not None
    assert await scene.snapshot(standing.round.id, "group", group.id) == wheel
    assert await retention.next_due() is None


async def test_an_open_round_keeps_its_answers(scene: Stage) -> None:
    group = await scene.facilitated(await scene.coordinated(), -100, *FIVE)
    standing = await scene.opened(group, days=100)
    await scene.answers(standing.round.id, FIVE, 2)
    before = await kept(scene)
    scene.clock.advance(KEPT_FOR.total_seconds() + 1)
    assert await Retention(scene.ground).tick(scene.clock.now()) == 0
    assert await kept(scene) == before


async def test_a_round_that_got_more_time_lets_go_once_more(scene: Stage) -> None:
    group = await scene.facilitated(await scene.coordinated(), -100, *FIVE)
    standing = await scene.opened(group)
    await scene.answers(standing.round.id, FIVE[:3], 2)
    await scene.passes(days=8)
    retention = Retention(scene.ground, timedelta(days=10))
    scene.clock.advance(timedelta(days=11).total_seconds())
    assert await retention.tick(scene.clock.now()) == 1
    await scene.rounds.extend(scene.fatou, standing.round.id, group.id, scene.day(3))
    await scene.answers(standing.round.id, FIVE, 3)
    await scene.passes(days=4)
    scene.clock.advance(timedelta(days=11).total_seconds())
    assert await retention.tick(scene.clock.now()) == 1
    assert await kept(scene) == 0
