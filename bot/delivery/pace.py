"""What the limiter counts with: a sliding window, the even spacing over all chats, and the state of one chat."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import NamedTuple


class Window(NamedTuple):
    """At most `most` messages in any `seconds` seconds."""

    most: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Ticket:
    """A turn that someone waits for."""

    priority: int
    cost: int
    given: asyncio.Future[None]


class Spacing:
    """The even pace over all chats, and with it never more than the rate in any second, albums included.

    A turn that comes late by up to a quarter of the gap (the event loop was busy) does not delay the next one: else
    a millisecond of delay at each turn would cost a fortieth of the rate.
    """

    def __init__(self, rate: float) -> None:
        self._gap = 1.0 / rate
        self._second = Window(max(int(rate), 1), max(1.0, self._gap))
        self._history: deque[tuple[float, int]] = deque()
        self._spent = 0
        self._next = 0.0

    def open_at(self, cost: int) -> float:
        """When `cost` more messages fit."""
        return max(self._next, self._second_opens(cost))

    def note(self, now: float, cost: int) -> None:
        self._next = max(self._next, now - self._gap / 4) + cost * self._gap
        while self._history and self._history[0][0] <= now - self._second.seconds:
            self._spent -= self._history.popleft()[1]
        self._history.append((now, cost))
        self._spent += cost

    def _second_opens(self, cost: int) -> float:
        """As `opening`, from the oldest on: at a thousand a second the newest are too many to walk through."""
        surplus = min(cost, self._second.most) + self._spent - self._second.most
        opens = 0.0
        for moment, spent in self._history:
            if surplus <= 0:
                break
            surplus -= spent
            opens = moment + self._second.seconds
        return opens


class Chat:
    """One chat: who waits for it, by priority, what it got lately, and until when Telegram wants it left alone."""

    __slots__ = ("_history", "_queues", "_windows", "chat_id", "held_until", "memory", "number", "queued")

    queued: Ticket
    """The ticket that its newest entry in the limiter's heaps stands for."""

    def __init__(self, chat_id: int, windows: tuple[Window, ...]) -> None:
        self.chat_id = chat_id
        self.held_until = 0.0
        self.number = -1
        """The number of its newest entry in the limiter's heaps: older ones no longer count."""
        self.memory = max((window.seconds for window in windows), default=0.0)
        self._windows = windows
        self._history: deque[tuple[float, int]] = deque()
        self._queues: dict[int, deque[Ticket]] = {}

    @property
    def waiting(self) -> int:
        return sum(len(queue) for queue in self._queues.values())

    def add(self, ticket: Ticket) -> None:
        self._queues.setdefault(ticket.priority, deque()).append(ticket)

    def head(self) -> Ticket | None:
        """The ticket that is served next; those whose askers have gone are dropped."""
        for priority in sorted(self._queues):
            queue = self._queues[priority]
            while queue and queue[0].given.done():
                queue.popleft()
            if queue:
                return queue[0]
            del self._queues[priority]
        return None

    def take(self) -> Ticket:
        """Take the queued ticket out of its queue, whose first it is."""
        return self._queues[self.queued.priority].popleft()

    def open_at(self, now: float, cost: int) -> float:
        """When `cost` more messages fit into all windows; `now` or earlier when they do already."""
        forget(self._history, now - self.memory)
        return max([self.held_until, *(opening(self._history, window, cost) for window in self._windows)])

    def at_rest(self, now: float) -> bool:
        """Whether nothing that it got is still within a window."""
        forget(self._history, now - self.memory)
        return not self._history

    def note(self, now: float, cost: int) -> None:
        if self._windows:
            self._history.append((now, cost))


def opening(history: deque[tuple[float, int]], window: Window, cost: int) -> float:
    """When `cost` more fit into the window; an album larger than the window fits into an empty one."""
    room = window.most - cost
    for moment, spent in reversed(history):
        if (room := room - spent) < 0:
            return moment + window.seconds
    return 0.0


def forget(history: deque[tuple[float, int]], before: float) -> None:
    while history and history[0][0] <= before:
        history.popleft()
