"""The lock of a database file: one Palabre at a time.

The kernel holds it (flock), so it ends with its process, however that ends; a row or a file of our own would outlive
a `kill -9` and block the next start.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType

from bot.storage.port import StorageError


class FileLock:
    """Held from `take` (or `with`) to `release`; a second holder, in any process, gets a `StorageError`."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._path = database.with_name(database.name + ".lock")
        self._file: int | None = None

    def take(self) -> None:
        """Take the lock, or raise `StorageError` at once if someone has it."""
        file = self._open()
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.pread(file, 20, 0).decode("ascii", "replace").strip() or "unknown"
            os.close(file)
            message = f"{self._database} is in use by another Palabre (process {holder}): stop that one first"
            raise StorageError(message) from error
        os.ftruncate(file, 0)
        os.pwrite(file, f"{os.getpid()}\n".encode("ascii"), 0)
        self._file = file

    def release(self) -> None:
        """Give the lock back; the empty file stays, since removing it would let two processes hold two locks."""
        if self._file is not None:
            os.ftruncate(self._file, 0)
            os.close(self._file)
            self._file = None

    def __enter__(self) -> None:
        self.take()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def _open(self) -> int:
        try:
            return os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            folder = self._database.parent
            if not folder.is_dir():
                message = f"the folder {folder} does not exist: create it, or choose another for the database"
            else:
                message = f"cannot write in the folder of the database, {folder}: {error.strerror}"
            raise StorageError(message) from error
