"""Empty databases of a PostgreSQL server of the benchmarks' own, over its local socket."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

from tools.postgres import start


@contextlib.contextmanager
def postgres(folder: Path) -> Iterator[Callable[[], str] | None]:
    """Gives URLs of empty databases, one at each call; None where no server can be had."""
    server = start(folder / "server")
    if server is None:
        yield None
        return
    names = (f"bench{number}" for number in itertools.count())

    def fresh() -> str:
        name = next(names)
        server.psql(f"CREATE DATABASE {name};")
        return str(server.get_uri(name))

    try:
        yield fresh
    finally:
        server.cleanup()
