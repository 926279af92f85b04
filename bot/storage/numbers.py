"""Numbers of rows in an SQLite file: what was erased may still stand below old messages, and names no other row."""

from __future__ import annotations

import sqlite3

_LEAP = 1_000_000
"""More rows than any table gets between a backup and its restoration."""


def last(raw: sqlite3.Connection, table: str) -> int:
    """The highest number that the table has ever given; 0 for none, or where it gives none."""
    row = raw.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
    return int(row[0]) if row else 0


def leap(raw: sqlite3.Connection) -> None:
    """Leave out the numbers that may have been given since the file was copied."""
    raw.execute(
        "INSERT INTO sqlite_sequence (name, seq) SELECT name, 0 FROM sqlite_master"
        " WHERE sql LIKE '%AUTOINCREMENT%' AND name NOT IN (SELECT name FROM sqlite_sequence)"
    )
    raw.execute("UPDATE sqlite_sequence SET seq = seq + ?", (_LEAP,))
