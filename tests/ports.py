"""Ports for servers whose address must be known before they listen."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from itertools import cycle
from random import SystemRandom

_OURS = range(20_000, 32_000)
"""Below those that systems hand out by themselves, to servers at port 0 and to callers: whoever asks for one beside us,
another test for one, does not get a port in the time until our own server listens at it."""

_first = SystemRandom().randrange(len(_OURS))  # each process that shares the tests begins elsewhere
_ports: Iterator[int] = cycle([*_OURS[_first:], *_OURS[:_first]])


def free_port() -> int:
    """A port of this machine at which nobody listens; another one each time."""
    return next(port for port in _ports if _is_free(port))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
