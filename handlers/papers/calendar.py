"""A plan for the calendar of a phone: plain values, and the iCalendar file of them (RFC 5545). Pure.

What has to be done by a day is an event of that day, not a VTODO: most phones pass over those. Each keeps its UID, and
counts its changes, so that a calendar that has it already brings it up to date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Status = Literal["TENTATIVE", "CONFIRMED", "CANCELLED"]
"""Not settled yet, settled, or to be taken out of the calendar."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something in a calendar. `begins` is a whole day, or a wall time with its zone; with a `rule`, it comes back.

    `revision` counts its changes; `made` and `changed` are instants.
    """

    uid: str
    begins: date | datetime
    summary: str
    status: Status
    revision: int
    made: datetime
    changed: datetime
    description: str = ""
    category: str = ""
    link: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """`name` is shown by calendars that show one; `now` is when the file was asked for."""

    name: str
    events: tuple[Event, ...]
    now: datetime


def as_ics(calendar: Calendar) -> bytes:
    """The bytes of the file, the same for the same value."""
    from handlers.papers.ics import written  # noqa: PLC0415 - takes time to import: only when someone asks for it

    return written(calendar)
