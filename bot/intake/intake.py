"""From the stored update to its handler: in lanes, each update until it is done, or parked after three failures."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from pathlib import PurePath
from typing import Any, Protocol

import structlog
import telegram

from bot.clock import Clock
from bot.counts import Counts
from bot.intake import store
from bot.intake.lanes import Lanes, lane_of
from bot.intake.parsing import kind_of, parsed
from bot.intake.store import Received
from bot.storage.port import Storage, StorageError, Writer

_log = structlog.get_logger(__name__)
TRIES = 3
"""After so many failures an update is parked."""

_MARKED_AT_ONCE = 256
_PAGE = 500


class Handle(Protocol):
    """Handles an update; returns after its commit. Whatever it raises is a failure of this update alone.

    It marks the update as done in its own transaction where it has one (`bot.intake.store.done`); updates about which
    nothing was written are marked afterwards. `attempt` is 1 the first time.
    """

    async def __call__(self, update: telegram.Update, *, attempt: int) -> None: ...


class Intake:
    """Stores updates, then hands them to `handle`; `on_parked` gets the JSON of an update that was given up, once.

    Errors of the database come out of `admit`, `room`, `idle` and `drain`: the process should end then.
    """

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        bot: telegram.Bot,
        handle: Handle,
        on_parked: Callable[[Mapping[str, Any]], Awaitable[None]],
        *,
        limit: int = 64,
        counts: Counts | None = None,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._bot = bot
        self._handle = handle
        self._on_parked = on_parked
        self._counts = counts or Counts()
        self._lanes: Lanes[Received] = Lanes(self._handle_one, limit=limit)
        self._finished: list[int] = []
        self._draining: asyncio.Task[None] | None = None

    @property
    def count(self) -> int:
        """How many updates wait or are being handled."""
        return self._lanes.count

    async def admit(self, updates: Sequence[Mapping[str, Any]], next_offset: int | None = None) -> None:
        """Store the updates (each has its `update_id`), and the offset behind them where they were asked for with one;
        then queue those that are new."""
        since = self._clock.monotonic()
        batch = {
            update["update_id"]: Received(update["update_id"], lane_of(update), update, since=since)
            for update in updates
        }
        now = self._clock.now()
        finished = self._take_finished()

        async def work(tx: Writer) -> list[int]:
            await store.all_done(tx, finished)
            return await store.remember(tx, list(batch.values()), next_offset, now)

        try:
            new = await self._storage.write(work)
        except BaseException:
            self._finished += finished
            raise
        self._counts.again += len(updates) - len(new)
        for update_id in new:
            self._counts.updates[kind_of(batch[update_id].raw)] += 1
            self._lanes.put(batch[update_id].lane, batch[update_id])

    async def drain(self) -> None:
        """Handle what was stored and not handled when the process ended; to be called once, before the first `admit`.

        Returns when that is done. Whoever stops waiting does not stop it: the rest is handled beside what is new.
        """
        if self._draining is None:
            self._draining = asyncio.create_task(self._drain())
        await asyncio.shield(self._draining)

    @property
    def full(self) -> bool:
        """Whether `room` would wait, or raise."""
        return self._lanes.full

    async def room(self) -> None:
        """Return when there is room for more."""
        await self._lanes.room()

    async def idle(self) -> None:
        """Return when all that was admitted is handled, and marked so."""
        while self._lanes.count or self._finished:
            await self._lanes.idle()
            await self._mark()

    async def watch(self) -> None:
        """Raise as soon as the database fails while an update is handled; `room` would tell it only with the next."""
        await self._lanes.watch()

    async def forget_old(self) -> None:
        """Delete what was handled and is older than 48 hours."""
        now = self._clock.now()
        await self._storage.write(lambda tx: store.forget_old(tx, now))

    async def close(self) -> None:
        """Stop handling; what was not handled is found by `drain` at the next start."""
        if self._draining is not None:
            self._draining.cancel()
            await asyncio.wait([self._draining])
        await self._lanes.close()
        await self._mark()

    async def _drain(self) -> None:
        until = await self._storage.read(store.last_waiting)
        after = store.BEGINNING
        while until is not None and after < until:
            await self._lanes.room()
            page = await self._storage.read(partial(store.waiting, after=after, until=until, limit=_PAGE))
            for _, one in page:
                self._lanes.put(one.lane, one)
            after = page[-1][0] if page else until
        await self.idle()

    async def _handle_one(self, one: Received) -> None:
        failures = one.attempts
        while failures < TRIES:
            try:
                await self._handle(parsed(one.raw, self._bot), attempt=failures + 1)
            except StorageError:
                raise
            except Exception as error:
                failures = await self._failed(one, error)
            else:
                return await self._finish(one)
        return await self._park(one)

    async def _failed(self, one: Received, error: Exception) -> int:
        """One more failure; the log says where, not what: the error may quote what people wrote."""
        self._counts.failures += 1
        failures = await self._storage.write(lambda tx: store.failed(tx, one.update_id))
        _log.error(
            "an update failed",
            update_id=one.update_id,
            failures=failures,
            error=type(error).__name__,
            where=_where(error),
        )
        return failures or TRIES

    async def _finish(self, one: Received) -> None:
        if one.since is not None:
            self._counts.handling.add(self._clock.monotonic() - one.since)
        self._finished.append(one.update_id)
        # With more on its way the marks ride along with the next batch: a transaction of their own is only made when
        # things get quiet.
        if self._lanes.count <= 1 or len(self._finished) >= _MARKED_AT_ONCE:
            await self._mark()

    async def _park(self, one: Received) -> None:
        self._counts.parked += 1
        await self._storage.write(lambda tx: store.park(tx, one.update_id))
        try:
            await self._on_parked(one.raw)
        except Exception as error:
            _log.error("the apology for a parked update failed", error=type(error).__name__, where=_where(error))

    def _take_finished(self) -> list[int]:
        taken, self._finished = self._finished, []
        return taken

    async def _mark(self) -> None:
        finished = self._take_finished()
        if finished:
            await self._storage.write(lambda tx: store.all_done(tx, finished))


def _where(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"{PurePath(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
