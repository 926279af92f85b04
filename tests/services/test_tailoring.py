"""A survey of one's own: who may change it, what its rounds ask, what stays comparable, and what no group ever sees."""

from __future__ import annotations

from collections.abc import AsyncIterator
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from bot.services.act import Refused, Why
from bot.services.actions.actions import Actions, Draft
from bot.services.actions.boards import Boards
from bot.services.agenda.sheet import sheet_of
from bot.services.rounds.tailoring import MOST_OWN, Change, View
from bot.storage.actions import Whose
from bot.storage.groups import Group
from surveys.tailoring import Fault, UnfitError, dropped, marked, releveled, reworded, turned
from surveys.template import Template
from tests.services.rounds_stage import AWA, FATOU, GENDER, PEERS, Stage, stage

MEMBERS = range(1, 7)
FIRST, SENSITIVE = "political_will", "lgbtqi_inclusion"
SIX = "zero\none\ntwo\nthree\nfour\nfive"
ON = partial(turned, key=SENSITIVE, on=True)


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as opened:
        yield opened


@pytest.fixture
async def group(scene: Stage) -> Group:
    return await scene.facilitated(await scene.coordinated(), -100, *MEMBERS)


async def used(scene: Stage, group: Group, *changes: Change, template_id: str = GENDER) -> View:
    """A copy that was changed so, and put to use."""
    view = await scene.tailoring.copy(scene.fatou, Whose(group_id=group.id), template_id)
    return await again(scene, view, *changes)


async def again(scene: Stage, view: View, *changes: Change) -> View:
    for change in changes:
        view = await scene.tailoring.change(scene.fatou, view.own.id, view.own.revision, change)
    return await scene.tailoring.put_to_use(scene.fatou, view.own.id, view.own.revision)


async def asked(scene: Stage, round_id: int) -> Template:
    round_ = await scene.found(round_id)
    return await scene.storage.read(lambda tx: scene.shelf.of(tx, round_.template_id, round_.template_version))


async def taken(scene: Stage, group: Group, template_id: str, *levels: int) -> int:
    """A round of it that all members have answered, closed; returns the id of its figure."""
    round_id = (await scene.opened(group, template=template_id)).round.id
    await scene.answers(round_id, MEMBERS, *levels)
    await scene.rounds.close(scene.fatou, round_id, group.id)
    await scene.deciding.idle()
    rows = await scene.rows("SELECT id FROM figure WHERE round_id = :id", id=round_id)
    figure_id: int = rows[0]["id"]
    return figure_id


async def refusal(act: object) -> Why:
    with pytest.raises(Refused) as refused:
        await act  # type: ignore[misc]
    return refused.value.why


async def test_what_is_copied_is_offered_once_it_is_put_to_use(scene: Stage, group: Group) -> None:
    whose = Whose(group_id=group.id)
    view = await scene.tailoring.copy(scene.fatou, whose, GENDER)
    assert (await scene.tailoring.copy(scene.fatou, whose, GENDER)).own.id == view.own.id, "a doubled tap"
    assert [one.id for one in await scene.tailoring.choices(whose)] == [GENDER, PEERS]
    assert await refusal(scene.opened(group, template=view.own.template_id)) is Why.GONE
    view = await again(scene, view, partial(reworded, key="", part="t", language="en", words="Our own"))
    assert [one.id for one in await scene.tailoring.choices(whose)] == [view.own.template_id, GENDER, PEERS]
    standing = await scene.opened(group, template=view.own.template_id)
    assert standing.template.title.in_("fr") == "Our own"
    assert not view.changed


async def test_it_is_nobody_elses(scene: Stage, group: Group) -> None:
    other = await scene.facilitated(group.network_id or 0, -200)
    view = await used(scene, group)
    assert await refusal(scene.opened(other, template=view.own.template_id)) is Why.GONE
    proposed = scene.proposals.propose(scene.awa, group.network_id or 0, view.own.template_id, scene.day(7))
    assert await refusal(proposed) is Why.GONE
    assert await refusal(scene.tailoring.look(scene.act(1), view.own.id)) is Why.NOT_FACILITATOR
    assert await refusal(scene.tailoring.copy(scene.act(1), Whose(group_id=group.id), PEERS)) is Why.NOT_FACILITATOR
    for forged in ("own-", "own-x", f"own-{'9' * 30}", "own-\u0661", "nothing"):
        assert await refusal(scene.opened(group, template=forged)) is Why.GONE


async def test_an_organization_has_its_own_by_whoever_speaks_for_it(scene: Stage, group: Group) -> None:
    network_id = group.network_id or 0
    whose = Whose(organization_id=await scene.organization(network_id, "Mti"))
    await scene.confirm(network_id, 1, whose.organization_id or 0)
    assert await refusal(scene.tailoring.copy(scene.act(1), whose, GENDER)) is Why.NOT_COORDINATOR
    view = await scene.tailoring.copy(scene.act(AWA), whose, GENDER)
    await scene.tailoring.put_to_use(scene.act(AWA), view.own.id, 0)
    day = scene.day(7)
    round_, _ = await scene.organization_rounds.open(scene.awa, whose.organization_id or 0, view.own.template_id, day)
    assert round_.template_id == view.own.template_id
    assert [one.whose for one in await scene.tailoring.places(scene.act(FATOU))] == [Whose(group_id=group.id)]


async def test_of_two_who_change_it_at_once_the_second_is_told(scene: Stage, group: Group) -> None:
    view = await scene.tailoring.copy(scene.fatou, Whose(group_id=group.id), GENDER)
    await scene.tailoring.change(scene.fatou, view.own.id, 0, partial(dropped, key=FIRST))
    rename = partial(reworded, key="", part="t", language="en", words="Mine")
    late = scene.tailoring.change(scene.awa, view.own.id, 0, rename)
    assert await refusal(late) is Why.CHANGED_SURVEY
    assert await refusal(scene.tailoring.put_to_use(scene.awa, view.own.id, 0)) is Why.CHANGED_SURVEY
    now = await scene.tailoring.look(scene.awa, view.own.id)
    assert (len(now.draft.spokes), now.draft.title.in_("en")) == (8, view.draft.title.in_("en"))
    back = await scene.tailoring.discard(scene.awa, view.own.id, 1)
    assert back.draft == view.draft


async def test_an_open_round_keeps_its_words_and_the_next_one_has_the_new(scene: Stage, group: Group) -> None:
    view = await used(scene, group)
    round_id = (await scene.opened(group, template=view.own.template_id)).round.id
    view = await again(scene, view, partial(reworded, key=FIRST, part="q", language="en", words="Who leads?"))
    before = await asked(scene, round_id)
    assert before.spokes[0].question.in_("en") != "Who leads?"
    await scene.answers(round_id, MEMBERS, 3)
    await scene.rounds.close(scene.fatou, round_id, group.id)
    await scene.deciding.idle()
    assert (await scene.opened(group, template=view.own.template_id)).template.spokes[0].question.in_("fr") == (
        "Who leads?"
    )


async def test_levels_of_before_follow_their_themes_from_what_was_copied(scene: Stage, group: Group) -> None:
    """All but the one of which a level is worded anew: it is another theme."""
    await taken(scene, group, GENDER, 1, 2, 3)
    view = await used(
        scene,
        group,
        partial(releveled, key=FIRST, language="en", words=SIX),
        partial(reworded, key="policy_and_plan", part="n", language="en", words="The plan"),
    )
    figure_id = await taken(scene, group, view.own.template_id, 3)
    wheel = await scene.wheels.show(scene.act(1), figure_id, "en")
    assert [spoke.previous for spoke in wheel.snapshot.spokes[:3]] == [None, Decimal("2.0"), Decimal("3.0")]
    assert wheel.earlier is not None, "both are of one survey"
    assert [one.figure_id for one in await scene.wheels.choices_of_group(group.id)] == [figure_id]
    figure_id = await taken(scene, group, GENDER, 5)
    back = await scene.wheels.show(scene.act(1), figure_id, "en")
    assert [spoke.previous for spoke in back.snapshot.spokes[:2]] == [None, Decimal("3.0")]


async def test_actions_answer_the_same_theme_of_the_copy(scene: Stage, group: Group) -> None:
    first = await taken(scene, group, GENDER, 1)
    whose, doing = Whose(group_id=group.id), Actions(scene.ground, scene.shelf)
    for spoke in (FIRST, "skills"):
        draft = Draft(f"About {spoke}", scene.day(9), whose, figure_id=first, spoke=spoke)
        await doing.propose(scene.act(1), draft)
    scene.clock.advance(60)
    view = await used(scene, group, partial(releveled, key=FIRST, language="en", words=SIX))
    figure_id = await taken(scene, group, view.own.template_id, 4)
    answers = await Boards(scene.ground, scene.shelf).answers(figure_id)
    assert {one.spoke: [each.what for each in one.actions] for one in answers.themes if one.actions} == {
        "skills": ["About skills"]
    }
    assert [one.action.what for one in answers.besides] == [f"About {FIRST}"]


async def test_what_is_sensitive_is_asked_and_shown_in_private_alone(scene: Stage, group: Group) -> None:
    view = await used(scene, group, ON)
    figure_id = await taken(scene, group, view.own.template_id, *([4] * 8), 2)
    private = await scene.wheels.show(scene.act(1), figure_id, "en", whole=True)
    assert private.whole
    assert (private.snapshot.spokes[-1].key, private.snapshot.spokes[-1].level) == (SENSITIVE, Decimal("2.0"))
    await scene.wheels.note_picture(figure_id, "en", "of the group")
    again_ = await scene.wheels.show(scene.act(1), figure_id, "en", whole=True)
    assert again_.file_id is None, "the group's picture shows less"
    in_group = await scene.wheels.show(scene.act(1), figure_id, "en", in_group=group.id, whole=True)
    posted = await scene.wheels.posted(figure_id, "en")
    assert posted is not None
    for seen in (in_group, posted, await scene.wheels.show(scene.act(1), figure_id, "en")):
        assert SENSITIVE not in [spoke.key for spoke in seen.snapshot.spokes]
        assert SENSITIVE not in [spoke.key for spoke in seen.template.spokes]
        assert (seen.file_id, seen.whole) == ("of the group", False)


async def test_a_wheel_that_shows_only_what_is_sensitive_is_none_in_the_group(scene: Stage, group: Group) -> None:
    view = await used(scene, group, ON)
    round_id = (await scene.opened(group, template=view.own.template_id)).round.id
    for person_id in MEMBERS:
        await scene.answering.open(scene.act(person_id), round_id)
        await scene.answering.answer(scene.act(person_id), round_id, 8, 2)
    await scene.rounds.close(scene.fatou, round_id, group.id)
    await scene.deciding.idle()
    figure_id = (await scene.rows("SELECT id FROM figure"))[0]["id"]
    private = await scene.wheels.show(scene.act(1), figure_id, "en", whole=True)
    assert [spoke.key for spoke in private.snapshot.spokes if spoke.level is not None] == [SENSITIVE]
    in_group = scene.wheels.show(scene.act(1), figure_id, "en", in_group=group.id)
    assert await refusal(in_group) is Why.GONE
    posted = await scene.wheels.posted(figure_id, "en")
    assert posted is not None
    assert not posted.snapshot.published


async def test_what_is_sensitive_is_on_no_sheet_no_board_and_in_no_workshop(scene: Stage, group: Group) -> None:
    view = await used(scene, group, ON)
    figure_id = await taken(scene, group, view.own.template_id, *([4] * 8), 2)
    whose = Whose(group_id=group.id)
    now = scene.now
    sheet = await scene.storage.read(lambda tx: sheet_of(tx, scene.shelf, whose, None, at=now, since=0))
    assert sheet.template is not None
    assert SENSITIVE not in [*sheet.weakest, *sheet.divided, *(spoke.key for spoke in sheet.template.spokes)]
    answers = await Boards(scene.ground, scene.shelf).answers(figure_id)
    assert SENSITIVE not in [one.spoke for one in answers.themes]
    draft = Draft("Ask", scene.day(9), whose, figure_id=figure_id, spoke=SENSITIVE)
    assert await refusal(Actions(scene.ground, scene.shelf).propose(scene.act(1), draft)) is Why.GONE
    held = await scene.workshops.begin(scene.fatou, group.id, view.own.template_id, "taps")
    assert SENSITIVE not in [spoke.key for spoke in held.template.spokes]
    assert len(held.themes) == 8


async def test_what_somebody_marks_as_sensitive_is_off_first(scene: Stage, group: Group) -> None:
    view = await used(scene, group, partial(marked, key=FIRST))
    template = await scene.tailoring.named(view.own.whose, view.own.template_id)
    assert FIRST not in [spoke.key for spoke in template.spokes]


async def test_a_change_that_does_not_fit_changes_nothing(scene: Stage, group: Group) -> None:
    view = await scene.tailoring.copy(scene.fatou, Whose(group_id=group.id), PEERS)
    long = partial(reworded, key=view.draft.spokes[0].key, part="1", language="en", words="x" * 40)
    with pytest.raises(UnfitError) as refused:
        await scene.tailoring.change(scene.fatou, view.own.id, 0, long)
    assert (refused.value.fault, refused.value.has, refused.value.most) == (Fault.LONG, 40, 31)
    assert await scene.tailoring.look(scene.fatou, view.own.id) == view


async def test_ten_are_enough_and_what_is_put_away_makes_room(scene: Stage, group: Group) -> None:
    views = [
        await used(scene, group, partial(reworded, key="", part="t", language="en", words=f"Number {number}"))
        for number in range(MOST_OWN)
    ]
    whose = views[0].own.whose
    assert await refusal(scene.tailoring.copy(scene.fatou, whose, PEERS)) is Why.FULL_SHELF
    round_id = (await scene.opened(group, template=views[0].own.template_id)).round.id
    away = await scene.tailoring.put_away(scene.fatou, views[0].own.id, views[0].own.revision)
    assert await refusal(scene.tailoring.look(scene.fatou, away.own.id)) is Why.GONE
    assert (await asked(scene, round_id)).title.in_("en") == "Number 0", "its round goes on"
    assert len((await scene.tailoring.offer(scene.fatou, whose)).own) == MOST_OWN - 1
    await scene.tailoring.copy(scene.fatou, whose, PEERS)
