"""Where the database is, as a URL: `sqlite:///data/palabre.db` (relative), `sqlite:////var/lib/palabre.db`, or
`postgresql://user:password@host:5432/name`.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

from bot.storage.port import StorageError

_SQLITE = "sqlite:///"
_POSTGRES = ("postgresql://", "postgres://")


def is_postgres(url: str) -> bool:
    """Whether the URL is of a PostgreSQL database."""
    return url.startswith(_POSTGRES)


def place(url: str) -> str:
    """Where the database is, for people to read: without a password. `StorageError` if there is no such place."""
    if is_postgres(url):
        from bot.storage.postgres.server import server  # noqa: PLC0415 - see `bot.storage.open`

        return server(url).place
    return str(database_path(url))


def database_path(url: str) -> Path:
    """The file of an SQLite URL, links resolved, so that one file has one lock; `StorageError` for any other URL."""
    path = unquote(url.removeprefix(_SQLITE))
    if not url.startswith(_SQLITE) or not path or path.endswith("/"):
        scheme = url.partition(":")[0]  # no more than that: the rest may hold a password
        message = (
            f"no database at a URL of the kind {scheme!r}: it must be sqlite:/// followed by the path of a file,"
            " or postgresql:// followed by user:password@host:port/name"
        )
        raise StorageError(message)
    return Path(path).resolve()
