"""A group talks about its wheel: below an opening or in a topic, from the first suggestion to the summary."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conversations.stage import DAY, Stage
from tests.conversations.talk import Talk, talk


@pytest.fixture
async def here(stage: Stage) -> Talk:
    return await talk(stage)


@pytest.fixture
async def forum(stage: Stage) -> Talk:
    return await talk(stage, kind="forum")


async def test_below_the_wheel_the_first_suggestion_is_what_went_well(here: Talk) -> None:
    shown = await here.tap("Discuss", here.ben, here.wheel)
    assert here.wheel.photo is not None
    assert "What shall we talk about?" in shown.text
    assert shown.labels[0] == "Went well: Trust"
    assert [label for label in shown.labels if label.startswith("To strengthen")]
    assert shown.labels[-2:] == ["Another theme", "Another subject"]


async def test_the_opening_says_the_level_and_two_questions_and_how_it_works(here: Talk) -> None:
    await here.tap("Discuss", here.ben, here.wheel)
    await here.tap("Went well: Trust", here.ben)
    text = here.opening().text
    assert text.startswith("Let us talk: Trust\n\nHere we are strongest: what did we do well?")
    assert "Our level: 3.0 of 5, near “A real problem now and then”." in text
    assert text.count("• ") == 2
    assert "Answer this message to take part." in text
    assert "Please do not name or describe anyone who was harmed." in text
    assert here.opening().topic is None


async def test_another_theme_and_another_subject_are_offered(here: Talk) -> None:
    await here.tap("Discuss", here.ben, here.wheel)
    listed = await here.tap("Another theme", here.ben, here.last())
    assert len(listed.labels) == 7
    back = await here.tap("← Back", here.ben, listed)
    asked = await here.tap("Another subject", here.ben, back)
    assert asked.force_reply
    await here.answers("Our <next> meeting & more", here.ben)
    assert here.opening().text.startswith("Let us talk: Our <next> meeting & more")


async def test_a_theme_that_is_talked_about_already_leads_there(here: Talk) -> None:
    for _ in range(2):
        await here.tap("Discuss", here.ben, here.wheel)
        shown = here.last()
        said = await here.tap("Went well: Trust", here.ben, shown)
    assert "There is a discussion on “Trust” already." in said.text
    assert said.labels == ["Go there"]
    assert sum(one.text.startswith("Let us talk") for one in here.said()) == 1


async def test_discuss_without_a_subject_suggests_and_without_a_wheel_asks(here: Talk) -> None:
    assert "What shall we talk about?" in (await here.say("/discuss", here.ben)).text
    chat, fatou, _ = await here.stage.group(here.awa, title="Other", members=1)
    asked = await here.stage.say(fatou, "/discuss", chat)
    assert asked.force_reply
    await fatou.send("Songs", chat=chat, reply_to=asked)
    await here.stage.settle()
    assert any(one.text.startswith("Let us talk: Songs") for one in chat.messages.values())


async def test_in_private_discuss_says_where_and_threads_shows_those_of_ones_group(here: Talk) -> None:
    await here.discussed()
    assert "send /discuss there" in (await here.stage.say(here.ben, "/discuss")).text
    listed = await here.stage.say(here.ben, "/threads")
    assert "Our meetings" in listed.text
    card = await here.stage.tap(here.ben, "1. Our meetings")
    assert card.labels == ["Go there", "← All discussions"]
    assert "Nothing was kept of it yet." in card.text


async def test_the_group_wheel_shown_in_private_opens_a_discussion_in_the_group(here: Talk) -> None:
    await here.stage.say(here.ben, "/wheel")
    await here.stage.tap(here.ben, "Discuss")
    said = await here.stage.tap(here.ben, "Went well: Trust")
    assert "begins in Peer group" in said.text
    assert here.opening().text.startswith("Let us talk: Trust")


async def test_in_a_forum_it_has_a_topic_of_its_own(forum: Talk) -> None:
    await forum.tap("Discuss", forum.ben, forum.wheel)
    said = await forum.tap("Went well: Trust", forum.ben, forum.last())
    topic = forum.chat.topic_named("Trust")
    assert "begins in a moment" in said.text
    assert forum.opening().topic == topic.id
    assert "Write here, in this topic." in forum.opening().text


async def test_who_opens_it_is_told_that_it_begins_also_where_its_opening_was_faster(
    forum: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    views, outbox = forum.stage.app.services.thread_views, forum.stage.app.outbox
    look = views.look

    async def late(*arguments: Any) -> Any:
        await outbox.flush()
        return await look(*arguments)

    monkeypatch.setattr(views, "look", late)
    assert "“Trust” begins in a moment" in (await forum.say("/discuss Trust", forum.ben)).text
    assert "on “Trust” already" in (await forum.say("/discuss Trust", forum.ben)).text


async def test_facilitators_pin_rename_and_close_it_with_a_summary(forum: Talk) -> None:
    opening = await forum.discussed()
    topic = forum.chat.topics[opening.topic]
    card = await forum.managed(opening)
    card = await forum.tap("Pin it", forum.fatou, card)
    assert forum.chat.pinned == [opening.id]
    await forum.tap("Another name", forum.fatou, card)
    await forum.answers("Songs")
    assert topic.name == "Songs"
    assert forum.opening().text.startswith("Let us talk: Songs")
    await forum.say("/keep We begin with a song", forum.ben, topic=topic.id)
    asked = await forum.tap("Close it", forum.fatou, await forum.managed(opening))
    await forum.tap("Write the summary", forum.fatou, asked)
    assert "Kept so far, as a start:\n• We begin with a song – Member 1" in forum.last().text
    await forum.answers("We sing first, then we talk.")
    summary = next(one for one in forum.said() if one.text.startswith("What “Songs” has brought"))
    assert "We sing first, then we talk." in summary.text
    assert "• We begin with a song – Member 1" in summary.text
    assert summary.topic == topic.id
    assert (topic.closed, forum.chat.pinned) == (True, [])


async def test_a_closed_discussion_is_opened_again(forum: Talk) -> None:
    opening = await forum.discussed()
    topic = forum.chat.topics[opening.topic]
    asked = await forum.tap("Close it", forum.fatou, await forum.managed(opening))
    card = await forum.tap("Close without one", forum.fatou, asked)
    assert topic.closed
    assert "closed" in card.text
    await forum.tap("Open it again", forum.fatou, card)
    assert not topic.closed
    assert any(one.text == "“Our meetings” is open again." and one.topic == topic.id for one in forum.said())


async def test_a_spoken_summary_is_heard_by_all_below_the_opening(here: Talk) -> None:
    opening = await here.discussed()
    card = await here.managed(opening)
    await here.tap("Write the summary", here.fatou, await here.tap("Close it", here.fatou, card))
    newest = here.last()
    await here.fatou.send_voice(chat=here.chat, reply_to=newest)
    await here.stage.settle()
    spoken = next(one for one in reversed(here.said()) if one.media is not None and one.media.kind == "voice")
    assert spoken.text.startswith("What “Our meetings” has brought")
    assert spoken.reply_to == opening.id


async def test_the_question_comes_on_its_days_until_the_discussion_is_closed(here: Talk) -> None:
    opening = await here.discussed()
    chosen = await here.tap("A question…", here.fatou, await here.managed(opening))
    assert "✓ Mon" in chosen.labels
    chosen = await here.tap("Thu", here.fatou, chosen)
    card = await here.tap("Ask it then", here.fatou, chosen)
    assert "Monday and Thursday" in card.text
    await here.stage.advance(7 * DAY)
    asked = [one for one in here.said() if one.text.startswith("What did you try this week?")]
    assert asked
    assert {one.reply_to for one in asked} == {opening.id}
    await here.tap("Close without one", here.fatou, await here.tap("Close it", here.fatou, card))
    await here.stage.advance(14 * DAY)
    assert len([one for one in here.said() if one.text.startswith("What did you try")]) == len(asked)


async def test_members_are_told_whose_it_is_to_look_after_a_discussion(here: Talk) -> None:
    opening = await here.discussed()
    assert "facilitators" in await here.toast("Look after it", here.ben, opening)
    card = await here.managed(opening)
    assert "facilitators" in await here.toast("Pin it", here.ben, card)
    assert here.chat.pinned == []
