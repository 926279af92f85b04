"""Runs batches of works on a session of PostgreSQL until each work is settled, whatever comes between."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from random import Random
from typing import NoReturn

from bot.clock import Clock
from bot.storage.lane import settle
from bot.storage.outage import Outage
from bot.storage.port import StorageError, Unavailable
from bot.storage.postgres.lead import Lead
from bot.storage.postgres.session import Session
from bot.storage.postgres.works import BrokenOff, Fate, Job, Tickets, fail_all, fate, kept

_MOST_TOGETHER = 64  # with more savepoints, PostgreSQL's other sessions slow down
_MOST_TRIES = 16
_FIRST_WAIT, _LONGEST_WAIT = 0.002, 0.2
_CLASHES = "other changes came between or the connection broke each time ({}), and nothing was saved: try again"
_UNCERTAIN = (
    "the database cannot be used: the connection broke while saving: whether the last change was saved is not known"
)


@dataclass(frozen=True, slots=True)
class Process:
    """What all sessions of a process share: its lead, its time and dice, and whom it tells that it waits."""

    lead: Lead
    clock: Clock
    randomness: Random
    outage: Outage


class Batches:
    """How the works of one session are run; `job` says how they share a transaction."""

    def __init__(self, session: Session, job: Job, process: Process) -> None:
        self._session = session
        self._job = job
        self._process = process
        self._stopping = False

    def stop(self) -> None:
        """Wait no longer for a database that is away."""
        self._stopping = True

    async def run(self, tickets: Tickets) -> None:
        """Settle each work. What clashes is halved, so that few are run often."""
        waiting = [tickets[start : start + _MOST_TOGETHER] for start in range(0, len(tickets), _MOST_TOGETHER)]
        tries = 0
        while waiting:
            together = _wanted(waiting.pop(0))
            try:
                done = not together or await self._kept(together)
            except StorageError as error:  # no connection, or no right to write: the others would not fare better
                _give_up([*together, *(ticket for some in waiting for ticket in some)], error)
                return
            if done:
                settle(together)
                tries = 0
                continue
            for ticket in together:
                ticket.reset()
            tries += 1
            if tries == _MOST_TRIES or self._stopping:  # by then it is a work alone
                _give_up(together, StorageError(f"the database cannot be used: {_CLASHES.format(tries)}"))
                tries = 0
            else:
                waiting = _halves(together) + waiting
                await self._process.clock.sleep(self._wait(tries))

    async def _kept(self, tickets: Tickets) -> bool:
        """Run the works once; False when nothing of it was kept, and all are to be run again."""
        try:
            return await self._session.run(partial(kept, self._session, self._job, tickets))
        except BrokenOff as broken:
            return await self._was_kept(broken, tickets)

    async def _was_kept(self, broken: BrokenOff, tickets: Tickets) -> bool:
        """What became of that commit, however long it takes to know; `StorageError` if nobody waits for it any more."""
        tries = 0
        try:
            while (found := await self._fate(broken)) is Fate.UNDER_WAY:
                if self._stopping or not _wanted(tickets):
                    raise StorageError(_UNCERTAIN)
                tries += 1
                await self._process.clock.sleep(self._wait(tries))
        finally:
            self._process.outage.ends("saving")
        if found is Fate.UNCLEAR:
            await self._step_down()
        return found is Fate.KEPT

    async def _step_down(self) -> NoReturn:
        """A leader begins anew from what is in the database, whatever that is; nobody else can."""
        if self._process.lead.term:
            await self._session.run(self._session.hang_up)
            self._process.lead.lose()
        raise StorageError(_UNCERTAIN)

    async def _fate(self, broken: BrokenOff) -> Fate:
        try:
            return await self._session.run(partial(fate, self._session, broken))
        except Unavailable as error:
            self._process.outage.begins("saving", error)
            return Fate.UNDER_WAY

    def _wait(self, tries: int) -> float:
        """Seconds, longer each time, and different for each process so that two do not clash for ever."""
        return min(_FIRST_WAIT * float(2**tries), _LONGEST_WAIT) * self._process.randomness.uniform(0.5, 1.0)


def _wanted(tickets: Tickets) -> Tickets:
    """Those whose callers still wait; the others are let go."""
    settle(ticket for ticket in tickets if ticket.cancelled)
    return [ticket for ticket in tickets if not ticket.cancelled]


def _halves(tickets: Tickets) -> list[Tickets]:
    middle = (len(tickets) + 1) // 2
    return [half for half in (tickets[:middle], tickets[middle:]) if half]


def _give_up(tickets: Tickets, why: StorageError) -> None:
    fail_all(tickets, why)
    settle(tickets)
