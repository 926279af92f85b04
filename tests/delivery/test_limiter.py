"""The limiter: never above a rate, never idle with work to do, in order, fair, and quick."""

from __future__ import annotations

import asyncio
import itertools
import random
import time
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clock import ManualClock
from bot.delivery.limiter import Limiter
from bot.delivery.pace import Window
from tests.delivery.simulated import SimulatedClock

RATE = 25
GAP = 1 / RATE
CHAT, GROUP, ALL = Window(3, 3.0), Window(20, 60.0), Window(RATE, 1.0)
BREATH = 1e-4  # seconds: what the rounding of clocks may cost


@dataclass(frozen=True, slots=True)
class Ask:
    """A turn that is asked for: `number` in the order of asking."""

    number: int
    at: float
    chat: int
    priority: int
    cost: int


@dataclass(frozen=True, slots=True)
class Given:
    """A turn that was given."""

    ask: Ask
    at: float


async def _play(asks: list[Ask]) -> list[Given]:
    clock = SimulatedClock()
    limiter = Limiter(clock, RATE)
    given: list[Given] = []

    async def one(ask: Ask) -> None:
        if ask.at:
            await clock.sleep(ask.at)
        await limiter.turn(ask.chat, group=ask.chat < 0, priority=ask.priority, cost=ask.cost)
        given.append(Given(ask, clock.monotonic()))

    await clock.play(*(one(ask) for ask in asks))
    limiter.close()
    return given


def _asks(costs: st.SearchStrategy[int], *, most: int = 60) -> st.SearchStrategy[list[Ask]]:
    moments = st.sampled_from([0.0, 0.0, 0.0, 0.5, 1.0, 2.9, 3.0, 10.0, 61.0])
    chats = st.sampled_from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, -1, -2])
    one = st.tuples(moments, chats, st.sampled_from([0, 10, 30]), costs)
    # In the order of time, so that the number of an ask tells who asked first.
    return st.lists(one, min_size=1, max_size=most).map(
        lambda drawn: [Ask(number, *parts) for number, parts in enumerate(sorted(drawn, key=lambda parts: parts[0]))]
    )


def _windows(chat: int) -> list[Window]:
    return [CHAT, GROUP] if chat < 0 else [CHAT]


def _spent(given: list[Given], chat: int | None, at: float, window: Window, *, slack: float = 0.0) -> int:
    """What was spent in the window that ends at that moment, and is shorter by the slack."""
    return sum(
        one.ask.cost
        for one in given
        if (chat is None or one.ask.chat == chat) and at - window.seconds + slack < one.at <= at
    )


@given(_asks(st.sampled_from([1, 1, 1, 2, 3])))
@settings(max_examples=80)
def test_no_rate_is_exceeded_in_any_window(asks: list[Ask]) -> None:
    given = asyncio.run(_play(asks))
    assert len(given) == len(asks)
    for one in given:
        assert _spent(given, None, one.at, ALL, slack=BREATH) <= ALL.most
        for window in _windows(one.ask.chat):
            assert _spent(given, one.ask.chat, one.at, window, slack=BREATH) <= window.most


@given(_asks(st.just(1)))
@settings(max_examples=80)
def test_it_is_never_idle_while_something_may_go_out(asks: list[Ask]) -> None:
    given = asyncio.run(_play(asks))
    for last, following in zip([None, *given], given, strict=False):
        just_before = following.at - BREATH
        if last is not None and just_before < last.at + GAP:
            continue
        done = [one for one in given if one.at < just_before]
        if _spent(done, None, just_before, ALL) >= ALL.most:
            continue
        for one in given:
            if one.at >= following.at and one.ask.at < just_before:
                full = [_spent(done, one.ask.chat, just_before, w) >= w.most for w in _windows(one.ask.chat)]
                assert any(full), f"{one} could have gone before {following}"


@given(_asks(st.just(1)))
@settings(max_examples=80)
def test_a_chat_keeps_its_order_within_a_priority(asks: list[Ask]) -> None:
    given = asyncio.run(_play(asks))
    for key in {(ask.chat, ask.priority) for ask in asks}:
        numbers = [one.ask.number for one in given if (one.ask.chat, one.ask.priority) == key]
        assert numbers == sorted(numbers)


@given(_asks(st.just(1), most=40))
@settings(max_examples=80)
def test_who_may_go_out_and_is_more_urgent_goes_first(asks: list[Ask]) -> None:
    given = asyncio.run(_play(asks))
    for number, one in enumerate(given):
        for other in given[number + 1 :]:
            if other.ask.priority < one.ask.priority and other.ask.at < one.at - BREATH and other.at > one.at:
                before = [earlier for earlier in given if earlier.at < one.at]
                full = [_spent(before, other.ask.chat, one.at - BREATH, w) >= w.most for w in _windows(other.ask.chat)]
                assert any(full), f"{one} went before {other}"


async def test_sends_are_spread_evenly_over_the_second() -> None:
    given = await _play([Ask(chat, 0.0, chat, 0, 1) for chat in range(1, 101)])
    gaps = [after.at - before.at for before, after in itertools.pairwise(given)]
    assert min(gaps) > GAP * 0.7
    assert max(gaps) < GAP * 1.01


async def test_almost_the_whole_rate_is_used() -> None:
    given = await _play([Ask(chat, 0.0, chat, 0, 1) for chat in range(1, 1001)])
    assert given[-1].at <= 1000 / RATE * 1.001


async def test_an_album_larger_than_a_window_waits_for_an_empty_one() -> None:
    given = await _play([Ask(0, 0.0, 1, 0, 1), Ask(1, 0.0, 1, 0, 10), Ask(2, 0.0, 1, 0, 1)])
    assert [one.ask.cost for one in given] == [1, 10, 1]
    assert [round(one.at, 1) for one in given] == [0.0, 3.0, 6.0]


async def test_a_long_queue_to_one_chat_does_not_delay_the_others() -> None:
    asks = [Ask(number, 0.0, 1, 30, 1) for number in range(50)] + [Ask(100 + n, 0.0, 2 + n, 30, 1) for n in range(10)]
    given = await _play(asks)
    assert max(one.at for one in given if one.ask.chat != 1) < 0.6


async def test_a_late_chat_is_not_starved_by_those_that_keep_coming() -> None:
    asks = [Ask(0, 0.0, 1, 0, 1), Ask(1, 0.0, 1, 0, 1)] + [Ask(n, n * 0.02, 100 + n, 0, 1) for n in range(2, 200)]
    given = await _play(asks)
    assert next(one.at for one in given if one.ask.number == 1) < 0.2


async def test_a_refused_chat_is_left_alone_and_the_others_are_not() -> None:
    clock = SimulatedClock()
    limiter = Limiter(clock, RATE)
    times: dict[int, float] = {}

    async def ask(chat: int) -> None:
        await limiter.turn(chat, group=False)
        times[chat] = clock.monotonic()

    limiter.refused(1, 7)
    await clock.play(ask(1), ask(2))
    assert times[1] == pytest.approx(7, abs=0.01)
    assert times[2] < 0.1


async def test_a_chat_that_waits_already_is_held_as_well() -> None:
    clock = SimulatedClock()
    limiter = Limiter(clock, RATE)
    times: list[float] = []

    async def ask() -> None:
        await limiter.turn(1, group=False)
        times.append(clock.monotonic())

    async def refuse() -> None:
        await clock.sleep(1)
        limiter.refused(1, 60)

    await clock.play(*(ask() for _ in range(4)), refuse())
    assert times[2] < 1
    assert times[3] == pytest.approx(61, abs=0.01)


async def test_two_refused_chats_mean_that_all_are_held() -> None:
    clock = SimulatedClock()
    limiter = Limiter(clock, RATE)
    limiter.refused(1, 7)
    limiter.refused(2, 5)
    await clock.play(limiter.turn(3, group=False))
    assert clock.monotonic() == pytest.approx(5, abs=0.01)


async def test_whoever_gave_up_waiting_takes_no_turn() -> None:
    clock = SimulatedClock()
    limiter = Limiter(clock, RATE)
    for _ in range(3):
        await clock.play(limiter.turn(1, group=False))
    waiting = [asyncio.create_task(limiter.turn(1, group=False)) for _ in range(3)]
    await clock.settle()
    for task in waiting[:2]:
        task.cancel()
    await clock.play(waiting[2])
    assert clock.monotonic() == pytest.approx(3, abs=0.2)
    assert limiter.waiting == 0


async def test_without_limits_nobody_ever_sleeps() -> None:
    clock = SimulatedClock()
    limiter = Limiter(clock, 1_000_000)
    for _ in range(500):
        await limiter.turn(-1, group=True, cost=10)
    assert clock.slept == 0


async def test_a_moved_clock_is_noticed_when_told() -> None:
    clock = SimulatedClock()
    limiter = Limiter(clock, RATE)
    limiter.refused(1, 3600)
    turn = asyncio.create_task(limiter.turn(1, group=False))
    await clock.settle()
    clock.advance(3600)
    limiter.recheck()
    await asyncio.wait_for(turn, 1)
    limiter.close()


async def test_a_clock_that_jumps_over_sleep_is_enough() -> None:
    clock = ManualClock(SimulatedClock().now())
    limiter = Limiter(clock, RATE)
    for _ in range(45):
        await limiter.turn(-5, group=True)
    assert 120 <= clock.monotonic() < 124


async def test_ten_thousand_waiting_chats_cost_little_a_turn() -> None:
    clock = SimulatedClock()
    limiter = Limiter(clock, 1000)
    chats = list(range(1, 10_001))
    random.Random(5).shuffle(chats)
    began = time.process_time()
    turns = [asyncio.create_task(limiter.turn(chat, group=False)) for chat in chats]
    await clock.play(*turns)
    assert time.process_time() - began < 60  # seconds of a slow core; linear turns would take many minutes of it
    assert clock.monotonic() == pytest.approx(10, rel=0.01)


async def test_chats_at_rest_are_forgotten() -> None:
    clock = SimulatedClock()
    limiter = Limiter(clock, 1000)
    for chat in range(1, 200):
        await clock.play(limiter.turn(chat, group=False))
    await clock.play(clock.sleep(61))
    await limiter.turn(7, group=False)
    assert limiter.remembered == 1
