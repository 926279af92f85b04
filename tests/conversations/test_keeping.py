"""What a member wants kept is kept by an explicit act, in their own words and on their terms; nothing else is."""

from __future__ import annotations

import pytest

from bot.rehearsal.args import Upload
from tests.conversations.stage import Stage
from tests.conversations.talk import Talk, talk


@pytest.fixture
async def here(stage: Stage) -> Talk:
    return await talk(stage)


async def test_ones_own_message_is_kept_by_answering_it(here: Talk) -> None:
    opening = await here.discussed()
    own = await here.ben.send("We <b>begin</b> with a song", chat=here.chat, reply_to=opening)
    card = await here.say("/keep", here.ben, reply_to=own)
    said = "Kept · A practice\n\nWe <b>begin</b> with a song\n\n– Member 1\n\nIt stays here\n"
    assert card.text == said + "It is seen in this group only."
    card = await here.tap("A question", here.ben, card)
    card = await here.tap("Use it freely", here.ben, card)
    assert "✓ A question" in card.labels
    assert "Other groups may use it, with the name." in card.text
    listed = await here.say("/threads", here.ben)
    assert "1 kept" in listed.text


async def test_what_stands_behind_the_command_is_kept(here: Talk) -> None:
    card = await here.say("/keep We meet on Mondays", here.ben)
    assert "We meet on Mondays" in card.text


async def test_the_words_of_others_are_never_copied(here: Talk) -> None:
    other = await here.people[1].send("My secret", chat=here.chat)
    asked = await here.say("/keep", here.ben, reply_to=other)
    assert "only they can keep them" in asked.text
    assert asked.force_reply
    card = await here.answers("We listen without answering", here.ben)
    assert "We listen without answering" in card.text
    assert "My secret" not in "".join(one.text for one in here.said())


async def test_a_voice_message_is_kept_and_heard(here: Talk) -> None:
    spoken = await here.ben.send_voice(chat=here.chat)
    card = await here.say("/keep", here.ben, reply_to=spoken)
    assert "A voice message" in card.text
    heard = await here.tap("Listen", here.people[1], card)
    assert heard.media is not None
    assert heard.media.kind == "voice"


async def test_below_the_opening_it_is_asked_for(here: Talk) -> None:
    opening = await here.discussed()
    asked = await here.tap("Keep something", here.ben, opening)
    assert "anyone who was harmed" in asked.text
    assert asked.force_reply
    await here.answers("We listen first", here.ben)
    card = await here.tap("1. Our meetings", here.ben, await here.say("/threads", here.ben))
    assert "• We listen first – Member 1" in card.text


async def test_what_is_said_in_a_discussion_is_not_kept_by_itself(here: Talk) -> None:
    opening = await here.discussed()
    said = len(here.said())
    await here.say("I tried a song", here.ben, reply_to=opening)
    assert len(here.said()) == said
    assert "Nothing yet." in (await here.tap("What was kept", here.ben, await here.say("/threads", here.ben))).text


async def test_only_the_author_changes_it_and_takes_it_back_for_good(here: Talk) -> None:
    card = await here.say("/keep We meet on Mondays", here.ben)
    assert "somebody else's words" in await here.toast("Use it freely", here.people[1], card)
    assert "somebody else's words" in await here.toast("Take it back", here.fatou, card)
    asked = await here.tap("Take it back", here.ben, card)
    assert "for everyone" in asked.text
    gone = await here.tap("Yes, take it back", here.ben, asked)
    assert gone.text.startswith("Taken back")
    assert gone.labels == []
    assert "Nothing yet." in (await here.tap("What was kept", here.ben, await here.say("/threads", here.ben))).text


async def test_in_private_one_sees_what_one_has_kept_and_takes_it_back(here: Talk) -> None:
    for number in range(6):
        await here.say(f"/keep Point {number}", here.ben)
    listed = await here.stage.say(here.ben, "/keep")
    assert "Point 5" in listed.text
    assert "Point 0" in (await here.stage.tap(here.ben, "Older ›")).text
    await here.stage.tap(here.ben, "1. Point 0")
    await here.stage.tap(here.ben, "Take it back")
    assert (await here.stage.tap(here.ben, "Yes, take it back")).text.startswith("Taken back")
    assert "Point 0" not in (await here.stage.say(here.ben, "/keep")).text


async def test_a_picture_cannot_be_kept(here: Talk) -> None:
    picture = await here.ben.send_document(b"x", chat=here.chat)
    assert "1 to 2000 characters" in (await here.say("/keep", here.ben, reply_to=picture)).text
    asked = await here.say("/keep", here.ben)
    await here.ben.share([Upload("song.txt", "text/plain", b"x")], "file", chat=here.chat, reply_to=asked.id)
    await here.stage.settle()
    assert "words or a voice message" in here.last().text
