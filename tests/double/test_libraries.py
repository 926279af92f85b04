"""Three client libraries work on the double as they do on Telegram: echo, keyboard, tap, edit, picture."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
import telegram

from bot.rehearsal import Double, World
from bot.rehearsal.groups import Group
from bot.rehearsal.persons import Person


async def play(world: World, person: Person, picture: bytes) -> None:
    """What a person does with any of the three bots, and what they must see."""
    await person.send("hello <3 & 😀")
    await world.until(lambda: "You said: hello <3 & 😀" in [message.text for message in person.messages()])
    await person.send("/menu")
    await world.until(person.labels)
    answer = await person.tap("Pic")
    assert answer is not None
    assert (answer.text, answer.alert) == ("Here it is", True)
    await world.until(lambda: any(message.photo == picture for message in person.messages()))
    await world.until(lambda: not person.labels())
    edited = next(message for message in person.messages() if message.edited)
    assert (edited.text, edited.html) == ("Chosen", "<b>Chosen</b>")
    await world.until(lambda: len(uploads(world)) == 2)
    assert uploads(world) == [1, 0], "the second picture is sent by its file_id"


def uploads(world: World) -> list[int]:
    return [len(call.uploads) for call in world.calls if call.method == "sendPhoto"]


@pytest.fixture(scope="module")
def libraries() -> Any:
    """All processes that share the tests read this file; only one of them loads aiogram."""
    return import_module("tests.double.libraries")


@pytest.mark.parametrize("library", ["PythonTelegramBot", "Aiogram", "PyTelegramBotApi"])
async def test_a_library_plays_on_the_double(
    libraries: Any, library: str, double: Double, anna: Person, picture: bytes
) -> None:
    async with getattr(libraries, library)(double, picture).running():
        await play(double.world, anna, picture)


async def test_libraries_parse_groups_members_and_forums(
    libraries: Any, double: Double, world: World, anna: Person, group: Group
) -> None:
    """What the answers hold is read into the typed objects of two libraries, extra fields or missing ones included."""
    group.make_forum()
    group.promote(world.bot)
    bot = telegram.Bot(double.token, base_url=f"{double.url}/bot")
    other = libraries.aiogram_bot(double)
    async with bot, other:
        topic = await bot.create_forum_topic(group.id, "Skills")
        sent = await bot.send_message(group.id, "x", message_thread_id=topic.message_thread_id)
        assert sent.is_topic_message
        assert (await bot.get_chat(group.id)).is_forum
        assert {type(one) for one in await bot.get_chat_administrators(group.id)} == {
            telegram.ChatMemberOwner,
            telegram.ChatMemberAdministrator,
        }
        assert (await other.get_chat(group.id)).title == "Peer group"
        assert len(await other.get_chat_administrators(group.id)) == 2
        assert isinstance(await other.get_chat_member(group.id, anna.id), libraries.aiogram.types.ChatMemberOwner)
        with pytest.raises(telegram.error.BadRequest, match="Message to edit not found"):
            await bot.edit_message_text("x", group.id, 999999)
        with pytest.raises(telegram.error.Forbidden, match="can't initiate"):
            await bot.send_message(anna.id, "x")
        for update in await other.get_updates():
            assert update.update_id
        for parsed in await bot.get_updates():
            assert parsed.update_id
