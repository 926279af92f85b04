"""A PostgreSQL database that cannot be used is refused in one line: which, why, what to do, and no password."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import psycopg
import pytest

from bot.storage import open_storage
from bot.storage.migrate import exists, migrate, pending
from bot.storage.port import StorageError
from bot.storage.postgres.server import explain, may_pass, server
from tests.databases import ask, empty_database, new_database, server_url

PASSWORD = "open-sesame"
NO_URL = "the URL of the PostgreSQL database is not one: it must be like postgresql://user:password@host:5432/name"


@pytest.fixture
def url(tmp_path: Path) -> str:
    return new_database(tmp_path, "postgres")


@pytest.fixture
def empty(tmp_path: Path) -> str:
    return empty_database(tmp_path, "postgres")


def _role(name: str, more: str = "") -> str:
    ask(
        server_url(),
        f"DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{name}')"
        f" THEN CREATE ROLE {name} LOGIN {more}; END IF; END $$",
    )
    return name


async def _refusal(url: str) -> str:
    with pytest.raises(StorageError) as caught:
        await open_storage(url)
    text = str(caught.value)
    assert "\n" not in text
    assert PASSWORD not in text
    return text


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://me:{PASSWORD}@[half/palabre",
        f"postgresql://me:a@{PASSWORD}@host/palabre",
        f"postgresql://me:a/{PASSWORD}@host/palabre",
        f"postgresql://me:%zz{PASSWORD}@host/palabre",
        f"postgresql://me:{PASSWORD}@host/palabre?colour=blue",
    ],
)
async def test_a_url_that_is_none_says_what_one_looks_like_and_tells_no_password(url: str) -> None:
    assert (await _refusal(url)).startswith(NO_URL)
    for act in (migrate, pending, exists):
        with pytest.raises(StorageError, match="is not one"):
            act(url)


async def test_a_server_that_is_not_there() -> None:
    assert await _refusal(f"postgresql://me:{PASSWORD}@127.0.0.1:1/palabre") == (
        "the database palabre at 127.0.0.1:1: nothing answers there: see that the server runs, and the host and port of"
        " the URL"
    )


async def test_a_socket_that_is_not_there(tmp_path: Path) -> None:
    assert await _refusal(f"postgresql:///palabre?host={tmp_path}") == (
        f"the database palabre at {tmp_path}: nothing answers there: see that the server runs, and the host and port of"
        " the URL"
    )


async def test_a_database_that_is_not_there() -> None:
    assert (await _refusal(server_url("nowhere"))).endswith("there is no such database: create it (createdb)")


async def test_a_role_that_is_not_there() -> None:
    refusal = await _refusal(server_url(user="stranger"))
    assert refusal.endswith("the role may not connect: see its name, and pg_hba.conf")


async def test_a_role_that_may_not_keep_answers(url: str) -> None:
    _role("reader")
    ask(url, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
    assert (
        "the role lacks rights: let it own the database, or GRANT it SELECT, INSERT, UPDATE, DELETE"
        in await _refusal(url.replace("postgres@", "reader@"))
    )


async def test_a_role_that_may_keep_answers_and_no_more_is_enough_once_the_tables_are_there(url: str) -> None:
    _role("keeper")
    ask(url, "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO keeper")
    mine = url.replace("postgres@", "keeper@")
    assert migrate(mine) == []
    await (await open_storage(mine)).close()


async def test_a_role_that_may_not_make_tables(empty: str) -> None:
    _role("reader")
    with pytest.raises(StorageError, match="the role may not create tables in it: let it own the database"):
        migrate(empty.replace("postgres@", "reader@"))
    assert ask(empty, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]


async def test_a_database_of_one_script_only(tmp_path: Path) -> None:
    name = "latin"
    ask(server_url(), f"CREATE DATABASE {name} ENCODING LATIN1 LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
    assert (await _refusal(server_url(name))).endswith(
        "it does not keep all scripts: create it anew with the encoding UTF8"
    )


async def test_a_database_whose_sessions_only_read_unless_they_say_otherwise_is_fine(url: str) -> None:
    ask(url, f"ALTER DATABASE {server(url).conninfo['dbname']} SET default_transaction_read_only = on")
    await (await open_storage(url)).close()


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        (f'FATAL:  password authentication failed for user "{PASSWORD}"', "the password is wrong"),
        ("connection failed: fe_sendauth: no password supplied", "the password is wrong"),
        ("failed to resolve host 'x': [Errno -2] Name or service not known", "no host has that name: see the URL"),
        ("FATAL:  sorry, too many clients already", "it takes no more connections: raise max_connections"),
        ("FATAL:  the database system is starting up", "it is starting or stopping: try again in a moment"),
        ("server closed the connection unexpectedly\n\tThis probably means", "the connection broke: see that"),
        ("connection timeout expired", "nothing answers there"),
        ("FATAL: something new\n", "FATAL: something new"),
        ("", "OperationalError"),
    ],
)
def test_what_the_server_says_before_a_session_is_put_plainly(words: str, meaning: str) -> None:
    assert explain(psycopg.OperationalError(words)).startswith(meaning)


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (psycopg.OperationalError("connection refused: Connection refused"), True),
        (psycopg.OperationalError("failed to resolve host 'db': [Errno -3] Temporary failure"), True),
        (psycopg.OperationalError("connection timeout expired"), True),
        (psycopg.OperationalError("FATAL:  the database system is not yet accepting connections"), True),
        (psycopg.OperationalError("FATAL:  sorry, too many clients already"), True),
        (psycopg.OperationalError("SSL connection has been closed unexpectedly"), True),
        (psycopg.errors.AdminShutdown("terminating connection due to administrator command"), True),
        (psycopg.errors.IdleSessionTimeout("terminating connection due to idle-session timeout"), True),
        (psycopg.OperationalError('FATAL:  password authentication failed for user "me"'), False),
        (psycopg.OperationalError('FATAL:  database "x" does not exist'), False),
        (psycopg.errors.DiskFull("could not extend file"), False),
        (psycopg.errors.InsufficientPrivilege("permission denied for table answer"), False),
        (psycopg.errors.ReadOnlySqlTransaction("cannot execute UPDATE in a read-only transaction"), False),
        (psycopg.errors.QueryCanceled("canceling statement due to statement timeout"), False),
        (psycopg.errors.SyntaxError("syntax error"), False),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_may_pass_is_told_from_what_somebody_must_change(error: psycopg.Error, *, passes: bool) -> None:
    assert may_pass(error) is passes


def test_who_keeps_answers_in_a_file_loads_nothing_of_postgresql() -> None:
    """It would cost each start a tenth of a second, and machines without its library could not start at all."""
    ask_python = "import sys, bot.storage, bot.storage.migrate; print('psycopg' in sys.modules)"

    async def run() -> bytes:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", ask_python, stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[2]
        )
        return (await process.communicate())[0]

    assert asyncio.run(run()) == b"False\n"
