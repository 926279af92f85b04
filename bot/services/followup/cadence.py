"""When an action's owner is reminded of it, and when its facilitators are told. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.services.agenda.recurrence import instant

HOUR = time(9)
"""Reminders come at nine in the morning of their reader."""

FACILITATORS = "facilitators"
"""The last step: not the owner, but the facilitators are told."""

ASKED = "asked"
"""The step that the owner has asked for: "remind me on …"."""

BEFORE_OR_ON = frozenset({"ahead", "day"})
"""The steps at which an owner may be named in the group."""

_REMINDED = frozenset({"accepted", "in_progress", "blocked"})


@dataclass(frozen=True, slots=True)
class Cadence:
    """A reminder `ahead` days before, one on the day, one `after` days after it, then every so many days, so often.

    0 days ahead or after: there is none of these.
    """

    ahead: int = 7
    after: int = 7
    every: int = 14
    times: int = 3

    def days(self, due: date) -> Iterator[tuple[str, date]]:
        """Each step with its day, in their order."""
        if self.ahead:
            yield "ahead", due - timedelta(days=self.ahead)
        yield "day", due
        day = due + timedelta(days=self.after)
        if self.after:
            yield "after", day
        for number in range(1, self.times + 1):
            day += timedelta(days=self.every)
            yield f"again{number}", day
        yield FACILITATORS, day + timedelta(days=self.every)

    def stored(self) -> str:
        """As JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, stored: str | None) -> Cadence:
        """From JSON; the usual one where nothing was chosen."""
        return cls(**json.loads(stored)) if stored else cls()


USUAL = Cadence()
GENTLE = Cadence(ahead=3, after=14, every=28, times=1)
ON_THE_DAY = Cadence(ahead=0, after=0, times=0)


def next_step(
    state: str, due: date, step: str | None, now: datetime, *, zone: ZoneInfo, cadence: Cadence = USUAL
) -> tuple[datetime, str] | None:
    """When (UTC) which step comes after `step`, which was the last one; None: the action is reminded of no more.

    Steps whose time has passed are left out, so that an outage, or another day, brings no heap of reminders; only the
    last, which tells the facilitators, is kept, and not before the owner was reminded and had time to answer.
    """
    if state not in _REMINDED or step == FACILITATORS:
        return None
    days = list(cadence.days(due))
    names = [name for name, _ in days]
    left = days[names.index(step) + 1 :] if step in names else days
    come = ((morning(day, zone), name) for name, day in left)
    ahead = next((one for one in come if one[0] > now), None)
    if ahead is not None:
        return ahead
    today = now.astimezone(zone).date()
    if step is None:
        wait = timedelta(days=cadence.after or cadence.every)
        return morning(today + wait, zone), names[-2] if names[-2] not in BEFORE_OR_ON else "after"
    return morning(today + timedelta(days=cadence.every), zone), FACILITATORS


def morning(day: date, zone: ZoneInfo) -> datetime:
    """Nine o'clock of that day in that zone (UTC)."""
    return instant(datetime.combine(day, HOUR), zone)
