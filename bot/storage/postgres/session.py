"""A session with PostgreSQL: statements in, rows out, and the thread that waits for them.

It speaks through psycopg's wrapper of libpq (`psycopg.pq`): a statement takes half as long as through a cursor, and a
tap takes ten. What a cursor would add, other types and other formats, the port does not have.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import CancelledError, Future, InvalidStateError, ThreadPoolExecutor
from functools import lru_cache
from typing import NamedTuple, TypeVar, cast

import psycopg
from psycopg.abc import Buffer
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult

from bot.storage.port import Row, Value
from bot.storage.postgres.server import Raw, Server, connect, may_pass, plain_errors, probe

T = TypeVar("T")
_MOST_PREPARED = 500
_ANY, _NUMBER, _BYTES = 0, 20, 17
"""Kinds of values as PostgreSQL numbers them; of a text or NULL it finds out the kind from the place."""
_OPEN = (TransactionStatus.INTRANS, TransactionStatus.INERROR)
# A server that crashed has begun to count anew; one that was stopped goes on. What was flushed outlives both.
_ERA = (
    "SELECT CAST(pg_stat_get_bgwriter_stat_reset_time() AS TEXT),"
    " CASE WHEN pg_is_in_recovery() THEN '0/0' ELSE CAST(pg_current_wal_flush_lsn() AS TEXT) END"
)
_WORD = re.compile(r"('(?:[^']|'')*')|:([A-Za-z_]\w*)")
_LOADERS: Mapping[int, Callable[[bytes], Value]] = {
    16: lambda data: int(data == b"t"),  # booleans are 0 and 1: see the port
    17: lambda data: bytes.fromhex(data[2:].decode("ascii")),
    **dict.fromkeys((20, 21, 23, 26), int),
    1700: int,  # the sum of 64-bit integers; a fraction raises `ValueError`
}


@lru_cache(maxsize=1024)
def numbered(sql: str) -> tuple[str, tuple[str, ...]]:
    """The statement with $1, $2 … in place of its `:name` parameters, and their names; texts in quotes stay."""
    names: dict[str, int] = {}

    def word(found: re.Match[str]) -> str:
        return found[1] or f"${names.setdefault(found[2], len(names) + 1)}"

    return _WORD.sub(word, sql), tuple(names)


class Era(NamedTuple):
    """Of a connection: since when its server has not crashed, and where its log was on disk when it connected."""

    counted_since: str
    flushed: str


class Session:
    """One connection and its thread. Made when first needed, and again after it broke.

    `greet` is given each new connection before anything else is done with it; what it raises refuses the connection.
    """

    def __init__(self, where: Server, *, read_only: bool, greet: Callable[[Raw], None] = lambda _: None) -> None:
        self.transaction = ""
        """The number of the last transaction that was begun for writing."""
        self.era = Era("", "")
        self._where = where
        self._read_only = read_only
        self._greet = greet
        self._raw: Raw | None = None
        self._attempt: Future[tuple[Raw, Era]] | None = None
        self._interrupted = self._ended = False
        self._prepared: dict[tuple[str, tuple[int, ...]], bytes] = {}
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="palabre-database")
        self._line = threading.Lock()

    async def run(self, job: Callable[[], T]) -> T:
        """Run the job on the thread, which is where all methods below belong, but `touch` and `interrupt`."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, job)

    async def close(self) -> None:
        """Hang up, and let the thread end."""
        await self.run(self.hang_up)
        self._thread.shutdown()

    def open(self) -> None:
        """Connect; `StorageError`, one line, if the database cannot be used."""
        self.connect()
        if not self._read_only:
            with plain_errors(self._where):
                probe(self._connection())

    def connect(self) -> None:
        """See that there is a connection; `StorageError`, one line, if there is none to be had."""
        if self.broken:
            self.hang_up()
            with plain_errors(self._where):
                if self._ended:
                    raise psycopg.OperationalError("the connection is closed")
                self._raw, self.era = self._reached()

    def lend(self, job: Callable[[Raw], T]) -> T:
        """Give the connection to a job; `StorageError`, one line, for what goes wrong."""
        self.connect()
        with plain_errors(self._where), self._line:
            return job(self._connection())

    def hang_up(self) -> None:
        """Forget the connection: the next transaction makes another."""
        with self._line:
            self._prepared.clear()
            if self._raw is not None:
                self._raw.close()
                self._raw = None

    def touch(self) -> bool:
        """Let the server hear of the session, on any thread, also while its own is busy; False if it is broken."""
        if self._line.acquire(blocking=False):  # or a statement is under way
            try:
                if self._raw is not None:
                    self._raw.pgconn.exec_(b"SELECT 1")
            finally:
                self._line.release()
        return not self.broken

    def interrupt(self, *, for_good: bool = False) -> None:
        """Break the connection, or off the attempt to make one, on any thread: whatever waits for it fails."""
        self._interrupted, self._ended = True, self._ended or for_good
        attempt, raw = self._attempt, self._raw
        if attempt is not None:
            attempt.cancel()
        with contextlib.suppress(OSError, psycopg.Error):
            if raw is not None:
                with socket.socket(fileno=os.dup(raw.fileno())) as line:
                    line.shutdown(socket.SHUT_RDWR)

    @property
    def broken(self) -> bool:
        """Whether the connection is lost, and with it all that was not committed."""
        raw = self._raw
        return raw is None or raw.closed

    def is_lost(self, error: psycopg.Error) -> bool:
        """Whether the connection broke with that error, or is about to: then it is forgotten."""
        if may_pass(error):
            self.hang_up()
        return self.broken

    @property
    def in_transaction(self) -> bool:
        """Whether statements can be run."""
        with self._line:
            return self._raw is not None and self._raw.info.transaction_status == TransactionStatus.INTRANS

    def begin(self) -> None:
        """Begin a transaction; `StorageError` if there is no connection to be had."""
        self._interrupted = False
        self.connect()
        try:
            self._begin()
        except psycopg.Error as error:
            if not self.is_lost(error) or self._interrupted:
                raise
            self.connect()  # it broke while nobody used it: the server was restarted, say
            self._begin()

    def undo(self) -> None:
        """Leave no transaction open."""
        with self._line:
            if self._raw is not None and self._raw.info.transaction_status in _OPEN:
                self._raw.pgconn.exec_(b"ROLLBACK")  # if it fails, the connection is lost, and the transaction with it

    def command(self, words: str) -> str:
        """Run words without parameters; the first value of their answer, if any. Raises `psycopg.Error`."""
        with self._line:
            result = _checked(self._connection().pgconn.exec_(words.encode()))
        return (result.get_value(0, 0) or b"").decode() if result.ntuples else ""

    def ask(self, sql: str, values: Mapping[str, Value]) -> tuple[list[Row], int]:
        """Run a statement of the port; its rows, and how many it changed. Raises `psycopg.Error`."""
        text, names = numbered(sql)
        given = [_given(values[name]) for name in names]
        prepared = self._prepare(text, tuple(kind for kind, _ in given))
        data = cast(Sequence[Buffer], [data for _, data in given])  # None is NULL, whatever its types say
        with self._line:
            result = _checked(self._connection().pgconn.exec_prepared(prepared, data))
        return _rows(result), result.command_tuples or 0

    def _prepare(self, text: str, kinds: tuple[int, ...]) -> bytes:
        known = self._prepared.get((text, kinds))
        if known is not None:
            return known
        if len(self._prepared) >= _MOST_PREPARED:
            self._prepared.clear()
            self.command("DEALLOCATE ALL")
        name = f"s{len(self._prepared)}".encode()
        with self._line:
            _checked(self._connection().pgconn.prepare(name, text.encode(), kinds))
        self._prepared[text, kinds] = name
        return name

    def _reached(self) -> tuple[Raw, Era]:
        """A new connection, and its era, made on a thread that can be left alone with a server that does not answer."""
        attempt = self._attempt = Future[tuple[Raw, Era]]()
        threading.Thread(target=self._reach, args=(attempt,), daemon=True).start()
        try:
            return attempt.result()
        except CancelledError:
            raise psycopg.OperationalError("the connection is lost") from None
        finally:
            self._attempt = None

    def _reach(self, attempt: Future[tuple[Raw, Era]]) -> None:
        try:
            raw, era = self._new_connection()
        except BaseException as error:
            with contextlib.suppress(InvalidStateError):
                attempt.set_exception(error)
            return
        try:
            attempt.set_result((raw, era))
        except InvalidStateError:  # nobody waits for it any more
            raw.close()

    def _new_connection(self) -> tuple[Raw, Era]:
        raw = connect(self._where, read_only=self._read_only)
        try:
            self._greet(raw)
            return raw, Era(*(raw.execute(_ERA).fetchone() or ("", "")))
        except BaseException:
            raw.close()
            raise

    def _begin(self) -> None:
        if self._read_only:
            self.command("BEGIN")
        else:  # in one go: to ask for the number by itself would cost each transaction a third more
            self.transaction = self.command("BEGIN; SELECT pg_current_xact_id()")

    def _connection(self) -> Raw:
        if self._raw is None:
            raise psycopg.OperationalError("the connection is closed")
        return self._raw


def _given(value: Value) -> tuple[int, bytes | None]:
    """The kind of a value, and how it is written."""
    if value is None:
        return _ANY, None
    if isinstance(value, int):
        return _NUMBER, str(int(value)).encode()
    if isinstance(value, bytes):
        return _BYTES, b"\\x" + value.hex().encode()
    if "\0" in value:  # it would be cut off there
        raise psycopg.DataError("a text holds the character 0, which PostgreSQL does not keep")
    return _ANY, value.encode()


def _checked(result: PGresult) -> PGresult:
    if result.status not in (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK):
        raise psycopg.errors.error_from_result(result, encoding="utf-8")
    return result


def _rows(result: PGresult) -> list[Row]:
    columns = [
        ((result.fname(at) or b"").decode(), _LOADERS.get(result.ftype(at), bytes.decode))
        for at in range(result.nfields)
    ]
    rows = range(result.ntuples)
    return [{name: _read(result.get_value(row, at), load) for at, (name, load) in enumerate(columns)} for row in rows]


def _read(data: bytes | None, load: Callable[[bytes], Value]) -> Value:
    return None if data is None else load(data)
