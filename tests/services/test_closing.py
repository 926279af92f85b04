"""The close: nobody below the minimum is shown, however figures are put together, in any network."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from itertools import combinations

import pytest
from hypothesis import HealthCheck, Phase, event, example, given, settings

from bot.services.act import Refused, Why
from bot.storage import groups
from tests.services.network_play import Play, Player, Story, stories
from tests.services.rounds_stage import Stage, stage
from tests.surveys.sums import is_safe

SAME = [3] * 6
NOTHING = [None] * 6


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[asyncio.Runner, Stage]]:
    """One database for all stories: each has a network of its own."""

    @asynccontextmanager
    async def open_() -> AsyncIterator[Stage]:
        async with stage(tmp_path_factory.mktemp("closing")) as scene:
            yield scene

    with asyncio.Runner() as runner:
        opened = open_()
        yield runner, runner.run(opened.__aenter__())
        runner.run(opened.__aexit__(None, None, None))


def _players(*groups_and_counts: tuple[frozenset[int], int], organization: int | None = None) -> list[Player]:
    return [Player(inside, organization, SAME, NOTHING) for inside, many in groups_and_counts for _ in range(many)]


TWO_IN_BOTH = Story(
    3, ("now", "later", "no"), _players((frozenset({0}), 3), (frozenset({1}), 3), (frozenset({0, 1}), 2)), longer=False
)
ALL_IN_BOTH = Story(3, ("now", "later", "no"), _players((frozenset({0, 1}), 4)), longer=False)
ONE_BESIDE = Story(3, ("now", "now", "no"), _players((frozenset({0}), 4), (frozenset({1}), 1)), longer=True)


@given(stories)
@example(TWO_IN_BOTH)
@example(ALL_IN_BOTH)
@example(ONE_BESIDE)
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a story is small as it is drawn; making it smaller is slow
)
def test_no_level_tells_of_fewer_than_the_minimum(world: tuple[asyncio.Runner, Stage], story: Story) -> None:
    runner, scene = world
    play = Play(scene, story)
    runner.run(play.run())
    event(f"{len(play.seen)} figures")
    for seen in play.seen.values():
        assert seen.shown
        assert all(len(who) >= story.minimum for who in seen.shown.values())
    for one, other in combinations(play.seen.values(), 2):
        for spoke in one.shown.keys() & other.shown.keys():
            mine, theirs = one.shown[spoke], other.shown[spoke]
            assert all(mine[who] == theirs[who] for who in mine.keys() & theirs.keys())
    for sets in {_sets(play, spoke) for seen in play.seen.values() for spoke in seen.shown}:
        assert is_safe(list(sets), story.minimum)


def _sets(play: Play, spoke: str) -> frozenset[frozenset[int]]:
    return frozenset(frozenset(seen.shown[spoke]) for seen in play.seen.values() if spoke in seen.shown)


async def test_several_figures_of_a_round_are_shown_where_none_tells_of_a_few(scene: Stage) -> None:
    story = Story(3, ("now", "now", "later"), _players((frozenset({0}), 6), (frozenset({1}), 6)), longer=False)
    play = Play(scene, story)
    await play.run()
    assert {scope for scope, _ in play.seen} == {"group", "network"}
    assert len(play.seen) == 3


async def test_a_theme_that_few_have_scored_is_withheld_and_the_others_are_shown(scene: Stage) -> None:
    group = await scene.facilitated(await scene.coordinated(), -100, 1, 2, 3, 4, 5)
    standing = await scene.opened(group)
    await scene.answers(standing.round.id, [1, 2, 3, 4], 5, 2)
    await scene.answers(standing.round.id, [5], -1, 2)
    await scene.passes(days=8)
    wheel = await scene.snapshot(standing.round.id, "group", group.id)
    assert wheel is not None
    assert [None if spoke.level is None else str(spoke.level) for spoke in wheel.spokes] == [None] + ["2.0"] * 5
    assert wheel.answers == 5


async def test_a_withheld_figure_tells_nothing_but_whose_it_is_and_when(scene: Stage) -> None:
    """Four who chose a level and none who did look the same."""
    network_id = await scene.coordinated()
    made = []
    for chat, people in ((-100, [1, 2, 3, 4]), (-200, [])):
        group = await scene.facilitated(network_id, chat, *people)
        standing = await scene.opened(group)
        await scene.answers(standing.round.id, people, 5)
        made.append((standing.round.id, group))
    await scene.passes(days=8)
    few, none = [await scene.snapshot(round_id, "group", group.id) for round_id, group in made]
    assert few is not None
    assert none is not None
    assert few.model_copy(update={"whose": ""}) == none.model_copy(update={"whose": ""})
    rows = await scene.rows("SELECT kind, data FROM outbox WHERE kind = 'withheld' ORDER BY id")
    assert [row["data"] for row in rows] == [
        f'{{"round_id": {round_id}, "group_id": {group.id}}}' for round_id, group in made
    ]


async def test_a_number_of_answers_that_would_tell_of_one_person_is_not_shown(scene: Stage) -> None:
    """The network shows one theme: that of the group and of one more, who skipped what the group shows elsewhere."""
    network_id = await scene.coordinated()
    one = await scene.facilitated(network_id, -100, *range(1, 6))
    two = await scene.facilitated(network_id, -200, 6)
    round_id = await scene.accepted(one, two)
    await scene.answers(round_id, [1, 2, 3, 4], 2)
    await scene.answers(round_id, [5], -1, 2)
    await scene.answers(round_id, [6], 2, -1)
    await scene.passes(days=8)
    small = await scene.snapshot(round_id, "group", one.id)
    large = await scene.snapshot(round_id, "network", network_id)
    assert small is not None
    assert large is not None
    assert [spoke.level is None for spoke in small.spokes] == [True] + [False] * 5
    assert [spoke.level is None for spoke in large.spokes] == [False] * 6
    assert (small.answers, large.answers) == (5, None)


async def test_an_answer_counted_in_a_wheel_changes_no_more(scene: Stage) -> None:
    network_id = await scene.coordinated()
    one, two = [await scene.facilitated(network_id, chat, *range(1, 6)) for chat in (-100, -200)]
    proposed = await scene.proposed(network_id)
    await scene.proposals.accept(scene.fatou, proposed.id, one.id)
    await scene.proposals.accept(scene.fatou, proposed.id, two.id, scene.day(3))
    await scene.passes(days=3)
    await scene.answers(proposed.id, range(1, 6), 2)
    await scene.rounds.close(scene.fatou, proposed.id, one.id)
    await scene.deciding.idle()
    with pytest.raises(Refused) as caught:
        await scene.answering.answer(scene.act(1), proposed.id, 0, 5)
    assert caught.value.why is Why.LOCKED
    assert (await scene.part(proposed.id, two)).state == "open"


async def test_who_left_the_group_before_the_close_is_not_in_its_wheel(scene: Stage) -> None:
    group = await scene.facilitated(await scene.coordinated(), -100, *range(1, 7))
    standing = await scene.opened(group)
    await scene.answers(standing.round.id, range(1, 6), 2)
    await scene.answers(standing.round.id, [6], 5)
    scene.telegram.inside[-100, 6] = False
    part = await scene.part(standing.round.id, group)
    with pytest.raises(Refused):
        await scene.answering.open_by_group(scene.act(6), part.secret)
    assert await scene.storage.read(lambda tx: groups.members(tx, group.id)) == [1, 2, 3, 4, 5]
    await scene.passes(days=8)
    wheel = await scene.snapshot(standing.round.id, "group", group.id)
    assert wheel is not None
    assert {str(spoke.level) for spoke in wheel.spokes} == {"2.0"}


async def test_the_last_wheel_of_the_same_survey_is_kept_beside_the_new_one(scene: Stage) -> None:
    group = await scene.facilitated(await scene.coordinated(), -100, *range(1, 6))
    for level in (2, 3):
        standing = await scene.opened(group)
        await scene.answers(standing.round.id, range(1, 6), level)
        await scene.passes(days=8)
    wheel = await scene.snapshot(standing.round.id, "group", group.id)
    assert wheel is not None
    assert {(str(spoke.previous), str(spoke.level)) for spoke in wheel.spokes} == {("2.0", "3.0")}


async def test_a_group_that_the_bot_has_left_gets_no_letter_and_keeps_its_figure(scene: Stage) -> None:
    group = await scene.facilitated(await scene.coordinated(), -100, *range(1, 6))
    standing = await scene.opened(group)
    await scene.answers(standing.round.id, range(1, 6), 3)
    await scene.write(lambda tx: tx.run("UPDATE peer_group SET state = 'left'"))
    await scene.passes(days=8)
    assert await scene.letters("wheel") == []
    wheel = await scene.snapshot(standing.round.id, "group", group.id)
    assert wheel is not None
    assert wheel.published
