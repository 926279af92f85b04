"""What arrives by itself while the days pass, day by day."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.rehearsal.chats import Chat
from bot.rehearsal.model import Call
from bot.rehearsal.stories.stage import DAY, Stage

_AFTERWARDS = 60.0
"""Seconds at the end of a day in which there comes what follows the rest of it, as a page does its sheet."""

_SENT = {"sendPhoto": "picture", "sendDocument": "file"}


@dataclass(frozen=True, slots=True)
class Arrived:
    """On that day of the story something came to a person or a group: `what` is one of the words of the diary."""

    day: int
    reader: str
    what: str


@dataclass
class Diary:
    """`known` has what may come, by a word for it; `readers` whose chats are watched. Day 0 is `begins`."""

    stage: Stage
    known: Mapping[str, str]
    readers: Mapping[int, str]
    begins: date
    day: int = 0
    _arrived: list[Arrived] = field(default_factory=list)

    @classmethod
    async def begin(cls, stage: Stage, known: Mapping[str, str], chats: Iterable[Chat], hour: int) -> Diary:
        """From the next time that it is so many hours (UTC): a day later it is so again."""
        now = stage.clock.now()
        first = now.replace(hour=hour, minute=0, second=0, microsecond=0)
        first += timedelta(days=1 if first <= now else 0)
        await stage.advance((first - now).total_seconds())
        return cls(stage, known, {chat.id: chat.title for chat in chats}, first.date())

    def date(self, day: int) -> date:
        return self.begins + timedelta(days=day)

    def month_after(self, day: int) -> int:
        """The day of the story that is a month later; where that month is too short, its last."""
        year, month = divmod(self.date(day).year * 12 + self.date(day).month, 12)
        last = monthrange(year, month + 1)[1]
        return (date(year, month + 1, min(self.date(day).day, last)) - self.begins).days

    async def until(self, day: int) -> None:
        """The days pass one by one, each with what it brings. Before, what was done today is reckoned with."""
        await self._settled()
        await self._pass(0)
        self.stage.say(f"… {day - self.day} days pass …")
        while self.day < day:
            await self._next()

    async def _next(self) -> None:
        """One more day. Nobody acts on it, so that whatever is sent comes by itself."""
        calls = self.stage.world.calls
        before = len(calls)
        self.day += 1
        await self._pass(DAY - _AFTERWARDS)
        await self._pass(_AFTERWARDS)
        found = [one for call in calls[before:] if (one := self._read(call))]
        if found:
            self.stage.say(f"— {self.date(self.day).isoformat()}, day {self.day}")
        self._arrived += found
        self.stage.overhear()

    async def _pass(self, seconds: float) -> None:
        self.stage.clock.advance(seconds)
        await self.stage.tick()
        await self._settled()

    async def _settled(self) -> None:
        world = self.stage.world
        await world.until(lambda: not world.queue.pending())
        await self.stage.settled()
        world.changed()

    def _read(self, call: Call) -> Arrived | None:
        reader = self.readers.get(call.params.get("chat_id", 0))
        if reader is None or not call.ok or not call.method.startswith("send"):
            return None
        text = str(call.params.get("text") or call.params.get("caption") or "")
        words = [word for word, said in self.known.items() if any(each in text for each in self.stage.every(said))]
        return Arrived(self.day, reader, " and ".join(words) or _SENT.get(call.method, text))

    def check(self, *expected: tuple[int, str, str]) -> None:
        """So much has arrived since the last time, and nothing else if the story was alone. AssertionError if not."""
        wanted, found = Counter(Arrived(*one) for one in expected), Counter(self._arrived)
        self._arrived.clear()
        missing, more = wanted - found, found - wanted
        if missing or (more and self.stage.alone):
            raise AssertionError(f"did not arrive: {_listed(missing)}; came besides: {_listed(more)}")


def _listed(counted: Counter[Arrived]) -> str:
    return ", ".join(f"{one.what} to {one.reader} on day {one.day}" for one in counted.elements()) or "nothing"
