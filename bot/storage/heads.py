"""How far each log has come, noted in a file beside the key: who has the database alone cannot cut one unseen."""

from __future__ import annotations

import asyncio
import os
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from bot.storage import chain
from bot.storage.chain import Head
from bot.storage.port import Storage, StorageError

HEADS_FILE = "log.heads"
_EVERY = timedelta(days=1)
_log = structlog.get_logger(__name__)


def code(head: Head) -> str:
    """A head as people note it: network, line, the beginning of its seal."""
    return f"{head.network_id}:{head.number}:{head.seal[:16]}"


def decoded(text: str) -> Head:
    """What was noted. ValueError if it is no head."""
    network, number, seal = text.strip().split(":")
    if not seal:
        raise ValueError("there is no seal in it")
    return Head(int(network), int(number), seal)


def read(path: Path) -> list[Head]:
    """All that was noted in the file, which need not be there; `StorageError`, one line, if it cannot be read."""
    try:
        lines = path.read_text("ascii").splitlines() if path.exists() else []
        return [decoded(line.split()[-1]) for line in lines if line.strip()]
    except (OSError, ValueError) as error:
        raise StorageError(f"{path} cannot be read: restore it from where your passwords are") from error


class Heads:
    """Notes the heads once a day, as a part of the tick."""

    def __init__(self, storage: Storage, path: Path) -> None:
        self._storage = storage
        self._path = path
        self._noted_at: datetime | None = None
        self._noted: set[Head] = set()

    async def tick(self, now: datetime) -> None:
        if self._noted_at is not None and now - self._noted_at < _EVERY:
            return
        self._noted_at = now
        new = set(await self._storage.read(chain.heads)) - self._noted
        try:
            await asyncio.to_thread(
                _append, self._path, "".join(sorted(f"{now:%Y-%m-%d} {code(one)}\n" for one in new))
            )
        except OSError as error:
            _log.warning("the heads of the logs could not be noted", reason=type(error).__name__)
        else:
            self._noted |= new

    async def next_due(self) -> datetime | None:
        return None if self._noted_at is None else self._noted_at + _EVERY


def _append(path: Path, text: str) -> None:
    if text:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(file, "a", encoding="ascii") as opened:
            opened.write(text)
