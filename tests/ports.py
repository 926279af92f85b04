"""Ports for servers whose address must be known before they listen."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from functools import cache
from itertools import cycle
from random import SystemRandom

_OURS = range(20_000, 32_000)
"""Below those that systems hand out by themselves, to servers at port 0 and to callers: whoever asks for one beside us
does not get a port in the time until our own server listens at it."""

_BLOCK = 100
"""What one process of the tests has for itself; those beside it, of this run or another, have others."""


def free_port() -> int:
    """A port of this machine at which nobody listens; another one each time."""
    return next(port for port in _block() if _is_free(port))


@cache
def _block() -> Iterator[int]:
    """Ours for as long as the process lives: the first port of the block is held."""
    blocks = list(_OURS[::_BLOCK])
    SystemRandom().shuffle(blocks)
    first = next(port for port in blocks if _held(port))
    return cycle(range(first + 1, first + _BLOCK))


def _held(port: int) -> bool:
    holder = socket.socket()
    try:
        holder.bind(("127.0.0.1", port))
        holder.listen()
    except OSError:
        holder.close()
        return False
    holder.detach()  # the system closes it when the process ends
    return True


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
