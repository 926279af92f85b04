"""The port to the database: the only face of it that the rest of the house knows.

Statements are plain SQL in the common dialect of SQLite and PostgreSQL with `:name` parameters; no `::` casts, no
literal `%`. Instants are integers (microseconds UTC, see `bot.clock`), booleans are 0 and 1, documents are JSON text.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NoReturn, Protocol, TypeVar

Row = Mapping[str, Any]
Value = int | str | bytes | None
T = TypeVar("T")


class StorageError(Exception):
    """The database cannot be used; the message is one line for the operator: what, where, what to do."""


class Unavailable(StorageError):  # noqa: N818 - it is no error of anybody's
    """The database cannot be reached now, and nothing of the work was kept. It may pass: the work can be run again."""


class LeadLost(StorageError):  # noqa: N818 - it is how a term ends
    """Another process may lead on this database by now: this one changes nothing more as its leader."""


class ConstraintError(Exception):
    """A statement breaks a rule of the schema (unique, reference, check): its work is rolled back.

    A work cannot catch it and go on (PostgreSQL could not either): where a clash is expected, say `ON CONFLICT`.
    """


class Reader(Protocol):
    """A consistent view of the database, for the time of one `read` or `write`."""

    async def one(self, sql: str, **values: Value) -> Row | None:
        """The first row, or None."""

    async def all(self, sql: str, **values: Value) -> list[Row]:
        """All rows."""


class Writer(Reader, Protocol):
    """A transaction that may change the database; `one` and `all` may carry a change with `RETURNING`."""

    async def run(self, sql: str, **values: Value) -> int:
        """Run one statement that changes rows; returns how many it changed."""


class Storage(Protocol):
    """A database. Safe to use from many tasks at once.

    A work (what `read` and `write` are given) awaits nothing but its transaction and touches nothing else: it may run
    on another thread, and again after a conflict. Awaiting anything else in it is a `RuntimeError`.
    """

    async def read(self, work: Callable[[Reader], Awaitable[T]]) -> T:
        """Run `work` on one consistent view, and return what it returns."""

    async def write(self, work: Callable[[Writer], Awaitable[T]]) -> T:
        """Run `work` in one serializable transaction; returns after the commit, synced to disk.

        Several works may share one commit. A connection that is lost, even in the commit, neither undoes nor doubles
        them. Whatever a work raises rolls its own changes back, all of them, and comes out here; so does a failing
        statement, even one whose error the work swallows. A caller that is cancelled learns of it once the fate of the
        work is settled: rolled back, unless it had already been run to its end.
        """

    @property
    def shared(self) -> bool:
        """Whether other processes may store updates in it beside this one."""

    async def lead(self) -> int:
        """Return once this process alone leads: the number of its term, higher than any before. Waits for its turn.

        From then on each write is the leader's: it is committed while nobody else leads, or raises `LeadLost`, as all
        that come after it do until `lead` is called again. Before, and while it waits, writes are not the leader's.
        """

    async def deposed(self) -> NoReturn:
        """While this process leads: wait until another may, and raise `LeadLost`, also when nothing is written."""

    async def clean(self) -> bool:
        """Let what was deleted or changed leave the files too, as far as the database can; it takes its time.

        False when something was in the way: it is to be tried again.
        """

    async def close(self) -> None:
        """Finish what was begun and close the files."""
