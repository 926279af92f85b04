"""One limiter for all sends and edits: never above Telegram's rates, never idle while something may go out.

Whoever wants to send awaits a turn. Turns are given in order of priority, and within it from chat to chat, so that a
long queue to one chat delays nobody else; within a chat and a priority the order of asking is kept.
"""

from __future__ import annotations

import asyncio
import heapq
from collections import deque
from itertools import count

from bot.clock import Clock
from bot.delivery.pace import Chat, Spacing, Ticket, Window

UNLIMITED = 10_000
"""From this rate on (a Bot API server of one's own, a benchmark) only `retry_after` holds a turn back."""

FORGET_AFTER = 60.0
"""Seconds after which a chat that Telegram holds is looked at again."""

_TICK = 1e-6  # seconds: clocks count whole microseconds, so a wait is rounded up by one


class Limiter:
    """Gives turns at `rate` a second over all chats, evenly spaced, and within the windows of each chat.

    An album of N pictures costs N. Every turn costs O(log n) of the chats that wait. Uses `clock` only.
    """

    def __init__(
        self,
        clock: Clock,
        rate: float = 25,
        *,
        chat: Window = Window(3, 3.0),  # noqa: B008 - frozen
        group: Window = Window(20, 60.0),  # noqa: B008
    ) -> None:
        self._clock = clock
        self._unlimited = rate >= UNLIMITED
        self._spacing = Spacing(rate)
        self._windows = {False: (chat,), True: (chat, group)}
        self._chats: dict[int, Chat] = {}
        self._ready: list[tuple[int, int, Chat]] = []
        self._later: list[tuple[float, int, Chat]] = []
        self._served: deque[tuple[float, Chat]] = deque()
        self._holds: dict[int, float] = {}
        self._held_until = 0.0
        self._numbers = count()
        self._timer: asyncio.Task[None] | None = None
        self._timer_at = 0.0

    @property
    def waiting(self) -> int:
        """How many turns are asked for and not given yet."""
        return sum(chat.waiting for chat in self._chats.values())

    @property
    def remembered(self) -> int:
        """How many chats are kept in memory: those that wait, are held, or got something within their windows."""
        return len(self._chats)

    async def turn(self, chat_id: int, *, group: bool, priority: int = 0, cost: int = 1) -> None:
        """Return when `cost` messages may go to the chat; a lower `priority` goes first."""
        chat = self._chat(chat_id, group)
        if self._at_once(chat, cost):
            return
        ticket = Ticket(priority, cost, asyncio.get_running_loop().create_future())
        chat.add(ticket)
        if chat.head() is ticket:
            self._queue(chat, ticket)
        self._dispatch()
        await ticket.given

    def refused(self, chat_id: int, seconds: float) -> None:
        """Telegram asked to wait (429): the chat is held for so long; all are, when another chat is held already.

        The answer does not say whether the chat or the bot is too fast. One chat alone is taken for the chat; a second
        one within the first one's wait means that it is the bot.
        """
        now = self._clock.monotonic()
        chat = self._chat(chat_id, group=chat_id < 0)
        self._holds = {held: until for held, until in self._holds.items() if until > now}
        if self._holds.keys() - {chat_id}:
            self._held_until = max(self._held_until, now + seconds)
        self._holds[chat_id] = chat.held_until = max(chat.held_until, now + seconds)
        self._served.append((now + chat.memory, chat))
        if (ticket := chat.head()) is not None:
            self._queue(chat, ticket)
        self._dispatch()

    def recheck(self) -> None:
        """Look at the clock again: to be called after it was moved."""
        self._dispatch()

    def close(self) -> None:
        """Stop the timer; turns that were not given stay so."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _chat(self, chat_id: int, group: bool) -> Chat:
        chat = self._chats.get(chat_id)
        if chat is None:
            windows = () if self._unlimited else self._windows[group]
            chat = self._chats[chat_id] = Chat(chat_id, windows)
        return chat

    def _at_once(self, chat: Chat, cost: int) -> bool:
        """Without a future nor a task, when nobody waits: the way of nearly every turn."""
        if self._ready or chat.waiting:
            return False
        now = self._clock.monotonic()
        if self._open_at(cost) > now or chat.open_at(now, cost) > now:
            return False
        self._give(chat, cost, now)
        return True

    def _open_at(self, cost: int) -> float:
        return self._held_until if self._unlimited else max(self._held_until, self._spacing.open_at(cost))

    def _give(self, chat: Chat, cost: int, now: float) -> None:
        if not self._unlimited:
            self._spacing.note(now, cost)
        chat.note(now, cost)
        self._served.append((now + chat.memory, chat))
        self._forget(now)

    def _forget(self, now: float) -> None:
        """Drop the chats that are at rest, so that memory follows the last minute and not all that ever was."""
        while self._served and self._served[0][0] <= now:
            _, chat = self._served.popleft()
            if chat.held_until > now:
                self._served.append((now + FORGET_AFTER, chat))
            elif not chat.waiting and chat.at_rest(now):
                self._chats.pop(chat.chat_id, None)

    def _queue(self, chat: Chat, ticket: Ticket) -> None:
        """Put the chat where its head belongs: behind the ready ones, or among those of a later moment."""
        chat.number = number = next(self._numbers)
        now = self._clock.monotonic()
        opens = chat.open_at(now, ticket.cost)
        if opens <= now:
            heapq.heappush(self._ready, (ticket.priority, number, chat))
        else:
            heapq.heappush(self._later, (opens, number, chat))
        chat.queued = ticket

    def _dispatch(self) -> None:
        """Give all the turns that may be given now, then set the timer for the next."""
        while True:
            now = self._clock.monotonic()
            self._ripen(now)
            chat = self._first()
            if chat is None or self._open_at(chat.queued.cost) > now:
                break
            heapq.heappop(self._ready)
            ticket = chat.take()
            self._give(chat, ticket.cost, now)
            ticket.given.set_result(None)
            if (following := chat.head()) is not None:
                self._queue(chat, following)
        self._set_timer(now, self._open_at(chat.queued.cost) if chat else None)

    def _ripen(self, now: float) -> None:
        while self._later and (self._later[0][0] <= now or not self._counts(*self._later[0][1:])):
            _, number, chat = heapq.heappop(self._later)
            self._again(number, chat)

    def _first(self) -> Chat | None:
        """The chat at the head of the ready ones."""
        while self._ready:
            _, number, chat = self._ready[0]
            if self._counts(number, chat):
                return chat
            heapq.heappop(self._ready)
            self._again(number, chat)
        return None

    @staticmethod
    def _counts(number: int, chat: Chat) -> bool:
        """Whether an entry is its chat's newest, and whoever asked for that turn still waits."""
        return chat.number == number and chat.head() is chat.queued

    def _again(self, number: int, chat: Chat) -> None:
        if chat.number == number and (ticket := chat.head()) is not None:
            self._queue(chat, ticket)

    def _set_timer(self, now: float, ready_at: float | None) -> None:
        moments = [self._later[0][0]] if self._later else []
        if ready_at is not None:
            moments.append(ready_at)
        if not moments:
            return
        at = min(moments)
        if self._timer is not None and self._timer_at <= at:
            return
        self.close()
        self._timer_at = at
        self._timer = asyncio.create_task(self._later_on(at - now))

    async def _later_on(self, seconds: float) -> None:
        await self._clock.sleep(max(seconds, 0.0) + _TICK)
        self._timer = None
        self._dispatch()
