"""Tells the operator that the database is away, once, and once that it is back, whoever noticed first."""

from __future__ import annotations

import structlog

from bot.storage.port import Unavailable

_log = structlog.get_logger(__name__)


class Outage:
    """Who waits for the database; it is back when it has answered each of them."""

    def __init__(self) -> None:
        self._waiting: set[str] = set()

    def begins(self, who: str, why: Unavailable) -> None:
        """The database did not answer that one."""
        if not self._waiting:
            _log.warning("the database does not answer; waiting", reason=str(why))
        self._waiting.add(who)

    def ends(self, who: str) -> None:
        """It has, or that one waits no longer."""
        if who in self._waiting:
            self._waiting.remove(who)
            if not self._waiting:
                _log.info("the database answers again")
