"""PostgreSQL's own commands for what it does better itself, to be shown to people: never with a password."""

from __future__ import annotations

from pathlib import Path
from shlex import quote

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from bot.storage.postgres.server import server

_SECRET = ("password", "sslpassword")


def dump_command(url: str, file: Path) -> str:
    """The command that backs the database up; `StorageError` if the URL is none."""
    return f"pg_dump --format=custom --file={quote(str(file))} --dbname={quote(without_password(url))}"


def restore_command(url: str, file: Path) -> str:
    """The command that restores such a backup, wholly or not at all; `StorageError` if the URL is none."""
    options = "--clean --if-exists --no-owner --single-transaction"
    return f"pg_restore {options} --dbname={quote(without_password(url))} {quote(str(file))}"


def without_password(url: str) -> str:
    """Where the database is, as libpq reads it; `StorageError` if the URL is none."""
    server(url)
    found = {name: value for name, value in conninfo_to_dict(url).items() if name not in _SECRET}
    return make_conninfo("", **found)
