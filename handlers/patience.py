"""How much of one person, or of one group, the bot hears at once: who floods waits, and nobody else feels it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

import telegram
from telegram.ext import filters

BURST = 120
"""So many taps and messages of a person at once: a survey of ten themes in five languages takes fewer."""

PER_SECOND = 2.0
"""From then on; nobody taps faster for long."""

OF_GROUP = 5
"""A group may write so many times as much as a person."""

MOST = 20_000
"""Of so many people and groups it is remembered; whoever has been quiet since is forgotten first."""


class Hearing(Enum):
    """What becomes of an update."""

    HEARD = "it is handled"
    TOLD = "the first that is too much: its sender is told"
    UNHEARD = "too much; nothing is done"


@dataclass(slots=True)
class _Measure:
    """What is left of a burst, since when, and whether they were told that it is used up."""

    left: float
    at: datetime
    told: bool = False


class Patience:
    """Counts by the person who taps or writes privately, and by the group in which somebody writes."""

    def __init__(self, burst: int = BURST, per_second: float = PER_SECOND) -> None:
        self._burst = burst
        self._per_second = per_second
        self._measures: dict[int, _Measure] = {}

    def hears(self, update: telegram.Update, now: datetime) -> Hearing:
        """Whether to go on with it. What Telegram tells by itself (who came, what moved) is always heard.

        A message counts at the time at which it was sent: what waited while the bot was down was no flood.
        """
        if update.callback_query:
            return self._count(update.callback_query.from_user.id, now, 1)
        message = update.message
        if message is None or filters.StatusUpdate.ALL.check_update(update):
            return Hearing.HEARD
        return self._count(message.chat.id, min(message.date, now), 1 if message.chat.type == "private" else OF_GROUP)

    def _count(self, whose: int, at: datetime, times: int) -> Hearing:
        full = float(self._burst * times)
        measure = self._measures.pop(whose, None) or _Measure(full, at)
        passed = max((at - measure.at).total_seconds(), 0.0)
        measure.left = min(full, measure.left + passed * self._per_second * times)
        measure.at = max(at, measure.at)
        self._measures[whose] = measure  # the last one heard of stands last
        if len(self._measures) > MOST:
            del self._measures[next(iter(self._measures))]
        return self._spend(measure, full)

    @staticmethod
    def _spend(measure: _Measure, full: float) -> Hearing:
        if measure.left >= 1:
            measure.left -= 1
            measure.told = measure.told and measure.left < full / 2
            return Hearing.HEARD
        told, measure.told = measure.told, True
        return Hearing.UNHEARD if told else Hearing.TOLD
