"""A group chooses how often its actions are brought to mind; what waits follows, and nothing is told twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.services.act import Act, Why
from bot.services.cadence import ASKED, GENTLE, ON_THE_DAY, USUAL, Cadence
from bot.services.rhythm import Rhythm
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
