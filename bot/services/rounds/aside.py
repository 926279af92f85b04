"""Long work beside the event loop: in a thread, which gives way soon."""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")

GIVE_WAY_AFTER = 0.0001
"""Seconds. A thread that computes holds all others back for so long each time; by itself Python lets it for 5 ms.

A tap waits for it at each statement: beside a large round's close 99 of 100 are within 13 ms with this, with half a
millisecond within 18 (`benchmarks.closing`).
"""


async def aside(work: Callable[[], T]) -> T:
    """What the work returns; others' taps go on meanwhile."""
    return await asyncio.to_thread(work)


@contextmanager
def giving_way() -> Iterator[None]:
    """As long as the block lasts, nobody waits long for somebody else's computing.

    Nor for a search for what is garbage, which stops everything, among millions of things that are none.
    """
    before, searching = sys.getswitchinterval(), gc.isenabled()
    sys.setswitchinterval(GIVE_WAY_AFTER)
    gc.disable()
    try:
        yield
    finally:
        sys.setswitchinterval(before)
        if searching:
            gc.enable()
