"""Discussion threads: who opens and closes them, where they take place, and what the group changes by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.clock import from_micros
from bot.services.act import Act, Why
from bot.services.talk.letters import OPENING, ORDER, PROMPT, REOPENED, SUMMARY, TOLD
from bot.services.talk.prompts import Prompt
from bot.services.talk.threads import Theme
from bot.storage import chats
from bot.storage.erasure import erase_person
from tests.services.thread_stage import AMINA, BINTA, EVA, FATOU, Tree, refused, tree

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Tree]:
    async with tree(tmp_path) as found:
        yield found


async def test_any_member_opens_one_and_its_letter_waits_in_the_outbox(here: Tree) -> None:
    thread = await here.scene.threads.open(here.act(AMINA), here.here.id, "  Our \n meetings ", here=True)
    assert (thread.title, thread.state, thread.kind, thread.opened_by) == ("Our meetings", "opening", "chain", AMINA)
    assert await here.letters() == [(OPENING, {"thread_id": thread.id})]
    (row,) = await here.scene.rows("SELECT any_hour, chat_id FROM outbox")
    assert (row["any_hour"], row["chat_id"]) == (1, -100)


async def test_what_is_asked_for_elsewhere_waits_for_the_morning(here: Tree) -> None:
    await here.scene.threads.open(here.act(AMINA), here.here.id, "Our meetings", here=False)
    (row,) = await here.scene.rows("SELECT any_hour FROM outbox")
    assert row["any_hour"] == 0


async def test_the_same_line_twice_opens_one(here: Tree) -> None:
    first, second = await here.opened(), await here.opened()
    assert first.id == second.id
    here.scene.clock.advance(7200)
    assert (await here.opened()).id != first.id


async def test_a_theme_has_one_open_thread_and_another_once_that_is_closed(here: Tree) -> None:
    figure_id = await here.scene.wheel(here.here, 3, 2)
    theme = Theme(figure_id, "trust")
    first = await here.scene.threads.open(here.act(AMINA), here.here.id, "Trust", theme, here=True)
    again = await here.scene.threads.open(here.act(BINTA), here.here.id, "Confiance", theme, here=True)
    assert again.id == first.id
    await here.scene.threads.end(here.act(), first.id, here=True)
    third = await here.scene.threads.open(here.act(BINTA), here.here.id, "Trust", theme, here=True)
    assert third.id != first.id
    about = (await here.scene.thread_views.look(here.act(BINTA), third.id)).about
    assert about is not None
    assert (about.spoke.key, about.level, about.strong) == ("trust", Decimal(3), True)


@pytest.mark.parametrize("title", ["", "  ", "\u200b", "x" * 129, "👍" * 65])
async def test_a_subject_is_one_to_128_characters_as_telegram_counts(here: Tree, title: str) -> None:
    assert await refused(here.scene.threads.open(here.act(), here.here.id, title, here=True)) is Why.BAD_SUBJECT


async def test_strangers_open_and_see_none_and_members_look_after_none(here: Tree) -> None:
    thread = await here.opened()
    deeds, views = here.scene.threads, here.scene.thread_views
    assert await refused(deeds.open(here.act(EVA), here.here.id, "Ours", here=True)) is Why.NOT_MEMBER
    assert await refused(views.look(here.act(EVA), thread.id)) is Why.NOT_MEMBER
    assert await refused(views.page(here.act(EVA), here.here.id)) is Why.NOT_MEMBER
    for work in (
        deeds.pin(here.act(AMINA), thread.id, True, here=True),
        deeds.rename(here.act(AMINA), thread.id, "Ours", here=True),
        deeds.close(here.act(AMINA), thread.id, "Done", here=True),
        deeds.end(here.act(AMINA), thread.id, here=True),
        deeds.reopen(here.act(AMINA), thread.id, here=True),
        deeds.prompt(here.act(AMINA), thread.id, Prompt(1, 12)),
    ):
        assert await refused(work) is Why.NOT_FACILITATOR


async def test_the_wheel_of_another_group_opens_nothing(here: Tree) -> None:
    figure_id = await here.scene.wheel(here.there)
    theme = Theme(figure_id, "trust")
    assert await refused(here.scene.threads.open(here.act(), here.here.id, "Trust", theme, here=True)) is Why.GONE


async def test_closing_posts_the_summary_and_puts_the_topic_in_order_once(here: Tree) -> None:
    thread = await here.opened()
    await here.scene.threads.pin(here.act(), thread.id, True, here=True)
    for _ in range(2):
        closed = await here.scene.threads.close(here.act(), thread.id, " A song first ", here=True)
    assert (closed.state, closed.summary, closed.pinned) == ("closed", "A song first", False)
    assert [kind for kind, _ in await here.letters()] == [OPENING, ORDER, SUMMARY, ORDER]
    assert (await here.letters(ORDER))[-1][1]["parts"] == ["closed", "pinned"]
    assert await refused(here.scene.threads.close(here.act(), thread.id, "Other", here=True)) is Why.THREAD_CLOSED
    assert await refused(here.scene.threads.pin(here.act(), thread.id, True, here=True)) is Why.THREAD_CLOSED


async def test_a_summary_has_words_or_a_voice_and_no_more_than_two_thousand(here: Tree) -> None:
    thread = await here.opened()
    for said in ("", "  ", "x" * 2001):
        assert await refused(here.scene.threads.close(here.act(), thread.id, said, here=True)) is Why.BAD_WORDS
    closed = await here.scene.threads.close(here.act(), thread.id, "", "a-voice", here=True)
    assert (closed.summary, closed.summary_voice) == ("", "a-voice")


async def test_the_voice_of_a_summary_goes_with_whoever_spoke(here: Tree) -> None:
    thread = await here.opened()
    await here.scene.threads.close(here.act(), thread.id, "Done", "a-voice", here=True)
    await here.scene.people.forget(here.act())
    (row,) = await here.scene.rows("SELECT summary, summary_voice FROM thread")
    assert (row["summary"], row["summary_voice"]) == ("Done", None)


async def test_a_closed_one_is_open_again_without_its_summary(here: Tree) -> None:
    thread = await here.opened()
    await here.scene.threads.close(here.act(), thread.id, "Done", here=True)
    again = await here.scene.threads.reopen(here.act(), thread.id, here=True)
    assert (again.state, again.summary, again.closed_at) == ("open", None, None)
    assert [kind for kind, _ in await here.letters()][-2:] == [ORDER, REOPENED]


async def test_a_topic_closed_by_hand_is_noticed_and_may_get_its_summary(here: Tree) -> None:
    await here.forum()
    thread = await here.opened()
    await here.scene.places.made(thread.id, 8)
    await here.scene.places.renamed(here.act(), -100, 8, "Songs")
    await here.scene.places.closed(here.act(), -100, 8)
    noticed = await here.thread(thread.id)
    assert (noticed.title, noticed.state, noticed.summary) == ("Songs", "closed", None)
    await here.scene.threads.close(here.act(), thread.id, "Done", here=True)
    await here.scene.places.reopened(here.act(), -100, 8)
    assert (await here.thread(thread.id)).state == "open"


async def test_topics_that_are_no_threads_and_chats_that_are_unknown_change_nothing(here: Tree) -> None:
    thread = await here.opened()
    await here.scene.places.closed(here.act(), -100, 9)
    await here.scene.places.closed(here.act(), -999, 9)
    assert await here.thread(thread.id) == thread


async def test_a_deleted_topic_is_told_to_the_group_once_and_may_be_made_anew(here: Tree) -> None:
    await here.forum()
    thread = await here.opened()
    await here.scene.places.made(thread.id, 8)
    for _ in range(2):
        await here.scene.places.gone(thread.id, closed=False)
    lost = await here.thread(thread.id)
    assert (lost.state, lost.topic_id, lost.message_id) == ("lost", None, None)
    assert await here.letters(TOLD) == [(TOLD, {"thread_id": thread.id, "about": "lost"})]
    here.scene.clock.advance(60)
    await here.scene.threads.reopen(here.act(), thread.id, here=True)
    assert (await here.thread(thread.id)).state == "opening"
    assert len(await here.letters(OPENING)) == 2


async def test_without_the_right_to_make_topics_it_goes_on_as_a_chain_and_gets_its_topic_later(here: Tree) -> None:
    await here.forum()
    thread = await here.scene.threads.open(here.act(AMINA), here.here.id, "Our meetings", here=True)
    assert thread.kind == "topic"
    await here.scene.places.forbidden(thread.id, "topics")
    await here.scene.places.begun(thread.id, -100, 7)
    chain = await here.thread(thread.id)
    assert (chain.kind, chain.state, chain.message_id) == ("chain", "open", 7)
    assert await here.letters(TOLD) == []
    here.scene.clock.advance(60)
    await here.scene.threads.reopen(here.act(), thread.id, here=True)
    assert ((await here.thread(thread.id)).kind, (await here.thread(thread.id)).state) == ("topic", "opening")


async def test_a_group_that_has_no_topics_any_more_goes_on_below_the_opening(here: Tree) -> None:
    await here.forum()
    thread = await here.opened()
    await here.scene.places.made(thread.id, 8)
    view = await here.scene.thread_views.posted(thread.id)
    assert view is not None
    assert view.topic_id == 8
    await here.forum(False)
    view = await here.scene.thread_views.posted(thread.id)
    assert view is not None
    assert view.topic_id is None


async def test_where_pins_are_not_allowed_the_group_is_told(here: Tree) -> None:
    thread = await here.opened()
    await here.scene.threads.pin(here.act(), thread.id, True, here=True)
    await here.scene.places.forbidden(thread.id, "pins")
    assert not (await here.thread(thread.id)).pinned
    assert (await here.letters(TOLD))[0][1]["about"] == "pins"


async def test_the_question_is_asked_on_its_days_in_the_zone_of_the_group_and_only_while_it_is_open(here: Tree) -> None:
    thread = await here.opened()
    asked = await here.scene.threads.prompt(here.act(), thread.id, Prompt(days=0b0000101, hour=12))
    first = from_micros(asked.prompt_at or 0)
    assert first.weekday() in (0, 2)
    assert first.hour == 12
    assert await here.scene.threads.next_due() == first
    here.scene.clock.advance((first - here.scene.clock.now()).total_seconds() + 14 * 86_400)
    assert await here.scene.threads.tick(here.scene.clock.now()) == 1
    assert len(await here.letters(PROMPT)) == 1
    assert from_micros((await here.thread(thread.id)).prompt_at or 0) > here.scene.clock.now()
    await here.scene.threads.end(here.act(), thread.id, here=True)
    assert await here.scene.threads.next_due() is None


@pytest.mark.parametrize("prompt", [Prompt(128, 12), Prompt(1, 6), Prompt(1, 21)])
async def test_nothing_is_asked_on_no_day_or_at_night(here: Tree, prompt: Prompt) -> None:
    thread = await here.opened()
    assert await refused(here.scene.threads.prompt(here.act(), thread.id, prompt)) is Why.BAD_DATE


def test_the_next_question_keeps_its_hour_over_a_change_of_clocks() -> None:
    saturday = datetime(2027, 3, 27, 12, 0, tzinfo=UTC)
    sunday = Prompt(days=1 << 6, hour=8).following(saturday, PARIS)
    assert sunday == datetime(2027, 3, 28, 6, 0, tzinfo=UTC)
    assert Prompt(days=1 << 6, hour=8).following(sunday, PARIS) == sunday + timedelta(days=7)


async def test_an_anonymous_administrator_opens_and_closes_one(here: Tree) -> None:
    anonymous = Act(None, here.scene.clock.now(), anonymous_in=-100)
    thread = await here.scene.threads.open(anonymous, here.here.id, "Ours", here=True)
    assert thread.opened_by is None
    assert (await here.scene.threads.close(anonymous, thread.id, "Done", here=True)).state == "closed"


async def test_a_group_in_another_chat_has_no_openings_any_more_and_a_forgotten_person_opened_none(here: Tree) -> None:
    thread = await here.opened(by=BINTA)
    await here.scene.write(lambda tx: chats.renumber_group(tx, here.here.id, -300))
    await here.scene.write(lambda tx: erase_person(tx, BINTA))
    moved = await here.thread(thread.id)
    assert (moved.message_id, moved.opened_by) == (None, None)


async def test_a_facilitator_who_has_left_looks_after_nothing(here: Tree) -> None:
    thread = await here.opened()
    await here.scene.leaves(here.here, FATOU)
    assert await refused(here.scene.threads.end(here.act(), thread.id, here=True)) is Why.NOT_FACILITATOR


async def test_the_list_begins_with_what_is_open_and_counts_what_was_kept(here: Tree) -> None:
    closed, open_ = await here.opened("First"), await here.opened("Second")
    await here.scene.threads.end(here.act(), closed.id, here=True)
    await here.keeps(thread_id=open_.id)
    page = await here.scene.thread_views.page(here.act(AMINA), here.here.id)
    assert [(one.thread.title, one.many) for one in page.lines] == [("Second", 1), ("First", 0)]
    assert not page.more
