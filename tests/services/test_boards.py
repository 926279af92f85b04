"""Looking at actions: boards and their order, who has too much, people to choose from, and what answered a wheel."""

from __future__ import annotations

from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import pytest

from bot.services.act import Why
from bot.services.actions.actions import Draft, Whose
from bot.services.actions.answered import Answers
from bot.services.actions.boards import Board
from bot.services.actions.listing import PAGE, Order
from bot.storage import chats, networks
from bot.storage.actions import MINE
from bot.storage.port import Writer
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
from tests.services.rounds_stage import PEERS

DAY = 24 * 60 * 60


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Shop]:
    async with shop(tmp_path) as found:
        yield found


@pytest.fixture
def scene(here: Shop) -> Workshop:
    return here.scene


def told(board: Board) -> list[str]:
    return [line.action.what for line in board.lines]


class TestBoards:
    async def test_by_date_by_owner_and_by_theme(self, here: Shop, scene: Workshop) -> None:
        figure_id = await scene.wheel(here.here)
        await here.planned(BINTA, "late", days=30, figure_id=figure_id, spoke="participation")
        await here.planned(AMINA, "soon", days=5)
        await here.planned(AMINA, "between", days=10, figure_id=figure_id, spoke="trust")
        back = await here.planned(CHEIKH, "nobody's", days=20, figure_id=figure_id, spoke="trust")
        await scene.actions.hand_back(scene.act(CHEIKH), back.id)
        boards = {order: told(await scene.boards.board(scene.fatou, here.group, order)) for order in Order}
        assert boards == {
            Order.DATE: ["soon", "between", "nobody's", "late"],
            Order.OWNER: ["soon", "between", "late", "nobody's"],
            Order.THEME: ["between", "nobody's", "late", "soon"],
        }

    async def test_page_by_page(self, here: Shop, scene: Workshop) -> None:
        for number in range(PAGE + 2):
            await here.planned(AMINA, f"action {number}", days=number)
        first = await scene.boards.board(scene.fatou, here.group)
        assert (len(first.lines), first.page, first.pages, first.many) == (PAGE, 0, 2, PAGE + 2)
        last = await scene.boards.board(scene.fatou, here.group, page=9)
        assert (told(last), last.page) == ([f"action {PAGE}", f"action {PAGE + 1}"], 1)
        assert (await scene.boards.board(scene.fatou, here.group, page=-3)).page == 0

    async def test_an_empty_plan_has_one_empty_page(self, here: Shop, scene: Workshop) -> None:
        board = await scene.boards.board(scene.act(CHEIKH), here.group)
        assert (told(board), board.page, board.pages, board.busiest, board.manages) == ([], 0, 1, None, False)
        assert board.plan.name == "Group -100"

    async def test_what_ended_is_on_a_board_of_its_own_the_latest_first(self, here: Shop, scene: Workshop) -> None:
        for what in ("one", "two", "open"):
            action = await here.planned(AMINA, what)
            if what != "open":
                await scene.actions.done(scene.act(AMINA), action.id)
            scene.clock.advance(DAY)
        assert told(await scene.boards.board(scene.fatou, here.group)) == ["open"]
        assert told(await scene.boards.board(scene.fatou, here.group, ended=True)) == ["two", "one"]

    async def test_what_is_blocked_past_its_day_or_on_the_agenda_needs_a_hand(
        self, here: Shop, scene: Workshop
    ) -> None:
        late, blocked = await here.planned(AMINA, "late", days=1), await here.planned(AMINA, "blocked", days=9)
        agenda = await here.planned(AMINA, "agenda", days=10)
        done = await here.planned(AMINA, "done", days=1)
        await here.planned(AMINA, "fine", days=2)
        await scene.actions.block(scene.act(AMINA), blocked.id)
        await scene.actions.done(scene.act(AMINA), done.id)
        await scene.write(lambda tx: tx.run("UPDATE action SET on_agenda = 1 WHERE id = :id", id=agenda.id))
        scene.clock.advance(2 * DAY)
        board = await scene.boards.board(scene.fatou, here.group)
        assert {line.action.what for line in board.lines if line.needs_hand} == {"late", "blocked", "agenda"}
        assert (await scene.boards.look(scene.fatou, late.id)).needs_hand
        assert not (await scene.boards.look(scene.fatou, done.id)).needs_hand

    async def test_only_people_of_the_plan_see_it_and_who_manages_it(self, here: Shop, scene: Workshop) -> None:
        board = scene.boards.board
        assert (await board(scene.fatou, here.group)).manages
        assert (await board(scene.awa, here.organization)).manages
        assert not (await board(scene.act(DIALLO), here.organization)).manages
        refusals = [
            *(board(scene.act(STRANGER), here.group), board(scene.act(AMINA), here.organization)),
            *(board(scene.act(DIALLO), here.group), board(scene.fatou, here.organization), board(scene.fatou, MINE)),
        ]
        assert [await refused(work) for work in refusals] == [Why.NOT_MEMBER] * 5
        assert await refused(board(scene.fatou, Whose(group_id=99))) is Why.GONE
        assert await refused(board(scene.fatou, Whose(organization_id=99))) is Why.GONE

    async def test_who_has_more_than_half_of_three_or_more_is_told_of(self, here: Shop, scene: Workshop) -> None:
        async def busiest() -> str | None:
            named = (await scene.boards.board(scene.fatou, here.group)).busiest
            return named.name if named else None

        for what in ("one", "two"):
            await here.planned(AMINA, what)
        assert await busiest() is None
        await here.planned(BINTA)
        assert await busiest() == "Amina"
        fourth = await here.planned(CHEIKH)
        assert await busiest() is None
        await scene.actions.done(scene.act(CHEIKH), fourth.id)
        assert await busiest() == "Amina"

    async def test_a_plan_of_three_hundred_is_shown(self, here: Shop, scene: Workshop) -> None:
        await here.planned(AMINA, "the first", days=0)
        await scene.write(
            lambda tx: tx.run(
                "INSERT INTO action (group_id, what, owner_id, owner_name, due, state, created_at, changed_at)"
                " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 299)"
                " SELECT :group_id, 'more', 2, 'Binta', 800000, 'accepted', 1, 1 FROM n",
                group_id=here.here.id,
            )
        )
        board = await scene.boards.board(scene.fatou, here.group)
        assert (board.many, board.pages, told(board)[0]) == (300, -(-300 // PAGE), "the first")


class TestOnesOwn:
    async def test_what_i_have_and_help_with_everywhere_is_in_one_list(self, here: Shop, scene: Workshop) -> None:
        await here.planned(BINTA, "of the group", days=9)
        await here.planned(AMINA, "I help", days=3, helper_ids=(BINTA,))
        await here.planned(BINTA, "of the organization", days=1, whose=here.organization)
        await here.planned(BINTA, "mine", days=5, whose=MINE)
        await here.planned(AMINA, "hers", days=2)
        done = await here.planned(BINTA, "done", days=4)
        await scene.actions.done(scene.act(BINTA), done.id)
        lines = await scene.boards.mine(scene.act(BINTA))
        assert [(line.action.what, line.plan) for line in lines] == [
            ("of the organization", "Mti"),
            ("I help", "Group -100"),
            ("mine", ""),
            ("of the group", "Group -100"),
        ]

    async def test_the_places_to_plan_for_end_with_oneself(self, here: Shop, scene: Workshop) -> None:
        async def names(person_id: int) -> list[str]:
            return [plan.name for plan in await scene.boards.places(scene.act(person_id))]

        assert await names(BINTA) == ["Group -100", "Mti", ""]
        assert await names(FATOU) == ["Group -100", ""]
        assert await names(STRANGER) == [""]

    async def test_one_is_seen_by_its_people_only(self, here: Shop, scene: Workshop) -> None:
        own = await scene.actions.propose(scene.act(AMINA), Draft("Read", scene.day(3)))
        seen = await scene.boards.look(scene.act(AMINA), own.id)
        assert (seen.rights.owner, seen.rights.manages, seen.plan.name) == (True, False, "")
        for somebody in (BINTA, FATOU, AWA):
            assert await refused(scene.boards.look(scene.act(somebody), own.id)) is Why.NOT_MEMBER


class TestPeople:
    async def test_oneself_first_then_by_name(self, here: Shop, scene: Workshop) -> None:
        found = await scene.boards.members(scene.act(CHEIKH), here.group)
        assert [one.name for one in found.named] == ["Cheikh", "Amina", "Binta", "Fatou"]
        of_organization = await scene.boards.members(scene.awa, here.organization)
        assert [one.name for one in of_organization.named] == ["Binta", "Diallo"]

    async def test_a_beginning_finds_them_whatever_its_accents(self, here: Shop, scene: Workshop) -> None:
        await scene.join(here.here, 31, 32)
        await scene.called(31, "Élodie Ba")
        await scene.called(32, "Bah Élise")
        found = await scene.boards.members(scene.act(AMINA), here.group, 0, "ba")
        assert [one.name for one in found.named] == ["Bah Élise", "Élodie Ba"]
        assert (await scene.boards.members(scene.act(AMINA), here.group, 0, "nobody")).named == []

    async def test_page_by_page_without_those_whose_name_is_not_known(self, here: Shop, scene: Workshop) -> None:
        await scene.join(here.here, *range(40, 60))
        for one in range(40, 50):
            await scene.called(one, f"Person {one}")
        pages = [await scene.boards.members(scene.act(AMINA), here.group, page) for page in range(2)]
        assert [page.pages for page in pages] == [2, 2]
        listed = [one.name for page in pages for one in page.named]
        assert listed == ["Amina", "Binta", "Cheikh", "Fatou", *(f"Person {one}" for one in range(40, 50))]

    async def test_strangers_learn_nobodys_name(self, here: Shop, scene: Workshop) -> None:
        assert await refused(scene.boards.members(scene.act(STRANGER), here.group)) is Why.NOT_MEMBER


class TestAnswers:
    async def test_each_theme_shows_what_was_done_about_it_and_how_it_moved(self, here: Shop, scene: Workshop) -> None:
        first = await scene.wheel(here.here)
        assert [one.actions for one in (await scene.boards.answers(first)).themes] == [[]] * 6
        done = await here.planned(AMINA, "done", figure_id=first, spoke="participation")
        dropped = await here.planned(AMINA, "dropped", figure_id=first, spoke="participation")
        await here.planned(BINTA, "open", figure_id=first, spoke="trust")
        await here.planned(BINTA, "of no theme")
        await scene.actions.done(scene.act(AMINA), done.id)
        await scene.actions.drop(scene.act(AMINA), dropped.id)
        scene.clock.advance(DAY)
        second = await scene.wheel(here.here, 4, 3)
        later = await here.planned(BINTA, "later", figure_id=second, spoke="trust")
        answers = await scene.boards.answers(second)
        assert [other.action.what for other in answers.besides] == ["of no theme"]
        answered = {one.spoke: one for one in answers.themes}
        assert {key: [one.what for one in theme.actions] for key, theme in answered.items() if theme.actions} == {
            "participation": ["done"],
            "trust": ["open"],
        }
        moved = answered["participation"]
        assert (moved.previous, moved.level, moved.strongest) == (Decimal("2.0"), Decimal("3.0"), False)
        assert answered["trust"].strongest
        scene.clock.advance(DAY)
        third = await scene.wheel(here.here, 4, 3)
        themes = (await scene.boards.answers(third)).themes
        shown = [[one.what for one in theme.actions] for theme in themes if theme.actions]
        assert shown == [["open", later.what]]

    async def test_nothing_of_a_wheel_that_is_withheld_or_gone(self, here: Shop, scene: Workshop) -> None:
        standing = await scene.opened(here.here)
        await scene.answers(standing.round.id, [AMINA], 3)
        await scene.rounds.close(scene.fatou, standing.round.id, here.here.id)
        await scene.deciding.idle()
        (figure,) = await scene.rows("SELECT id FROM figure")
        assert await scene.boards.answers(figure["id"]) == Answers()
        assert await scene.boards.answers(99) == Answers()

    async def test_a_theme_that_the_new_version_lacks_keeps_its_actions_and_its_name(
        self, here: Shop, scene: Workshop
    ) -> None:
        first = await scene.wheel(here.here)
        gone = await here.planned(AMINA, figure_id=first, spoke="trust")
        scene.clock.advance(DAY)
        shipped = scene.shelf.shipped[PEERS]
        scene.shelf.shipped[PEERS] = shipped.model_copy(update={"spokes": shipped.spokes[1:]})
        second = await scene.wheel(here.here, 4, 3)
        answers = await scene.boards.answers(second)
        assert "trust" not in [theme.spoke for theme in answers.themes]
        (besides,) = answers.besides
        assert besides.template is not None
        assert (besides.action.id, besides.template.spokes[0].name.in_("fr")) == (gone.id, "Confiance")

    async def test_what_answers_another_survey_is_not_counted(self, here: Shop, scene: Workshop) -> None:
        first = await scene.wheel(here.here)
        action = await here.planned(AMINA, figure_id=first, spoke="trust")
        await scene.write(
            lambda tx: tx.run("UPDATE action SET template_id = 'gender-equality' WHERE id = :id", id=action.id)
        )
        scene.clock.advance(DAY)
        assert (await scene.boards.answers(await scene.wheel(here.here, 4, 3))).actions == []


class TestPlansThatMove:
    async def test_what_two_rows_of_one_chat_planned_is_one_plan(self, here: Shop, scene: Workshop) -> None:
        other = await scene.group(here.here.network_id or 0, -200)
        await scene.join(other, AMINA)
        await here.planned(AMINA, "in the other", days=1, whose=Whose(group_id=other.id))
        await here.planned(AMINA, "here", days=2)
        await scene.write(lambda tx: chats.absorb_group(tx, here.here.id, other.id))
        assert told(await scene.boards.board(scene.fatou, here.group)) == ["in the other", "here"]

    async def test_an_organization_with_a_plan_is_not_forgotten(self, here: Shop, scene: Workshop) -> None:
        organization_id = here.organization.organization_id or 0
        action = await here.planned(DIALLO, whose=here.organization)

        async def work(tx: Writer) -> None:
            for one in (BINTA, DIALLO):
                await networks.claim(tx, here.here.network_id or 0, one, None)
            await networks.forget_unused_organization(tx, organization_id)

        await scene.write(work)
        assert (await scene.boards.look(scene.awa, action.id)).plan.name == "Mti"

    async def test_a_group_that_the_bot_left_lets_its_owners_look_on(self, here: Shop, scene: Workshop) -> None:
        action = await here.planned()
        await scene.write(lambda tx: tx.run("UPDATE peer_group SET state = 'left' WHERE id = :id", id=here.here.id))
        assert (await scene.boards.look(scene.act(AMINA), action.id)).action == action
        assert [line.action for line in await scene.boards.mine(scene.act(AMINA))] == [action]
        assert [plan.name for plan in await scene.boards.places(scene.act(AMINA))] == [""]

    async def test_the_themes_of_a_template_that_lost_one_keep_their_names(self, here: Shop, scene: Workshop) -> None:
        """The action keeps the wording in which it was planned, whatever the template says now."""
        figure_id = await scene.wheel(here.here)
        action = await here.planned(figure_id=figure_id, spoke="trust")
        scene.shelf.shipped.clear()
        template = (await scene.boards.look(scene.act(AMINA), action.id)).template
        assert template is not None
        assert template.spokes[0].name.in_("fr") == "Confiance"
