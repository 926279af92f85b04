"""Who leads: whoever holds an advisory lock on the session that it writes with.

So no write of a leader outlives its lead: the lock and the transaction end with the same session. The server itself
ends the session of a leader that it does not hear of, so that a frozen process leads no longer than a dead one.
"""

from __future__ import annotations

from typing import NoReturn

import psycopg

from bot.storage.port import LeadLost, StorageError, Unavailable
from bot.storage.postgres.server import Raw, configure

TOUCHED_EVERY = 0.5
"""Seconds after which a leader lets the server hear of it."""

LOCK = int.from_bytes(b"lead", "big")
SETTINGS = {
    "idle_session_timeout": "3s",
    "idle_in_transaction_session_timeout": "3s",
    # The same of a host that fell away, also in the middle of an answer.
    "tcp_keepalives_idle": "2",
    "tcp_keepalives_interval": "1",
    "tcp_keepalives_count": "2",
    "tcp_user_timeout": "3000",
}


class Lead:
    """What one process knows of its lead. No connection that is passed in is used by another thread meanwhile."""

    def __init__(self) -> None:
        self.term = 0
        """Which term is this process's; 0 while it does not lead."""
        self.lost = False
        """Whether it has led, and nothing may be written until that is known to whoever relied on it."""

    def follow(self) -> None:
        """Do not lead, and do not mind any more having lost the lead."""
        self.term, self.lost = 0, False

    def take(self, raw: Raw) -> bool:
        """Begin a term, if nobody leads; raises `psycopg.Error`."""
        if not _locked(raw):
            return False
        configure(raw, SETTINGS)
        try:
            row = raw.execute("UPDATE lead SET term = term + 1 RETURNING term").fetchone()
        except psycopg.errors.SerializationFailure:  # somebody writes the mark of the key: next time
            return False
        if row is None:
            raise StorageError("its table lead has no row: restore a backup")
        self.term = int(row[0])
        return True

    def regain(self, raw: Raw) -> None:
        """Go on leading on a new connection, before anything else is done with it; raises `psycopg.Error`.

        `LeadLost` if another has led since; `Unavailable` while the server still has the session before this one.
        """
        if self.lost:
            self.lose()
        if not self.term:
            return
        alone, (term,) = _locked(raw), raw.execute("SELECT term FROM lead").fetchone() or (0,)
        if term != self.term:
            self.lose()
        if not alone:
            raise Unavailable("the connection that was lost still leads; it will be ended within seconds")
        configure(raw, SETTINGS)

    def lose(self) -> NoReturn:
        """Raise `LeadLost`, now and at each new connection, until `follow`."""
        self.term, self.lost = 0, True
        raise LeadLost("another process leads by now")


def _locked(raw: Raw) -> bool:
    return raw.execute("SELECT pg_try_advisory_lock(%s)", (LOCK,)).fetchone() == (True,)
