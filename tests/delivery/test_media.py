"""Photos, documents, voice notes, videos and albums: sent, changed and deleted on a strict double of Telegram."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, get_args

import pytest
from markupsafe import Markup
from telegram.error import BadRequest

from bot.delivery.ports import Instead, Removal
from bot.delivery.refusals import Refusal, refusal_of
from bot.rehearsal.model import Message
from bot.screen import Button, File, Media, MediaKind, Screen, column
from tests.delivery.post import Post, letter, outbox_of
from tests.delivery.stage import Stage, png, stage, text

DAY = 24 * 3600
KINDS: tuple[MediaKind, ...] = get_args(MediaKind)
PHOTOS: tuple[MediaKind, ...] = ("photo",) * 10


@pytest.fixture
async def here() -> AsyncIterator[Stage]:
    async with stage() as found:
        yield found


@pytest.fixture
async def post(tmp_path: Path) -> AsyncIterator[Post]:
    async with outbox_of(tmp_path) as found:
        yield found


def media(here: Stage, kind: MediaKind) -> Media:
    """A file of that kind that Telegram holds."""
    content = png() if kind == "photo" else b"content"
    return Media(kind, here.world.files.add(kind, content, name=f"a.{kind}", mime="x/y").file_id)


def screen(here: Stage, *kinds: MediaKind, words: Markup = Markup("Meet <b>us</b>")) -> Screen:  # noqa: B008 - frozen
    return Screen(words, media=tuple(media(here, kind) for kind in kinds))


def by_bot(here: Stage, chat: Any = None) -> list[Message]:
    return [message for message in here.anna.messages(chat) if message.by_bot]


def seen(here: Stage, chat: Any = None) -> list[tuple[str | None, str]]:
    """The kind and the text of each message of the bot that Anna sees."""
    return [(message.media.kind if message.media else None, message.text) for message in by_bot(here, chat)]


@pytest.mark.parametrize("kind", KINDS)
async def test_one_file_arrives_with_its_text_and_buttons(here: Stage, kind: MediaKind) -> None:
    with_button = Screen(Markup("Meet <b>us</b>"), column(Button("Seen", value="s")), media=(media(here, kind),))
    await here.sender.send(here.anna.id, with_button, group=False)
    assert seen(here) == [(kind, "Meet us")]
    assert here.anna.screen().labels == ["Seen"]


async def test_a_file_needs_no_words(here: Stage) -> None:
    await here.sender.send(here.anna.id, screen(here, "voice", words=Markup()), group=False)
    assert seen(here) == [("voice", "")]


@pytest.mark.parametrize("kinds", [("photo", "video", "photo"), ("document",) * 10, ("audio", "audio")])
async def test_an_album_arrives_as_one_with_its_text_below_the_first(here: Stage, kinds: tuple[MediaKind, ...]) -> None:
    sent = await here.sender.send(here.group.id, screen(here, *kinds), group=True, silent=True)
    parts = by_bot(here, here.group)
    assert [part.text for part in parts] == ["Meet us", *[""] * (len(kinds) - 1)]
    assert len({part.album for part in parts}) == 1
    assert sent.message_ids == tuple(part.id for part in parts)
    assert sent.message_id == parts[0].id
    assert here.calls("sendMediaGroup")[-1].params["disable_notification"] is True


async def test_an_album_goes_into_its_topic() -> None:
    async with stage(kind="forum") as here:
        topic = here.group.add_topic("Trust")
        await here.sender.send(here.group.id, screen(here, "photo", "photo"), group=True, thread_id=topic.id)
        assert {part.topic for part in by_bot(here, here.group)} == {topic.id}


async def test_an_album_costs_as_many_turns_as_it_has_parts() -> None:
    async with stage(rate=25) as here:
        await here.sender.send(here.anna.id, screen(here, "photo", "photo", "photo"), group=False)
        before = here.clock.monotonic()
        await here.sender.send(here.anna.id, text("next"), group=False)
        assert 3 <= here.clock.monotonic() - before < 3.1


async def test_an_album_from_the_outbox_costs_as_many_turns_as_it_has_parts(tmp_path: Path) -> None:
    async with outbox_of(tmp_path, rate=25) as post:
        post.renderer.others["album"] = screen(post.stage, *PHOTOS)
        post.stage.world.faults.rates()
        for number in range(3):
            await post.put(letter(post.stage.group.id, "album", key=f"{number}"))
            await post.outbox.flush()  # one by one: this clock leaps ahead of calls that are under way
        assert await post.states() == ["sent"] * 3
        assert [call.status for call in post.stage.calls("sendMediaGroup")] == [200] * 3


@pytest.mark.parametrize("kind", KINDS)
async def test_an_edit_changes_the_text_and_leaves_the_file(here: Stage, kind: MediaKind) -> None:
    first = screen(here, kind)
    sent = await here.sender.send(here.anna.id, first, group=False)
    changed = Screen(Markup("Come"), column(Button("Seen", value="s")), media=first.media)
    for _ in range(2):
        shown = await here.sender.edit(here.anna.id, sent.message_id, changed, group=False, had_picture=kind == "photo")
        assert shown.message_id == sent.message_id
    assert seen(here) == [(kind, "Come")]
    assert here.anna.screen().labels == ["Seen"]


def made_here(words: Markup = Markup("The <b>plan</b>")) -> Screen:  # noqa: B008 - frozen
    file = File("plan – août.csv", b"a;b\r\n", "text/csv")
    return Screen(words, column(Button("Back", value="b")), file=file)


def kept(here: Stage) -> list[tuple[str, bytes, str]]:
    """The name, content and type of each file that Anna has got."""
    files = [message.media for message in by_bot(here) if message.media]
    return [(file.name, file.content, file.mime) for file in files]


async def test_a_file_made_here_arrives_with_its_name_text_and_buttons(here: Stage) -> None:
    await here.sender.send(here.anna.id, made_here(), group=False)
    assert seen(here) == [("document", "The plan")]
    assert kept(here) == [("plan – août.csv", b"a;b\r\n", "text/csv")]
    assert here.anna.screen().labels == ["Back"]


async def test_a_file_made_here_needs_no_words(here: Stage) -> None:
    await here.sender.send(here.anna.id, made_here(Markup()), group=False)
    assert seen(here) == [("document", "")]


async def test_a_file_made_here_is_sent_below_what_was_tapped(here: Stage) -> None:
    sent = await here.sender.send(here.anna.id, text("Which form?", "CSV"), group=False)
    await here.sender.edit(here.anna.id, sent.message_id, made_here(), group=False)
    assert seen(here) == [(None, "Which form?"), ("document", "The plan")]
    assert by_bot(here)[0].labels == []


async def test_words_come_below_a_file_made_here_and_take_its_buttons(here: Stage) -> None:
    sent = await here.sender.send(here.anna.id, made_here(), group=False)
    await here.sender.edit(here.anna.id, sent.message_id, text("Back again"), group=False, had_picture=True)
    assert seen(here) == [("document", "The plan"), (None, "Back again")]
    assert by_bot(here)[0].labels == []


async def test_a_letter_may_bring_a_file(post: Post) -> None:
    post.renderer.others["paper"] = made_here()
    await post.put(letter(post.stage.anna.id, "paper"))
    await post.outbox.flush()
    assert (await post.states(), len(kept(post.stage))) == (["sent"], 1)


async def test_a_stale_file_is_refused_as_such(here: Stage) -> None:
    for gone in (("photo",), ("photo", "photo")):
        with pytest.raises(BadRequest) as raised:
            await here.sender.send(
                here.anna.id, Screen(Markup("x"), media=tuple(Media("photo", "AgACgone") for _ in gone)), group=False
            )
        assert refusal_of(raised.value) is Refusal.STALE_FILE


async def test_a_letter_remembers_all_messages_of_its_album(post: Post) -> None:
    post.renderer.others["album"] = screen(post.stage, "photo", "video")
    await post.put(letter(post.stage.anna.id, "album"), letter(post.stage.anna.id))
    await post.outbox.flush()
    numbers = [message.id for message in by_bot(post.stage)]
    album, plain = await post.rows()
    assert (album["message_id"], album["message_ids"]) == (numbers[0], f"[{numbers[0]}, {numbers[1]}]")
    assert (plain["message_id"], plain["message_ids"]) == (numbers[2], None)


async def test_a_silent_letter_rings_no_phone(post: Post) -> None:
    await post.put(letter(post.stage.anna.id, "quiet", silent=True), letter(post.stage.anna.id, "loud"))
    await post.outbox.flush()
    silent = [call.params.get("disable_notification") for call in post.stage.calls("sendMessage")]
    assert silent == [True, None]


async def test_a_paid_pace_is_said_with_each_message() -> None:
    async with stage(paid=True) as here:
        await here.sender.send(here.anna.id, text("Hello"), group=False)
        await here.sender.send(here.anna.id, screen(here, "photo", "photo"), group=False)
    paid = [call.params.get("allow_paid_broadcast") for call in here.calls() if call.method.startswith("send")]
    assert paid == [True, True]


async def test_a_letter_may_change_what_was_sent(post: Post) -> None:
    anna, first = post.stage.anna.id, screen(post.stage, "photo", "photo")
    album = await post.stage.sender.send(anna, first, group=False)
    plain = await post.stage.sender.send(anna, text("Hello"), group=False)
    changed = Screen(Markup("Come"), media=first.media)
    post.renderer.others |= {
        "album": Instead(anna, album.message_ids, changed),
        "plain": Instead(anna, (plain.message_id,), text("Goodbye", "Seen")),
    }
    await post.put(letter(anna, "album"), letter(anna, "plain"), letter(anna, "plain", key="again"))
    await post.outbox.flush()
    assert await post.states() == ["sent"] * 3
    assert seen(post.stage) == [("photo", "Come"), ("photo", ""), (None, "Goodbye")]
    assert len(post.stage.calls("sendMessage")) == 1


async def test_what_is_gone_is_not_sent_anew_when_it_should_change(post: Post) -> None:
    anna = post.stage.anna.id
    sent = await post.stage.sender.send(anna, text("Hello"), group=False)
    await post.stage.sender.delete(anna, sent.message_id)
    post.renderer.others["change"] = Instead(anna, (sent.message_id,), text("Goodbye"))
    await post.put(letter(anna, "change"))
    await post.outbox.flush()
    assert (await post.states(), await post.errors(), seen(post.stage)) == (["failed"], ["gone"], [])


async def test_what_a_group_left_behind_when_it_moved_is_not_looked_for_in_the_new_one(post: Post) -> None:
    old = post.stage.group.id
    sent = await post.stage.sender.send(old, text("Hello"), group=True)
    post.stage.group.migrate()
    post.renderer.others |= {
        "change": Instead(old, (sent.message_id,), text("Goodbye")),
        "remove": Removal(old, (sent.message_id,)),
    }
    await post.put(letter(old, "change"), letter(old, "remove"))
    await post.outbox.flush()
    assert await post.errors() == ["gone", "gone"]
    assert ("migrated", old, post.stage.group.id) in post.stage.contacts.told


async def test_a_letter_may_delete_what_was_sent(post: Post) -> None:
    anna = post.stage.anna.id
    album = await post.stage.sender.send(anna, screen(post.stage, *PHOTOS), group=False)
    plain = await post.stage.sender.send(anna, text("Hello"), group=False)
    post.renderer.others |= {
        "album": Removal(anna, album.message_ids),
        "plain": Removal(anna, (plain.message_id,)),
    }
    await post.put(letter(anna, "album"), letter(anna, "plain"), letter(anna, "plain", key="again"))
    await post.outbox.flush()
    assert (await post.states(), seen(post.stage)) == (["sent"] * 3, [])


@pytest.mark.parametrize("parts", [1, 3])
async def test_after_two_days_what_was_sent_stays(post: Post, parts: int) -> None:
    anna = post.stage.anna.id
    sent = await post.stage.sender.send(anna, screen(post.stage, *PHOTOS[:parts]), group=False)
    post.stage.clock.advance(2 * DAY)
    post.renderer.others["remove"] = Removal(anna, sent.message_ids or (sent.message_id,))
    await post.put(letter(anna, "remove"))
    await post.outbox.flush()
    assert (await post.errors(), len(seen(post.stage))) == (["too old"], parts)
