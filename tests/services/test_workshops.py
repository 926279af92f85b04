"""A workshop: who may steer it, what a tap does, what is shown, what the wheel keeps, and what it stands beside."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.clock import to_micros
from bot.services.act import Act, Refused, Why
from bot.services.rounds.snapshot import Snapshot
from bot.services.workshop.standstill import STILL, Standstill
from bot.services.workshop.view import View
from bot.storage import groups
from bot.storage.groups import Group, Named
from surveys.extremes import Extreme
from surveys.scoring import Agreement
from tests.services.rounds_stage import FATOU, GENDER, PEERS, Stage, stage

FIVE, EIGHT = range(1, 6), range(1, 9)
OTHER = 903


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as found:
        yield found


@pytest.fixture
async def group(scene: Stage) -> Group:
    return await scene.facilitated(await scene.coordinated(), -100, *EIGHT)


async def refused(work: Awaitable[object]) -> Why:
    with pytest.raises(Refused) as caught:
        await work
    return caught.value.why


async def begun(scene: Stage, group: Group) -> int:
    view = await scene.workshops.begin(scene.fatou, group.id, PEERS, "taps")
    return view.workshop.id


async def taps(scene: Stage, workshop_id: int, place: int, *levels: int) -> None:
    """Member 1 taps the first level, member 2 the second, all at once."""
    themes = scene.workshops.themes
    await asyncio.gather(
        *(themes.tap(scene.act(number), workshop_id, place, level) for number, level in enumerate(levels, 1))
    )


async def shown(scene: Stage, workshop_id: int, place: int, *levels: int) -> View:
    await taps(scene, workshop_id, place, *levels)
    return await scene.workshops.themes.show(scene.fatou, workshop_id, place)


async def wheel(scene: Stage, group: Group, figure: int = 0) -> Snapshot:
    """The group's wheel, the newest first."""
    rows = await scene.rows("SELECT snapshot FROM figure WHERE subject_id = :id ORDER BY id DESC", id=group.id)
    return Snapshot.model_validate_json(rows[figure]["snapshot"])


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
