"""Brings the schema of a PostgreSQL database up to this version of Palabre; see `bot.storage.migrate`.

Several Palabres may start at once: one holds the advisory lock and applies what is missing, the others wait for it
and find nothing left to do. The lock ends with its connection, so that none outlives a kill.
"""

from __future__ import annotations

from pathlib import Path

import psycopg
from psycopg import sql
from yoyo.backends.core.postgresql import PostgresqlPsycopgBackend
from yoyo.connections import parse_uri
from yoyo.migrations import Migration

from bot.storage import steps
from bot.storage.port import StorageError
from bot.storage.postgres.server import Raw, connect, explain, plain_errors, probe, server

_LOCK = int.from_bytes(b"palabre", "big")
_WAIT = "60s"


class _Backend(PostgresqlPsycopgBackend):  # type: ignore[misc]
    """yoyo's PostgreSQL backend on a connection of ours."""

    def __init__(self, raw: Raw) -> None:
        self.raw = raw
        super().__init__(parse_uri("postgresql://"), steps.TABLE)

    def connect(self, dburi: object) -> Raw:
        del dburi  # says nothing: see `raw`
        return self.raw


def migrate(url: str, folder: Path) -> list[str]:
    """Apply what is missing; the names of what was applied. `StorageError`, one line, if it cannot be done."""
    where = server(url)
    with plain_errors(where), connect(where) as raw:
        probe(raw)
        _take_turn(raw)
        names = _missing(raw, folder)
        if not names:
            return []  # so that whoever may only keep answers can start, too
        _need_to_create(raw)
        backend = _Backend(raw)
        backend.create_lock_table()
        backend.break_lock()
        backend.ensure_internal_schema_updated()
        for step in backend.to_apply(steps.known(folder, _applied(raw))):
            _apply(backend, step)
        return names


def pending(url: str, folder: Path) -> list[str]:
    """The names of what is not applied yet; changes nothing. `StorageError`, one line, if it cannot be read."""
    where = server(url)
    with plain_errors(where), connect(where, read_only=True) as raw:
        return _missing(raw, folder)


def exists(url: str) -> bool:
    """Whether any step was applied. `StorageError`, one line, if it cannot be read."""
    where = server(url)
    with plain_errors(where), connect(where, read_only=True) as raw:
        return bool(_applied(raw))


def _take_turn(raw: Raw) -> None:
    # A step over a large table may take longer than any statement of the bot.
    raw.execute("SELECT set_config('statement_timeout', '0', false), set_config('lock_timeout', %s, false)", (_WAIT,))
    raw.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))


def _need_to_create(raw: Raw) -> None:
    # yoyo takes this failure for a table that is there already.
    found = raw.execute("SELECT has_schema_privilege(current_schema(), 'CREATE')").fetchone()
    if found is None or not found[0]:
        raise StorageError("the role may not create tables in it: let it own the database, or GRANT it CREATE")


def _apply(backend: _Backend, step: Migration) -> None:
    try:
        with backend.transaction():
            steps.process(step, backend)
            backend.mark_one(step, log=False)  # yoyo's log would keep the names of the user and of the machine
    except psycopg.Error as error:
        raise StorageError(f"migration {step.id} failed and was undone: {explain(error)}") from error


def _missing(raw: Raw, folder: Path) -> list[str]:
    applied = _applied(raw)
    return [step.id for step in steps.known(folder, applied) if step.id not in applied]


def _applied(raw: Raw) -> set[str]:
    found = raw.execute("SELECT to_regclass(%s) IS NOT NULL", (steps.TABLE,)).fetchone()
    if found is None or not found[0]:
        return set()
    ask = sql.SQL("SELECT migration_id FROM {}").format(sql.Identifier(steps.TABLE))
    return {str(row[0]) for row in raw.execute(ask)}
