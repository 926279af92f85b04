"""What people send that is no charter, or come with when they may not: told kindly, and nothing is lost."""

from __future__ import annotations

from typing import Any, cast

import pytest

from bot.rehearsal.args import Args
from bot.rehearsal.errors import bad_request
from bot.rehearsal.methods import PLAYED
from bot.rehearsal.world import World as Telegram
from bot.services.act import Act
from tests.conversations.council import Council, open_council
from tests.conversations.stage import Stage


@pytest.fixture
async def council(stage: Stage) -> Council:
    return await open_council(stage)


async def test_twenty_thousand_characters_in_five_messages_are_answered_once(council: Council) -> None:
    """The last part alone would fit: it is no charter."""
    await council.say(council.awa, "/charter")
    await council.tap(council.awa, "Write one from a blank page")
    before = len(council.awa.messages())
    for size in (4096, 4096, 4096, 4096, 600):
        await council.awa.send("a" * size)
    await council.stage.settle()
    (answer,) = [one for one in council.awa.messages()[before:] if one.by_bot]
    assert "3,000 characters" in answer.text or "3000 characters" in answer.text
    await council.stage.advance(30)
    assert "See it as it will be read" in (await council.say(council.awa, "b" * 3000)).labels
    await council.tap(council.awa, "See it as it will be read")
    await council.tap(council.awa, "Put it in force")
    assert "b" * 3000 in (await council.say(council.ben, "/charter")).text


async def test_formatting_that_telegram_refuses_is_told_and_the_words_alone_are_offered(
    council: Council, monkeypatch: pytest.MonkeyPatch
) -> None:
    await council.say(council.awa, "/charter")
    await council.tap(council.awa, "Write one from a blank page")
    await council.say(council.awa, "<b>Kind</b> & <i>fair</i>", formatted=True)
    _refuse_tags(monkeypatch)
    told = await council.tap(council.awa, "See it as it will be read")
    assert "Telegram did not take the formatting" in told.text
    asked = await council.tap(council.awa, "Without formatting")
    assert council.awa.messages()[-2].text == "Kind & fair"
    assert "Put it in force" in asked.labels


def _refuse_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Telegram refuse what is in italics."""
    send = PLAYED["sendMessage"]

    def picky(world: Telegram, args: Args) -> Any:
        if any(one.get("type") == "italic" for one in args.get("entities", [])) or "fair</i>" in args["text"]:
            raise bad_request("can't parse entities: unexpected end tag")
        return send(world, args)

    monkeypatch.setitem(cast("dict[str, Any]", PLAYED), "sendMessage", picky)


async def test_an_hour_of_voice_is_too_long_to_be_listened_to(council: Council) -> None:
    await council.say(council.awa, "/charter")
    await council.tap(council.awa, "Write one from a blank page")
    await council.awa.send_voice(seconds=3600)
    assert "at most 10 minutes" in (await council.stage.seen(council.awa)).text
    await council.awa.send_voice(seconds=90)
    assert "with a voice message" in (await council.stage.seen(council.awa)).text


async def test_a_photo_is_no_charter(council: Council) -> None:
    await council.say(council.awa, "/charter")
    await council.tap(council.awa, "Write one from a blank page")
    await council.awa.send_document(b"x", name="charter.docx")
    assert "words, or a voice message" in (await council.stage.seen(council.awa)).text
    assert "See it as it will be read" in (await council.say(council.awa, "We agree.")).labels


async def test_tags_that_somebody_types_are_only_words(council: Council) -> None:
    await council.in_force("1 < 2 & <b>so")
    assert "1 < 2 & <b>so" in (await council.say(council.ben, "/charter")).text


async def test_two_coordinators_at_once_put_nothing_in_force_that_they_have_not_seen(council: Council) -> None:
    mia = council.stage.telegram.person("Mia", language="en")
    invitation = await council.stage.app.services.membership.invite_coordinator(None)
    await council.stage.open(mia, f"https://t.me/{council.stage.app.bot.username}?start={invitation.payload}")
    await council.written("First words")
    await council.tap(council.awa, "See it as it will be read")
    await council.say(mia, "/charter")
    await council.tap(mia, "Go on writing the next version")
    await council.tap(mia, "English")
    await council.tap(mia, "Write it anew")
    await council.say(mia, "Other words")
    toast = await council.stage.toast(council.awa, "Put it in force")
    assert "changed it meanwhile" in toast
    assert council.awa.messages()[-2].text == "Other words"
    await council.tap(council.awa, "Put it in force")
    assert "Other words" in (await council.say(council.ben, "/charter")).text


async def test_who_coordinates_no_more_can_neither_write_nor_put_in_force(council: Council) -> None:
    await council.written()
    await council.tap(council.awa, "See it as it will be read")
    storage = council.stage.app.services.ground.storage
    await storage.write(lambda tx: tx.run("DELETE FROM coordinator WHERE person_id = :id", id=council.awa.id))
    assert "coordinators" in await council.stage.toast(council.awa, "Put it in force")
    assert "ten lines" in (await council.say(council.ben, "/charter")).text


async def test_an_anonymous_administrator_reads_it_in_the_group_and_is_led_to_the_private_chat(
    council: Council,
) -> None:
    council.chat.promote(council.fatou, anonymous=True)
    await council.fatou.send("/charter", chat=council.chat)
    screen = await council.stage.seen(council.ben, council.chat)
    assert "We learn from each other." in screen.text
    assert "Read it in private" in screen.labels
    assert not [label for label in screen.labels if "Write" in label]


async def test_a_group_that_moved_to_another_id_keeps_its_charter(council: Council) -> None:
    await council.say(council.fatou, "/charter")
    await council.tap(council.fatou, "Peer group")
    await council.tap(council.fatou, "Write one from a blank page")
    await council.say(council.fatou, "In this group we listen.")
    await council.tap(council.fatou, "See it as it will be read")
    await council.tap(council.fatou, "Put it in force")
    await council.stage.advance(60)
    act = Act(None, council.stage.clock.now())
    await council.stage.app.services.groups.migrated(act, council.chat.id, council.chat.id - 1)
    await council.say(council.ben, "/charter")
    assert "In this group we listen." in (await council.tap(council.ben, "Peer group")).text


async def test_a_stranger_is_told_how_the_bot_gets_to_know_their_network(council: Council) -> None:
    stranger = council.stage.telegram.person("Eva", language="en")
    assert "I do not know your network yet" in (await council.say(stranger, "/charter")).text


async def test_a_link_to_the_charter_of_another_network_opens_nothing(council: Council) -> None:
    stranger = council.stage.telegram.person("Eva", language="en")
    link = f"https://t.me/{council.stage.app.bot.username}?start=kn1"
    assert "We learn" not in (await council.stage.open(stranger, link)).text


async def test_a_voice_goes_with_whoever_spoke_it(council: Council) -> None:
    """What was written stays; where nothing was, the charter says so until it is written anew."""
    await council.say(council.awa, "/charter")
    await council.tap(council.awa, "Write one from a blank page")
    await council.awa.send_voice()
    await council.stage.settle()
    await council.tap(council.awa, "See it as it will be read")
    await council.tap(council.awa, "Put it in force")
    await council.say(council.awa, "/forgetme")
    await council.tap(council.awa, "Yes, forget me")
    screen = await council.say(council.ben, "/charter")
    assert "Its words went with whoever had spoken them" in screen.text
    assert "I accept" not in screen.labels
