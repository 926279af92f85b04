"""How a batch of works becomes one transaction on a session of PostgreSQL: all of it on the session's thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import Enum, auto
from typing import Any

import psycopg

from bot.storage.lane import Ticket
from bot.storage.port import Row, StorageError, Value
from bot.storage.postgres.server import explain, is_clash, translate
from bot.storage.postgres.session import Era, Session

Tickets = list[Ticket[Any]]
Job = Callable[[Session, Tickets], None]
_OTHER_COLUMNS = "0A000"  # another version of Palabre has just added some: statements must be prepared anew
_IN_THE_FUTURE, _NOT_ALLOWED = "22023", "42501"
_NEXT_AFTER_CRASH = (  # a checkpoint that is its own beginning is that of a start: nothing ran beside it
    "SELECT next_xid FROM pg_control_checkpoint() WHERE redo_lsn = checkpoint_lsn"
    " AND checkpoint_lsn >= CAST('{flushed}' AS pg_lsn)"
)
_NEVER_BEGUN = "this transaction is over: nothing can be read or written through it"


class Fate(Enum):
    """What became of a transaction whose commit got no answer."""

    KEPT = auto()
    UNDONE = auto()
    UNDER_WAY = auto()
    UNCLEAR = auto()
    """The server crashed since, and may have given the number again: it cannot be told."""


class BrokenOff(Exception):  # noqa: N818 - what became of it is still to be asked
    """The connection broke while the transaction of that number was being committed."""

    def __init__(self, transaction: str, era: Era) -> None:
        super().__init__(transaction)
        self.transaction = transaction
        self.era = era


class _AgainError(Exception):
    """Nothing of this try will be kept: the works are to be run again."""


class _View:
    """The transaction as a work sees it. Its methods are asynchronous by the port only: they never wait."""

    def __init__(self, session: Session, ticket: Ticket[Any]) -> None:
        self._session = session
        self._ticket: Ticket[Any] | None = ticket
        self.again = False
        self.changing = False

    async def one(self, sql: str, **values: Value) -> Row | None:
        rows, _ = self._execute(sql, values)
        return rows[0] if rows else None

    async def all(self, sql: str, **values: Value) -> list[Row]:
        rows, _ = self._execute(sql, values)
        return rows

    async def run(self, sql: str, **values: Value) -> int:
        _, changed = self._execute(sql, values)
        return changed

    def end(self) -> None:
        """Let nothing more through."""
        self._ticket = None

    def _execute(self, sql: str, values: Mapping[str, Value]) -> tuple[list[Row], int]:
        if self._ticket is None:
            raise RuntimeError(_NEVER_BEGUN)
        self._ticket.check()
        self.changing = self.changing or not sql.startswith("SELECT")
        try:
            return self._session.ask(sql, values)
        except psycopg.Error as error:
            raise self._failure(error, self._ticket) from None

    def _failure(self, error: psycopg.Error, ticket: Ticket[Any]) -> Exception:
        if error.sqlstate == _OTHER_COLUMNS:
            self._session.hang_up()
        if self.again or is_clash(error) or self._session.is_lost(error):
            self.again = True
            return _AgainError()
        failure = translate(error)
        ticket.fail(failure)  # so that swallowing it does not save the work: see the port
        return failure


def reads(session: Session, tickets: Tickets) -> None:
    """Run the works on one snapshot (on another, after one that failed)."""
    for ticket in tickets:
        if not session.in_transaction:
            session.undo()
            session.begin()
        _run(session, ticket)


def writes(session: Session, tickets: Tickets) -> None:
    """Run the works in one transaction.

    Without savepoints at first, since each is a way to the server and back: nearly no work fails. One that does, and
    may have changed something, undoes them all, and they run again with a savepoint each.
    """
    session.begin()
    if not _all_well(session, tickets):
        if len(tickets) == 1:
            return
        session.undo()
        for ticket in tickets:
            ticket.reset()
        session.begin()
        _run_in_savepoints(session, tickets)
    _commit(session)


def kept(session: Session, job: Job, tickets: Tickets) -> bool:
    """Run the job on the works; False when nothing of it was kept, and all are to be run again.

    `StorageError` when there is no connection to be had, or no right to write; `BrokenOff`.
    """
    try:
        job(session, tickets)
    except _AgainError:
        return False
    except psycopg.Error as error:
        if is_clash(error) or session.is_lost(error):
            return False
        fail_all(tickets, StorageError(f"the database cannot be used: {explain(error)}"))
    finally:
        session.undo()
    return True


def fate(session: Session, broken: BrokenOff) -> Fate:
    """What became of that commit; `StorageError` when the database cannot be asked."""
    session.connect()
    try:
        state = session.command(f"SELECT pg_xact_status(CAST('{broken.transaction}' AS xid8))")
        if state == "committed" and session.era.counted_since != broken.era.counted_since:
            return _after_crash(session, broken)
    except psycopg.Error as error:
        if error.sqlstate == _IN_THE_FUTURE:  # a crash left no trace of the transaction
            return Fate.UNDONE
        return Fate.UNCLEAR if error.sqlstate == _NOT_ALLOWED else Fate.UNDER_WAY
    return {"committed": Fate.KEPT, "aborted": Fate.UNDONE}.get(state, Fate.UNDER_WAY)


def _after_crash(session: Session, broken: BrokenOff) -> Fate:
    """A number of which the crash left no trace was given again. Those before the one that came next then were not."""
    came_next = session.command(_NEXT_AFTER_CRASH.format(flushed=broken.era.flushed))
    if not came_next:
        return Fate.UNCLEAR
    epoch, number = map(int, came_next.split(":"))
    return Fate.KEPT if int(broken.transaction) < (epoch << 32) + number else Fate.UNDONE


def fail_all(tickets: Iterable[Ticket[Any]], why: StorageError) -> None:
    """Note why the works were undone."""
    for ticket in tickets:
        ticket.fail(why)


def _run(session: Session, ticket: Ticket[Any]) -> bool:
    """Whether the work may have changed something."""
    view = _View(session, ticket)
    ticket.run(view)
    view.end()
    if view.again:
        raise _AgainError
    return view.changing


def _all_well(session: Session, tickets: Tickets) -> bool:
    """Run the works; False as soon as one has failed that cannot be left out."""
    for ticket in tickets:
        changing = _run(session, ticket)
        if ticket.error is not None and (changing or not session.in_transaction):
            return False
    return True


def _run_in_savepoints(session: Session, tickets: Tickets) -> None:
    step = "SAVEPOINT work"
    for ticket in tickets:
        session.command(step)
        _run(session, ticket)
        undo = ticket.error is not None
        step = "ROLLBACK TO SAVEPOINT work" if undo else "RELEASE SAVEPOINT work; SAVEPOINT work"
    if tickets[-1].error is not None:
        session.command(step)


def _commit(session: Session) -> None:
    era, transaction = session.era, session.transaction
    try:
        session.command("COMMIT")
    except psycopg.Error as error:
        if session.is_lost(error):
            raise BrokenOff(transaction, era) from None
        raise
