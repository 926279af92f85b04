"""The tick comes when it is due, one at a time, and survives a failure."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
import structlog.testing

from bot.clock import ManualClock, RehearsalClock, SystemClock
from bot.delivery.tick import Ticker


async def test_something_due_soon_is_called_for() -> None:
    called = asyncio.Event()
    clock = SystemClock()

    async def tick() -> None:
        called.set()

    ticker = Ticker(tick, clock)
    ticker.start()
    ticker.soon(clock.now() + timedelta(milliseconds=20))
    await asyncio.wait_for(called.wait(), 5)
    await ticker.stop(1.0)


async def test_soon_is_on_the_clock_that_was_given() -> None:
    called = asyncio.Event()
    clock = RehearsalClock()
    clock.advance(86_400)

    async def tick() -> None:
        called.set()

    ticker = Ticker(tick, clock)
    ticker.start()
    ticker.soon(clock.now() + timedelta(milliseconds=20))
    await asyncio.wait_for(called.wait(), 5)
    await ticker.stop(1.0)


class Still(ManualClock):
    """Stands still, and says when it was looked at some times more."""

    def __init__(self) -> None:
        super().__init__(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
        self.looked_at, self._looks = asyncio.Event(), 0

    def now(self) -> datetime:
        self._looks += 1
        if self._looks >= 6:
            self.looked_at.set()
        return super().now()


async def test_while_the_clock_stands_still_nothing_is_due_on_it() -> None:
    called = asyncio.Event()
    clock = Still()

    async def tick() -> None:
        called.set()

    ticker = Ticker(tick, clock)
    ticker.start()
    ticker.soon(clock.now() + timedelta(milliseconds=20))
    await asyncio.wait_for(clock.looked_at.wait(), 5)
    assert not called.is_set()
    clock.advance(0.02)
    await asyncio.wait_for(called.wait(), 5)
    await ticker.stop(1.0)


async def test_a_later_moment_does_not_put_off_an_earlier_one() -> None:
    called = asyncio.Event()
    clock = SystemClock()

    async def tick() -> None:
        called.set()

    ticker = Ticker(tick, clock)
    ticker.start()
    ticker.soon(clock.now() + timedelta(milliseconds=20))
    ticker.soon(clock.now() + timedelta(hours=1))
    await asyncio.wait_for(called.wait(), 5)
    await ticker.stop(1.0)


async def test_ticks_come_one_at_a_time() -> None:
    under_way = 0
    most = 0

    async def tick() -> None:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.get_running_loop().run_in_executor(None, lambda: None)
        under_way -= 1

    ticker = Ticker(tick, SystemClock())
    await asyncio.gather(*(ticker.tick() for _ in range(5)))
    assert most == 1


async def test_a_tick_that_fails_is_not_the_last() -> None:
    calls = 0

    async def tick() -> None:
        nonlocal calls
        calls += 1
        raise ValueError("a bug")

    ticker = Ticker(tick, SystemClock())
    await ticker.tick()
    await ticker.tick()
    assert calls == 2
    await ticker.stop(1.0)


async def test_a_stop_lets_a_tick_end_that_is_under_way_and_drops_one_that_takes_too_long(
    caplog: pytest.LogCaptureFixture,
) -> None:
    for patience, ended in ((5.0, True), (0.0, False)):
        begun, go_on = asyncio.Event(), asyncio.Event()
        done: list[bool] = []

        async def tick(begun: asyncio.Event = begun, go_on: asyncio.Event = go_on, done: list[bool] = done) -> None:
            begun.set()
            await go_on.wait()
            done.append(True)

        clock = SystemClock()
        ticker = Ticker(tick, clock)
        ticker.start()
        ticker.soon(clock.now())
        await asyncio.wait_for(begun.wait(), 5)
        if ended:
            go_on.set()
        await ticker.stop(patience)
        assert bool(done) is ended
    assert not caplog.records


async def test_of_several_failures_each_is_told_with_its_place_and_without_its_words() -> None:
    async def tick() -> None:
        raise ExceptionGroup("two parts", [KeyError("Awa"), ExceptionGroup("deeper", [ValueError("Bintou")])])

    with structlog.testing.capture_logs() as told:
        await Ticker(tick, SystemClock()).tick()
    assert [one["error"] for one in told] == ["KeyError", "ValueError"]
    assert all("Awa" not in str(one) and "Bintou" not in str(one) for one in told)
