"""What is kept: one's own words alone, on one's own terms, and gone when they are taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.services.act import Act, Why
from bot.services.talk.kept import Said
from bot.storage.erasure import erase_person
from tests.services.thread_stage import AMINA, BINTA, EVA, FATOU, Tree, refused, tree


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Tree]:
    async with tree(tmp_path) as found:
        yield found


async def test_it_is_kept_with_its_author_and_stays_in_the_group_unless_they_say_otherwise(here: Tree) -> None:
    thread = await here.opened()
    point = await here.keeps(" We begin\nwith a song ", message_id=9, thread_id=thread.id)
    assert (point.text, point.author_id, point.author_name) == ("We begin\nwith a song", AMINA, "Amina")
    assert (point.kind, point.terms, point.thread_id, point.message_id) == ("practice", "stays", thread.id, 9)
    view = await here.scene.kept.choose(here.act(AMINA), point.id, kind="question")
    view = await here.scene.kept.choose(here.act(AMINA), point.id, terms="free")
    assert (view.point.kind, view.point.terms) == ("question", "free")


async def test_the_same_message_is_kept_once(here: Tree) -> None:
    first, second = await here.keeps(message_id=9), await here.keeps(message_id=9)
    assert first == second
    assert (await here.keeps(message_id=10)).id != first.id


async def test_nobody_else_changes_or_takes_back_somebodys_words_nor_the_facilitator(here: Tree) -> None:
    point = await here.keeps()
    for person_id, why in ((BINTA, Why.NOT_YOURS), (FATOU, Why.NOT_YOURS), (EVA, Why.NOT_MEMBER)):
        act = here.act(person_id)
        assert await refused(here.scene.kept.choose(act, point.id, terms="free")) is why
        assert await refused(here.scene.kept.withdraw(act, point.id)) is why
    assert await refused(here.scene.kept.look(here.act(EVA), point.id)) is Why.NOT_MEMBER


async def test_what_is_taken_back_is_gone_also_by_who_has_left_the_group(here: Tree) -> None:
    point = await here.keeps()
    await here.scene.leaves(here.here, AMINA)
    await here.scene.kept.withdraw(here.act(AMINA), point.id)
    assert await here.point(point.id) is None
    assert await refused(here.scene.kept.look(here.act(BINTA), point.id)) is Why.GONE
    assert await here.scene.rows("SELECT id FROM kept") == []


async def test_an_anonymous_administrator_keeps_for_the_group_which_facilitators_may_take_back(here: Tree) -> None:
    anonymous = Act(None, here.scene.clock.now(), anonymous_in=-100)
    point = await here.scene.kept.keep(anonymous, here.here.id, Said("We meet on Mondays"))
    assert (point.author_id, point.author_name) == (None, here.here.title)
    assert await refused(here.scene.kept.withdraw(here.act(AMINA), point.id)) is Why.NOT_YOURS
    await here.scene.kept.withdraw(here.act(FATOU), point.id)
    assert await here.point(point.id) is None


@pytest.mark.parametrize("text", ["", " \n ", "x" * 2001])
async def test_it_has_words_or_a_voice_and_no_more_than_two_thousand(here: Tree, text: str) -> None:
    assert await refused(here.keeps(text)) is Why.BAD_WORDS
    assert (await here.keeps("", voice="a-voice")).voice == "a-voice"


async def test_strangers_keep_and_read_nothing(here: Tree) -> None:
    assert await refused(here.keeps(by=EVA)) is Why.NOT_MEMBER
    assert await refused(here.scene.kept.of_group(here.act(EVA), here.here.id)) is Why.NOT_MEMBER


async def test_a_thread_of_another_group_is_not_where_it_was_said(here: Tree) -> None:
    thread = await here.scene.threads.open(here.act(EVA), here.there.id, "Theirs", here=True)
    assert (await here.keeps(thread_id=thread.id)).thread_id is None


async def test_lists_come_page_by_page_the_newest_first(here: Tree) -> None:
    for number in range(7):
        await here.keeps(f"Point {number}")
    first = await here.scene.kept.of_group(here.act(BINTA), here.here.id)
    last = await here.scene.kept.mine(here.act(AMINA), 1)
    assert [one.point.text for one in first.points] == [f"Point {number}" for number in (6, 5, 4, 3, 2)]
    assert (first.more, [one.point.text for one in last.points], last.more) == (True, ["Point 1", "Point 0"], False)


async def test_who_is_forgotten_leaves_what_may_be_used_freely_and_decisions_without_a_name(here: Tree) -> None:
    kept = {terms: (await here.keeps(terms)).id for terms in ("free", "ask", "stays")}
    for terms, point_id in kept.items():
        await here.scene.kept.choose(here.act(AMINA), point_id, terms=terms)  # type: ignore[arg-type]
    decision = (await here.keeps("We meet on Mondays")).id
    await here.scene.kept.choose(here.act(AMINA), decision, kind="decision", terms="ask")
    spoken = (await here.keeps("", voice="a-voice")).id
    await here.scene.kept.choose(here.act(AMINA), spoken, terms="free")
    await here.scene.write(lambda tx: erase_person(tx, AMINA))
    left = await here.scene.rows("SELECT text, author_id, author_name, terms FROM kept ORDER BY id")
    assert [tuple(row.values()) if isinstance(row, dict) else tuple(row) for row in left] == [
        ("free", None, "", "free"),
        ("We meet on Mondays", None, "", "stays"),
    ]
