"""A group in a year: what arrives in it by itself, and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.rehearsal.groups import Group
from bot.rehearsal.persons import Person
from bot.rehearsal.stories.diary import Diary
from bot.rehearsal.stories.stage import Stage
from bot.rehearsal.stories.troupe import FACILITATOR

HOUR = 14
"""Of the day (UTC) on which everybody acts: it is after nine in the morning wherever the group may be."""

RULE, MEETINGS, AHEAD = "FREQ=WEEKLY;INTERVAL=13", (15, 106, 197, 288), 3
"""Every quarter; on which days of the year that is, and so many days before each there is a word."""

LETTERS = {
    "survey": "Your answers are still welcome, whenever you have two minutes.",
    "reminder": "A thought for what you have taken on. How is it going?",
    "needs a hand": "Something in a plan that you look after needs a hand. It is on the agenda of the next meeting.",
    "digest": "How our plan stands",
    "word ahead": "A point of the agenda comes back on {moment}. What there is to talk about can be seen from now on.",
    "sheet": "What there is to talk about on {moment}. Take what helps you on, and leave the rest.",
    "paper": "What there is to talk about, on one page to print.",
}


@dataclass
class Year:
    """The stage with the group of the story, and its diary.

    `lines` are what is typed: two actions, and what is in the way of one. `acted` are the days on which the plan was
    changed.
    """

    stage: Stage
    group: Group
    diary: Diary
    lines: tuple[str, str, str]
    acted: list[int] = field(default_factory=list)
    _digest: int = 0

    @classmethod
    async def begin(cls, stage: Stage, group: Group, lines: tuple[str, str, str]) -> Year:
        """From the next time that it is the hour of the story."""
        watched = [*(stage.world.chats[person.id] for person in stage.cast.values()), group]
        return cls(stage, group, await Diary.begin(stage, LETTERS, watched, HOUR), lines)

    @property
    def title(self) -> str:
        return self.group.title

    @property
    def facilitator(self) -> Person:
        return self.stage.cast[FACILITATOR]

    def person(self, name: str) -> Person:
        return self.stage.cast[name]

    async def until(self, day: int, *expected: tuple[int, str, str]) -> None:
        """Until that day exactly this arrives, and what the meetings and the months bring."""
        days = range(self.diary.day + 1, day + 1)
        await self.diary.until(day)
        self.diary.check(*expected, *self._meetings(days), *self._digests(days))

    def _digests(self, days: range) -> Iterator[tuple[int, str, str]]:
        """On the first of a month, if something was done since the last one."""
        for day in days:
            if self.diary.date(day).day == 1 and any(self._digest <= acted < day for acted in self.acted):
                self._digest = day
                yield day, self.title, "digest"

    def _meetings(self, days: range) -> Iterator[tuple[int, str, str]]:
        """A word ahead, and on the day the sheet, as a message and on paper."""
        for day in MEETINGS:
            told = ((day - AHEAD, "word ahead"), (day, "sheet"), (day, "paper"))
            yield from ((one, self.title, what) for one, what in told if one in days)
