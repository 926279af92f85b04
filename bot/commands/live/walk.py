"""The walk: the parts that every step uses, and how one step after the other is gone through."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from telegram.error import TelegramError

from bot.clock import Clock
from bot.commands.live.api import Answer, Api, Json, UnexpectedError
from bot.commands.live.findings import Findings, told
from bot.commands.live.inbox import Inbox, Wanted
from bot.commands.live.lines import Line
from bot.commands.live.terminal import Terminal

T = TypeVar("T")
PATIENCE = 180.0
"""Seconds that the operator has for each thing that is asked of them."""


class SkippedError(Exception):
    """The operator did not do it; the message says how that came out."""


@dataclass(frozen=True, slots=True)
class Me:
    """The bot itself. `reads_all`: privacy mode is off."""

    id: int
    username: str
    reads_all: bool


@dataclass(slots=True)
class Walk:
    """What the steps share. `operator` and `group` are ids of chats, 0 as long as there is none."""

    me: Me
    api: Api
    inbox: Inbox
    terminal: Terminal
    clock: Clock
    mark: Callable[[], str]
    """Makes a secret for one use, which no stranger can know: 32 of A-Z a-z 0-9 _ -."""
    patience: float = PATIENCE
    findings: Findings = field(default_factory=Findings)
    operator: int = 0
    group: int = 0
    supergroup: bool = False
    forum: bool = False
    admin: bool = False
    anonymous: bool = False

    def note(self, line: Line, what: str, seen: bool, said: str) -> None:
        """Keep a fact, and show it."""
        fact = self.findings.add(line, what, seen=seen, said=said)
        self.terminal.say(f"  {'seen     ' if seen else 'OTHERWISE'} {line}: {fact}")

    def refused(self, line: Line, what: str, answer: Answer, words: str) -> None:
        """It is believed that Telegram refuses this, in these words."""
        self.note(line, what, not answer.ok and words in answer.said, answer.said)

    def taken(self, line: Line, what: str, answer: Answer) -> None:
        """It is believed that Telegram takes this."""
        self.note(line, what, answer.ok, answer.said)

    async def send(self, text: str, *, chat: int = 0, **fields: Any) -> Json:
        """A message that has to arrive: to the operator, or to the chat. Errors: UnexpectedError."""
        sent: Json = await self.api.needed("sendMessage", chat_id=chat or self.operator, text=text, **fields)
        return sent

    async def ask(self, words: str, wanted: Wanted, *, chat: int = 0, **fields: Any) -> Json:
        """Ask in the chat, where there is one, and in the terminal; the update that shows it was done.

        Errors: SkippedError.
        """
        self.inbox.forget()
        if chat:
            await self.send(words, chat=chat, **fields)
        return await self.told(words, wanted)

    async def told(self, words: str, wanted: Wanted) -> Json:
        """Ask in the terminal only. Errors: SkippedError."""
        self.terminal.say(f"  > {words}")
        return await self.unless_skipped(self._arrival(wanted))

    async def unless_skipped(self, work: Awaitable[T]) -> T:
        """What the work brings, unless Enter is pressed before. Errors: SkippedError."""
        doing, enter = asyncio.ensure_future(work), asyncio.ensure_future(self.terminal.enter())
        try:
            await asyncio.wait({doing, enter}, return_when=asyncio.FIRST_COMPLETED)
            if doing.done():
                return doing.result()
            raise SkippedError("skipped")
        finally:
            doing.cancel()
            enter.cancel()
            await asyncio.gather(doing, enter, return_exceptions=True)

    async def _arrival(self, wanted: Wanted) -> Json:
        found = await self.inbox.first(wanted, self.clock.monotonic() + self.patience)
        if found is None:
            raise SkippedError(f"nothing came within {self.patience:.0f} s")
        return found


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the walk. `ready` says whether what it needs is there; `lacks` names that where it is not."""

    title: str
    go: Callable[[Walk], Awaitable[None]]
    ready: Callable[[Walk], bool] = lambda _: True
    lacks: str = ""


async def go_through(walk: Walk, steps: Sequence[Step]) -> None:
    """One step after the other; one that cannot be gone to its end keeps no other from beginning."""
    for number, step in enumerate(steps, 1):
        walk.terminal.say(f"\n{number}/{len(steps)} {step.title}")
        if not step.ready(walk):
            walk.terminal.say(f"  left out: {step.lacks}")
            continue
        try:
            await step.go(walk)
        except SkippedError as error:
            walk.terminal.say(f"  {error}")
        except (UnexpectedError, TelegramError) as error:
            walk.terminal.say(f"  broken off: {told(str(error))}")
