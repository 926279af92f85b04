"""How an action goes: which state follows which, that a second tap changes nothing, and what is kept of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bot.services.act import Act, Why
from bot.services.actions.actions import Actions
from bot.services.actions.history import Step
from bot.storage.actions import Action
from tests.services.action_stage import AMINA, BINTA, CHEIKH, FATOU, Shop, Workshop, refused, shop

HOUR = 60 * 60


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Shop]:
    async with shop(tmp_path) as found:
        yield found


@pytest.fixture
def scene(here: Shop) -> Workshop:
    return here.scene


async def steps(scene: Workshop, action: Action) -> list[tuple[str, Step]]:
    """Who did what with it, the oldest first."""
    view = await scene.boards.look(scene.act(FATOU), action.id)
    return [(one.name, one.step) for one in view.history]


async def test_all_that_is_done_is_kept_with_who_and_when(here: Shop, scene: Workshop) -> None:
    action = await here.asked(BINTA)
    binta = scene.act(BINTA)
    await scene.actions.accept(binta, action.id)
    await scene.actions.going_well(binta, action.id)
    scene.clock.advance(HOUR)
    await scene.actions.block(scene.act(BINTA), action.id, "no room")
    await scene.actions.move_date(scene.fatou, action.id, scene.day(30))
    await scene.actions.done(binta, action.id)
    assert await steps(scene, action) == [
        ("Amina", Step.PROPOSED),
        ("Binta", Step.ACCEPTED),
        ("Binta", Step.GOING_WELL),
        ("Binta", Step.BLOCKED),
        ("Fatou", Step.MOVED),
        ("Binta", Step.DONE),
    ]
    history = (await scene.boards.look(scene.fatou, action.id)).history
    assert (history[3].at, history[3].detail) == (scene.clock.now(), {"word": "no room"})
    assert (history[0].detail["person_id"], history[0].detail["name"]) == (BINTA, "Binta")


Twice = Callable[[Actions, Act, int], Awaitable[Action]]


@pytest.mark.parametrize(
    ("state", "work"),
    [
        ("in_progress", lambda actions, act, one: actions.going_well(act, one)),
        ("blocked", lambda actions, act, one: actions.block(act, one)),
        ("blocked", lambda actions, act, one: actions.block(act, one, "rain")),
        ("done", lambda actions, act, one: actions.done(act, one)),
        ("dropped", lambda actions, act, one: actions.drop(act, one)),
        ("dropped", lambda actions, act, one: actions.drop(act, one, "too much")),
    ],
)
async def test_a_second_tap_changes_nothing(here: Shop, scene: Workshop, state: str, work: Twice) -> None:
    action = await here.planned()
    once = await work(scene.actions, scene.act(AMINA), action.id)
    scene.clock.advance(60)
    assert await work(scene.actions, scene.act(AMINA), action.id) == once
    assert once.state == state
    assert len(await steps(scene, action)) == 2


async def test_going_well_is_kept_each_time_that_it_is_said_anew(here: Shop, scene: Workshop) -> None:
    action = await here.planned()
    await scene.actions.going_well(scene.act(AMINA), action.id)
    scene.clock.advance(7 * 24 * HOUR)
    await scene.actions.going_well(scene.act(AMINA), action.id)
    assert await steps(scene, action) == [
        ("Amina", Step.PROPOSED),
        ("Amina", Step.GOING_WELL),
        ("Amina", Step.GOING_WELL),
    ]


async def test_a_reason_may_come_after_the_tap(here: Shop, scene: Workshop) -> None:
    action, amina = await here.planned(), scene.act(AMINA)
    await scene.actions.block(amina, action.id)
    assert (await scene.actions.block(amina, action.id, "no room")).reason == "no room"
    assert (await scene.actions.block(amina, action.id)).reason == "no room"
    assert (await scene.actions.going_well(amina, action.id)).reason is None
    await scene.actions.drop(amina, action.id)
    assert (await scene.actions.drop(amina, action.id, "another group does it")).reason == "another group does it"
    assert (await scene.actions.drop(amina, action.id)).reason == "another group does it"
    assert await refused(scene.actions.drop(amina, action.id, "x" * 1001)) is Why.BAD_LINE


async def test_what_ended_is_changed_by_no_late_tap(here: Shop, scene: Workshop) -> None:
    action, amina = await here.planned(), scene.act(AMINA)
    done = await scene.actions.done(amina, action.id)
    late = [
        *(scene.actions.going_well(amina, action.id), scene.actions.block(amina, action.id)),
        *(scene.actions.drop(amina, action.id), scene.actions.move_date(amina, action.id, scene.day(3))),
        *(scene.actions.hand_over(amina, action.id, BINTA), scene.actions.hand_back(amina, action.id)),
        *(scene.actions.accept(amina, action.id), scene.actions.let_mention(amina, action.id, allowed=True)),
    ]
    assert [await refused(work) for work in late] == [Why.ENDED] * len(late)
    assert await scene.action(action.id) == done
    dropped = await here.planned(what="Another")
    await scene.actions.drop(amina, dropped.id)
    assert await refused(scene.actions.done(amina, dropped.id)) is Why.ENDED


async def test_what_was_not_done_after_all_goes_on(here: Shop, scene: Workshop) -> None:
    action, amina = await here.planned(), scene.act(AMINA)
    assert await scene.actions.reopen(amina, action.id) == action
    await scene.actions.done(amina, action.id)
    assert await refused(scene.actions.reopen(scene.act(CHEIKH), action.id)) is Why.NOT_OWNER
    again = await scene.actions.reopen(amina, action.id)
    assert (again.state, again.ended_at, again.remind_at) == ("in_progress", None, scene.now)


async def test_what_is_taken_up_again_without_an_owner_waits_for_one(here: Shop, scene: Workshop) -> None:
    action = await here.asked(BINTA)
    await scene.actions.hand_back(scene.act(BINTA), action.id)
    await scene.actions.drop(scene.fatou, action.id)
    assert (await scene.actions.reopen(scene.fatou, action.id)).state == "proposed"


async def test_the_owner_accepts_by_saying_how_it_goes_and_nobody_for_them(here: Shop, scene: Workshop) -> None:
    action = await here.asked(BINTA)
    for works in (scene.actions.going_well, scene.actions.block):
        assert await refused(works(scene.fatou, action.id)) is Why.NOT_OWNER
    assert (await scene.actions.going_well(scene.act(BINTA), action.id)).state == "in_progress"


@pytest.mark.parametrize("how", ["going_well", "moved", "done", "dropped"])
async def test_what_was_on_the_agenda_leaves_it_when_it_moves(here: Shop, scene: Workshop, how: str) -> None:
    action, amina = await here.planned(), scene.act(AMINA)
    await scene.write(lambda tx: tx.run("UPDATE action SET on_agenda = 1 WHERE id = :id", id=action.id))
    assert (await scene.actions.block(amina, action.id)).on_agenda
    moves = {
        "going_well": lambda: scene.actions.going_well(amina, action.id),
        "moved": lambda: scene.actions.move_date(amina, action.id, scene.day(3)),
        "done": lambda: scene.actions.done(amina, action.id),
        "dropped": lambda: scene.actions.drop(amina, action.id),
    }
    assert not (await moves[how]()).on_agenda


async def test_the_forgotten_leave_what_was_done_without_their_name(here: Shop, scene: Workshop) -> None:
    own = await scene.actions.propose(scene.act(BINTA), here.draft(whose=here.alone))
    asked, done = await here.asked(BINTA), await here.planned(BINTA, "Another")
    await scene.actions.done(scene.act(BINTA), done.id)
    helped = await here.planned(AMINA, "A third", helper_ids=(BINTA,))
    await scene.people.forget(scene.act(BINTA))
    open_, ended = await scene.action(asked.id), await scene.action(done.id)
    assert (open_.owner_id, open_.owner_name, open_.state) == (None, "", "proposed")
    assert (ended.owner_id, ended.owner_name, ended.state) == (None, "", "done")
    assert (await scene.boards.look(scene.fatou, helped.id)).helpers == []
    assert await steps(scene, done) == [("", Step.PROPOSED), ("", Step.DONE)]
    assert await scene.rows("SELECT 1 AS there FROM action WHERE id = :id", id=own.id) == []
    told = await scene.rows("SELECT detail, name FROM action_change")
    assert not any("Binta" in row["detail"] + row["name"] for row in told)
