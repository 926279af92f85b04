"""Logging as the bot sets it up, for a while: everything is as before afterwards."""

from __future__ import annotations

import contextlib
import logging
import sys
import threading
from collections.abc import Iterator

import structlog

_OURS = ("bot", "handlers", "surveys", "palabre", "__main__")


@contextlib.contextmanager
def logging_kept() -> Iterator[None]:
    """Whatever is configured inside ends with the block."""
    root, hooks = logging.getLogger(), (sys.excepthook, threading.excepthook)
    handlers, level = root.handlers[:], root.level
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        for name in _OURS:
            logging.getLogger(name).setLevel(logging.NOTSET)
        logging.captureWarnings(False)
        structlog.reset_defaults()
        sys.excepthook, threading.excepthook = hooks
