"""Taps, their answers, and edits of what was tapped."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from bot.clock import ManualClock
from bot.rehearsal import ActError, World
from bot.rehearsal.groups import Group
from bot.rehearsal.model import CallbackAnswer
from bot.rehearsal.persons import Person

from .conftest import Api, Updates

Buttons = Callable[..., dict[str, Any]]
TOO_OLD = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"
NOT_MODIFIED = (
    "400 Bad Request: message is not modified: specified new message content and reply markup are exactly the same as "
    "a current content and reply markup of the message"
)


@pytest.fixture
async def asked(api: Api, anna: Person, updates: Updates, buttons: Buttons) -> int:
    """Anna has a message with three buttons before her."""
    await anna.send("/start")
    await updates()
    markup = buttons("1 · Absent", "3 · Adopted, little used", "Done")
    sent = await api.ok("sendMessage", chat_id=anna.id, text="Question 1", reply_markup=markup)
    return int(sent["message_id"])


async def tapped(updates: Updates) -> dict[str, Any]:
    query: dict[str, Any] = (await updates())[-1]["callback_query"]
    return query


async def test_a_tap_carries_the_data_and_brings_the_answer_back(
    api: Api, anna: Person, asked: int, updates: Updates
) -> None:
    tap = asyncio.create_task(anna.tap("3 · Adopted"))
    await asyncio.wait([tap], timeout=0)
    query = await tapped(updates)
    assert (query["data"], query["message"]["message_id"], query["from"]["id"]) == (
        "3 · Adopted, little used",
        asked,
        anna.id,
    )
    await api.ok("answerCallbackQuery", callback_query_id=query["id"], text="Saved", show_alert=True)
    assert await tap == CallbackAnswer("Saved", alert=True)
    assert await api.error("answerCallbackQuery", callback_query_id=query["id"]) == TOO_OLD


async def test_an_answer_after_150_seconds_is_too_late(api: Api, anna: Person, asked: int, updates: Updates) -> None:
    await anna.tap("Done", wait=False)
    query = await tapped(updates)
    anna.world.advance(151)
    assert await api.error("answerCallbackQuery", callback_query_id=query["id"]) == TOO_OLD


async def test_a_tap_that_nobody_answers_brings_nothing(anna: Person, asked: int) -> None:
    assert await anna.tap("Done", patience=0.05) is None


async def test_a_label_that_is_not_there_is_an_error_with_those_that_are(anna: Person, asked: int) -> None:
    with pytest.raises(ActError, match=r"no button 'Next'.*'1 · Absent'"):
        await anna.tap("Next")


async def test_a_tap_finds_the_newest_message_and_the_nearest_label(
    api: Api, anna: Person, asked: int, updates: Updates, buttons: Buttons
) -> None:
    await api.ok("sendMessage", chat_id=anna.id, text="2", reply_markup=buttons("Not Done", "Done"))
    await anna.tap("Done", wait=False)
    query = await tapped(updates)
    assert (query["message"]["text"], query["data"]) == ("2", "Done")


async def test_an_old_screen_can_still_be_tapped(api: Api, anna: Person, asked: int, updates: Updates) -> None:
    old = anna.screen()
    await api.ok("editMessageText", chat_id=anna.id, message_id=asked, text="Question 2")
    assert anna.screen().buttons == [], "a keyboard left out of an edit is gone"
    await anna.tap("Done", message=old, wait=False)
    assert (await tapped(updates))["data"] == "Done"


async def test_forged_data_reach_the_bot_as_they_are(anna: Person, asked: int, updates: Updates, world: World) -> None:
    world.tap_raw(anna, anna.screen(), "v9:forged")
    assert (await tapped(updates))["data"] == "v9:forged"
    world.tap_raw(anna, anna.screen(), "x", accessible=False)
    assert (await tapped(updates))["message"]["date"] == 0


async def test_an_edit_that_changes_nothing_is_refused(api: Api, anna: Person, asked: int, buttons: Buttons) -> None:
    change = {"chat_id": anna.id, "message_id": asked, "text": "Q2", "reply_markup": buttons("A")}
    await api.ok("editMessageText", **change)
    assert await api.error("editMessageText", **change) == NOT_MODIFIED
    await api.ok("editMessageReplyMarkup", chat_id=anna.id, message_id=asked, reply_markup=buttons("B"))
    assert anna.screen().labels == ["B"]


async def test_edits_of_what_is_gone_or_not_the_bots_are_refused(api: Api, anna: Person, asked: int) -> None:
    said = await anna.send("mine")
    assert said is not None
    gone = await api.error("editMessageText", chat_id=anna.id, message_id=999999, text="x")
    assert gone == "400 Bad Request: message to edit not found"
    foreign = await api.error("editMessageText", chat_id=anna.id, message_id=said.id, text="x")
    assert foreign == "400 Bad Request: message can't be edited"
    unnamed = await api.error("editMessageText", chat_id=anna.id, text="x")
    assert unnamed == "400 Bad Request: message identifier is not specified"


async def test_a_link_button_opens_the_chat_with_its_payload(
    api: Api, bob: Person, group: Group, world: World, updates: Updates
) -> None:
    link = f"https://t.me/{world.bot.username}?start=r_42"
    await api.ok(
        "sendMessage",
        chat_id=group.id,
        text="Open",
        reply_markup={"inline_keyboard": [[{"text": "Answer", "url": link}]]},
    )
    assert await bob.tap("Answer", chat=group) == CallbackAnswer(url=link)
    assert (await updates())[-1]["message"]["text"] == "/start r_42"
    await api.ok("sendMessage", chat_id=bob.id, text="Welcome")


async def test_an_answer_with_a_link_opens_it(
    api: Api, anna: Person, asked: int, updates: Updates, world: World
) -> None:
    tap = asyncio.create_task(anna.tap("Done"))
    await asyncio.wait([tap], timeout=0)
    query = await tapped(updates)
    refused = await api.error("answerCallbackQuery", callback_query_id=query["id"], url="https://example.org")
    assert refused == "400 Bad Request: URL_INVALID"
    link = f"https://t.me/{world.bot.username}?start=go"
    await api.ok("answerCallbackQuery", callback_query_id=query["id"], url=link)
    assert await tap == CallbackAnswer(url=link)
    assert (await updates())[-1]["message"]["text"] == "/start go"


async def test_a_payload_that_the_app_would_not_take_is_an_error(anna: Person, world: World) -> None:
    for payload in ("x" * 65, "a.b"):
        with pytest.raises(ActError, match="payload"):
            await anna.open(f"https://t.me/{world.bot.username}?start={payload}")


async def test_a_group_link_adds_the_bot_and_sends_the_payload(anna: Person, world: World, updates: Updates) -> None:
    group = world.group("Peer group", creator=anna)
    await anna.open(f"https://t.me/{world.bot.username}?startgroup=g1", chat=group)
    kinds = [next(key for key in update if key != "update_id") for update in await updates()]
    assert kinds == ["my_chat_member", "message", "message"]
    assert anna.messages(group)[-1].text == f"/start@{world.bot.username} g1"


async def test_on_a_poor_link_acts_come_late_and_sometimes_twice(
    anna: Person, asked: int, clock: ManualClock, updates: Updates, world: World
) -> None:
    anna.poor_link = True
    world.advance(10)
    before = clock.now()
    for _ in range(8):
        await anna.tap("Done", patience=0)
    taps = [update["callback_query"] for update in await updates()]
    assert (clock.now() - before).total_seconds() > 8
    assert 8 < len(taps) < 16


async def test_on_a_poor_link_the_screen_is_late(api: Api, anna: Person, asked: int, world: World) -> None:
    anna.poor_link = True
    world.advance(10)
    await api.ok("editMessageText", chat_id=anna.id, message_id=asked, text="Question 2")
    assert anna.screen().text == "Question 1"
    world.advance(4)
    assert anna.screen().text == "Question 2"
