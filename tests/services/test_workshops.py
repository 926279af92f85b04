"""A workshop: who may steer it, what a tap does, what is shown, what the wheel keeps, and what it stands beside."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.services.act import Act, Why
from bot.storage import groups
from bot.storage.groups import Group, Named
from surveys.extremes import Extreme
from surveys.scoring import Agreement
from tests.services.rounds_stage import FATOU, PEERS, Stage
from tests.services.workshop_stage import EIGHT, FIVE, OTHER, begun, refused, shown, taps, wheel


@pytest.fixture
async def group(scene: Stage) -> Group:
    return await scene.facilitated(await scene.coordinated(), -100, *EIGHT)


async def test_only_facilitators_begin_and_steer_it(scene: Stage, group: Group) -> None:
    assert await refused(scene.workshops.begin(scene.act(1), group.id, PEERS, "taps")) is Why.NOT_FACILITATOR
    one = await begun(scene, group)
    await taps(scene, one, 0, 3, 3, 3, 3, 3)
    themes, act = scene.workshops.themes, scene.act(1)
    acts = [
        themes.show(act, one, 0),
        themes.agree(act, one, 0, 3),
        themes.wish(act, one, 0, 3),
        themes.explain(act, one, 0, "so"),
        scene.workshops.go(act, one, 1),
        scene.workshops.talk(act, one, 3),
        scene.workshops.pause(act, one),
        scene.workshops.resume(act, one),
        scene.workshops.end(act, one),
        scene.workshops.cancel(act, one),
    ]
    assert {await refused(work) for work in acts} == {Why.NOT_FACILITATOR}


async def test_another_facilitator_goes_on_and_an_anonymous_administrator_may(scene: Stage, group: Group) -> None:
    one = await begun(scene, group)
    await scene.person(OTHER)
    await scene.write(lambda tx: groups.name_facilitator(tx, group.id, Named(OTHER, "Other"), scene.now))
    await scene.write(lambda tx: groups.drop_facilitator(tx, group.id, FATOU))
    assert await refused(scene.workshops.go(scene.fatou, one, 1)) is Why.NOT_FACILITATOR
    assert (await scene.workshops.go(scene.act(OTHER), one, 1))[0].workshop.place == 1
    anonymous = Act(None, scene.clock.now(), anonymous_in=group.chat_id)
    assert (await scene.workshops.go(anonymous, one, 2))[0].workshop.place == 2


async def test_who_is_not_in_the_group_taps_nothing(scene: Stage, group: Group) -> None:
    one = await begun(scene, group)
    await scene.person(50)
    assert await refused(scene.workshops.themes.tap(scene.act(50), one, 0, 3)) is Why.NOT_MEMBER
    assert await refused(scene.workshops.themes.tap(scene.act(None), one, 0, 3)) is Why.NOT_MEMBER


@pytest.mark.parametrize(("place", "level"), [(-1, 3), (99, 3), (0, 6), (0, -1), (0, -2)])
async def test_a_forged_tap_is_refused(scene: Stage, group: Group, place: int, level: int) -> None:
    one = await begun(scene, group)
    assert await refused(scene.workshops.themes.tap(scene.act(1), one, place, level)) is Why.GONE
    assert await scene.rows("SELECT * FROM answer") == []


async def test_that_there_is_enough_is_told_once_at_the_minimum(scene: Stage, group: Group) -> None:
    one = await begun(scene, group)
    told = []
    for person in (1, 1, 2, 3, 4, 4, 5, 5, 6):
        tapped = await scene.workshops.themes.tap(scene.act(person), one, 0, 2)
        told.append(tapped.now_enough is not None)
    assert told == [False] * 6 + [True, False, False]


async def test_below_the_minimum_nothing_is_shown_unless_it_is_to_be_withheld(scene: Stage, group: Group) -> None:
    one = await begun(scene, group)
    await taps(scene, one, 0, 5, 5, 5, 5)
    assert await refused(scene.workshops.themes.show(scene.fatou, one, 0)) is Why.TOO_FEW
    view = await scene.workshops.themes.show(scene.fatou, one, 0, anyhow=True)
    held = view.themes[0]
    assert held.shown is not None
    assert (held.shown.level, held.shown.agreement) == (None, None)
    assert await refused(scene.workshops.themes.tap(scene.act(5), one, 0, 5)) is Why.SHOWN


async def test_the_level_is_reckoned_as_everywhere_and_views_are_told_from_eight_on(scene: Stage, group: Group) -> None:
    one = await begun(scene, group)
    five = (await shown(scene, one, 0, 0, 0, 5, 5, 4)).themes[0].shown
    eight = (await shown(scene, one, 1, 0, 0, 0, 0, 5, 5, 5, 5)).themes[1].shown
    assert five is not None
    assert eight is not None
    assert (five.level, five.agreement) == (Decimal("2.8"), None)
    assert (eight.level, eight.agreement) == (Decimal("2.5"), Agreement.DIVIDED)


async def test_a_late_tap_never_changes_what_was_shown(scene: Stage, group: Group) -> None:
    one = await begun(scene, group)
    before = (await shown(scene, one, 0, 3, 3, 3, 3, 3)).themes[0].shown
    assert await refused(scene.workshops.themes.tap(scene.act(1), one, 0, 0)) is Why.SHOWN
    assert await refused(scene.workshops.themes.tap(scene.act(6), one, 0, 0)) is Why.SHOWN
    assert (await scene.workshops.themes.show(scene.fatou, one, 0)).themes[0].shown == before
    await scene.workshops.end(scene.fatou, one)
    assert (await wheel(scene, group)).spokes[0].level == Decimal("3.0")


async def test_the_last_tap_of_a_person_counts_until_it_is_shown(scene: Stage, group: Group) -> None:
    one = await begun(scene, group)
    await taps(scene, one, 0, 0, 0, 0, 0, 0)
    view = await shown(scene, one, 0, 3, 3, 3, 3, 3)
    assert view.themes[0].shown is not None
    assert view.themes[0].shown.level == Decimal("3.0")


async def test_where_all_tap_the_highest_level_a_word_is_shown(scene: Stage, group: Group) -> None:
    one = await begun(scene, group)
    await shown(scene, one, 0, 5, 5, 5, 5, 5)
    await scene.workshops.end(scene.fatou, one)
    first = (await wheel(scene, group)).spokes[0]
    assert (first.level, first.word, first.agreement) == (None, Extreme.VERY_HIGH, None)


async def test_the_wheel_holds_what_was_shown_agreed_and_wished_for(scene: Stage, group: Group) -> None:
    one = await begun(scene, group)
    await shown(scene, one, 0, 1, 2, 3, 4, 5)
    themes = scene.workshops.themes
    await themes.agree(scene.fatou, one, 0, 3)
    await themes.wish(scene.fatou, one, 0, 4)
    await themes.explain(scene.fatou, one, 0, "  We ask,\n rarely. ")
    assert await scene.workshops.end(scene.fatou, one) is True
    snapshot = await wheel(scene, group)
    first = snapshot.spokes[0]
    assert (first.level, first.agreed, first.target, first.why) == (Decimal("3.0"), 3, 4, "We ask, rarely.")
    assert {spoke.level for spoke in snapshot.spokes[1:]} == {None}
    assert (snapshot.together, snapshot.present, snapshot.answers) == (True, None, 5)
    assert await scene.letters("wheel") == [-100]


async def test_a_spoken_reason_goes_with_whoever_spoke(scene: Stage, group: Group) -> None:
    one = await begun(scene, group)
    await shown(scene, one, 0, 1, 2, 3, 4, 5)
    await scene.workshops.themes.explain(scene.fatou, one, 0, "We ask", "a-voice")
    await scene.people.forget(scene.fatou)
    (row,) = await scene.rows("SELECT why, voice FROM workshop_theme WHERE why IS NOT NULL")
    assert (row["why"], row["voice"]) == ("We ask", None)


async def test_what_was_tapped_and_not_shown_yet_is_in_the_wheel_if_it_may_be(scene: Stage, group: Group) -> None:
    one = await begun(scene, group)
    await taps(scene, one, 0, 3, 3, 3, 3, 3)
    await taps(scene, one, 1, 3, 3, 3, 3)
    await scene.workshops.end(scene.fatou, one)
    assert [spoke.level for spoke in (await wheel(scene, group)).spokes[:2]] == [Decimal("3.0"), None]


async def test_aloud_there_is_no_level_of_anybody(scene: Stage, group: Group) -> None:
    view = await scene.workshops.begin(scene.fatou, group.id, PEERS, "aloud", present=3)
    one = view.workshop.id
    assert await refused(scene.workshops.themes.tap(scene.act(1), one, 0, 3)) is Why.GONE
    await scene.workshops.themes.agree(scene.fatou, one, 0, 2)
    await scene.workshops.end(scene.fatou, one)
    snapshot = await wheel(scene, group)
    assert (snapshot.answers, snapshot.present) == (None, 3)
    assert {spoke.level for spoke in snapshot.spokes} == {None}
    assert snapshot.spokes[0].agreed == 2
    assert await scene.rows("SELECT * FROM response") == []


async def test_the_next_round_shows_what_was_wished_for_and_the_answers_before(scene: Stage, group: Group) -> None:
    one = await begun(scene, group)
    await shown(scene, one, 0, 1, 2, 3, 4, 5)
    await scene.workshops.themes.agree(scene.fatou, one, 0, 2)
    await scene.workshops.themes.wish(scene.fatou, one, 0, 4)
    await scene.workshops.end(scene.fatou, one)
    for _ in range(2):
        standing = await scene.opened(group)
        await scene.answers(standing.round.id, FIVE, 2)
        await scene.rounds.close(scene.fatou, standing.round.id, group.id)
        await scene.deciding.idle()
    second, third = (await wheel(scene, group, 1)).spokes[0], (await wheel(scene, group)).spokes[0]
    assert (second.previous, second.wish) == (Decimal("3.0"), 4)
    assert (third.previous, third.wish) == (Decimal("2.0"), 4), "it is wished for until something else is"


async def test_what_was_agreed_aloud_is_compared_with_what_was_agreed_aloud(scene: Stage, group: Group) -> None:
    for level in (2, 3):
        view = await scene.workshops.begin(scene.fatou, group.id, PEERS, "aloud", present=4)
        await scene.workshops.themes.agree(scene.fatou, view.workshop.id, 0, level)
        await scene.workshops.end(scene.fatou, view.workshop.id)
    assert (await wheel(scene, group)).spokes[0].previous == Decimal(2)
    one = await begun(scene, group)
    await shown(scene, one, 0, 5, 5, 5, 5, 5)
    await scene.workshops.end(scene.fatou, one)
    assert (await wheel(scene, group)).spokes[0].previous is None


async def test_a_target_is_not_below_what_was_agreed(scene: Stage, group: Group) -> None:
    view = await scene.workshops.begin(scene.fatou, group.id, PEERS, "aloud", present=4)
    one, themes = view.workshop.id, scene.workshops.themes
    assert await refused(themes.wish(scene.fatou, one, 0, 3)) is Why.GONE
    await themes.agree(scene.fatou, one, 0, 2)
    assert await refused(themes.wish(scene.fatou, one, 0, 1)) is Why.GONE
    assert (await themes.wish(scene.fatou, one, 0, 3)).themes[0].target == 3
    assert (await themes.agree(scene.fatou, one, 0, 3)).themes[0].target == 3
    assert (await themes.agree(scene.fatou, one, 0, 4)).themes[0].target is None


async def test_nothing_is_agreed_on_before_the_taps_are_shown(scene: Stage, group: Group) -> None:
    one = await begun(scene, group)
    assert await refused(scene.workshops.themes.agree(scene.fatou, one, 0, 3)) is Why.GONE


@pytest.mark.parametrize("why", ["", " \n", "x" * 301])
async def test_a_reason_is_one_sentence(scene: Stage, group: Group, why: str) -> None:
    view = await scene.workshops.begin(scene.fatou, group.id, PEERS, "aloud", present=4)
    assert await refused(scene.workshops.themes.explain(scene.fatou, view.workshop.id, 0, why)) is Why.BAD_REASON
