"""From what comes to its handler: stored at once, by whichever process; handled by the one that leads, lane by lane."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import telegram

from bot.clock import Clock
from bot.counts import Counts
from bot.intake import store
from bot.intake.handling import Handle, Handling, OnParked
from bot.intake.lanes import Lanes, lane_of
from bot.intake.parsing import kind_of
from bot.intake.store import Received
from bot.storage.port import LeadLost, Storage, Unavailable, Writer

_PAGE = 500
_LOOK_EVERY = 0.05
"""Seconds after which what another process has stored is found: nobody feels them."""


class Intake:
    """Stores updates and, once it leads, hands them on: `handle` and `on_parked` are those of `Handling`.

    Until `lead`, what is admitted is only stored: whoever leads claims it, in its own term. `others` says that other
    processes store updates beside this one. A lane keeps its order, since nothing new is queued before what waits.

    Errors of the database come out of all that waits here: the process should end then.
    """

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        bot: telegram.Bot,
        handle: Handle,
        on_parked: OnParked,
        *,
        limit: int = 64,
        counts: Counts | None = None,
        others: bool = False,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._counts = counts or Counts()
        self._handling = Handling(
            storage, clock, bot, handle, on_parked, counts=self._counts, busy=lambda: self._lanes.count > 1
        )
        self._lanes: Lanes[Received] = Lanes(self._handling.one, limit=limit)
        self._others = others
        self._term = 0
        self._leads = False
        self._behind = False
        self._taking = asyncio.Lock()  # what is queued keeps the order in which the database took it
        self._catching_up: asyncio.Task[None] | None = None

    @property
    def count(self) -> int:
        """How many updates wait here or are being handled."""
        return self._lanes.count

    async def admit(self, updates: Sequence[Mapping[str, Any]], next_offset: int | None = None) -> None:
        """Store the updates (each has its `update_id`), and the offset behind them where they were asked for with one;
        then queue those that are new.

        If this is cancelled they may be stored and are not queued: the next term finds them.
        """
        since = self._clock.monotonic()
        batch = {
            update["update_id"]: Received(update["update_id"], lane_of(update), update, since=since)
            for update in updates
        }
        async with self._taking:
            new = await self._store(batch, next_offset)
        self._counts.again += len(updates) - len(new)
        for update_id in new:
            self._counts.updates[kind_of(batch[update_id].raw)] += 1

    async def drain(self, term: int) -> None:
        """Before `lead`: handle what earlier terms and other processes have left.

        Returns when that is done. Whoever stops waiting does not stop it: the rest is handled beside what is new.
        """
        self._term = term
        await self.catch_up()
        await self.idle()

    def lead(self, term: int) -> None:
        """From now on what is admitted is queued here, behind what waits; `keep_up` sees to that."""
        self._term, self._leads, self._behind = term, True, True

    async def keep_up(self, clock: Clock) -> None:
        """Queue what waits, and what other processes store as long as there are any; `clock` says when to look."""
        await self.catch_up()
        while self._others:
            await clock.sleep(_LOOK_EVERY)
            if await self._storage.read(partial(store.unclaimed, term=self._term)):
                await self.catch_up()

    async def catch_up(self) -> None:
        """Claim and queue what waits, page by page. Whoever stops waiting does not stop it."""
        self._behind = True
        if self._catching_up is None or self._catching_up.done():
            self._catching_up = asyncio.create_task(self._catch_up())
        await asyncio.shield(self._catching_up)

    @property
    def full(self) -> bool:
        """Whether `room` would wait, or raise."""
        return self._lanes.full

    async def room(self) -> None:
        """Return when there is room for more."""
        await self._lanes.room()

    async def idle(self) -> None:
        """Return when all that was queued is handled, and marked so."""
        while self._lanes.count or self._handling.unmarked:
            await self._lanes.idle()
            await self._handling.mark()

    async def watch(self) -> None:
        """Raise as soon as the database fails while an update is handled; `room` would tell it only with the next."""
        await self._lanes.watch()

    async def forget_old(self) -> None:
        """Delete what was handled and is older than 48 hours."""
        now = self._clock.now()
        await self._storage.write(lambda tx: store.forget_old(tx, now))

    async def close(self, grace: float = 4.0) -> None:
        """Stop handling; marks get `grace` seconds. What was not handled, the next term finds."""
        if self._catching_up is not None:
            self._catching_up.cancel()
            await asyncio.wait([self._catching_up])
        await self._lanes.close()
        with contextlib.suppress(TimeoutError, Unavailable, LeadLost):  # what has an effect is marked along with it
            async with asyncio.timeout(grace):
                await self._handling.mark()

    async def _store(self, batch: Mapping[int, Received], next_offset: int | None) -> list[int]:
        """Claim, store and queue; returns the ids that are new. A full page of claims means that more may wait: what
        is new is left behind it, then."""
        now, finished = self._clock.now(), self._handling.take_finished()
        term = self._term if self._leads else 0
        claims = self._leads and (self._others or self._behind)

        async def work(tx: Writer) -> tuple[list[Received], int, list[int]]:
            await store.all_done(tx, finished)
            claimed = await store.claim(tx, term, now, _PAGE) if claims else []
            own = term if len(claimed) < _PAGE else 0
            return claimed, own, await store.remember(tx, list(batch.values()), next_offset, now, term=own)

        try:
            claimed, own, new = await self._storage.write(work)
        except BaseException:
            self._handling.give_back(finished)
            raise
        if claims:
            self._queue_claimed(claimed)
        for update_id in new if own else ():
            self._lanes.put(batch[update_id].lane, batch[update_id])
        return new

    async def _catch_up(self) -> None:
        while self._behind:
            await self._lanes.room()
            async with self._taking:
                claim = partial(store.claim, term=self._term, now=self._clock.now(), limit=_PAGE)
                self._queue_claimed(await self._storage.write(claim))

    def _queue_claimed(self, claimed: Sequence[Received]) -> None:
        for one in claimed:
            self._lanes.put(one.lane, one)
        self._behind = len(claimed) == _PAGE
