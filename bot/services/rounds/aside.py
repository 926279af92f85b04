"""Long work beside the event loop: in a thread, which is asked to give way soon."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")

GIVE_WAY_AFTER = 0.0002
"""Seconds. A thread that computes holds all others back for so long each time; by itself Python lets it for 5 ms."""


async def aside(work: Callable[[], T]) -> T:
    """What the work returns; others' taps go on meanwhile."""
    return await asyncio.to_thread(work)


@contextmanager
def giving_way() -> Iterator[None]:
    """As long as the block lasts, nobody waits long for somebody else's computing."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(GIVE_WAY_AFTER)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
