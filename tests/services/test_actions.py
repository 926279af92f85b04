"""Actions are proposed, accepted, handed on, changed and shared, by whoever may."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.services.act import Why
from bot.services.actions.actions import MINE, Draft, Edit, Whose
from bot.services.actions.taking import ASKED, RETURNED
from bot.storage.actions import Action
from tests.services.action_stage import (
    AMINA,
    AWA,
    BINTA,
    CHEIKH,
    DIALLO,
    FATOU,
    STRANGER,
    Shop,
    Workshop,
    refused,
    shop,
)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Shop]:
    async with shop(tmp_path) as found:
        yield found


@pytest.fixture
def scene(here: Shop) -> Workshop:
    return here.scene


class TestProposing:
    async def test_ones_own_is_accepted_at_once_and_asked_of_nobody(self, here: Shop, scene: Workshop) -> None:
        action = await here.planned(half_days=3, sign="They speak")
        assert (action.state, action.owner_name, action.half_days, action.sign) == (
            "accepted",
            "Amina",
            3,
            "They speak",
        )
        assert (action.due, action.network_id, action.whose) == (scene.day(14), here.here.network_id, here.group)
        assert await scene.letters(ASKED) == []

    async def test_somebody_else_is_asked_by_letter(self, here: Shop, scene: Workshop) -> None:
        action = await here.asked(BINTA)
        assert (action.state, action.owner_id, action.proposed_by) == ("proposed", BINTA, AMINA)
        assert await scene.letters(ASKED) == [BINTA]
        view = await scene.boards.asked(scene.act(BINTA), action.id)
        assert view is not None
        assert view.action == action
        assert await scene.boards.asked(scene.act(CHEIKH), action.id) is None

    async def test_who_cannot_be_written_to_is_asked_all_the_same(self, here: Shop, scene: Workshop) -> None:
        await scene.people.blocked(BINTA, scene.clock.now())
        action = await here.asked(BINTA)
        assert await scene.letters(ASKED) == []
        assert not (await scene.boards.look(scene.act(AMINA), action.id)).reachable
        assert (await scene.actions.accept(scene.act(BINTA), action.id)).state == "accepted"

    async def test_the_same_tap_twice_plans_one(self, here: Shop, scene: Workshop) -> None:
        assert await here.planned() == await here.planned()
        scene.clock.advance(2 * 60 * 60)
        await here.planned()
        assert len((await scene.boards.board(scene.fatou, here.group)).lines) == 2

    async def test_one_kept_to_oneself_is_in_no_plan(self, scene: Workshop) -> None:
        action = await scene.actions.propose(scene.act(STRANGER), Draft("Read the charter", scene.day(3)))
        assert (action.whose, action.network_id, action.owner_id) == (MINE, None, STRANGER)
        assert await refused(scene.boards.look(scene.awa, action.id)) is Why.NOT_MEMBER

    @pytest.mark.parametrize(
        ("what", "why"), [("", Why.BAD_ACTION), (" \n", Why.BAD_ACTION), ("x" * 4000, Why.BAD_ACTION)]
    )
    async def test_what_has_one_to_a_thousand_characters(self, here: Shop, what: str, why: Why) -> None:
        assert await refused(here.planned(what=what)) is why
        assert len((await here.planned(what=" " + "x" * 1000)).what) == 1000

    @pytest.mark.parametrize("days", [-1, 3 * 365 + 2])
    async def test_the_day_is_neither_past_nor_too_far(self, here: Shop, days: int) -> None:
        assert await refused(here.planned(days=days)) is Why.BAD_DUE

    @pytest.mark.parametrize("days", [0, 3 * 365 + 1])
    async def test_today_is_not_past(self, here: Shop, days: int) -> None:
        assert (await here.planned(days=days)).due == here.scene.day(days)

    async def test_today_is_the_owners(self, here: Shop, scene: Workshop) -> None:
        """In Dakar the next day has begun when it is still the day before in La Paz."""
        scene.clock.advance(13 * 60 * 60)
        yesterday = scene.day(0) - timedelta(days=1)
        draft = replace(here.draft(), due=yesterday)
        assert await refused(scene.actions.propose(scene.act(AMINA), draft)) is Why.BAD_DUE
        await scene.write(lambda tx: tx.run("UPDATE person SET zone = 'America/La_Paz' WHERE id = :id", id=AMINA))
        assert (await scene.actions.propose(scene.act(AMINA), draft)).due == yesterday

    @pytest.mark.parametrize("half_days", [-1, 2001])
    async def test_nobody_plans_years_of_work(self, here: Shop, half_days: int) -> None:
        assert await refused(here.planned(half_days=half_days)) is Why.BAD_DAYS

    async def test_only_people_of_the_plan_add_to_it_own_it_and_help(self, here: Shop, scene: Workshop) -> None:
        propose = scene.actions.propose
        assert await refused(propose(scene.act(STRANGER), here.draft())) is Why.NOT_MEMBER
        assert await refused(propose(scene.act(None), here.draft())) is Why.NOT_MEMBER
        assert await refused(propose(scene.act(AMINA), here.draft(owner_id=STRANGER))) is Why.NOT_IN_PLAN
        assert await refused(propose(scene.act(AMINA), here.draft(helper_ids=(DIALLO,)))) is Why.NOT_IN_PLAN
        assert await refused(propose(scene.act(AMINA), here.draft(whose=MINE, owner_id=BINTA))) is Why.NOT_IN_PLAN
        assert await refused(propose(scene.act(AMINA), here.draft(whose=here.organization))) is Why.NOT_MEMBER
        assert (await propose(scene.act(DIALLO), here.draft(whose=here.organization))).whose == here.organization

    async def test_a_group_that_the_bot_left_plans_nothing(self, here: Shop, scene: Workshop) -> None:
        action = await here.planned()
        await scene.write(lambda tx: tx.run("UPDATE peer_group SET state = 'left' WHERE id = :id", id=here.here.id))
        assert await refused(here.planned(what="Another")) is Why.GONE
        assert await refused(here.planned(whose=Whose(group_id=999))) is Why.GONE
        assert (await scene.actions.done(scene.act(AMINA), action.id)).state == "done"

    async def test_it_answers_a_theme_of_a_wheel(self, here: Shop, scene: Workshop) -> None:
        figure_id = await scene.wheel(here.here)
        action = await here.planned(figure_id=figure_id, spoke="participation")
        assert action.round_id is not None
        assert action.theme is not None
        view = await scene.boards.look(scene.act(AMINA), action.id)
        assert view.template is not None
        assert (action.theme.spoke, view.template.id) == ("participation", "peer-group")
        assert await refused(here.planned(figure_id=figure_id, spoke="gone")) is Why.GONE
        assert await refused(here.planned(figure_id=999, spoke="trust")) is Why.GONE
        assert await refused(here.planned(spoke="trust")) is Why.GONE

    async def test_it_answers_no_wheel_that_is_not_for_who_plans_it(self, here: Shop, scene: Workshop) -> None:
        """Its themes may be others' own words."""
        draft = Draft("Ask", scene.day(9), MINE, figure_id=await scene.wheel(here.here), spoke="participation")
        assert await refused(scene.actions.propose(scene.act(STRANGER), draft)) is Why.NOT_MEMBER

    async def test_helpers_are_named_once_and_without_the_owner(self, here: Shop, scene: Workshop) -> None:
        action = await here.planned(helper_ids=(CHEIKH, BINTA, CHEIKH, AMINA))
        view = await scene.boards.look(scene.act(AMINA), action.id)
        assert [one.name for one in view.helpers] == ["Binta", "Cheikh"]


class TestHandingOn:
    async def test_the_owner_alone_accepts_and_says_whether_it_is_in_the_work_plan(
        self, here: Shop, scene: Workshop
    ) -> None:
        action = await here.asked(BINTA)
        for somebody in (AMINA, CHEIKH, FATOU):
            assert await refused(scene.actions.accept(scene.act(somebody), action.id)) is Why.NOT_OWNER
        assert (await scene.actions.accept(scene.act(BINTA), action.id)).in_work_plan is None
        said = await scene.actions.accept(scene.act(BINTA), action.id, in_work_plan=False)
        assert (said.state, said.in_work_plan) == ("accepted", False)
        assert await scene.actions.accept(scene.act(BINTA), action.id, in_work_plan=False) == said

    async def test_what_is_handed_back_is_nobodys_and_who_proposed_it_is_told(
        self, here: Shop, scene: Workshop
    ) -> None:
        action = await here.asked(BINTA)
        assert await refused(scene.actions.hand_back(scene.act(CHEIKH), action.id)) is Why.NOT_OWNER
        back = await scene.actions.hand_back(scene.act(BINTA), action.id, " no time ")
        assert (back.state, back.owner_id, back.owner_name, back.reason) == ("proposed", None, "", "no time")
        assert await scene.letters(RETURNED) == [AMINA]
        assert await scene.boards.returned(scene.act(AMINA), action.id) is not None
        assert await refused(scene.actions.hand_back(scene.act(BINTA), action.id)) is Why.NOT_OWNER
        await scene.actions.hand_over(scene.act(AMINA), action.id, CHEIKH)
        assert await scene.boards.returned(scene.act(AMINA), action.id) is None

    async def test_the_facilitator_is_told_where_who_proposed_it_handed_it_back(
        self, here: Shop, scene: Workshop
    ) -> None:
        action = await here.planned(AMINA)
        await scene.actions.hand_back(scene.act(AMINA), action.id)
        assert await scene.letters(RETURNED) == [FATOU]

    async def test_the_next_owner_is_asked(self, here: Shop, scene: Workshop) -> None:
        action = await here.planned(AMINA, helper_ids=(BINTA, CHEIKH))
        await scene.actions.let_mention(scene.act(AMINA), action.id, allowed=True)
        over = await scene.actions.hand_over(scene.act(AMINA), action.id, BINTA)
        assert (over.state, over.owner_name, over.may_mention) == ("proposed", "Binta", False)
        assert await scene.letters(ASKED) == [BINTA]
        assert await scene.actions.hand_over(scene.fatou, action.id, BINTA) == over
        view = await scene.boards.look(scene.act(BINTA), action.id)
        assert [one.name for one in view.helpers] == ["Cheikh"]

    async def test_what_nobody_has_anybody_of_the_plan_takes(self, here: Shop, scene: Workshop) -> None:
        action = await here.asked(BINTA)
        assert await refused(scene.actions.hand_over(scene.act(CHEIKH), action.id, CHEIKH)) is Why.NOT_OWNER
        await scene.actions.hand_back(scene.act(BINTA), action.id)
        taken = await scene.actions.hand_over(scene.act(CHEIKH), action.id, CHEIKH)
        assert (taken.state, taken.owner_id, taken.reason) == ("accepted", CHEIKH, None)
        assert await refused(scene.actions.hand_over(scene.act(STRANGER), action.id, STRANGER)) is Why.NOT_MEMBER

    async def test_only_to_people_of_the_plan(self, here: Shop, scene: Workshop) -> None:
        action = await here.planned()
        assert await refused(scene.actions.hand_over(scene.fatou, action.id, DIALLO)) is Why.NOT_IN_PLAN

    async def test_who_leaves_the_group_leaves_what_is_open(self, here: Shop, scene: Workshop) -> None:
        open_, done = await here.planned(), await here.planned(what="Another")
        await scene.actions.done(scene.act(AMINA), done.id)
        await scene.leaves(here.here, AMINA)
        left = await scene.action(open_.id)
        assert (left.owner_id, left.owner_name, left.state, left.remind_at) == (None, "", "proposed", None)
        assert (await scene.action(done.id)).owner_id == AMINA
        view = await scene.boards.look(scene.fatou, open_.id)
        assert view.history[-1].step == "owner_left"


class TestChanging:
    async def test_it_says_something_else(self, here: Shop, scene: Workshop) -> None:
        figure_id = await scene.wheel(here.here)
        action = await here.planned(figure_id=figure_id, spoke="trust")
        view = await scene.boards.look(scene.act(AMINA), action.id)
        edit = replace(Edit.of(view), what="Ask three", sign="They do", spoke="sharing", half_days=1)
        changed = await scene.actions.edit(scene.act(AMINA), action.id, action.revision, edit)
        assert changed.theme is not None
        assert (changed.what, changed.sign, changed.theme.spoke, changed.half_days) == (
            "Ask three",
            "They do",
            "sharing",
            1,
        )
        last = (await scene.boards.look(scene.fatou, action.id)).history[-1]
        assert (last.name, last.detail) == ("Amina", {"fields": ["what", "sign", "theme", "half_days"]})
        none = replace(edit, spoke=None)
        bare = await scene.actions.edit(scene.act(AMINA), action.id, changed.revision, none)
        assert bare.theme is None
        assert await refused(scene.actions.edit(scene.act(AMINA), action.id, bare.revision, edit)) is Why.GONE

    async def test_two_who_edit_do_not_undo_one_another(self, here: Shop, scene: Workshop) -> None:
        action = await here.planned()
        edit = Edit.of(await scene.boards.look(scene.act(AMINA), action.id))
        first = await scene.actions.edit(
            scene.act(AMINA), action.id, action.revision, replace(edit, helper_ids=(BINTA,))
        )
        late = scene.actions.edit(scene.fatou, action.id, action.revision, replace(edit, what="Other"))
        assert await refused(late) is Why.CHANGED
        assert await scene.action(action.id) == first
        same = replace(edit, helper_ids=(BINTA,))
        assert await scene.actions.edit(scene.fatou, action.id, first.revision, same) == first

    async def test_helpers_say_how_it_goes_and_others_look(self, here: Shop, scene: Workshop) -> None:
        action = await here.planned(helper_ids=(BINTA,))
        await scene.actions.going_well(scene.act(BINTA), action.id)
        actions = scene.actions
        edit = Edit.of(await scene.boards.look(scene.act(BINTA), action.id))
        for somebody in (BINTA, CHEIKH):
            who = scene.act(somebody)
            assert await refused(actions.move_date(who, action.id, scene.day(1))) is Why.NOT_OWNER
            assert await refused(actions.edit(who, action.id, 1, edit)) is Why.NOT_OWNER
            assert await refused(actions.drop(who, action.id)) is Why.NOT_OWNER
            assert await refused(actions.let_mention(who, action.id, allowed=True)) is Why.NOT_OWNER
            assert await refused(actions.share(who, action.id, here.organization)) is Why.NOT_OWNER
            assert await refused(actions.share(who, action.id, action.whose)) is Why.NOT_OWNER
        assert await refused(actions.done(scene.act(CHEIKH), action.id)) is Why.NOT_OWNER
        assert await refused(actions.done(scene.act(STRANGER), action.id)) is Why.NOT_MEMBER
        assert (await actions.done(scene.act(BINTA), action.id)).state == "done"

    @pytest.mark.parametrize("somebody", [FATOU, AWA])
    async def test_facilitators_and_coordinators_may_all_but_accept_and_allow(
        self, here: Shop, scene: Workshop, somebody: int
    ) -> None:
        action, who = await here.planned(), scene.act(somebody)
        assert (await scene.actions.move_date(who, action.id, scene.day(20))).due == scene.day(20)
        assert (await scene.actions.block(who, action.id, "rain")).reason == "rain"
        assert await refused(scene.actions.let_mention(who, action.id, allowed=True)) is Why.NOT_OWNER
        assert await refused(scene.actions.hand_back(who, action.id)) is Why.NOT_OWNER
        assert (await scene.actions.drop(who, action.id)).state == "dropped"

    async def test_a_role_that_is_gone_gives_no_right(self, here: Shop, scene: Workshop) -> None:
        action = await here.planned()
        await scene.write(lambda tx: tx.run("DELETE FROM facilitator WHERE person_id = :id", id=FATOU))
        assert await refused(scene.actions.drop(scene.fatou, action.id)) is Why.NOT_MEMBER

    async def test_another_day_is_kept_with_the_one_before(self, here: Shop, scene: Workshop) -> None:
        action = await here.planned()
        moved = await scene.actions.move_date(scene.act(AMINA), action.id, scene.day(21))
        assert await scene.actions.move_date(scene.act(AMINA), action.id, scene.day(21)) == moved
        last = (await scene.boards.look(scene.fatou, action.id)).history[-1]
        assert last.detail == {"before": str(scene.day(14)), "after": str(scene.day(21))}
        assert await refused(scene.actions.move_date(scene.act(AMINA), action.id, scene.day(-1))) is Why.BAD_DUE

    async def test_ones_own_is_brought_into_a_plan_once(self, here: Shop, scene: Workshop) -> None:
        own = await scene.actions.propose(scene.act(BINTA), Draft("Read", scene.day(3)))
        assert await refused(scene.actions.share(scene.act(AMINA), own.id, here.group)) is Why.NOT_MEMBER
        shared = await scene.actions.share(scene.act(BINTA), own.id, here.organization)
        assert (shared.whose, shared.network_id) == (here.organization, here.here.network_id)
        assert await scene.actions.share(scene.act(BINTA), own.id, here.organization) == shared
        assert await refused(scene.actions.share(scene.act(BINTA), own.id, here.group)) is Why.NOT_OWNER
        strange = await scene.actions.propose(scene.act(STRANGER), Draft("Read", scene.day(3)))
        assert await refused(scene.actions.share(scene.act(STRANGER), strange.id, here.group)) is Why.NOT_MEMBER

    async def test_what_there_is_not_is_refused(self, scene: Workshop) -> None:
        works = [scene.actions.done(scene.fatou, 99), scene.boards.look(scene.fatou, 99)]
        assert [await refused(work) for work in works] == [Why.GONE] * 2


async def reminded(scene: Workshop, action: Action) -> tuple[bool, str | None]:
    """Whether it is to be looked at for reminders, and at which step."""
    kept = await scene.action(action.id)
    return kept.remind_at is not None, kept.remind_step


async def test_reminders_are_reckoned_anew_by_what_was_done_and_not_by_what_was_said(
    here: Shop, scene: Workshop
) -> None:
    action = await here.asked(BINTA)
    assert await reminded(scene, action) == (False, None)
    await scene.actions.accept(scene.act(BINTA), action.id)
    assert await reminded(scene, action) == (True, None)
    await scene.write(lambda tx: tx.run("UPDATE action SET remind_step = 'on the day' WHERE id = :id", id=action.id))
    await scene.actions.accept(scene.act(BINTA), action.id, in_work_plan=True)
    assert await reminded(scene, action) == (True, "on the day")
    await scene.actions.going_well(scene.act(BINTA), action.id)
    assert await reminded(scene, action) == (True, None)
    await scene.actions.done(scene.act(BINTA), action.id)
    assert await reminded(scene, action) == (False, None)
