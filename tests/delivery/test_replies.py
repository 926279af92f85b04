"""Replies: beside each other, the newest wins, order kept, and nothing comes out of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram.error import BadRequest, TelegramError

from bot.delivery.limiter import Limiter
from bot.delivery.replies import Replies
from bot.delivery.sender import Sender, Sent
from bot.delivery.transport import ServerTrouble, Uncertain
from bot.screen import Screen
from tests.delivery.simulated import SimulatedClock
from tests.delivery.stage import QUICK, Stage, stage, text


@pytest.fixture
async def here() -> AsyncIterator[Stage]:
    async with stage() as found:
        yield found


@pytest.fixture
async def hurried() -> AsyncIterator[Stage]:
    """With little patience for an answer that does not come."""
    async with stage(timeouts=QUICK) as found:
        yield found


class SlowSender:
    """Shows screens after a second each; some calls fail first, as drawn."""

    def __init__(self, clock: SimulatedClock, failures: list[TelegramError | None]) -> None:
        self.limiter = Limiter(clock, 1_000_000)
        self._clock = clock
        self._failures = failures
        self.shown: dict[int, list[str]] = {}
        self.sent: dict[int, list[str]] = {}
        self.at_once: dict[int, int] = {}
        self.comes_below = False

    async def edit(self, chat_id: int, message_id: int, screen: Screen, **_: Any) -> Sent:
        self.at_once[message_id] = self.at_once.get(message_id, 0) + 1
        assert self.at_once[message_id] == 1
        await self._clock.sleep(1)
        self.at_once[message_id] -= 1
        self._perhaps_fail()
        self.shown.setdefault(message_id, []).append(str(screen.text))
        return Sent(chat_id, message_id + 100 * self.comes_below)

    async def send(self, chat_id: int, screen: Screen, **_: Any) -> Sent:
        await self._clock.sleep(1)
        self._perhaps_fail()
        self.sent.setdefault(chat_id, []).append(str(screen.text))
        return Sent(chat_id, 1)

    def _perhaps_fail(self) -> None:
        failure = self._failures.pop() if self._failures else None
        if failure is not None:
            raise failure


def _slow(failures: list[TelegramError | None]) -> tuple[SimulatedClock, SlowSender, Replies]:
    clock = SimulatedClock()
    sender = SlowSender(clock, failures)
    return clock, sender, Replies(cast(Sender, sender), clock)


FAILURES = st.lists(st.sampled_from([None, None, ServerTrouble("500"), Uncertain("late")]), max_size=4)
TAPS = st.lists(st.tuples(st.sampled_from([0.0, 0.1, 0.9, 1.0, 5.0]), st.sampled_from([1, 2])), min_size=1, max_size=12)


@given(TAPS, FAILURES)
@settings(max_examples=60)
def test_the_newest_screen_is_shown_last_and_none_comes_after_a_newer_one(
    taps: list[tuple[float, int]], failures: list[TelegramError | None]
) -> None:
    async def play() -> dict[int, list[str]]:
        clock, sender, replies = _slow(failures)

        async def person() -> None:
            for number, (pause, message_id) in enumerate(taps):
                await clock.sleep(pause)
                replies.edit(1, message_id, text(f"{number:02}"), group=False)
            await replies.idle()

        await clock.play(person())
        return sender.shown

    shown = asyncio.run(play())
    for message_id in {message_id for _, message_id in taps}:
        given_out = [f"{number:02}" for number, (_, tapped) in enumerate(taps) if tapped == message_id]
        assert shown[message_id] == sorted(shown[message_id])
        assert shown[message_id][-1] == given_out[-1]


@given(st.lists(st.sampled_from([1, 2, 3]), min_size=1, max_size=12))
@settings(max_examples=30)
def test_new_messages_keep_their_order_in_each_chat(chats: list[int]) -> None:
    async def play() -> tuple[dict[int, list[str]], float]:
        clock, sender, replies = _slow([ServerTrouble("500")])
        for number, chat in enumerate(chats):
            replies.send(chat, text(f"{number:02}"), group=False)
        await clock.play(replies.idle())
        return sender.sent, clock.monotonic()

    sent, lasted = asyncio.run(play())
    for chat in set(chats):
        assert sent[chat] == [f"{number:02}" for number, one in enumerate(chats) if one == chat]
    assert lasted < max(map(chats.count, chats)) + 2.6  # side by side: the longest chat, and one failure


async def test_screens_that_were_overtaken_are_never_sent() -> None:
    clock, sender, replies = _slow([])
    for number in range(50):
        replies.edit(1, 5, text(f"{number:02}"), group=False)
    await clock.play(replies.idle())
    assert len(sender.shown[5]) <= 2
    assert sender.shown[5][-1] == "49"


async def test_a_send_that_may_have_arrived_is_not_repeated() -> None:
    clock, sender, replies = _slow([Uncertain("late")])
    replies.send(1, text("Hello"), group=False)
    await clock.play(replies.idle())
    assert sender.sent == {}


async def test_trouble_that_lasts_is_given_up() -> None:
    clock, sender, replies = _slow([ServerTrouble("500") for _ in range(50)])
    replies.send(1, text("Hello"), group=False)
    replies.edit(1, 5, text("Hello"), group=False)
    await clock.play(replies.idle())
    assert (sender.sent, sender.shown) == ({}, {})
    assert clock.monotonic() < 20


async def test_a_bug_below_comes_out_nowhere() -> None:
    clock, sender, replies = _slow([cast(TelegramError, ValueError("a bug"))])
    replies.send(1, text("one"), group=False)
    replies.send(1, text("two"), group=False)
    await clock.play(replies.idle())
    assert sender.sent == {1: ["two"]}


async def test_closing_drops_what_does_not_end_in_time() -> None:
    _, sender, replies = _slow([])
    replies.send(1, text("Hello"), group=False)
    await replies.close(timeout=0.02)
    await replies.idle()
    assert sender.sent == {}


async def test_a_tap_is_two_calls(here: Stage) -> None:
    sent = await here.sender.send(here.anna.id, text("1/8", "a"), group=False)
    callback = here.world.tap_raw(here.anna, here.anna.screen(), "a")
    before = len(here.world.calls)
    here.replies.answer(callback.id)
    here.replies.edit(here.anna.id, sent.message_id, text("2/8", "b"), group=False)
    await here.replies.idle()
    assert sorted(call.method for call in here.world.calls[before:]) == ["answerCallbackQuery", "editMessageText"]
    assert callback.answer is not None
    assert here.anna.screen().text == "2/8"


@pytest.mark.parametrize("fault", ["500", "502", "429", "timeout_before", "timeout_after", "drop_before", "drop_after"])
async def test_an_edit_outlasts_a_fault(hurried: Stage, fault: Any) -> None:
    sent = await hurried.sender.send(hurried.anna.id, text("1/8", "a"), group=False)
    hurried.world.faults.order(fault, "editMessageText")
    hurried.replies.edit(hurried.anna.id, sent.message_id, text("2/8", "b"), group=False)
    await hurried.replies.idle()
    assert hurried.anna.screen().text == "2/8"
    assert len(hurried.anna.messages()) == 2  # what Anna wrote, and the one message


@pytest.mark.parametrize("fault", ["timeout_after", "drop_after"])
async def test_a_message_is_not_sent_twice_when_its_answer_is_lost(hurried: Stage, fault: Any) -> None:
    hurried.world.faults.order(fault, "sendMessage")
    hurried.replies.send(hurried.anna.id, text("Hello"), group=False)
    await hurried.replies.idle()
    assert [message.text for message in hurried.anna.messages()].count("Hello") == 1


async def test_a_screen_follows_one_that_had_to_come_below() -> None:
    clock, sender, replies = _slow([])
    sender.comes_below = True

    async def person() -> None:
        replies.edit(1, 5, text("Which day?"), group=False)
        await clock.sleep(0.5)
        replies.edit(1, 5, text("Saved"), group=False)
        await replies.idle()

    await clock.play(person())
    assert sender.shown == {5: ["Which day?"], 105: ["Saved"]}


async def test_a_deleted_message_is_gone(here: Stage) -> None:
    sent = await here.sender.send(here.anna.id, text("x"), group=False)
    here.replies.delete(here.anna.id, sent.message_id)
    await here.replies.idle()
    assert sent.message_id not in [message.id for message in here.anna.messages()]


async def test_screens_that_belong_together_stand_one_below_the_other() -> None:
    clock, sender, replies = _slow([])
    replies.send_all(1, [text("one"), text("two")], text("refused"), group=False)
    replies.send(1, text("after"), group=False)
    await clock.play(replies.idle())
    assert sender.sent == {1: ["one", "two", "after"]}


async def test_where_telegram_refuses_one_of_them_the_rest_does_not_come() -> None:
    clock, sender, replies = _slow([BadRequest("can't parse entities"), None])
    replies.send_all(1, [text("one"), text("two"), text("three")], text("refused"), group=False)
    replies.send(1, text("after"), group=False)
    await clock.play(replies.idle())
    assert sender.sent == {1: ["one", "refused", "after"]}


async def test_a_time_out_of_one_of_them_is_not_taken_for_a_refusal() -> None:
    clock, sender, replies = _slow([None, Uncertain("late"), None])
    replies.send_all(1, [text("one"), text("two")], text("refused"), group=False)
    await clock.play(replies.idle())
    assert sender.sent == {1: ["one", "two"]}


async def test_an_edit_that_nobody_waits_for_takes_its_turn_behind_the_replies() -> None:
    clock, sender, replies = _slow([])
    asked = Turns()
    sender.limiter = cast(Limiter, asked)
    replies.edit(1, 5, text("progress"), group=False, priority=20)
    replies.edit(1, 6, text("reply"), group=False)
    await clock.play(replies.idle())
    assert asked.priorities == [20, 0]


class Turns:
    """Gives every turn at once, and notes with which priority it was asked for."""

    def __init__(self) -> None:
        self.priorities: list[int] = []

    async def turn(self, chat_id: int, *, group: bool, priority: int = 0) -> None:
        del chat_id, group
        self.priorities.append(priority)
