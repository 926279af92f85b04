"""Reads SQLite's write-ahead log (sqlite.org/fileformat2.html#walformat), to count what was really committed."""

from __future__ import annotations

import struct
from pathlib import Path

_HEADER, _FRAME_HEADER = 32, 24


def commits(database: Path) -> int:
    """How many transactions the log holds: frames that carry the size of the database end one."""
    log = Path(f"{database}-wal").read_bytes()
    page_size = struct.unpack_from(">I", log, 8)[0]
    salt = log[16:24]
    frames = range(_HEADER, len(log) - _FRAME_HEADER - page_size + 1, _FRAME_HEADER + page_size)
    return sum(log[at + 8 : at + 16] == salt and struct.unpack_from(">I", log, at + 4)[0] != 0 for at in frames)
