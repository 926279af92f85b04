"""Rounds on the same survey nearer than two weeks: who came or went between them is not told by their wheels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import pytest

from bot.services.act import Act, Refused, Why
from bot.services.rounds import deciding
from bot.storage.actions import Whose
from bot.storage.groups import Group
from surveys.tailoring import releveled
from tests.services.rounds_stage import GENDER, PEERS, Stage

SIX = "zero\none\ntwo\nthree\nfour\nfive"
LEVELS = {one: one * 7 % 6 for one in range(1, 40)}
TEN = range(1, 11)


@pytest.fixture
async def group(scene: Stage) -> Group:
    """With more people than have answered at first."""
    return await scene.facilitated(await scene.coordinated(), -100, *range(1, 21))


async def round_of(scene: Stage, group: Group, people: Sequence[int], *, template: str = PEERS) -> bool:
    """A round of three days that these people answer as ever; whether its wheel is shown."""
    return any(await themes(scene, group, people, template=template))


async def themes(scene: Stage, group: Group, people: Sequence[int], *, template: str = PEERS) -> list[bool]:
    """The same; whether each theme is."""
    standing = await scene.opened(group, days=3, template=template)
    await answer(scene, standing.round.id, people)
    await scene.passes(days=4)
    wheel = await scene.snapshot(standing.round.id, "group", group.id)
    assert wheel is not None
    return [spoke.shown for spoke in wheel.spokes]


async def shared(scene: Stage, group: Group, people: Sequence[int]) -> bool:
    """The same of a network's round, by which nobody is told how far people agree."""
    round_id = await scene.accepted(group, days=3)
    await answer(scene, round_id, people)
    await scene.passes(days=4)
    wheel = await scene.snapshot(round_id, "group", group.id)
    assert wheel is not None
    return wheel.published


async def answer(scene: Stage, round_id: int, people: Sequence[int]) -> None:
    for one in people:
        await scene.answers(round_id, [one], LEVELS[one])


@pytest.mark.parametrize(
    ("again", "shown"), [(TEN, True), (range(1, 12), False), (range(2, 11), False), (range(1, 16), True)]
)
async def test_soon_after_another_wheel(scene: Stage, group: Group, again: Sequence[int], *, shown: bool) -> None:
    assert await shared(scene, group, TEN)
    assert await round_of(scene, group, again) is shown
    told = await scene.letters("wheel" if shown else "withheld")
    assert told[-1:] == [-100]


@pytest.mark.parametrize(("again", "shown"), [(TEN, True), (range(1, 16), False), (range(11, 17), True)])
async def test_soon_after_it_was_told_how_far_people_agree(
    scene: Stage, group: Group, again: Sequence[int], *, shown: bool
) -> None:
    """Of two sums of these people, and that word, one answer may follow."""
    assert await round_of(scene, group, TEN)
    assert await round_of(scene, group, again) is shown


async def test_two_weeks_later_nothing_is_withheld_for_who_came(scene: Stage, group: Group) -> None:
    assert await round_of(scene, group, TEN)
    await scene.passes(days=13)
    assert not await round_of(scene, group, range(1, 12)), "six hours less than two weeks"
    assert await round_of(scene, group, range(1, 12))


async def test_another_survey_is_not_near(scene: Stage, group: Group) -> None:
    assert await round_of(scene, group, TEN)
    assert await round_of(scene, group, range(1, 12), template=GENDER)


async def test_a_copy_with_other_words_is_the_same_survey(scene: Stage, group: Group) -> None:
    """The theme whose sentences were changed has a key of its own."""
    assert await round_of(scene, group, TEN)

    view = await scene.tailoring.copy(scene.fatou, Whose(group_id=group.id), PEERS)
    key = scene.shelf.named(PEERS).spokes[0].key
    change = partial(releveled, key=key, language="en", words=SIX)
    view = await scene.tailoring.change(scene.fatou, view.own.id, view.own.revision, change)
    view = await scene.tailoring.put_to_use(scene.fatou, view.own.id, view.own.revision)
    assert not await round_of(scene, group, range(1, 12), template=view.own.template_id)


async def test_who_was_forgotten_between_is_not_told_by_the_second_wheel(scene: Stage, group: Group) -> None:
    assert await round_of(scene, group, TEN)
    await scene.people.forget(Act(10, scene.clock.now()))
    assert not await round_of(scene, group, range(1, 10))


async def test_another_group_of_the_same_people_is_near(scene: Stage, group: Group) -> None:
    other = await scene.facilitated(group.network_id or 0, -200, *range(1, 21))
    apart = await scene.facilitated(group.network_id or 0, -300, *range(21, 40))
    assert await round_of(scene, group, TEN)
    assert not await round_of(scene, other, range(1, 12))
    assert await round_of(scene, apart, range(21, 31))


async def test_a_group_s_own_round_beside_its_network_s(scene: Stage, group: Group) -> None:
    """Both are open at the same time; in one of them there is one more."""
    own = (await scene.opened(group, days=3)).round.id
    shared = await scene.accepted(group)
    await answer(scene, own, TEN)
    await answer(scene, shared, range(1, 12))
    await scene.passes(days=4)
    assert await scene.letters("wheel") == [-100]
    await scene.passes(days=4)
    for scope, subject_id in (("group", group.id), ("network", group.network_id or 0)):
        wheel = await scene.snapshot(shared, scope, subject_id)
        assert wheel is not None
        assert not wheel.published


async def test_wider_wheels_of_those_whom_nothing_ties_to_it_are_shown(scene: Stage, group: Group) -> None:
    network_id = group.network_id or 0
    far = await scene.facilitated(network_id, -200, *range(21, 36))
    organization_id = await scene.organization(network_id, "Femmes & Terre")
    for one in range(21, 31):
        await scene.confirm(network_id, one, organization_id)
    assert await round_of(scene, group, TEN)
    round_id = await scene.accepted(group, far, days=3)
    await answer(scene, round_id, [*range(1, 12), *range(21, 36)])
    await scene.passes(days=4)
    shown = {
        row["scope"] + str(row["subject_id"]): row["state"]
        for row in await scene.rows("SELECT scope, subject_id, state FROM figure WHERE round_id = :id", id=round_id)
    }
    assert shown == {
        f"group{group.id}": "withheld",
        f"group{far.id}": "published",
        f"organization{organization_id}": "published",
        f"network{network_id}": "withheld",
    }


async def test_a_workshop_is_near_to_a_round_and_a_round_to_a_workshop(scene: Stage, group: Group) -> None:
    assert await round_of(scene, group, TEN)
    assert not await _workshop(scene, group, range(1, 12))
    await scene.passes(days=15)
    assert await _workshop(scene, group, TEN)
    assert await themes(scene, group, range(1, 12)) == [False] + [True] * 5


async def test_what_a_stopped_workshop_has_shown_is_near(scene: Stage, group: Group) -> None:
    """Who had tapped was forgotten then."""
    begun = await scene.workshops.begin(scene.fatou, group.id, PEERS, "taps")
    await _tapped(scene, begun.workshop.id, TEN)
    await scene.workshops.cancel(scene.fatou, begun.workshop.id)
    assert await themes(scene, group, range(1, 12)) == [False] + [True] * 5


async def _workshop(scene: Stage, group: Group, people: Sequence[int]) -> bool:
    """Whether the level of its first theme is shown."""
    begun = await scene.workshops.begin(scene.fatou, group.id, PEERS, "taps")
    shown = await _tapped(scene, begun.workshop.id, people)
    await scene.workshops.end(scene.fatou, begun.workshop.id)
    return shown


async def _tapped(scene: Stage, workshop_id: int, people: Sequence[int]) -> bool:
    for one in people:
        await scene.workshops.themes.tap(scene.act(one), workshop_id, 0, LEVELS[one])
    view = await scene.workshops.themes.show(scene.fatou, workshop_id, 0, anyhow=True)
    assert view.themes[0].shown is not None
    return view.themes[0].shown.shown


async def test_nothing_that_ties_both_rounds_is_kept(scene: Stage, group: Group) -> None:
    await round_of(scene, group, TEN)
    await round_of(scene, group, range(1, 12))
    assert await scene.rows("SELECT figure_id FROM shown_answer") == []
    rows = await scene.rows("SELECT round_id, pseudonym FROM response")
    names = [row["pseudonym"] for row in rows]
    assert len(names) == len(set(names)) == 21


async def test_what_a_workshop_shows_while_a_wheel_is_decided_is_near_as_well(
    scene: Stage, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever facilitates both could show it just then."""
    held = await scene.workshops.begin(scene.fatou, group.id, PEERS, "taps")
    for one in TEN:
        await scene.workshops.themes.tap(scene.act(one), held.workshop.id, 0, LEVELS[one])
    round_id = await scene.accepted(group)
    await answer(scene, round_id, range(1, 12))
    shown: list[object] = []

    async def disturbed(work: Callable[[], object]) -> object:
        if not shown:
            shown.append(await scene.workshops.themes.show(scene.fatou, held.workshop.id, 0))
        return work()

    monkeypatch.setattr(deciding, "aside", disturbed)
    await scene.rounds.close(scene.fatou, round_id, group.id)
    await scene.due()
    wheel = await scene.snapshot(round_id, "group", group.id)
    assert wheel is not None
    assert [spoke.shown for spoke in wheel.spokes] == [False] + [True] * 5


async def test_who_was_forgotten_in_a_workshop_is_not_told_by_the_next_wheel(scene: Stage, group: Group) -> None:
    """They are in the level that was shown before they left."""
    held = await scene.workshops.begin(scene.fatou, group.id, PEERS, "taps")
    for one in TEN:
        await scene.workshops.themes.tap(scene.act(one), held.workshop.id, 0, LEVELS[one])
    await scene.workshops.themes.show(scene.fatou, held.workshop.id, 0)
    await scene.people.forget(scene.act(10))
    await scene.workshops.end(scene.fatou, held.workshop.id)
    assert (await themes(scene, group, range(1, 10)))[0] is False


async def test_who_was_forgotten_in_a_workshop_that_goes_on_is_not_told_by_the_network_s_wheels(
    scene: Stage, group: Group
) -> None:
    held = await scene.workshops.begin(scene.fatou, group.id, PEERS, "taps")
    assert await _tapped(scene, held.workshop.id, TEN)
    await scene.people.forget(scene.act(10))
    round_id = await scene.accepted(group, days=3)
    await answer(scene, round_id, range(1, 10))
    await scene.passes(days=4)
    wheel = await scene.snapshot(round_id, "group", group.id)
    assert wheel is not None
    assert [spoke.shown for spoke in wheel.spokes] == [False] + [True] * 5


async def test_who_was_forgotten_and_came_back_is_not_taken_for_two(scene: Stage, group: Group) -> None:
    """Their answer in the first wheel is nobody's by now: it might be anybody's of the group."""
    other = await scene.facilitated(group.network_id or 0, -200, 30)
    round_id = await scene.accepted(group, other)
    await answer(scene, round_id, TEN)
    await scene.rounds.close(scene.fatou, round_id, group.id)
    await scene.due()
    await scene.people.forget(Act(10, scene.clock.now()))
    await scene.join(group, 10)
    assert not await round_of(scene, group, range(4, 11))


async def held_back(scene: Stage, group: Group) -> int:
    """A round of the ten and of five newcomers, who are so near an end that nothing of them can be told."""
    assert await shared(scene, group, TEN)
    round_id = (await scene.opened(group, days=3)).round.id
    await answer(scene, round_id, TEN)
    await scene.answers(round_id, range(11, 16), 4)
    await scene.passes(days=4)
    assert await scene.letters("withheld") == [-100]
    return round_id


async def test_more_time_would_tell_who_came_then(scene: Stage, group: Group) -> None:
    """The five are 19 points at least: a sum of 19 of six would say that the sixth is 0."""
    round_id = await held_back(scene, group)
    with pytest.raises(Refused) as refused:
        await scene.rounds.extend(scene.fatou, round_id, group.id, scene.day(3))
    assert refused.value.why is Why.ROUND_CLOSED
    assert not await scene.rounds.may_extend(round_id, group.id)
    assert await scene.rounds.standings(scene.fatou, group.id) == []


async def test_another_round_would_tell_it_as_well(scene: Stage, group: Group) -> None:
    await held_back(scene, group)
    round_id = (await scene.opened(group, days=3)).round.id
    await answer(scene, round_id, TEN)
    await scene.answers(round_id, range(11, 16), 4)
    await scene.answers(round_id, [16], 0)
    await scene.passes(days=4)
    assert await scene.letters("withheld") == [-100, -100]


async def test_so_would_the_network_s_wheel_of_that_round(scene: Stage, group: Group) -> None:
    other = await scene.facilitated(group.network_id or 0, -200, 30)
    assert await shared(scene, group, TEN)
    round_id = await scene.accepted(group, other, days=3)
    await answer(scene, round_id, TEN)
    await scene.answers(round_id, range(11, 16), 4)
    await scene.answers(round_id, [30], 0)
    await scene.passes(days=4)
    wheel = await scene.snapshot(round_id, "network", group.network_id or 0)
    assert wheel is not None
    assert not wheel.published


async def test_more_time_is_given_where_only_people_are_missing(scene: Stage, group: Group) -> None:
    assert await shared(scene, group, TEN)
    assert not await round_of(scene, group, range(1, 12))
    (standing,) = await scene.rounds.standings(scene.fatou, group.id)
    await scene.rounds.extend(scene.fatou, standing.round.id, group.id, scene.day(3))
    await answer(scene, standing.round.id, range(12, 16))
    await scene.passes(days=4)
    assert await scene.letters("wheel") == [-100, -100, -100]


async def _of_newcomers(scene: Stage, group: Group) -> int:
    """A workshop beside the wheel of the ten, in which five newcomers have tapped besides."""
    assert await shared(scene, group, TEN)
    held = await scene.workshops.begin(scene.fatou, group.id, PEERS, "taps")
    for one in range(1, 16):
        await scene.workshops.themes.tap(scene.act(one), held.workshop.id, 0, LEVELS[one] if one in TEN else 4)
    return held.workshop.id


async def test_what_a_workshop_holds_back_is_so_for_good(scene: Stage, group: Group) -> None:
    one = await _of_newcomers(scene, group)
    view = await scene.workshops.themes.show(scene.fatou, one, 0)
    assert view.themes[0].shown is not None
    assert not view.themes[0].shown.shown
    with pytest.raises(Refused) as refused:
        await scene.workshops.themes.tap(scene.act(16), one, 0, 0)
    assert refused.value.why is Why.SHOWN


@pytest.mark.parametrize("agreed", [None, 3])
async def test_so_it_is_in_the_next_workshop(scene: Stage, group: Group, agreed: int | None) -> None:
    """With a wheel, of what was agreed on, or without any."""
    one = await _of_newcomers(scene, group)
    if agreed is not None:
        await scene.workshops.themes.show(scene.fatou, one, 0)
        await scene.workshops.themes.agree(scene.fatou, one, 0, agreed)
    assert await scene.workshops.end(scene.fatou, one) is (agreed is not None)
    held = await scene.workshops.begin(scene.fatou, group.id, PEERS, "taps")
    for who in range(1, 17):
        level = LEVELS[who] if who in TEN else 4 * (who < 16)
        await scene.workshops.themes.tap(scene.act(who), held.workshop.id, 0, level)
    with pytest.raises(Refused) as refused:
        await scene.workshops.themes.show(scene.fatou, held.workshop.id, 0)
    assert refused.value.why is Why.TOO_FEW
