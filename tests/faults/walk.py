"""A small campaign on the stage: the whole bot against the double, on a clock that moves when nothing else does."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from bot.delivery import posts
from bot.rehearsal.control import Kind
from bot.storage.port import StorageError
from tests.conversations.stage import KEY, Stage, open_stage
from tests.faults.campaign import Campaign, Circle
from tests.faults.keeper import SENDS
from tests.faults.reckoning import Reckoning, due_of, reckon

MEMBERS = 6
RATE = 25

_SOON = timedelta(minutes=20)
"""What the bot tries again is due within this time; what is due later waits for its day."""

_TRIES = 1000

_STILL = 0.05
"""Real seconds without any change after which time has to pass before something happens."""


@dataclass
class Walk(Campaign):
    """A campaign of one group, whose people look again once all has come that comes by itself."""

    stage: Stage = field(kw_only=True)
    _alone: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def circle(self) -> Circle:
        return self.circles[0]

    @property
    def unheard(self) -> int:
        """Messages that were sent, and whose answer the bot never got: at most so many may come twice."""
        return sum(self.stage.double.unheard[method] for method in SENDS)

    async def until(self, predicate: Callable[[], object], patience: float) -> None:
        await self.calm()
        if not predicate():
            raise AssertionError(self.world.story())

    async def calm(self) -> None:
        """Let all come that is on its way, and the time pass after which somebody tries again."""
        async with self._alone:
            for _ in range(_TRIES):
                await self.world.until(lambda: not self.stage.running.done())  # while the bot is away, people wait
                with contextlib.suppress(StorageError):  # it went away meanwhile
                    await self._still()
                    ahead = await self._next()
                    if ahead is None:
                        return
                    self.stage.clock.advance(ahead)
                    await self.stage.app.clock_moved()
        raise AssertionError(f"letters wait for ever\n{self.world.story()}")

    async def _still(self) -> None:
        running = self.stage.running
        while self.world.queue.pending() and not running.done():
            if not await self.world.next_change(_STILL):
                self.world.advance(1)
        idle = asyncio.ensure_future(self.stage.app.idle())
        await asyncio.wait([idle, running], return_when=asyncio.FIRST_COMPLETED)
        if running.done() and not idle.done():
            idle.cancel()
        await asyncio.wait([idle])
        if not idle.cancelled():
            idle.result()

    async def _next(self) -> float | None:
        """Seconds until a letter is tried again."""
        due = await self.stage.app.services.ground.read(posts.next_due)
        now = self.stage.clock.now()
        if due is None or due - now > _SOON:
            return None
        return max((due - now).total_seconds(), 0.001)

    async def reckons(self, due: dict[str, Counter[int]] | None = None) -> Reckoning:
        """Compare what people saw with what is stored, and what came with what was due."""
        await self.calm()
        await self.stage.stop()
        wanted = due_of(self.circles, self.announced) if due is None else due
        return await reckon(self.world, self.stage.settings.database_url, KEY, self.circles, wanted)

    async def comes_out(self) -> None:
        """Nothing is lost, nothing is missing, and not more came twice than was unheard."""
        found = await self.reckons()
        assert found.clean(self.unheard), (found, self.unheard)


@contextlib.asynccontextmanager
async def open_walk(folder: Path, *, seed: int = 7, kind: Kind = "supergroup", **more: Any) -> AsyncIterator[Walk]:
    """A group of six that has answered one round, before anything goes wrong. `more` is for `open_stage`."""
    async with open_stage(folder, seed=seed, rate=RATE, **more) as stage:
        stage.telegram.faults.rates()
        walk = Walk(stage.telegram, Random(seed), await stage.coordinator(), stage=stage)
        await walk.gather_people(1, MEMBERS, kind)
        await walk.wave()
        yield walk
