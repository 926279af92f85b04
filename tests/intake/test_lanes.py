"""Lanes: order within, none between, and none starves."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intake.lanes import NOBODY, Lanes, lane_of
from tests.delivery.simulated import SimulatedClock
from tests.intake.stage import line, tap


@pytest.mark.parametrize(
    ("update", "lane"),
    [
        (tap(1, person=77), "p77"),
        (line(1, chat=77), "p77"),
        (line(1, chat=-77), "c-77"),
        ({"update_id": 1, "edited_message": line(1, chat=-77)["message"]}, "c-77"),
        ({"update_id": 1, "my_chat_member": {"chat": {"id": 77, "type": "private"}}}, "p77"),
        ({"update_id": 1, "chat_member": {"chat": {"id": -1007, "type": "supergroup"}}}, "c-1007"),
        ({"update_id": 1, "inline_query": {"id": "5"}}, NOBODY),
        ({"update_id": 1}, NOBODY),
        ({}, NOBODY),
    ],
)
def test_taps_and_private_messages_go_by_person_the_rest_by_chat(update: dict[str, Any], lane: str) -> None:
    assert lane_of(update) == lane


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["callback_query", "from", "chat", "id", "type", "message"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["callback_query", "message", "update_id", "poll"]), JSON, max_size=4))
@settings(max_examples=100)
def test_any_update_has_a_lane(update: dict[str, Any]) -> None:
    assert lane_of(update)[0] in "pc-"


Item = tuple[str, int, float]
ITEMS = st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from([0.0, 0.1, 1.0])), max_size=40)


@given(ITEMS, st.integers(1, 4))
@settings(max_examples=80)
def test_a_lane_keeps_its_order_one_at_a_time_and_all_are_handled(drawn: list[tuple[str, float]], limit: int) -> None:
    items = [(lane, number, length) for number, (lane, length) in enumerate(drawn)]

    async def play() -> list[Item]:
        clock = SimulatedClock()
        handled: list[Item] = []
        under_way: set[str] = set()

        async def handle(item: Item) -> None:
            assert item[0] not in under_way
            under_way.add(item[0])
            assert len(under_way) <= limit
            if item[2]:
                await clock.sleep(item[2])
            under_way.discard(item[0])
            handled.append(item)

        lanes = Lanes(handle, limit=limit)
        for item in items:
            lanes.put(item[0], item)
        await clock.play(lanes.idle())
        return handled

    handled = asyncio.run(play())
    assert sorted(handled, key=lambda item: item[1]) == items
    for lane in "abcde":
        assert [item for item in handled if item[0] == lane] == [item for item in items if item[0] == lane]


async def test_a_full_lane_does_not_starve_another() -> None:
    order: list[str] = []
    clock = SimulatedClock()

    async def handle(item: str) -> None:
        await clock.sleep(1)
        order.append(item)

    lanes: Lanes[str] = Lanes(handle, limit=1)
    for _ in range(100):
        lanes.put("busy", "busy")
    lanes.put("quiet", "quiet")
    await clock.play(lanes.idle())
    assert "quiet" in order[:3]


async def test_lanes_run_side_by_side_up_to_the_limit() -> None:
    clock = SimulatedClock()

    async def handle(_: int) -> None:
        await clock.sleep(1)

    lanes: Lanes[int] = Lanes(handle, limit=8)
    for number in range(16):
        lanes.put(f"p{number}", number)
    await clock.play(lanes.idle())
    assert clock.monotonic() == 2


async def test_there_is_no_room_until_something_was_handled() -> None:
    clock = SimulatedClock()

    async def handle(_: int) -> None:
        await clock.sleep(1)

    lanes: Lanes[int] = Lanes(handle, most=3)
    for number in range(3):
        assert not lanes.full
        lanes.put(f"p{number}", number)
    assert lanes.full
    room = asyncio.create_task(lanes.room())
    await clock.settle()
    assert not room.done()
    await clock.play(room)
    assert lanes.count < 3
    assert not lanes.full


async def test_an_error_of_the_handler_comes_out_and_the_lane_goes_on() -> None:
    handled: list[int] = []

    async def handle(item: int) -> None:
        handled.append(item)
        if item == 1:
            raise ValueError("bug")

    lanes: Lanes[int] = Lanes(handle)
    for number in (1, 2):
        lanes.put("a", number)
    with pytest.raises(ValueError, match="bug"):
        await lanes.idle()
    assert handled == [1, 2]


async def test_closing_leaves_what_waits() -> None:
    clock = SimulatedClock()
    handled: list[int] = []

    async def handle(item: int) -> None:
        await clock.sleep(1)
        handled.append(item)

    lanes: Lanes[int] = Lanes(handle)
    lanes.put("a", 1)
    await clock.settle()
    await lanes.close()
    assert handled == []
