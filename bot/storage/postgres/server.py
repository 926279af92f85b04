"""A PostgreSQL server: how a connection to it is set up, and what its errors mean to people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from bot.storage.port import ConstraintError, StorageError, Unavailable

Raw = psycopg.Connection[tuple[Any, ...]]

_OLDEST = 140_000
_PATIENCE = {  # what the URL says goes before
    "application_name": "palabre",
    "client_encoding": "UTF8",
    "connect_timeout": "5",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "20000",
}
_SESSION = {
    "statement_timeout": "30s",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",  # a frozen process keeps its locks no longer
    # A scan of a whole table locks all of it against other writers (serializable), also when the table has ten rows.
    "enable_seqscan": "off",
    "jit": "off",
    # Every statement asks by key, so that a plan is good for all values: planning anew costs more than running.
    "plan_cache_mode": "force_generic_plan",
    "bytea_output": "hex",
}
_PLAIN = re.compile(r"[\w.:/,\[\] -]*")
_RIGHTS = "SELECT, INSERT, UPDATE, DELETE"

_TABLES_WITHOUT_RIGHTS = (
    "SELECT COUNT(*) FROM pg_class c JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) needed ON TRUE"
    " WHERE c.relkind = 'r' AND c.relnamespace = to_regnamespace(current_schema())"
    " AND position('yoyo' IN c.relname) = 0 AND NOT has_table_privilege(c.oid, needed)"
)

_GONE = "the connection broke: see that the server runs; the next attempt connects anew"
_MOVING = "it is starting or stopping: try again in a moment"
_FULL = "it takes no more connections: raise max_connections, or stop what else uses it"
_NO_HOST = "no host has that name: see the URL"
_SILENT = "nothing answers there: see that the server runs, and the host and port of the URL"
_PASSING = {_GONE, _MOVING, _FULL, _NO_HOST, _SILENT}
_MEANINGS = {
    "25006": "it takes no changes (a standby, or set to read only): name the one that does",
    "28000": "the role may not connect: see its name, and pg_hba.conf",
    "28P01": "the password is wrong",
    "3D000": "there is no such database: create it (createdb)",
    "42501": f"the role lacks rights: let it own the database, or GRANT it {_RIGHTS} on the tables",
    "53100": "its disk is full: make room",
    "53200": "it has no memory left: see its log",
    "53300": _FULL,
    "55P03": "something else has locked it for long: see what runs on it",
    "57P01": _GONE,
    "57P02": _GONE,
    "57P03": _MOVING,
    "57P05": _GONE,
    "25P03": _GONE,
    "57014": "a statement took too long and was stopped: see what else runs on it",
}
_SIGNS = {  # before a session begins there are only words
    r"password authentication failed|no password supplied": _MEANINGS["28P01"],
    r'role ".*" does not exist|not permitted to log in|no pg_hba\.conf entry|authentication failed': _MEANINGS["28000"],
    r'database ".*" does not exist': _MEANINGS["3D000"],
    r"permission denied for database": _MEANINGS["42501"],
    r"too many (clients|connections)|remaining connection slots": _FULL,
    r"starting up|shutting down|recovery mode|not yet accepting connections": _MOVING,
    r"could not translate host name|failed to resolve host|not known": _NO_HOST,
    r"[Cc]onnection refused|No such file or directory|could not connect|timeout|timed out|unreachable|No route": (
        _SILENT
    ),
    r"closed( the connection)? unexpectedly|terminating connection|is (closed|lost|bad)|EOF|pipe|reset": _GONE,
}


@dataclass(frozen=True, slots=True)
class Server:
    """Where a database is. `place` says it to people, without a password."""

    conninfo: dict[str, Any]
    place: str


def server(url: str) -> Server:
    """The server of a URL, links and passwords as libpq reads them; `StorageError`, one line, if it is none."""
    try:
        found = conninfo_to_dict(url)
    except psycopg.Error:  # its text may quote the password
        raise StorageError(_not_a_url()) from None
    host, name = str(found.get("host") or "the local socket"), str(found.get("dbname") or found.get("user") or "")
    if not (_PLAIN.fullmatch(host) and _PLAIN.fullmatch(name) and _PLAIN.fullmatch(str(found.get("port", "")))):
        raise StorageError(_not_a_url())
    port = f":{found['port']}" if "port" in found else ""
    return Server({**_PATIENCE, **found}, f"{name or 'of its user'} at {host}{port}")


def _not_a_url() -> str:
    return (
        "the URL of the PostgreSQL database is not one: it must be like postgresql://user:password@host:5432/name,"
        " with each of : / @ # ? and % in a password written as % and two digits (%40 for @)"
    )


def connect(where: Server, *, read_only: bool = False) -> Raw:
    """A connection in autocommit mode, set up; raises `psycopg.Error` or `StorageError`."""
    raw: Raw = psycopg.connect(**where.conninfo, autocommit=True)
    try:
        _set_up(raw, read_only=read_only)
    except BaseException:
        raw.close()
        raise
    return raw


def probe(raw: Raw) -> None:
    """Raise `StorageError` if the database is not one to keep answers in; changes nothing."""
    if raw.info.server_version < _OLDEST:
        raise StorageError(f"it is PostgreSQL {raw.info.server_version // 10_000}: Palabre needs 14 or newer")
    if _setting(raw, "server_encoding") != "UTF8":
        raise StorageError("it does not keep all scripts: create it anew with the encoding UTF8")
    if _setting(raw, "fsync") == "off":
        raise StorageError("its server does not sync to disk (fsync is off), so that a power cut could lose answers")
    if _ask(raw, "SELECT pg_is_in_recovery()"):
        raise StorageError(_MEANINGS["25006"])
    if _ask(raw, _TABLES_WITHOUT_RIGHTS):
        raise StorageError(_MEANINGS["42501"])


def explain(error: psycopg.Error) -> str:
    """What an error of PostgreSQL means, and what to do: one line."""
    if meaning := _MEANINGS.get(error.sqlstate or ""):
        return meaning
    text = error.diag.message_primary or str(error)
    if error.sqlstate is None:
        for sign, meaning in _SIGNS.items():
            if re.search(sign, text):
                return meaning
    return text.strip().splitlines()[-1].strip() if text.strip() else type(error).__name__


def translate(error: psycopg.Error) -> Exception:
    """The error of the port that says the same; a fault in a statement stays what it is."""
    if isinstance(error, psycopg.IntegrityError):
        return ConstraintError(error.diag.message_primary or "")  # the rest of it quotes values
    if error.sqlstate in _MEANINGS or isinstance(error, psycopg.OperationalError):
        return StorageError(f"the database cannot be used: {explain(error)}")
    return error


def is_clash(error: psycopg.Error) -> bool:
    """Whether another transaction was in the way, so that the same works may do when they are run again."""
    return isinstance(error, psycopg.errors.SerializationFailure | psycopg.errors.DeadlockDetected)


def may_pass(error: psycopg.Error) -> bool:
    """Whether the database is away, perhaps for a moment only; nothing of what is asked of it needs to be changed."""
    return explain(error) in _PASSING


@contextmanager
def plain_errors(where: Server) -> Iterator[None]:
    """What goes wrong inside comes out as one line that names the database."""
    try:
        yield
    except psycopg.Error as error:
        kind = Unavailable if may_pass(error) else StorageError
        raise kind(f"the database {where.place}: {explain(error)}") from error
    except StorageError as error:
        raise type(error)(f"the database {where.place}: {error}") from error


def configure(raw: Raw, settings: Mapping[str, str]) -> None:
    """Change settings of the session."""
    for name, value in settings.items():
        raw.execute("SELECT set_config(%s, %s, false)", (name, value))


def vacuum(raw: Raw) -> None:
    """Give up the room of what was deleted, and forget samples of it: the planner keeps some values of each column."""
    configure(raw, {"statement_timeout": "0"})
    raw.execute("VACUUM (ANALYZE)")


def _set_up(raw: Raw, *, read_only: bool) -> None:
    settings = {
        **_SESSION,
        "default_transaction_isolation": "repeatable read" if read_only else "serializable",
        "default_transaction_read_only": "on" if read_only else "off",
    }
    if _setting(raw, "synchronous_commit") == "off":
        settings["synchronous_commit"] = "on"
    configure(raw, settings)


def _setting(raw: Raw, name: str) -> str:
    return str(_ask(raw, "SELECT current_setting(%s)", name))


def _ask(raw: Raw, sql: str, *values: str) -> Any:
    row = raw.execute(sql, values or None).fetchone()
    return None if row is None else row[0]
