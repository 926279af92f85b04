"""A group chooses how often its actions are brought to mind; what waits follows, and nothing is told twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import to_micros
from bot.services.act import Act, Why
from bot.services.followup.cadence import ASKED, FACILITATORS, GENTLE, ON_THE_DAY, USUAL, Cadence, next_step
from bot.services.followup.rhythm import Rhythm, anew
from bot.storage.actions import Action, Whose
from tests.services.action_stage import AMINA, AWA, BINTA, FATOU, refused
from tests.services.followup_stage import Scene
from tests.services.followup_stage import scene as open_scene


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with open_scene(tmp_path) as opened:
        yield opened


def act(scene: Scene, person_id: int = FATOU) -> Act:
    return scene.workshop.act(person_id)


async def chosen(scene: Scene, cadence: Cadence) -> None:
    await Rhythm(scene.workshop.ground).choose(act(scene), scene.place.here.id, cadence)


async def arriving(scene: Scene, days: int = 120) -> list[tuple[str, int]]:
    """What arrives of the follow-up, with the day counted from now."""
    today = scene.now.date()
    found = await scene.until(days)
    return [(one.kind, (one.day - today).days) for one in found if one.kind != "digest"]


USUALLY = [*(("reminder", day) for day in (7, 14, 21, 35, 49, 63)), ("action_to_facilitator", 77)]


async def test_the_usual_way(scene: Scene) -> None:
    await scene.place.planned(days=14)
    await scene.ticks()
    assert await arriving(scene) == USUALLY


@pytest.mark.parametrize(
    ("cadence", "expected"),
    [
        (GENTLE, (11, 14, 28, 56, 84)),
        (ON_THE_DAY, (14, 28)),
        (Cadence(ahead=1, after=3, every=14, times=0), (13, 14, 17, 31)),
    ],
)
async def test_what_waits_follows_what_was_chosen(scene: Scene, cadence: Cadence, expected: tuple[int, ...]) -> None:
    """The last of the days is the one on which the facilitators are told."""
    await scene.place.planned(days=14)
    await scene.ticks()
    await chosen(scene, cadence)
    arrived = await arriving(scene)
    assert [day for _, day in arrived] == list(expected)
    assert [kind for kind, _ in arrived] == ["reminder"] * (len(expected) - 1) + ["action_to_facilitator"]


@pytest.mark.parametrize(
    ("days", "cadence", "expected"),
    [
        (7, Cadence(ahead=1), [("reminder", 7)]),
        (14, ON_THE_DAY, [("action_to_facilitator", 14)]),
        (21, GENTLE, [("reminder", 35), ("action_to_facilitator", 63)]),
        (49, replace(USUAL, times=0), [("action_to_facilitator", 14)]),
        (63, replace(USUAL, after=14, times=1), [("action_to_facilitator", 14)]),
    ],
)
async def test_what_was_told_is_not_told_again(
    scene: Scene, days: int, cadence: Cadence, expected: list[tuple[str, int]]
) -> None:
    """Changed on the very day of a reminder, after it."""
    await scene.place.planned(days=14)
    await scene.ticks()
    told = await arriving(scene, days)
    assert told == [one for one in USUALLY if one[1] <= days]
    await chosen(scene, cadence)
    assert (await arriving(scene))[: len(expected)] == expected


async def test_to_and_fro_changes_nothing(scene: Scene) -> None:
    made = await scene.place.planned(days=14)
    await scene.ticks()
    before = await scene.action(made.id)
    for cadence in (GENTLE, ON_THE_DAY, USUAL):
        await chosen(scene, cadence)
    assert await scene.action(made.id) == before


async def test_what_its_owner_has_asked_for_stays(scene: Scene) -> None:
    made = await scene.place.planned(days=14)
    await scene.ticks()
    asked = await scene.followup.remind_on(act(scene, AMINA), made.id, scene.now.date() + timedelta(days=3))
    await chosen(scene, ON_THE_DAY)
    found = await scene.action(made.id)
    assert (found.remind_at, found.remind_step) == (asked.remind_at, ASKED)
    assert await arriving(scene) == [("reminder", 3), ("reminder", 14), ("action_to_facilitator", 28)]


async def test_a_letter_that_waits_says_what_it_was_to_say(scene: Scene) -> None:
    """The reminder was put and did not go out yet: the night had come, or the line was cut."""
    made = await scene.place.planned(days=14)
    await scene.ticks()
    await scene.moves_to(scene.now + timedelta(days=7))
    await scene.ticks()
    await chosen(scene, GENTLE)
    await scene.delivers()
    assert [one.about for one in scene.arrived if one.kind == "reminder"] == [(made.id,)]
    assert await arriving(scene, 10) == [("reminder", 7)]


async def test_what_is_due_and_not_looked_at_yet_comes_once(scene: Scene) -> None:
    await scene.place.planned(days=14)
    await scene.ticks()
    await scene.moves_to(scene.now + timedelta(days=7))
    await chosen(scene, GENTLE)
    assert await arriving(scene) == [
        *(("reminder", day) for day in (0, 7, 21, 49)),
        ("action_to_facilitator", 77),
    ]


async def test_other_plans_are_left_as_they_are(scene: Scene) -> None:
    made = await scene.place.planned(BINTA, days=14, whose=scene.place.organization)
    await scene.ticks()
    before = await scene.workshop.boards.look(act(scene, BINTA), made.id)
    await chosen(scene, ON_THE_DAY)
    assert await scene.workshop.boards.look(act(scene, BINTA), made.id) == before


async def test_only_those_who_look_after_the_group_choose(scene: Scene) -> None:
    rhythm, group_id = Rhythm(scene.workshop.ground), scene.place.here.id
    await rhythm.choose(act(scene, AWA), group_id, GENTLE)
    assert await refused(rhythm.choose(act(scene, AMINA), group_id, GENTLE)) is Why.NOT_FACILITATOR
    assert await refused(rhythm.choose(act(scene), 999, GENTLE)) is Why.GONE
    for absurd in (Cadence(ahead=-1), Cadence(after=61), Cadence(every=0), Cadence(times=11)):
        assert await refused(rhythm.choose(act(scene), group_id, absurd)) is Why.BAD_DATE


MANILA = ZoneInfo("Asia/Manila")
DUE = date(2027, 3, 15)
ACTION = Action(
    id=1,
    network_id=1,
    whose=Whose(group_id=1),
    round_id=None,
    theme=None,
    what="Visit the elders",
    voice=None,
    sign=None,
    owner_id=1,
    owner_name="Amina",
    proposed_by=1,
    due=DUE,
    half_days=None,
    in_work_plan=None,
    may_mention=False,
    state="accepted",
    reason=None,
    on_agenda=False,
    remind_at=None,
    remind_step=None,
    last_reminded_at=None,
    revision=0,
    created_at=0,
    changed_at=0,
    ended_at=None,
)
CADENCES = st.builds(
    Cadence,
    ahead=st.sampled_from((0, 1, 3, 7, 14)),
    after=st.sampled_from((0, 3, 7, 14, 30)),
    every=st.sampled_from((14, 28)),
    times=st.integers(0, 3),
)


def course(changes: list[tuple[int, Cadence]]) -> list[tuple[str, datetime]]:
    """All that is told of an action that nobody touches, while its group changes its mind on those days."""
    now, cadence, told = datetime(2027, 2, 1, tzinfo=UTC), USUAL, list[tuple[str, datetime]]()
    action, waiting = ACTION, sorted(changes, key=lambda change: change[0])
    following = next_step(action.state, DUE, None, now, zone=MANILA, cadence=cadence)
    while following is not None:
        changed = datetime(2027, 2, 1, 12, tzinfo=UTC) + timedelta(days=waiting[0][0]) if waiting else None
        if changed is not None and changed < following[0]:
            action = replace(action, remind_at=to_micros(following[0]), remind_step=following[1])
            _, chosen = waiting.pop(0)
            following = anew(action, cadence, chosen, now=changed, zone=MANILA)
            cadence = chosen
            continue
        now, step = following
        told.append((step, now))
        action = replace(action, last_reminded_at=to_micros(now))
        following = next_step(action.state, DUE, step, now, zone=MANILA, cadence=cadence)
    return told


@given(st.lists(st.tuples(st.integers(0, 150), CADENCES), max_size=6))
def test_however_often_a_group_changes_its_mind(changes: list[tuple[int, Cadence]]) -> None:
    """Never two reminders on one day; the day itself at most once; the facilitators once, and last."""
    told = course(changes)
    days = [at.astimezone(MANILA).date() for _, at in told]
    assert all(one < other for one, other in pairwise(days))
    steps = [step for step, _ in told]
    assert steps.index(FACILITATORS) == len(steps) - 1
    assert steps.count("day") <= 1
    assert all(day <= DUE for step, day in zip(steps, days, strict=True) if step in {"ahead", "day"})
