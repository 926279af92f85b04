"""The question that a thread is asked again and again: on which days of the week, and at which time. Pure."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.services.agenda.recurrence import instant

WEEK = 7
EARLIEST, LATEST = 7, 20
"""The first and the last full hour at which it can be asked: people are left alone at night."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """`days` of the week, bit 0 is Monday; `hour` is a full one, in the group's zone."""

    days: int
    hour: int

    def stored(self) -> str:
        """As JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, stored: str | None) -> Prompt | None:
        """From JSON; None where nothing is asked."""
        return cls(**json.loads(stored)) if stored else None

    @property
    def sensible(self) -> bool:
        """On one day at least, and not at night."""
        return 0 < self.days < 1 << WEEK and EARLIEST <= self.hour <= LATEST

    def following(self, now: datetime, zone: ZoneInfo) -> datetime:
        """When it is asked next, after that instant (UTC)."""
        today = now.astimezone(zone).date()
        days = (today + timedelta(days=ahead) for ahead in range(WEEK + 1))
        chosen = (
            instant(datetime.combine(day, time(self.hour)), zone) for day in days if self.days >> day.weekday() & 1
        )
        return next(one for one in chosen if one > now)
