"""A point that comes back: made of what a person says, and its next times. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clock import to_micros
from bot.services import names
from bot.services.act import Act, Refused, Why
from bot.services.actions.plans import Plan
from bot.services.agenda.recurrence import following, instant, read_rule
from bot.services.agenda.rule import BadRule, Rule
from bot.storage.agenda import Item

MOST_AHEAD = 60
"""Days."""


def made(act: Act, plan: Plan, *, title: str, rule: str, starts: datetime, ahead_days: int) -> Item:
    """An item that was not noted yet, with its first time. Refused: BAD_NAME, BAD_DATE."""
    if not 0 < len(title) <= names.LONGEST:
        raise Refused(Why.BAD_NAME)
    read = checked(rule, starts, plan.zone)
    next_at = following(read, starts, plan.zone, act.now)
    if next_at is None or not 0 <= ahead_days <= MOST_AHEAD:
        raise Refused(Why.BAD_DATE)
    return Item(
        id=0,
        whose=plan.whose,
        title=title,
        rule=rule.strip(),
        starts=starts,
        zone=plan.zone.key,
        ahead_days=ahead_days,
        ahead_at=ahead_at(next_at, plan.zone, ahead_days, act.now),
        next_at=to_micros(next_at),
        last_at=None,
        on=True,
        created_by=act.person_id,
        created_at=act.micros,
    )


def checked(rule: str, starts: datetime, zone: ZoneInfo) -> Rule:
    """The rule, for what starts at that wall time. Refused: BAD_DATE."""
    try:
        return read_rule(rule, starts, zone)
    except BadRule as error:
        raise Refused(Why.BAD_DATE) from error


def next_times(rule: Rule, starts: datetime, zone: ZoneInfo, after: datetime, most: int) -> list[datetime]:
    """The next times (UTC) at which it comes, so many at most."""
    found: list[datetime] = []
    while len(found) < most and (one := following(rule, starts, zone, found[-1] if found else after)) is not None:
        found.append(one)
    return found


def ahead_at(next_at: datetime, zone: ZoneInfo, ahead_days: int, now: datetime) -> int | None:
    """So many days before, at the same time of day; None when that is not told, or it is too late for it."""
    wall = next_at.astimezone(zone).replace(tzinfo=None) - timedelta(days=ahead_days)
    at = instant(wall, zone)
    return to_micros(at) if ahead_days and at > now else None
