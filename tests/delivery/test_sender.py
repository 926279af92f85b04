"""Screens become messages on a strict double of Telegram, and each refusal is met as it deserves."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from markupsafe import Markup
from telegram.error import BadRequest, Forbidden

from bot.counts import Counts
from bot.delivery.refusals import Refusal, refusal_of
from bot.delivery.sender import PictureIsGone, Sender
from bot.delivery.transport import TooMany
from bot.screen import Button, Screen, column
from tests.delivery.stage import Stage, png, stage, text, wheel


@pytest.fixture
async def here() -> AsyncIterator[Stage]:
    async with stage() as found:
        yield found


async def test_a_screen_arrives_with_its_text_and_buttons(here: Stage) -> None:
    link = Button("Site", url="https://example.org/")
    screen = Screen(Markup("Trust <b>grows</b>"), column(Button("Yes", value="y"), link))
    sent = await here.sender.send(here.anna.id, screen, group=False)
    seen = here.anna.screen()
    assert (seen.id, seen.text, seen.labels) == (sent.message_id, "Trust grows", ["Yes", "Site"])


async def test_no_link_is_previewed_and_general_is_never_named(here: Stage) -> None:
    await here.sender.send(here.group.id, text("See https://example.org"), group=True, thread_id=1)
    call = here.calls("sendMessage")[-1]
    assert call.params["link_preview_options"] == {"is_disabled": True}
    assert "message_thread_id" not in call.params


async def test_a_topic_and_the_message_answered_are_named() -> None:
    async with stage(kind="forum") as here:
        topic = here.group.add_topic("Trust")
        asked = await here.anna.send("How?", chat=here.group, topic=topic.id)
        assert asked is not None
        await here.sender.send(here.group.id, text("So."), group=True, thread_id=topic.id, reply_to=asked.id)
        seen = here.anna.screen(here.group)
        assert (seen.topic, seen.reply_to) == (topic.id, asked.id)


async def test_a_question_asks_for_a_reply(here: Stage) -> None:
    await here.sender.send(here.group.id, Screen(Markup("Which day?"), ask="3 April"), group=True)
    assert here.anna.screen(here.group).force_reply


async def test_an_edit_changes_the_message_in_place(here: Stage) -> None:
    sent = await here.sender.send(here.anna.id, text("1/8", "a", "b"), group=False)
    shown = await here.sender.edit(here.anna.id, sent.message_id, text("2/8", "c"), group=False)
    assert shown.message_id == sent.message_id
    assert (here.anna.screen().text, here.anna.screen().labels) == ("2/8", ["c"])


async def test_the_same_screen_again_is_no_error(here: Stage) -> None:
    sent = await here.sender.send(here.anna.id, text("1/8", "a"), group=False)
    shown = await here.sender.edit(here.anna.id, sent.message_id, text("1/8", "a"), group=False)
    assert shown.message_id == sent.message_id
    assert here.calls("editMessageText")[-1].status == 400


async def test_a_message_that_is_gone_is_sent_anew(here: Stage) -> None:
    sent = await here.sender.send(here.anna.id, text("1/8", "a"), group=False)
    await here.sender.delete(here.anna.id, sent.message_id)
    shown = await here.sender.edit(here.anna.id, sent.message_id, text("2/8", "a"), group=False)
    assert shown.message_id != sent.message_id
    assert here.anna.screen().text == "2/8"


async def test_deleting_twice_is_deleting_once(here: Stage) -> None:
    sent = await here.sender.send(here.anna.id, text("x"), group=False)
    await here.sender.delete(here.anna.id, sent.message_id)
    await here.sender.delete(here.anna.id, sent.message_id)


async def test_what_is_too_old_to_be_deleted_loses_its_buttons(here: Stage) -> None:
    sent = await here.sender.send(here.anna.id, text("x", "Close"), group=False)
    here.clock.advance(3 * 86_400)
    await here.sender.delete(here.anna.id, sent.message_id)
    assert (here.anna.screen().text, here.anna.screen().labels) == ("x", [])


async def test_a_picture_is_uploaded_once_and_noted(here: Stage) -> None:
    first = await here.sender.send(here.group.id, wheel(content=png()), group=True)
    assert here.anna.screen(here.group).photo
    assert here.pictures.notes == {(7, "en"): first.file_id}
    await here.sender.send(here.anna.id, wheel(file_id=first.file_id), group=False)
    assert here.anna.screen().photo
    assert [bool(call.uploads) for call in here.calls("sendPhoto")] == [True, False]


async def test_a_picture_that_nobody_has_is_drawn(here: Stage) -> None:
    sent = await here.sender.send(here.anna.id, wheel(), group=False)
    assert here.pictures.drawn == 1
    assert here.pictures.notes[7, "en"] == sent.file_id


async def test_a_picture_whose_figure_is_gone_is_not_sent(here: Stage) -> None:
    here.pictures.content = None
    with pytest.raises(PictureIsGone):
        await here.sender.send(here.anna.id, wheel(), group=False)


async def test_a_stale_file_id_is_replaced_by_an_upload(here: Stage) -> None:
    sent = await here.sender.send(here.anna.id, wheel(file_id="AgACAgQAAxkBAAIBsomebodyelses"), group=False)
    assert here.anna.screen().photo
    assert here.pictures.notes[7, "en"] == sent.file_id != "AgACAgQAAxkBAAIBsomebodyelses"


async def test_a_picture_is_changed_in_place(here: Stage) -> None:
    first = await here.sender.send(here.anna.id, wheel("March"), group=False)
    here.pictures.content = png("red")
    shown = await here.sender.edit(here.anna.id, first.message_id, wheel("June"), group=False, had_picture=True)
    assert shown.message_id == first.message_id
    assert here.anna.screen().text == "June"
    assert here.pictures.notes[7, "en"] == shown.file_id != first.file_id


async def test_words_in_place_of_a_picture_come_below_and_its_buttons_go(here: Stage) -> None:
    screen = Screen(Markup("March"), column(Button("Earlier", value="e")), picture=wheel().picture)
    first = await here.sender.send(here.anna.id, screen, group=False)
    shown = await here.sender.edit(here.anna.id, first.message_id, text("Done"), group=False, had_picture=True)
    old, new = here.anna.messages()[-2:]
    assert (old.id, old.labels) == (first.message_id, [])
    assert (new.id, new.text) == (shown.message_id, "Done")


async def test_a_question_cannot_be_an_edit_so_it_comes_below(here: Stage) -> None:
    first = await here.sender.send(here.anna.id, text("When?", "Other date"), group=False)
    shown = await here.sender.edit(here.anna.id, first.message_id, Screen(Markup("Which?"), ask=""), group=False)
    assert shown.message_id != first.message_id
    assert here.anna.screen().force_reply


async def test_a_tap_is_answered(here: Stage) -> None:
    await here.sender.send(here.anna.id, text("?", "Yes"), group=False)
    callback = here.world.tap_raw(here.anna, here.anna.screen(), "Yes")
    await here.sender.answer(callback.id, "Saved", alert=True)
    assert callback.answer is not None
    assert (callback.answer.text, callback.answer.alert) == ("Saved", True)


async def test_a_tap_too_old_to_be_answered_is_no_error(here: Stage) -> None:
    await here.sender.send(here.anna.id, text("?", "Yes"), group=False)
    callback = here.world.tap_raw(here.anna, here.anna.screen(), "Yes")
    here.clock.advance(3600)
    await here.sender.answer(callback.id)
    assert here.calls("answerCallbackQuery")[-1].status == 400


async def test_a_migrated_group_is_followed(here: Stage) -> None:
    old = here.group.id
    here.group.migrate()
    sent = await here.sender.send(old, text("Hello"), group=True)
    assert here.contacts.told == [("migrated", old, sent.chat_id)]
    assert here.anna.screen(here.group).text == "Hello"


async def test_who_blocks_the_bot_is_told_of(here: Stage) -> None:
    here.anna.block()
    with pytest.raises(Forbidden):
        await here.sender.send(here.anna.id, text("Hello"), group=False)
    assert here.contacts.told == [("blocked", here.anna.id)]


async def test_a_group_that_threw_the_bot_out_is_told_of(here: Stage) -> None:
    await here.anna.remove_bot(here.group)
    with pytest.raises(Forbidden):
        await here.sender.send(here.group.id, text("Hello"), group=True)
    assert here.contacts.told == [("kicked", here.group.id)]


async def test_a_person_who_never_wrote_is_told_of(here: Stage) -> None:
    stranger = here.world.person("Cy")
    with pytest.raises((BadRequest, Forbidden)):
        await here.sender.send(stranger.id, text("Hello"), group=False)
    assert here.contacts.told in ([("not started", stranger.id)], [("unknown", stranger.id)])


async def test_bad_markup_is_malformed(here: Stage) -> None:
    with pytest.raises(BadRequest) as raised:
        await here.sender.send(here.anna.id, Screen(Markup("<b>open")), group=False)
    assert refusal_of(raised.value) is Refusal.MALFORMED


async def test_what_telegram_asks_to_wait_is_told_to_the_limiter(here: Stage) -> None:
    here.world.faults.order("429", "sendMessage", retry_after=9)
    with pytest.raises(TooMany):
        await here.sender.send(here.anna.id, text("Hello"), group=False)
    before = here.clock.monotonic()
    await here.sender.send(here.anna.id, text("Hello"), group=False)
    assert 9 <= here.clock.monotonic() - before < 9.1


async def test_calls_are_counted_by_method_and_refusals_by_kind(here: Stage) -> None:
    counts = Counts()
    sender = Sender(here.bot, here.limiter, here.contacts, here.pictures, counts)
    await sender.send(here.anna.id, text("one"), group=False)
    here.world.faults.order("429", "sendMessage", retry_after=1)
    with pytest.raises(TooMany):
        await sender.send(here.anna.id, text("two"), group=False)
    assert (counts.calls, counts.refusals) == ({"sendMessage": 1}, {"wait": 1})
