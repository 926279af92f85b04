"""What goes wrong with discussions: rights that lack, groups that change, topics deleted by hand, odd words."""

from __future__ import annotations

import pytest

from bot.rehearsal.args import Upload
from bot.services.privacy.privacy import forget
from tests.conversations.stage import DAY, Stage
from tests.conversations.talk import RIGHTS, Talk, talk

HOUR_OF_VOICE = b"OggS" * 3_000_000
"""Twelve megabytes: an hour, as Telegram keeps a voice message."""


@pytest.fixture
async def here(stage: Stage) -> Talk:
    return await talk(stage)


@pytest.fixture
async def forum(stage: Stage) -> Talk:
    return await talk(stage, kind="forum")


async def test_without_the_right_to_make_topics_it_asks_kindly_and_begins_all_the_same(forum: Talk) -> None:
    forum.may()
    opening = await forum.discussed()
    assert opening.topic is None
    assert "An administrator can let me" in opening.text
    assert "Answer this message to take part." in opening.text
    forum.may(*RIGHTS)
    card = await forum.managed(opening)
    await forum.tap("Make it a topic", forum.fatou, card)
    assert forum.opening().topic == forum.chat.topic_named("Our meetings").id


async def test_without_the_right_to_pin_the_group_is_told_once_and_nothing_is_pinned(here: Talk) -> None:
    opening = await here.discussed()
    card = await here.managed(opening)
    for _ in range(2):
        await here.tap("Pin it", here.fatou, card)
        assert "I may not pin messages here." in here.last().text
        card = await here.tap("← All discussions", here.fatou, card)
        card = await here.tap("1. Our meetings", here.fatou, card)
    assert here.chat.pinned == []
    assert sum("I may not pin" in one.text for one in here.said()) == 1


async def test_a_topic_deleted_by_hand_is_told_in_general_and_made_anew(forum: Talk) -> None:
    opening = await forum.discussed()
    card = await forum.managed(opening)
    chosen = await forum.tap("A question…", forum.fatou, card)
    await forum.tap("Ask it then", forum.fatou, chosen)
    forum.chat.delete_topic(opening.topic)
    await forum.stage.advance(7 * DAY)
    told = forum.last()
    assert (told.topic, "was deleted" in told.text) == (None, True)
    assert "its topic was deleted" in (await forum.say("/threads")).text
    await forum.tap("Open it again", forum.fatou, told)
    assert forum.opening().topic == forum.chat.topic_named("Our meetings").id


async def test_a_topic_closed_and_renamed_by_hand_is_noticed_and_may_get_its_summary(forum: Talk) -> None:
    opening = await forum.discussed()
    forum.chat.close_topic(opening.topic)
    await forum.stage.settle()
    listed = await forum.say("/threads")
    assert "closed" in listed.text
    card = await forum.tap("1. Our meetings", forum.fatou, listed)
    await forum.tap("Write the summary", forum.fatou, card)
    await forum.answers("We sing first.")
    summary = next(one for one in forum.said() if one.text.startswith("What “Our meetings” has brought"))
    assert summary.topic == opening.topic
    forum.chat.reopen_topic(opening.topic)
    await forum.stage.settle()
    assert "open" in (await forum.say("/threads")).text


async def test_a_summary_for_a_topic_that_was_deleted_is_said_to_the_whole_group(forum: Talk) -> None:
    opening = await forum.discussed()
    card = await forum.tap("1. Our meetings", forum.fatou, await forum.say("/threads"))
    await forum.tap("Write the summary", forum.fatou, await forum.tap("Close it", forum.fatou, card))
    forum.chat.delete_topic(opening.topic)
    await forum.answers("We sing first.")
    summary = next(one for one in forum.said() if one.text.startswith("What “Our meetings” has brought"))
    assert summary.topic is None


async def test_a_group_that_becomes_a_forum_and_stops_being_one_goes_on(here: Talk) -> None:
    opening = await here.discussed()
    here.chat.make_forum()
    here.may(*RIGHTS)
    card = await here.managed(opening)
    assert "Make it a topic" in card.labels
    await here.tap("Make it a topic", here.fatou, card)
    assert here.opening().topic is not None
    here.chat.kind = "supergroup"
    card = await here.tap("1. Our meetings", here.fatou, await here.say("/threads"))
    await here.tap("Close without one", here.fatou, await here.tap("Close it", here.fatou, card))
    assert "closed" in (await here.say("/threads")).text


async def test_a_discussion_of_a_group_that_gets_another_id_goes_on_there(stage: Stage) -> None:
    here = await talk(stage, kind="group")
    opening = await here.discussed()
    assert opening.text
    here.chat.migrate()
    await here.stage.settle()
    listed = await here.say("/threads")
    card = await here.tap("1. Our meetings", here.fatou, listed)
    assert "Go there" not in card.labels
    asked = await here.tap("Close it", here.fatou, card)
    await here.tap("Write the summary", here.fatou, asked)
    await here.answers("We sing first.")
    assert any(one.text.startswith("What “Our meetings” has brought") for one in here.said())


async def test_an_anonymous_administrator_opens_keeps_and_closes(here: Talk) -> None:
    await here.fatou.promote(here.ben, here.chat, anonymous=True)
    opening = await here.discussed()
    card = await here.say("/keep We meet on Mondays", here.ben)
    assert "– Peer group" in card.text
    assert "somebody else's words" in await here.toast("Take it back", here.people[1], card)
    assert (await here.tap("Take it back", here.fatou, card)).text.startswith("Take this back?")
    asked = await here.tap("Close it", here.fatou, await here.managed(opening))
    await here.tap("Write the summary", here.fatou, asked)
    await here.answers("We sing first.", here.fatou)
    assert any(one.text.startswith("What “Our meetings” has brought") for one in here.said())


async def test_a_facilitator_who_has_left_closes_nothing(here: Talk) -> None:
    opening = await here.discussed()
    card = await here.managed(opening)
    asked = await here.tap("Close it", here.fatou, card)
    await here.fatou.leave(here.chat)
    await here.stage.settle()
    await here.fatou.tap("Close without one", chat=here.chat, message=asked)
    await here.stage.settle()
    assert "open" in (await here.tap("1. Our meetings", here.ben, await here.say("/threads", here.ben))).text


async def test_a_member_is_forgotten_between_keeping_and_the_summary(here: Talk) -> None:
    opening = await here.discussed()
    await here.tap("Keep something", here.ben, opening)
    await here.answers("We listen first", here.ben)
    ground = here.stage.app.services.ground
    await ground.storage.write(lambda tx: forget(tx, ground, here.ben.id, {}))
    asked = await here.tap("Close it", here.fatou, await here.managed(opening))
    await here.tap("Write the summary", here.fatou, asked)
    assert "We listen first" not in here.last().text
    await here.answers("We sing first.")
    summary = next(one for one in here.said() if one.text.startswith("What “Our meetings” has brought"))
    assert "Member 1" not in summary.text


async def test_an_hour_of_voice_is_kept_as_it_is_and_two_thousand_words_too_many_are_not(here: Talk) -> None:
    asked = await here.say("/keep", here.ben)
    await here.ben.send_voice(HOUR_OF_VOICE, chat=here.chat, reply_to=asked)
    await here.stage.settle()
    assert "A voice message" in here.last().text
    assert "1 to 2000 characters" in (await here.say("/keep " + "x" * 2001, here.ben)).text


@pytest.mark.parametrize("subject", ["x" * 129, "\u202e\u200b", "👍" * 65])
async def test_a_subject_that_telegram_would_refuse_is_asked_for_once_more(here: Talk, subject: str) -> None:
    assert "1 to 128 characters" in (await here.say(f"/discuss {subject}", here.ben)).text


async def test_odd_words_are_shown_as_they_were_written(forum: Talk) -> None:
    opening = await forum.discussed("<b>Trust</b> & {title} %s")
    assert "Let us talk: <b>Trust</b> & {title} %s" in opening.text
    assert forum.chat.topic_named("<b>Trust</b> & {title} %s").id == opening.topic
    card = await forum.say("/keep </i> {0} & more", forum.ben, topic=opening.topic)
    assert "</i> {0} & more" in card.text


async def test_late_and_doubled_taps_change_nothing_that_is_not_meant(here: Talk) -> None:
    opening = await here.discussed()
    old = await here.managed(opening)
    asked = await here.tap("Close it", here.fatou, await here.managed(opening))
    await here.tap("Close without one", here.fatou, asked)
    assert "closed" in await here.toast("Pin it", here.fatou, old)
    assert "Open it again" in here.chat.messages[old.id].labels
    assert here.chat.pinned == []


async def test_what_was_asked_for_is_left_with_cancel(here: Talk) -> None:
    await here.say("/keep", here.ben)
    assert "Cancelled" in (await here.say("/cancel", here.ben)).text


async def test_in_a_topic_that_the_bot_has_made_ordinary_words_answer_no_question(forum: Talk) -> None:
    opening = await forum.discussed()
    forum.may("can_manage_topics")
    await forum.tap("Keep something", forum.ben, opening)
    said = len(forum.said())
    made = next(one for one in forum.chat.messages.values() if one.service and "forum_topic_created" in one.service)
    await forum.say("Good morning", forum.ben, reply_to=made.id, topic=opening.topic)
    assert len(forum.said()) == said


async def test_what_somebody_has_passed_on_is_not_kept_as_their_own(here: Talk) -> None:
    other = await here.people[1].send("My secret", chat=here.chat)
    assert other is not None
    passed = await here.ben.forward(other, chat=here.chat)
    asked = await here.say("/keep", here.ben, reply_to=passed)
    assert "only they can keep them" in asked.text


async def test_a_file_is_no_summary(here: Talk) -> None:
    opening = await here.discussed()
    asked = await here.tap("Close it", here.fatou, await here.managed(opening))
    await here.tap("Write the summary", here.fatou, asked)
    newest = here.last().id
    await here.fatou.share([Upload("song.txt", "text/plain", b"x")], "file", chat=here.chat, reply_to=newest)
    await here.stage.settle()
    assert "words or a voice message" in here.last().text
