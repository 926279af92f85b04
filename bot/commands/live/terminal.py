"""The operator's terminal: lines out, and the Enter key in."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import Iterator
from typing import Protocol

import typer


class Terminal(Protocol):
    """Where the operator reads what to do, and presses Enter."""

    @property
    def listens(self) -> bool:
        """Whether Enter can be pressed at all."""

    def say(self, text: str) -> None:
        """Show a line."""

    async def enter(self) -> None:
        """Return when Enter is pressed from now on; never where it cannot be."""


class Console:
    """The terminal of this process. Where standard input has ended, or is a file, nobody presses Enter."""

    def __init__(self) -> None:
        self._pressed = asyncio.Event()
        self._listens = False

    @property
    def listens(self) -> bool:
        return self._listens

    def say(self, text: str) -> None:
        typer.echo(text)
        sys.stdout.flush()

    async def enter(self) -> None:
        self._pressed.clear()
        await self._pressed.wait()

    @contextlib.contextmanager
    def open(self) -> Iterator[None]:
        """Listen to the keys for as long as it is needed."""
        with contextlib.suppress(OSError, ValueError):  # a file, or nothing at all
            asyncio.get_running_loop().add_reader(sys.stdin.fileno(), self._read)
            self._listens = True
        try:
            yield
        finally:
            self._deaf()

    def _read(self) -> None:
        if os.read(sys.stdin.fileno(), 4096):
            self._pressed.set()
        else:
            self._deaf()

    def _deaf(self) -> None:
        if self._listens:
            self._listens = False
            asyncio.get_running_loop().remove_reader(sys.stdin.fileno())
