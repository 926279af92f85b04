"""Fresh databases for tests: SQLite files, and databases of one PostgreSQL server that lives as long as the tests.

`PALABRE_TEST_DATABASE=postgres pytest tests/services tests/conversations` runs the tests of the bot on PostgreSQL.
"""

from __future__ import annotations

import os
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
    """All tables of the database that the bot's own tests are on."""
    from_sqlite = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    from_postgres = "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
    return [row["name"] for row in await tx.all(from_sqlite if CHOSEN == "sqlite" else from_postgres)]


def ask(url: str, statement: str) -> list[tuple[Any, ...]]:
    """What PostgreSQL answers, beside the storage."""
    with psycopg.connect(url, autocommit=True) as raw:
        cursor = raw.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


@cache
def _server() -> Any:
    server = start(Path(tempfile.mkdtemp(prefix="pg-")))
    return server or pytest.skip(MISSING)


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
