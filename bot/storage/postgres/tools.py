"""PostgreSQL's own commands for what it does better itself, to be shown to people: never with a password."""

from __future__ import annotations

from pathlib import Path
from shlex import quote

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from bot.storage.postgres.server import server

_SECRET = ("password", "sslpassword")
_LEAP = (  # see `bot.storage.numbers`
    "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, coalesce(last_value, 0) + 1000000)"
    " FROM pg_sequences"
)


def dump_command(url: str, file: Path) -> str:
    """The command that backs the database up; `StorageError` if the URL is none."""
    return f"pg_dump --format=custom --file={quote(str(file))} --dbname={quote(without_password(url))}"


def restore_command(url: str, file: Path) -> str:
    """The commands that restore such a backup, wholly or not at all, and leave out the numbers that may have been given
    since; `StorageError` if the URL is none.
    """
    options, where = "--clean --if-exists --no-owner --single-transaction", quote(without_password(url))
    restoring = f"pg_restore {options} --dbname={where} {quote(str(file))}"
    return f'{restoring} && psql --dbname={where} --command="{_LEAP}"'


def without_password(url: str) -> str:
    """Where the database is, as libpq reads it; `StorageError` if the URL is none."""
    server(url)
    found = {name: value for name, value in conninfo_to_dict(url).items() if name not in _SECRET}
    return make_conninfo("", **found)
