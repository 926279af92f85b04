"""A point of the agenda as far as somebody has described it: it lies in the dialogue of the chat until it is right."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any

from bot.services.act import Refused, Why
from bot.services.agenda import recurrence
from bot.storage.actions import Whose
from handlers.actions.sketch import whose
from handlers.turn import Turn
from handlers.values.agenda import Every, Of, To

ADDING = "agenda"
"""The dialogue in which a point is described: what is written there answers its present step."""

UNSAID = -1


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known by now; `step` is what a typed line answers.

    `place_id` is the group or organization. `own` is the rule that was typed, where it is not one of the usual ones;
    `day` the ordinal of the first day (0: not said), `minute` the time of day.
    """

    of: Of
    place_id: int
    title: str = ""
    every: Every = "w"
    own: str = ""
    day: int = 0
    minute: int = UNSAID
    ahead: int = 0
    step: To = "title"

    @property
    def whose(self) -> Whose:
        return whose(self.of, self.place_id)

    @property
    def rule(self) -> str:
        """Its rule of RFC 5545; what comes on a weekday comes on that of its first day."""
        first = date.fromordinal(self.day)
        rules = {
            "w": recurrence.weekly(first),
            "f": recurrence.weekly(first, 2),
            "n": recurrence.monthly_on_weekday(first),
            "d": recurrence.monthly_on_day(first),
            "l": recurrence.last_of_month(),
            "y": recurrence.yearly(first),
        }
        return rules.get(self.every, self.own)

    @property
    def starts(self) -> datetime:
        """The wall time from which on it comes."""
        return datetime.combine(date.fromordinal(self.day), time(*divmod(self.minute, 60)))

    @property
    def whole(self) -> bool:
        """Whether nothing is left to be said."""
        return bool(self.title and self.day and self.minute != UNSAID and (self.own or self.every != "o"))


async def keep(turn: Turn, draft: Draft) -> None:
    """Wait for what comes next."""
    await turn.services.dialogues.wait(turn.act, turn.spot, ADDING, **asdict(draft))


async def kept(turn: Turn) -> Draft:
    """What the person is putting on an agenda here. Refused: GONE when it is nothing any more."""
    waiting = await turn.services.dialogues.waiting(turn.act, turn.spot)
    if waiting is None or waiting.kind != ADDING:
        raise Refused(Why.GONE)
    return of_state(waiting.state)


def of_state(state: dict[str, Any]) -> Draft:
    """The draft that such a dialogue holds."""
    return Draft(**state)
