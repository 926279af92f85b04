"""What may be said of an action, and when it may still be changed: each rule refuses what breaks it."""

from __future__ import annotations

from datetime import date, timedelta

from bot.services.act import Act, Refused, Why
from bot.services.actions import plans
from bot.services.dates import today
from bot.storage.actions import Action
from bot.storage.port import Reader

LONGEST = timedelta(days=3 * 365 + 1)
"""How far ahead an action can be planned."""

MOST_WORDS = 1000
"""Characters of what is to be done, of the sign of success, and of a reason."""

MOST_HALF_DAYS = 2000


def need(allowed: bool) -> None:
    """Refused: NOT_OWNER."""
    if not allowed:
        raise Refused(Why.NOT_OWNER)


def need_open(action: Action) -> None:
    """Refused: ENDED."""
    if not action.open:
        raise Refused(Why.ENDED)


def words(text: str | None) -> str | None:
    """What somebody wrote about it, None for nothing. Refused: BAD_LINE when it is too long."""
    bare = (text or "").strip()
    if len(bare) > MOST_WORDS:
        raise Refused(Why.BAD_LINE)
    return bare or None


def need_words(text: str) -> str:
    """What is to be done. Refused: BAD_ACTION without words, or with too many."""
    bare = text.strip()
    if not 1 <= len(bare) <= MOST_WORDS:
        raise Refused(Why.BAD_ACTION)
    return bare


def need_days(half_days: int | None) -> None:
    """Refused: BAD_DAYS."""
    if half_days is not None and not 0 <= half_days <= MOST_HALF_DAYS:
        raise Refused(Why.BAD_DAYS)


async def need_due(tx: Reader, act: Act, day: date, owner_id: int | None) -> None:
    """Refused: BAD_DUE for a day that is past for the owner, or too far ahead."""
    present = today(act.now, await plans.zone_of_person(tx, owner_id))
    if not present <= day <= present + LONGEST:
        raise Refused(Why.BAD_DUE)
