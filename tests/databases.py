"""Fresh databases for tests: SQLite files, and databases of one PostgreSQL server that lives as long as the tests.

`PALABRE_TEST_DATABASE=postgres pytest tests/services tests/conversations` runs the tests of the bot on PostgreSQL.
"""

from __future__ import annotations

import os
import signal
import tempfile
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from bot.storage.migrate import migrate
from bot.storage.port import Reader
from tools.postgres import MISSING, start

ENGINES = ("postgres", "sqlite")
CHOSEN = os.environ.get("PALABRE_TEST_DATABASE", "sqlite")
"""The engine of the bot's own tests; read before the tests forget all settings of Palabre."""

_BLANK = "blank"
_numbers = count(1)
_used: list[str] = []


def new_database(folder: Path, engine: str = CHOSEN) -> str:
    """The URL of a new database with all tables: copied, since migrating takes ten times as long."""
    if engine == "postgres":
        _made_blank()
        return empty_database(folder, engine, like=_BLANK)
    (folder / "palabre.db").write_bytes(_blank_file())
    return f"sqlite:///{folder}/palabre.db"


def empty_database(folder: Path, engine: str, *, like: str = "template1") -> str:
    """The URL of a new database without tables."""
    if engine == "sqlite":
        return f"sqlite:///{folder}/palabre.db"
    name = f"test_{next(_numbers)}"
    with psycopg.connect(server_url(), autocommit=True) as raw:
        _drop_old(raw)
        raw.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(like)))
    _used.append(name)
    return server_url(name)


def server_url(name: str = "postgres", user: str = "postgres") -> str:
    """The URL of a database of the server; the test is skipped where there is no server to be had."""
    return f"postgresql://{user}@/{name}?host={_server().pgdata}"


async def table_names(tx: Reader) -> list[str]:
    """All tables of the bot in the database that its own tests are on; not the notes of which steps were applied."""
    from_sqlite = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    from_postgres = "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
    names = [row["name"] for row in await tx.all(from_sqlite if CHOSEN == "sqlite" else from_postgres)]
    return [name for name in names if "yoyo" not in name and not name.startswith("sqlite_")]


def ask(url: str, statement: str) -> list[tuple[Any, ...]]:
    """What PostgreSQL answers, beside the storage."""
    with psycopg.connect(url, autocommit=True) as raw:
        cursor = raw.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


class OwnServer:
    """A server for one test, which can be stopped while it is used; the test is skipped where there is none."""

    def __init__(self) -> None:
        self._server = _new_server()

    def new_database(self) -> str:
        """The URL of its one database, with all tables."""
        url = f"postgresql://postgres@/postgres?host={self._server.pgdata}"
        migrate(url)
        return url

    def stop(self, *, crash: bool = False) -> None:
        """Let it hang up on everybody and end, in order, or as when the power fails; returns once it is gone."""
        process = self._server.get_postmaster_info().process
        process.send_signal(signal.SIGQUIT if crash else signal.SIGINT)
        process.wait(30)

    def start(self) -> None:
        """Start it again; returns once it answers."""
        self._server.ensure_postgres_running()

    def remove(self) -> None:
        """Stop it, and delete what it kept."""
        self._server.cleanup()


def _new_server() -> Any:
    return start(Path(tempfile.mkdtemp(prefix="pg-"))) or pytest.skip(MISSING)


@cache
def _server() -> Any:
    return _new_server()


@cache
def _made_blank() -> None:
    with psycopg.connect(server_url(), autocommit=True) as raw:
        raw.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(_BLANK)))
    migrate(server_url(_BLANK))


@cache
def _blank_file() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        migrate(f"sqlite:///{folder}/blank.db")
        return (Path(folder) / "blank.db").read_bytes()


def _drop_old(raw: psycopg.Connection[Any]) -> None:
    """Each takes eight megabytes; those of tests that are over are not in use."""
    for name in list(_used):
        try:
            raw.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
        except psycopg.errors.ObjectInUse:
            continue
        _used.remove(name)
