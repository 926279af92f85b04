"""After "Send": pausing, cancelling, changing and deleting, at the worst moments; and who has seen it."""

from __future__ import annotations

import pytest

from bot.rehearsal.model import Message
from bot.rehearsal.persons import Person
from handlers.values.sending import Steer
from tests.conversations.havoc import Havoc
from tests.conversations.newsroom import HOUR, MINUTE, Newsroom, open_newsroom, picture, read
from tests.conversations.stage import DAY, Stage


@pytest.fixture
async def room(stage: Stage) -> Newsroom:
    return await open_newsroom(stage)


async def raw(room: Newsroom, message: Message, label: str, who: Person | None = None) -> str:
    """Tap a button as it was on that message, whatever became of the message; the note that appears."""
    data = next(button.data for row in message.buttons for button in row if button.label == label)
    tap = room.stage.telegram.tap_raw(who or room.awa, message, data or "")
    await room.stage.settle()
    return (tap.answer.text or "") if tap.answer else ""


async def test_the_message_below_send_tells_by_itself_how_far_it_is(room: Newsroom) -> None:
    """One group is awake, the other gets it at seven, 11:00 UTC; a restart in between changes nothing."""
    sleepers, ines = await room.sleeping_group()
    progress = await room.sent()
    await room.stage.advance(MINUTE)
    told = room.now(progress)
    assert "It is being sent." in told.text
    assert "Arrived: 2 of 3\nStill to go: 1" in told.text
    assert read(room.fatou, room.chat).count("Hello") == 1
    await room.stage.restart()
    assert "Hello" not in read(ines, sleepers)
    await room.stage.advance(2 * HOUR)
    await room.stage.advance(MINUTE)
    assert read(ines, sleepers).count("Hello") == 1
    assert read(room.fatou, room.chat).count("Hello") == 1
    told = room.now(progress)
    assert "Sent." in told.text
    assert "Arrived: 3 of 3" in told.text
    assert told.labels == ["Change the text", "Delete it everywhere", "All announcements"]
    assert "Your announcement has gone out." in room.awa.screen().text


async def test_an_author_who_has_lost_the_role_is_told_no_further(room: Newsroom) -> None:
    """What was on its way still arrives."""
    sleepers, ines = await room.sleeping_group()
    progress = await room.sent()
    await room.stage.advance(MINUTE)
    told = room.now(progress).text
    await room.stage.app.services.ground.storage.write(lambda tx: tx.run("DELETE FROM coordinator"))
    await room.stage.advance(2 * HOUR)
    await room.stage.advance(MINUTE)
    assert read(ines, sleepers).count("Hello") == 1
    assert room.now(progress).text == told
    assert not any("Your announcement has gone out." in text for text in read(room.awa))


async def test_a_paused_announcement_waits_until_somebody_goes_on(room: Newsroom) -> None:
    sleepers, ines = await room.sleeping_group()
    progress = await room.sent()
    paused = await raw(room, room.now(progress), "Pause")
    assert not paused
    assert "Paused." in room.now(progress).text
    await room.stage.advance(3 * HOUR)
    assert "Hello" not in read(ines, sleepers)
    await room.tap("Go on")
    await room.stage.advance(MINUTE)
    assert read(ines, sleepers).count("Hello") == 1
    assert read(room.fatou, room.chat).count("Hello") == 1


async def test_a_cancel_says_how_many_had_gone(room: Newsroom) -> None:
    sleepers, ines = await room.sleeping_group()
    progress = await room.sent()
    await room.stage.advance(MINUTE)
    assert await room.toast("Do not send the rest") == "Cancelled. It had arrived in 2 chats already."
    await room.stage.advance(DAY)
    assert "Hello" not in read(ines, sleepers)
    told = room.now(progress).text
    assert "Cancelled." in told
    assert "Arrived: 2 of 3\nNot sent any more: 1" in told


async def test_a_cancel_in_the_last_second_comes_too_late_and_says_so(room: Newsroom) -> None:
    """All may have gone before the button was seen at all: the tap is made without it."""
    progress = await room.sent()
    cancel = await Havoc(room.stage).tap(room.awa, progress, Steer(id=1, do="cancel").pack())
    assert "Too late" in ((cancel.answer.text or "") if cancel.answer else "")
    assert read(room.fatou, room.chat).count("Hello") == 1


async def test_a_scheduled_announcement_is_cancelled_before_anybody_gets_it(room: Newsroom) -> None:
    await room.draft()
    await room.tap("When")
    await room.tap("Sunday 22 November")
    await room.tap("Preview and send")
    await room.tap("Schedule the announcement")
    assert await room.toast("Do not send it") == "Cancelled. Nobody got it."
    await room.stage.advance(2 * DAY)
    assert "Hello" not in read(room.fatou, room.chat)


async def test_send_tapped_twice_sends_once(room: Newsroom) -> None:
    question = await room.asked()
    await raw(room, question, "Send the announcement")
    await raw(room, question, "Send the announcement")
    await room.stage.advance(MINUTE)
    assert read(room.fatou, room.chat).count("Hello") == 1
    assert "Sent." in room.now(question).text


async def test_old_buttons_of_a_draft_show_how_it_stands_after_it_was_sent(room: Newsroom) -> None:
    card = await room.draft()
    await room.say("/announcements")
    await room.tap("draft · Hello")
    await room.tap("Preview and send")
    await room.tap("Send the announcement")
    for label in ("Silently", "When", "To whom", "Write it anew", "Delete the draft", "Preview and send"):
        assert "nothing was changed" in await raw(room, card, label)
    assert read(room.fatou, room.chat).count("Hello") == 1


async def test_two_coordinators_announce_at_once_each_their_own(room: Newsroom) -> None:
    """A colleague's draft can be seen in the list, and nobody else can change or send it."""
    bea = await room.stage.coordinator("Bea")
    one = await room.asked("From Awa")
    two = await room.asked("From Bea", who=bea)
    await room.say("/announcements", bea)
    foreign = await room.tap("draft · From Awa", bea)
    assert "draft of Awa" in foreign.text
    assert foreign.labels == ["All announcements"]
    assert "colleague's" in await raw(room, one, "Send the announcement", bea)
    await raw(room, one, "Send the announcement")
    await raw(room, two, "Send the announcement", bea)
    await room.stage.advance(MINUTE)  # each is told that theirs has gone out, and nothing else comes
    said = read(room.fatou, room.chat)
    assert (said.count("From Awa"), said.count("From Bea")) == (1, 1)
    await room.say("/announcements", bea)
    standing = await room.tap("From Awa", bea)
    assert "Written by Awa." in standing.text


async def test_a_facilitator_who_lost_the_role_sends_nothing_more_and_coordinators_decide(room: Newsroom) -> None:
    """What was scheduled is paused when its time comes; whoever goes on with it answers for it."""
    await room.say("/announce", room.fatou)
    card = await room.say("Our meeting", room.fatou)
    await room.tap("When", room.fatou)
    await room.tap("Sunday 22 November", room.fatou)
    await room.tap("Preview and send", room.fatou)
    await room.tap("Schedule the announcement", room.fatou)
    await room.stage.say(room.awa, "/settings", room.chat)
    await room.stage.tap(room.awa, "Facilitators", room.chat)
    await room.stage.tap(room.awa, "Someone else…", room.chat)
    await room.stage.toast(room.people[0], "I facilitate", room.chat)
    await room.stage.tap(room.awa, "✓ Fatou", room.chat)
    assert "facilitators of this group" in await raw(room, card, "Silently", room.fatou)
    await room.stage.advance(2 * DAY)
    assert "Our meeting" not in read(room.fatou, room.chat)
    asked = room.awa.screen()
    assert "no longer has the role" in asked.text
    assert "Paused." in (await room.tap("Look at it")).text
    await room.tap("Go on")
    await room.stage.advance(MINUTE)
    assert read(room.fatou, room.chat).count("Our meeting") == 1


async def test_the_text_is_changed_wherever_it_stands_or_is_still_to_arrive(room: Newsroom) -> None:
    sleepers, ines = await room.sleeping_group()
    progress = await room.sent("At nine")
    await room.stage.advance(MINUTE)
    asked = await room.tap("Change the text")
    assert "At nine" in asked.text
    await room.awa.send_photo(picture())
    assert "Only the text can change" in (await room.stage.seen(room.awa)).text
    question = await room.say("At <b>ten</b>", formatted=True)
    assert room.awa.messages()[-2].html == "At <b>ten</b>"
    await room.tap("Yes, change it")
    assert "not there any more" in await raw(room, question, "Yes, change it")
    await room.stage.advance(MINUTE)
    assert (read(room.fatou, room.chat).count("At nine"), read(room.fatou, room.chat).count("At ten")) == (0, 1)
    assert "New text\nDone: 2 of 2" in room.now(progress).text
    await room.stage.advance(2 * HOUR)
    assert (read(ines, sleepers).count("At nine"), read(ines, sleepers).count("At ten")) == (0, 1)


async def test_the_text_below_a_photo_and_of_one_of_two_languages_is_changed(room: Newsroom) -> None:
    await room.say("/announce")
    await room.awa.send_photo(picture(), caption="Our day")
    await room.stage.settle()
    await room.tap("Languages")
    await room.tap("Add: Español")
    await room.say("Nuestro día")
    await room.tap("Preview and send")
    await room.tap("Send the announcement")
    await room.stage.advance(MINUTE)
    await room.tap("Change the text")
    await room.tap("English")
    await room.say("Our evening")
    await room.tap("Yes, change it")
    await room.stage.advance(MINUTE)
    changed = room.fatou.screen(room.chat)
    assert changed.photo is not None
    assert changed.text == "Our evening"


async def test_a_text_that_changes_in_one_language_is_told_of_without_those_who_read_another(room: Newsroom) -> None:
    mia = await room.stage.coordinator("Mia", language="es")
    await room.draft("Our day")
    await room.tap("Languages")
    await room.tap("Add: Español")
    await room.say("Nuestro día")
    question = await room.tap("Preview and send")
    await room.tap("Send the announcement")
    await room.stage.advance(MINUTE)
    await room.tap("Look at it")
    await room.tap("Change the text")
    await room.tap("Español")
    await room.say("Nuestra noche")
    await room.tap("Yes, change it")
    await room.stage.advance(MINUTE)
    assert read(mia)[-1] == "Nuestra noche"
    told = room.now(question).text
    assert "New text\nDone: 1 of 1" in told
    assert "Did not work" not in told


async def test_a_new_text_that_telegram_refuses_is_asked_for_again(room: Newsroom) -> None:
    await room.say("/announce")
    await room.awa.send_photo(picture(), caption="Short")
    await room.stage.settle()
    await room.tap("Preview and send")
    await room.tap("Send the announcement")
    await room.stage.advance(MINUTE)
    await room.tap("Change the text")
    assert "did not take this text" in (await room.say("long " * 300)).text
    assert room.fatou.screen(room.chat).text == "Short"


async def test_what_was_sent_is_deleted_everywhere(room: Newsroom) -> None:
    sleepers, ines = await room.sleeping_group()
    progress = await room.sent()
    await room.stage.advance(MINUTE)
    question = await room.tap("Delete it everywhere")
    assert "2 chats" in question.text
    await room.tap("Yes, delete it")
    await room.stage.advance(DAY)
    assert "Hello" not in read(room.fatou, room.chat)
    assert "Hello" not in read(ines, sleepers)
    told = room.now(progress)
    assert "Deleted on" in told.text
    assert "Deleting\nDone: 2 of 2" in told.text
    assert told.labels == ["All announcements"]


async def test_after_two_days_telegram_deletes_nothing_and_the_report_says_so(room: Newsroom) -> None:
    await room.sent()
    await room.stage.advance(2 * DAY + HOUR)
    progress = next(one for one in room.awa.messages() if "Delete it everywhere" in one.labels)
    await room.tap("Delete it everywhere")
    await room.tap("Yes, delete it")
    await room.stage.advance(MINUTE)
    assert read(room.fatou, room.chat).count("Hello") == 1
    assert "older than 48 hours: Telegram deletes nothing then: 2" in room.now(progress).text


async def test_where_it_did_not_arrive_is_told_by_reason(room: Newsroom) -> None:
    """The group lets nobody but its administrators write."""
    room.chat.permit()
    progress = await room.sent()
    await room.stage.advance(MINUTE)
    told = room.now(progress).text
    assert "Arrived: 1 of 2\nDid not work: 1\n• I may not write in the group, or not this kind of message: 1" in told


async def test_how_many_have_seen_it_is_told_from_the_minimum_on(room: Newsroom) -> None:
    await room.draft()
    await room.tap("“Seen” button")
    question = await room.tap("Preview and send")
    assert "This is the preview" in await room.toast("I have seen this")
    await room.tap("Send the announcement")
    sent = room.now(question)
    readers = [room.fatou, *room.people]
    for person in readers:
        assert await room.stage.toast(person, "I have seen this", room.chat) == "Thank you!"
    assert "already" in await room.stage.toast(room.fatou, "I have seen this", room.chat)
    await raw(room, sent, "Refresh")
    assert "How many have seen it is shown from 5 on." in room.now(question).text
    await room.toast("I have seen this")
    await raw(room, sent, "Refresh")
    assert "5 people have seen it." in room.now(question).text
