"""Telegram and the line to it go wrong, in one way and in all: a small campaign comes out whole all the same."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from bot.delivery.transport import Timeouts
from bot.rehearsal.faults import FaultKind, Faults, Order
from tests.faults.walk import open_walk

KINDS: tuple[FaultKind, ...] = get_args(FaultKind)
SHARE = 0.2
HOLD = 0.02
"""Real seconds that a silent line stays silent, and that a slow answer is late."""

IMPATIENT = Timeouts(pool=2, connect=2, read=0.5, write=0.5, upload=2)


def ordered(faults: Faults, *kinds: FaultKind) -> list[Order]:
    """Let a fifth of all calls go wrong, of polls too, each in one of these ways."""
    part = SHARE / len(kinds)
    return [
        faults.order(kind, *methods, count=None, share=part / (1 - number * part), hold=HOLD)  # of what the others left
        for number, kind in enumerate(kinds)
        for methods in ((), ("getUpdates",))
    ]


@pytest.mark.parametrize("kind", KINDS)
async def test_each_fault_alone(tmp_path: Path, kind: FaultKind) -> None:
    async with open_walk(tmp_path, intake="polling") as walk:
        orders = ordered(walk.world.faults, kind)
        await walk.wave()
        assert all(order.hits > 3 for order in orders)
        assert (walk.stage.double.unheard.total() > 3) == kind.endswith("_after")
        await walk.comes_out()


@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
@pytest.mark.parametrize("intake", ["polling", "webhook"])
async def test_all_faults_together(tmp_path: Path, engine: str, intake: str) -> None:
    """Updates come twice as well, and out of order across people."""
    async with open_walk(tmp_path, engine=engine, intake=intake) as walk:
        orders = ordered(walk.world.faults, *KINDS)
        walk.world.faults.duplicate_updates(SHARE)
        walk.world.faults.disorder_updates()
        await walk.wave()
        assert sum(order.hits for order in orders) > 20
        await walk.comes_out()


@pytest.mark.parametrize("intake", ["polling", "webhook"])
async def test_every_update_twice_and_none_in_order(tmp_path: Path, intake: str) -> None:
    async with open_walk(tmp_path, intake=intake) as walk:
        walk.world.faults.duplicate_updates(1.0)
        walk.world.faults.disorder_updates()
        await walk.wave()
        assert walk.stage.counts.again > 50
        await walk.comes_out()


async def test_the_bot_itself_gives_up_on_letters_that_were_sent_and_sends_them_again(tmp_path: Path) -> None:
    """No line breaks: the double says nothing until the bot's own patience ends."""
    async with open_walk(tmp_path, timeouts=IMPATIENT) as walk:
        order = walk.world.faults.order("timeout_after", "sendPhoto", "sendMessage", count=3)
        await walk.wave()
        assert order.hits == 3
        await walk.comes_out()
