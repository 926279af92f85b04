"""Keeps `palabre run` running, and pulls its plug at random points: `kill -9`, then a new process on the same data."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from bot.rehearsal import Double
from bot.rehearsal.model import Call
from tests.run.running import Running, start

SENDS = frozenset({"sendMessage", "sendPhoto", "sendDocument", "sendVoice", "sendVideo", "sendMediaGroup"})
_STARTING = 0.3
"""The share of the kills that hit a process that is just starting."""

_STILL_COMING = 0.03
"""Seconds in which the double carries out what it has read."""


@dataclass
class Keeper:
    """The process, and the count of what was on its way whenever it was killed.

    `in_flight` counts sends that had their effect at a kill, and whose answer no process ever read: at most so many
    letters may arrive twice.
    """

    double: Double
    env: Mapping[str, str]
    random: Random
    kills: int = 0
    in_flight: int = 0
    running: Running | None = field(default=None)

    async def begin(self) -> Running:
        self.running = await start(self.env, "run")
        return self.running

    async def kill(self) -> None:
        """Pull the plug. In flight is what the double was just answering, and what it still gets on connections of the
        dead."""
        if self.running is None:
            return
        self.in_flight += sum(self.double.answering[method] for method in SENDS)
        before = len(self._calls)
        self.running.send(signal.SIGKILL)
        await self.running.ended()
        await self.double.world.until(lambda: not self.double.connections)
        await asyncio.sleep(_STILL_COMING)  # noqa: TID251 - the machine's own time, as the process lives in it
        self.in_flight += sum(1 for call in self._calls[before:] if call.method in SENDS and call.status == 200)
        self.kills += 1
        self.running = None

    async def storm(self, kills: int) -> None:
        """Kill it so many times: now while it starts, now up to two seconds into its work."""
        for _ in range(kills):
            if self.running is not None and self.random.random() >= _STARTING:
                await self.runs()
                await asyncio.sleep(self.random.uniform(0.0, 2.0))  # noqa: TID251
            else:
                await asyncio.sleep(self.random.uniform(0.05, 0.8))  # noqa: TID251
            await self.kill()
            await self.begin()

    async def runs(self) -> None:
        """Wait until the process has started."""
        if self.running is not None:
            await self.running.says("palabre runs")

    async def stop(self) -> None:
        if self.running is not None:
            self.running.send(signal.SIGTERM)
            await self.running.ended()
            self.running = None

    @property
    def _calls(self) -> list[Call]:
        return self.double.world.calls
