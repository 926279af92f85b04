"""Whoever stood still asks whether it still leads before it says anything; whoever lost the lead says nothing more."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, NoReturn, TypeVar

import pytest

from bot.clock import ManualClock
from bot.delivery.lead import STANDSTILL, Lead
from bot.delivery.transport import AiohttpRequest, Uncertain
from bot.rehearsal import Double, World
from bot.storage.port import LeadLost, Writer

T = TypeVar("T")
SOON = 20.0
"""Real seconds after which a test gives up."""


class Shared:
    """A database on which another process may begin to lead; counts how often it is asked."""

    def __init__(self) -> None:
        self.taken = asyncio.Event()
        self.asked = 0

    async def write(self, work: Callable[[Writer], Awaitable[T]]) -> T:
        self.asked += 1
        if self.taken.is_set():
            raise LeadLost("another process leads by now")
        nothing: Any = None
        return await work(nothing)

    async def deposed(self) -> NoReturn:
        await self.taken.wait()
        raise LeadLost("another process leads by now")


class Scene:
    def __init__(self) -> None:
        self.clock = ManualClock(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
        self.storage = Shared()
        self.lead = Lead(self.storage, self.clock)  # type: ignore[arg-type]

    async def says(self) -> bool:
        """Whether something may be said now."""
        saying = asyncio.ensure_future(self.lead.sure())
        done, _ = await asyncio.wait([saying], timeout=0.02)
        saying.cancel()
        return bool(done)

    async def begins(self) -> None:
        """A term begins; its first sign of life is shown."""
        beating = asyncio.create_task(self.lead.beat())
        await asyncio.wait([beating], timeout=0.0)
        beating.cancel()


@pytest.fixture
async def scene() -> Scene:
    return Scene()


async def test_while_it_lives_on_nobody_is_asked(scene: Scene) -> None:
    await scene.begins()
    for _ in range(5):
        scene.clock.advance(STANDSTILL - 0.1)
        assert await scene.says()
    assert scene.storage.asked == 0


async def test_after_a_standstill_it_asks_once_and_goes_on(scene: Scene) -> None:
    await scene.begins()
    scene.clock.advance(60)
    assert await scene.says()
    assert await scene.says()
    assert scene.storage.asked == 1


async def test_after_a_standstill_in_which_another_took_over_it_says_nothing(scene: Scene) -> None:
    await scene.begins()
    scene.storage.taken.set()
    scene.clock.advance(STANDSTILL)
    assert not await scene.says()
    assert not await scene.says()
    assert scene.storage.asked == 1


async def test_who_hears_that_the_lead_is_lost_says_nothing_more(scene: Scene) -> None:
    await scene.begins()
    scene.storage.taken.set()
    with pytest.raises(LeadLost):
        await scene.lead.hold()
    assert not await scene.says()
    assert scene.storage.asked == 0


async def test_who_does_not_lead_yet_may_ask_telegram_who_it_is(scene: Scene) -> None:
    scene.storage.taken.set()
    scene.clock.advance(3600)
    assert await scene.says()


async def test_signs_of_life_are_shown_without_anything_being_said(scene: Scene) -> None:
    beating = asyncio.create_task(scene.lead.beat())
    for _ in range(20):
        await asyncio.wait([beating], timeout=0.0)
    assert not beating.done()
    assert scene.clock.monotonic() > STANDSTILL
    assert scene.storage.asked == 0
    beating.cancel()


async def test_a_call_that_is_held_back_does_not_go_out_though_it_had_its_connection() -> None:
    asked, let = asyncio.Event(), asyncio.Event()

    async def before() -> None:
        asked.set()
        await let.wait()

    clock = ManualClock(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
    async with Double(World(clock, seed=3)) as double:
        request = AiohttpRequest(before=before)
        await request.initialize()
        url = f"{double.url}/bot{double.token}/getMe"
        dropped = asyncio.create_task(request.call(url, {}))
        await asyncio.wait_for(asked.wait(), SOON)
        dropped.cancel()
        await asyncio.wait([dropped])
        assert double.world.calls == []
        let.set()
        status, _ = await request.call(url, {})
        await request.shutdown()
        assert (status, [call.method for call in double.world.calls]) == (200, ["getMe"])


async def test_between_the_question_and_the_writing_the_process_takes_no_other_step() -> None:
    """Steps are where a process is frozen: what was asked before one would be written after it, hours later."""
    after_the_question = []
    with socket.create_server(("127.0.0.1", 0)) as telegram:

        def look() -> None:
            connection, _ = telegram.accept()
            with connection:
                connection.settimeout(SOON)  # what was written is on its way, and nothing is written meanwhile
                after_the_question.append(connection.recv(1000))

        async def before() -> None:
            asyncio.get_running_loop().call_soon(look)

        request = AiohttpRequest(before=before)
        await request.initialize()
        with pytest.raises(Uncertain):
            await request.call(f"http://127.0.0.1:{telegram.getsockname()[1]}/", {"text": "said"})
        await request.shutdown()
    assert after_the_question[0].endswith(b'{"text": "said"}')
