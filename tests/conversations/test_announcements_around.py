"""Around announcements: from a group, who may and who may not, leaving them; the list, the log, and days of rest."""

from __future__ import annotations

import pytest

from tests.conversations.newsroom import HOUR, MINUTE, Newsroom, open_newsroom, read
from tests.conversations.stage import DAY, Stage


@pytest.fixture
async def room(stage: Stage) -> Newsroom:
    return await open_newsroom(stage)


async def test_a_facilitator_announces_from_the_group_to_the_group_alone(room: Newsroom) -> None:
    offered = await room.stage.say(room.fatou, "/announce", room.chat)
    assert offered.labels == ["Write it in private"]
    await room.stage.tap(room.fatou, "Write it in private", room.chat)
    card = await room.say("We meet at five", room.fatou)
    assert "To: 1 group" in card.text
    assert "To whom" not in card.labels
    await room.tap("Preview and send", room.fatou)
    await room.tap("Send the announcement", room.fatou)
    await room.stage.advance(MINUTE)
    assert read(room.fatou, room.chat).count("We meet at five") == 1
    assert "We meet at five" not in read(room.awa)


async def test_members_are_told_kindly_whose_announcements_are(room: Newsroom) -> None:
    member = room.people[0]
    for line in ("/announce", "/announcements"):
        assert "Announcements are sent by the coordinators" in (await room.say(line, member)).text
    assert "The log is for the coordinators" in (await room.say("/log", member)).text
    await room.stage.say(member, "/announce", room.chat)
    await room.stage.tap(member, "Write it in private", room.chat)
    assert "facilitators of this group" in member.screen().text


async def test_a_coordinator_of_several_places_chooses_from_where(room: Newsroom) -> None:
    invitation = await room.stage.app.services.membership.invite_coordinator("Second")
    await room.stage.open(room.awa, f"https://t.me/{room.stage.app.bot.username}?start={invitation.payload}")
    places = await room.say("/announce")
    assert places.labels == ["Palabre (network)", "Second (network)"]
    await room.tap("Second (network)")
    card = await room.say("To the second")
    assert card.text.startswith("Announcement · Second · draft")


async def test_who_leaves_announcements_gets_none_and_can_have_them_again(room: Newsroom) -> None:
    """Answers to one's own acts come as before, and so does what the group reads."""
    bea = await room.stage.coordinator("Bea")
    left = await room.say("/stop", bea)
    assert "no more announcements in private" in left.text
    await room.sent("Without Bea")
    await room.stage.advance(MINUTE)
    assert "Without Bea" not in read(bea)
    assert "Without Bea" in read(room.fatou, room.chat)
    assert "What would you like to do?" in (await room.say("/help", bea)).text
    await room.tap("Have them again", bea)
    await room.sent("With Bea")
    await room.stage.advance(MINUTE)
    assert read(bea).count("With Bea") == 1


async def test_the_card_counts_who_cannot_be_reached(room: Newsroom) -> None:
    bea = await room.stage.coordinator("Bea")
    await room.say("/stop", bea)
    assert "(1 person cannot be written to, or wants no announcements.)" in (await room.draft()).text


async def test_commands_that_belong_into_private_say_so_in_a_group(room: Newsroom) -> None:
    for line in ("/announcements", "/stop", "/log"):
        told = await room.stage.say(room.fatou, line, room.chat)
        assert told.labels == ["Open our private chat"]


async def test_the_list_shows_all_states_and_turns_pages(room: Newsroom) -> None:
    await room.sent("First")
    await room.stage.advance(2 * MINUTE)
    for number in range(9):
        await room.draft(f"Draft {number}")
    listed = await room.say("/announcements")
    assert listed.labels[0] == "draft · Draft 8"
    assert listed.labels[-2:] == ["Older →", "New announcement"]
    older = await room.tap("Older →")
    assert older.labels[:3] == ["draft · Draft 0", "sent · First", "← Newer"]
    assert (await room.tap("← Newer")).labels[0] == "draft · Draft 8"


async def test_the_list_opened_from_the_progress_message_leaves_it_there(room: Newsroom) -> None:
    progress = await room.sent()
    await room.tap("All announcements")
    await room.stage.advance(MINUTE)
    assert "Sent." in room.now(progress).text


async def test_the_log_tells_who_did_what_newest_first(room: Newsroom) -> None:
    await room.sent()
    await room.stage.advance(MINUTE)
    await room.tap("Delete it everywhere")
    await room.tap("Yes, delete it")
    log = await room.say("/log")
    assert log.text.index("announcement deleted everywhere") < log.text.index("announcement sent")
    assert "Awa" in log.text
    for number in range(10):
        await room.sent(f"More {number}")
        await room.stage.advance(MINUTE)
    assert (await room.say("/log")).labels == ["Older →"]
    older = await room.tap("Older →")
    assert "announcement deleted everywhere" in older.text
    assert older.labels[0] == "← Newest"


async def test_a_facilitator_reads_the_log_of_the_group_alone(room: Newsroom) -> None:
    await room.sent()
    await room.stage.round(room.fatou, room.chat)
    log = await room.say("/log", room.fatou)
    assert "round opened" in log.text
    assert "announcement sent" not in log.text


async def test_nothing_comes_by_itself_on_the_days_of_rest_of_a_group(room: Newsroom) -> None:
    """It is Saturday: the announcement comes on Monday at seven in Kigali, 5:00 UTC."""
    await room.stage.say(room.fatou, "/settings", room.chat)
    screen = await room.stage.tap(room.fatou, "Rest days", room.chat)
    assert screen.labels[:2] == ["Monday", "Tuesday"]
    await room.stage.tap(room.fatou, "Saturday", room.chat)
    screen = await room.stage.tap(room.fatou, "Sunday", room.chat)
    assert screen.labels[5:7] == ["✓ Saturday", "✓ Sunday"]
    summary = await room.stage.tap(room.fatou, "← Back", room.chat)
    assert "Rest days: Saturday and Sunday" in summary.text
    await room.sent()
    await room.stage.advance(DAY + 19 * HOUR)
    assert "Hello" not in read(room.fatou, room.chat)
    await room.stage.advance(2 * HOUR)
    assert read(room.fatou, room.chat).count("Hello") == 1
    assert "Rest days" in (await room.stage.say(room.fatou, "/settings", room.chat)).text


async def test_where_the_bot_may_not_write_its_facilitators_are_asked(room: Newsroom) -> None:
    room.chat.permit()
    await room.sent()
    await room.stage.advance(MINUTE)
    assert "may not write there" in room.fatou.screen().text
    assert "Peer group" in room.fatou.screen().text


async def test_a_coordinator_may_announce_to_one_group_from_there(room: Newsroom) -> None:
    await room.stage.say(room.awa, "/announce", room.chat)
    await room.stage.tap(room.awa, "Write it in private", room.chat)
    card = await room.say("Only you")
    assert card.text.startswith("Announcement · Peer group · draft")
    assert "To: 1 group" in card.text


async def test_a_link_to_a_group_that_is_not_there_leads_to_the_choice(room: Newsroom) -> None:
    for payload in ("a999999", "ahello", "a" + "9" * 40):
        await room.stage.open(room.awa, f"https://t.me/{room.stage.app.bot.username}?start={payload}")
        assert "Write, speak or forward" in room.awa.screen().text


async def test_a_preview_of_many_languages_says_which_is_which(room: Newsroom) -> None:
    await room.draft("Hello")
    for label, text in (("Add: Español", "Hola"), ("Add: Français", "Bonjour")):
        await room.tap("Languages")
        await room.tap(label)
        await room.say(text)
    question = await room.tap("Preview and send")
    assert "Above, in this order: English (original), Español, and Français." in question.text
    assert [one.text for one in room.awa.messages()[-4:-1]] == ["Hello", "Hola", "Bonjour"]
    await room.tap("Change something")
    await room.tap("Languages")
    await room.tap("✓ Español")
    left = await room.tap("Take this version away")
    assert "Add: Español" in left.labels
    await room.tap("← Back")
    assert "English (original) and Français" in room.awa.screen().text
