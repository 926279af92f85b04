"""The limiter while Telegram refuses chats, askers leave, and albums go out: still in no window too much, and nobody is
forgotten."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.limiter import Limiter
from bot.delivery.pace import Window
from tests.delivery.simulated import SimulatedClock

RATE = 25
CHAT, GROUP, ALL = Window(3, 3.0), Window(20, 60.0), Window(RATE, 1.0)
BREATH = 1e-4  # seconds: what the rounding of clocks may cost
LATER = 100.0  # seconds after which every window is empty again
MOMENTS = st.sampled_from([0.0, 0.0, 0.1, 0.5, 1.0, 3.0, 10.0])
CHATS = st.sampled_from([1, 2, 3, 4, -1, -2])


@dataclass(frozen=True, slots=True)
class Ask:
    """A turn that is asked for; who asks leaves after so many seconds, or stays (None)."""

    at: float
    chat: int
    priority: int
    cost: int
    leaves_after: float | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A 429 for that chat."""

    at: float
    chat: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Played:
    """What happened: the turns given, in order, with their moments; who left without one."""

    given: list[tuple[float, Ask]] = field(default_factory=list)
    left: list[tuple[float, Ask]] = field(default_factory=list)


ASKS = st.lists(
    st.builds(
        Ask,
        at=MOMENTS,
        chat=CHATS,
        priority=st.sampled_from([0, 10, 30]),
        cost=st.sampled_from([1, 1, 1, 2, 10]),
        leaves_after=st.sampled_from([None, None, None, 0.0, 0.3, 2.0]),
    ),
    min_size=1,
    max_size=40,
)
REFUSALS = st.lists(st.builds(Refusal, at=MOMENTS, chat=CHATS, seconds=st.sampled_from([0.5, 3.0, 30.0])), max_size=5)


async def play(asks: Sequence[Ask], refusals: Sequence[Refusal]) -> Played:
    clock = SimulatedClock()
    limiter = Limiter(clock, RATE)
    played = Played()

    async def one(ask: Ask) -> None:
        await clock.sleep(ask.at)
        turn = asyncio.create_task(limiter.turn(ask.chat, group=ask.chat < 0, priority=ask.priority, cost=ask.cost))
        turn.add_done_callback(lambda done: (played.left if done.cancelled() else played.given).append(_now(ask)))
        if ask.leaves_after is not None:
            await clock.sleep(ask.leaves_after)
            turn.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await turn

    def _now(ask: Ask) -> tuple[float, Ask]:
        return clock.monotonic(), ask

    async def refuse(refusal: Refusal) -> None:
        await clock.sleep(refusal.at)
        limiter.refused(refusal.chat, refusal.seconds)

    await clock.play(*map(one, asks), *map(refuse, refusals))
    await clock.play(clock.sleep(LATER))
    assert limiter.waiting == 0
    limiter.close()
    return played


@given(ASKS, REFUSALS)
@settings(max_examples=60, deadline=None)
def test_no_rate_is_exceeded_and_nobody_is_forgotten(asks: list[Ask], refusals: list[Refusal]) -> None:
    played = asyncio.run(play(asks, refusals))
    assert len(played.given) + len(played.left) == len(asks)
    assert all(ask.leaves_after is not None for _, ask in played.left)
    for at, ask in played.given:
        windows = [(None, ALL), (ask.chat, CHAT), *([(ask.chat, GROUP)] if ask.chat < 0 else [])]
        for chat, window in windows:
            within = [
                one.cost
                for moment, one in played.given
                if chat in {None, one.chat} and at - window.seconds + BREATH < moment <= at
            ]
            assert sum(within) <= window.most or within == [ask.cost]  # an album larger than a window has it for itself


@given(ASKS, REFUSALS)
@settings(max_examples=60, deadline=None)
def test_a_refused_chat_gets_nothing_until_its_time(asks: list[Ask], refusals: list[Refusal]) -> None:
    played = asyncio.run(play(asks, refusals))
    for refusal in refusals:
        end = refusal.at + refusal.seconds - BREATH
        assert [one for at, one in played.given if one.chat == refusal.chat and refusal.at + BREATH < at < end] == []
