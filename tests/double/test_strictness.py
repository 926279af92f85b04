"""Each call that the real server would refuse is refused, in its words; so is what it would pass over in silence."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from bot.rehearsal import Double, World
from bot.rehearsal.groups import Group
from bot.rehearsal.methods import PLAYED
from bot.rehearsal.persons import Person
from bot.rehearsal.table import table

from .conftest import Api


@pytest.fixture(autouse=True)
async def _open(anna: Person) -> None:
    await anna.send("/start")


TOO_LONG = "message is too long"
ENTITIES = "can't parse entities: "
RESERVED = "Character '.' is reserved and must be escaped with the preceding '\\'"
UNKNOWN = 'field "reply_markup.inline_keyboard[0][0].colour" is not known'
NO_ACTION = "can't parse inline keyboard button: text buttons are unallowed in the inline keyboard"
BAD_URL = "inline keyboard button URL 'no where' is invalid: Wrong HTTP URL"
BEYOND = "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 5"
WEB = "bad webhook: An HTTPS URL must be provided for webhook"
PORTS = "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"
COMMAND = "commands[0].command must have 1-32 characters"
SHORT = 'parameter "short_description" must have 0-120 characters'
BUTTON = {"text": "Go", "callback_data": "x"}


def inline(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


REFUSED_TEXTS = [
    ({}, "message text is empty"),
    ({"text": ""}, "message text is empty"),
    ({"text": " \n "}, "text must be non-empty"),
    ({"text": "x" * 4097}, TOO_LONG),
    ({"text": "é" * 16385}, "text is too long"),
    ({"text": "x", "foo": 1}, 'field "foo" is not known to sendMessage'),
    ({"text": "x", "parse_mode": "BB"}, "unsupported parse_mode"),
    ({"text": "<3", "parse_mode": "HTML"}, ENTITIES + "Unclosed start tag at byte offset 0"),
    ({"text": "é<x>", "parse_mode": "HTML"}, ENTITIES + 'Unsupported start tag "x" at byte offset 2'),
    ({"text": "a.b", "parse_mode": "MarkdownV2"}, ENTITIES + RESERVED),
    ({"text": "x", "disable_notification": "maybe"}, "disable_notification must be of type Boolean"),
    ({"text": "x", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
    ({"text": "x", "reply_markup": inline({**BUTTON, "callback_data": "é" * 33})}, "BUTTON_DATA_INVALID"),
    ({"text": "x", "reply_markup": inline({**BUTTON, "callback_data": ""})}, "BUTTON_DATA_INVALID"),
    ({"text": "x", "reply_markup": inline({**BUTTON, "colour": "red"})}, UNKNOWN),
    ({"text": "x", "reply_markup": inline({"text": "Go"})}, NO_ACTION),
    ({"text": "x", "reply_markup": inline({**BUTTON, "url": "https://x.org"})}, "BUTTON_TYPE_INVALID"),
    ({"text": "x", "reply_markup": inline({"text": "Go", "url": "no where"})}, BAD_URL),
    ({"text": "x", "reply_markup": inline(*[BUTTON] * 9)}, "reply markup is too long"),
    ({"text": "x", "reply_markup": {"inline_keyboard": [[BUTTON]] * 101}}, "reply markup is too long"),
    ({"text": "x", "reply_parameters": {"message_id": 999999}}, "message to be replied not found"),
    ({"text": "x", "entities": [{"type": "bold", "offset": 0, "length": 5}]}, BEYOND),
    ({"text": "x", "message_thread_id": 5}, "message thread not found"),
]  # fmt: skip


@pytest.mark.parametrize(("params", "refusal"), REFUSED_TEXTS, ids=[refusal[:40] for _, refusal in REFUSED_TEXTS])
async def test_a_message_that_telegram_would_not_take_is_refused_in_its_words(
    api: Api, anna: Person, params: dict[str, Any], refusal: str
) -> None:
    before = anna.messages()
    assert await api.error("sendMessage", chat_id=anna.id, **params) == f"400 Bad Request: {refusal}"
    assert anna.messages() == before


async def test_limits_are_inclusive(api: Api, anna: Person) -> None:
    markup = {"inline_keyboard": [[{"text": "Go", "callback_data": "é" * 32}]] + [[BUTTON] * 8] * 12}
    await api.ok(
        "sendMessage", chat_id=anna.id, text="<b>" + "😀" * 4096 + "</b>", parse_mode="HTML", reply_markup=markup
    )
    assert len(anna.screen().text) == 4096


@pytest.mark.parametrize("chat_id", [12345, "@nobody", "abc", -100123])
async def test_a_chat_that_the_bot_has_never_met_is_not_found(api: Api, chat_id: int | str) -> None:
    assert await api.error("sendMessage", chat_id=chat_id, text="x") == "400 Bad Request: chat not found"


async def test_a_missing_chat_is_named(api: Api) -> None:
    assert await api.error("sendMessage", text="x") == "400 Bad Request: chat_id is empty"


async def test_a_bot_cannot_write_first(api: Api, bob: Person, group: Group) -> None:
    refusal = "403 Forbidden: bot can't initiate conversation with a user"
    assert await api.error("sendMessage", chat_id=bob.id, text="x") == refusal


async def test_a_blocked_bot_is_told_so_until_it_is_unblocked(api: Api, anna: Person) -> None:
    anna.block()
    assert await api.error("sendMessage", chat_id=anna.id, text="x") == "403 Forbidden: bot was blocked by the user"
    anna.unblock()
    await api.ok("sendMessage", chat_id=anna.id, text="x")


async def test_a_deleted_account_is_deactivated(api: Api, anna: Person) -> None:
    anna.deactivate()
    assert await api.error("sendMessage", chat_id=anna.id, text="x") == "403 Forbidden: user is deactivated"


async def test_a_bot_that_was_removed_or_never_added_cannot_write(
    api: Api, anna: Person, world: World, group: Group
) -> None:
    await anna.remove_bot(group)
    assert (
        await api.error("sendMessage", chat_id=group.id, text="x")
        == "403 Forbidden: bot was kicked from the group chat"
    )
    elsewhere = world.group("Elsewhere", creator=anna, kind="supergroup")
    assert await api.error("sendMessage", chat_id=elsewhere.id, text="x") == "400 Bad Request: chat not found"
    elsewhere.add(world.bot)
    await api.ok("leaveChat", chat_id=elsewhere.id)
    refusal = "403 Forbidden: bot is not a member of the supergroup chat"
    assert await api.error("sendMessage", chat_id=elsewhere.id, text="x") == refusal


async def test_a_deleted_group_and_one_where_members_may_not_write_refuse(api: Api, world: World, group: Group) -> None:
    group.permit()
    refusal = "400 Bad Request: not enough rights to send text messages to the chat"
    assert await api.error("sendMessage", chat_id=group.id, text="x") == refusal
    group.promote(world.bot)
    await api.ok("sendMessage", chat_id=group.id, text="administrators may")
    group.delete()
    assert await api.error("sendMessage", chat_id=group.id, text="x") == "403 Forbidden: the group chat was deleted"


async def test_pictures_may_be_forbidden_where_texts_are_not(api: Api, group: Group, picture: bytes) -> None:
    group.permit("can_send_messages")
    body = await api.form("sendPhoto", {"chat_id": str(group.id)}, photo=picture)
    assert body["description"] == "Bad Request: not enough rights to send photos to the chat"


async def test_a_wrong_token_an_unknown_method_and_one_not_played_are_told_apart(api: Api, double: Double) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"{double.url}/bot1:x/getMe") as response:
        assert (response.status, (await response.json())["description"]) == (401, "Unauthorized")
    assert (await api("getNothing"))["error_code"] == 404
    body = await api("sendDice", chat_id=1)
    assert (body["error_code"], body["description"]) == (501, "Not Implemented: the double does not play sendDice")


def test_every_method_played_is_in_the_table_and_the_table_is_whole() -> None:
    assert set(PLAYED) < set(table().methods)
    assert len(table().methods) == 180


async def test_methods_take_any_case_and_every_way_of_passing_parameters(api: Api, anna: Person) -> None:
    params = {
        "chat_id": str(anna.id),
        "text": "hi",
        "disable_notification": "True",
        "reply_markup": '{"force_reply":true}',
    }
    async with api.session.get(f"{api.url}/SENDMESSAGE", params=params) as response:
        assert (await response.json())["ok"]
    async with api.session.post(f"{api.url}/sendmessage", data=params) as response:
        assert (await response.json())["ok"]
    assert (await api.form("sendMessage", params))["ok"]
    assert [message.force_reply for message in anna.messages() if message.by_bot] == [True] * 3


async def test_a_body_that_is_no_json_object_is_refused(api: Api) -> None:
    headers = {"Content-Type": "application/json"}
    for body in ("[1]", "{"):
        async with api.session.post(f"{api.url}/getMe", data=body, headers=headers) as response:
            assert (await response.json())["error_code"] == 400


async def test_a_double_that_is_not_strict_passes_over_unknown_fields(world: World, anna: Person) -> None:
    async with Double(world, strict=False) as double, aiohttp.ClientSession() as session:
        api = Api(session, f"{double.url}/bot{double.token}")
        await api.ok("sendMessage", chat_id=anna.id, text="x", foo=1)


SMALL_REFUSALS = [
    ("sendChatAction", {"action": "dancing"}, "wrong parameter action in request"),
    ("setMyCommands", {"commands": [{"command": "Été", "description": "x"}]}, "BOT_COMMAND_INVALID"),
    ("setMyCommands", {"commands": [{"command": "a" * 33, "description": "x"}]}, COMMAND),
    ("setMyCommands", {"commands": [], "language_code": "fil"}, "invalid language code specified"),
    ("setMyName", {"name": "n" * 65}, 'parameter "name" must have 0-64 characters'),
    ("setMyShortDescription", {"short_description": "n" * 121}, SHORT),
    ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, "MESSAGE_TOO_LONG"),
    ("setWebhook", {"url": "http://example.org"}, WEB),
    ("setWebhook", {"url": "https://example.org:8080"}, PORTS),
    ("setWebhook", {"url": "https://example.org", "secret_token": "a b"}, "secret token contains unallowed characters"),
    ("getUpdates", {"allowed_updates": ["massage"]}, 'update kind "massage" is not known'),
    ("deleteMessages", {"message_ids": list(range(1, 102))}, "too many message identifiers specified"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "params", "refusal"), SMALL_REFUSALS)
async def test_small_methods_have_their_limits_too(
    api: Api, anna: Person, method: str, params: dict[str, Any], refusal: str
) -> None:
    chat = {"chat_id": anna.id} if "chat_id" in table().methods[method] else {}
    assert await api.error(method, **chat, **params) == f"400 Bad Request: {refusal}"
