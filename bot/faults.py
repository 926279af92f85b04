"""What is told of an error that nobody expected: its class, its place in the code, and nothing that anybody wrote."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from pathlib import PurePath


def place_of(error: BaseException) -> str:
    """Where it was raised: `file.py:line`."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{PurePath(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"


def each_of(error: Exception) -> Iterator[Exception]:
    """The error, or all that a group of errors holds."""
    if isinstance(error, ExceptionGroup):
        for one in error.exceptions:
            yield from each_of(one)
    else:
        yield error
