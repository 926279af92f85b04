"""One update at a time to its handler: until it is done, or parked after three failures. Marks of many go together."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

import structlog
import telegram

from bot.clock import Clock
from bot.counts import Counts
from bot.faults import place_of
from bot.intake import store
from bot.intake.parsing import parsed
from bot.intake.store import Received
from bot.storage.port import Storage, StorageError

_log = structlog.get_logger(__name__)
TRIES = 3
"""After so many failures an update is parked."""

_MARKED_AT_ONCE = 256


class Handle(Protocol):
    """Handles an update; returns after its commit. Whatever it raises is a failure of this update alone.

    It marks the update as done in its own transaction where it has one (`bot.intake.store.done`); updates about which
    nothing was written are marked afterwards. `attempt` is 1 the first time.
    """

    async def __call__(self, update: telegram.Update, *, attempt: int) -> None: ...


OnParked = Callable[[Mapping[str, Any]], Awaitable[None]]
"""Gets the JSON of an update that was given up."""


class Handling:
    """Hands updates to `handle`. `busy` says whether more are on their way: their marks wait for those, then.

    Only errors of the database come out.
    """

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        bot: telegram.Bot,
        handle: Handle,
        on_parked: OnParked,
        *,
        counts: Counts,
        busy: Callable[[], bool],
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._bot = bot
        self._handle = handle
        self._on_parked = on_parked
        self._counts = counts
        self._busy = busy
        self._finished: list[int] = []

    @property
    def unmarked(self) -> bool:
        """Whether some were handled and are not marked yet."""
        return bool(self._finished)

    async def one(self, one: Received) -> None:
        """Handle an update, as often as it takes."""
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

    def take_finished(self) -> list[int]:
        """What was handled, for whoever marks it along with something else."""
        taken, self._finished = self._finished, []
        return taken

    def give_back(self, finished: list[int]) -> None:
        """It was not marked after all, or nobody knows."""
        self._finished += finished

    async def mark(self) -> None:
        """Mark what was handled."""
        finished = self.take_finished()
        if not finished:
            return
        try:
            await self._storage.write(lambda tx: store.all_done(tx, finished))
        except BaseException:
            self.give_back(finished)
            raise

    async def _failed(self, one: Received, error: Exception) -> int:
        """One more failure; the log says where, not what: the error may quote what people wrote."""
        self._counts.failures += 1
        failures = await self._storage.write(lambda tx: store.failed(tx, one.update_id))
        _log.error(
            "an update failed",
            update_id=one.update_id,
            failures=failures,
            error=type(error).__name__,
            where=place_of(error),
        )
        return failures or TRIES

    async def _finish(self, one: Received) -> None:
        if one.since is not None:
            self._counts.handling.add(self._clock.monotonic() - one.since)
        self._finished.append(one.update_id)
        # With more on its way the marks ride along with the next batch: a transaction of their own is only made when
        # things get quiet.
        if len(self._finished) >= _MARKED_AT_ONCE or not self._busy():
            await self.mark()

    async def _park(self, one: Received) -> None:
        self._counts.parked += 1
        await self._storage.write(lambda tx: store.park(tx, one.update_id))
        try:
            await self._on_parked(one.raw)
        except Exception as error:
            _log.error("the apology for a parked update failed", error=type(error).__name__, where=place_of(error))
