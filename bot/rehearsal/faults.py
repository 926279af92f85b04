"""Faults that can be ordered, and the rates of Telegram where they are enforced."""

from __future__ import annotations

import random
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.clock import Clock
from bot.rehearsal.limits import MESSAGES_A_MINUTE_IN_A_GROUP, MESSAGES_A_SECOND
from bot.rehearsal.updates import Update

FaultKind = Literal[
    "timeout_before", "timeout_after", "drop_before", "drop_after", "cut_after", "slow", "500", "502", "429"
]


@dataclass(slots=True)
class Order:
    """One ordered fault.

    `timeout_…` keeps the line silent until the caller gives up, or for `hold` real seconds; `drop_…` breaks the
    connection at once, `cut_…` in the middle of the answer. `…_before` happens in place of the effect, `…_after` once
    it has happened. `slow` answers well, `hold` real seconds late. `count` is how many calls it still hits (None: all),
    `share` how many of the calls that come by; `hits` counts those that it has hit.
    """

    kind: FaultKind
    methods: frozenset[str]
    count: int | None
    share: float
    retry_after: int
    hold: float | None
    skip: int
    hits: int = 0


class Faults:
    """What goes wrong, by order and from the seed."""

    def __init__(self, clock: Clock, rng: random.Random) -> None:
        self._clock = clock
        self._rng = rng
        self._orders: list[Order] = []
        self._latency = (0.0, 0.0)
        self._latency_methods: frozenset[str] = frozenset()
        self._rates = False
        self._sent: deque[float] = deque()
        self._sent_to: dict[int, deque[float]] = defaultdict(deque)
        self.duplicates = 0.0
        self.disorder = False

    def order(
        self,
        kind: FaultKind,
        *methods: str,
        count: int | None = 1,
        share: float = 1.0,
        retry_after: int = 3,
        hold: float | None = None,
        skip: int = 0,
    ) -> Order:
        """Let the next calls to these methods (none named: to any but getUpdates) go wrong, after `skip` good ones."""
        order = Order(kind, frozenset(methods), count, share, retry_after, hold, skip)
        self._orders.append(order)
        return order

    def latency(self, seconds: float, jitter: float = 0.0, *methods: str) -> None:
        """Let each answer take so long on the world's clock, give or take the jitter; getUpdates only if named."""
        self._latency = (seconds, jitter)
        self._latency_methods = frozenset(methods)

    def rates(self, *, enforce: bool = True) -> None:
        """Refuse what comes faster than 30 in any second, or 20 in any minute to one group."""
        self._rates = enforce
        self._sent.clear()
        self._sent_to.clear()

    def duplicate_updates(self, share: float) -> None:
        """Give this share of the updates once more: of those that a poll confirmed, or that the webhook took."""
        self.duplicates = share

    def disorder_updates(self) -> None:
        """Give the updates of different people and chats in any order; those of one keep theirs."""
        self.disorder = True

    def clear(self) -> None:
        """All goes well again."""
        self._orders.clear()
        self.latency(0.0)
        self.rates(enforce=False)
        self.duplicates = 0.0
        self.disorder = False

    def is_repeated(self) -> bool:
        """Whether the update that was just taken comes once more."""
        return self.duplicates > 0 and self._rng.random() < self.duplicates

    def mixed(self, updates: Sequence[Update]) -> list[Update]:
        """The updates in the order in which they are given."""
        lanes: dict[str, deque[Update]] = defaultdict(deque)
        for update in updates:
            lanes[update.lane].append(update)
        places = [update.lane for update in updates]
        if self.disorder:
            self._rng.shuffle(places)
        return [lanes[lane].popleft() for lane in places]

    def next_for(self, method: str) -> Order | None:
        """The fault that this call meets, if any."""
        for order in self._orders:
            named = method in order.methods if order.methods else method != "getUpdates"
            if not named or order.count == 0 or self._rng.random() >= order.share:
                continue
            if order.skip:
                order.skip -= 1
                continue
            order.count = None if order.count is None else order.count - 1
            order.hits += 1
            return order
        return None

    def delay_of(self, method: str) -> float:
        """How many seconds this answer takes."""
        seconds, jitter = self._latency
        named = method in self._latency_methods if self._latency_methods else method != "getUpdates"
        if not seconds or not named:
            return 0.0
        return max(0.0, seconds + self._rng.uniform(-jitter, jitter))

    def refusal(self, chat_id: int, *, is_group: bool, weight: int) -> int:
        """How many seconds to wait because the rates are used up; 0, and the message is counted, where they are not."""
        if not self._rates:
            return 0
        now = self._clock.monotonic()
        wait = _wait(self._sent, now, 1.0, MESSAGES_A_SECOND, weight)
        if is_group:
            wait = max(wait, _wait(self._sent_to[chat_id], now, 60.0, MESSAGES_A_MINUTE_IN_A_GROUP, weight))
        if wait > 0:
            return int(wait) + 1
        self._sent.extend([now] * weight)
        self._sent_to[chat_id].extend([now] * weight)
        return 0

    def state(self) -> dict[str, Any]:
        """What is ordered now, for the chat page."""
        return {
            "orders": [
                {"kind": order.kind, "left": order.count, "share": order.share}
                for order in self._orders
                if order.count != 0
            ],
            "latency": {"seconds": self._latency[0], "jitter": self._latency[1]},
            "rates": self._rates,
            "duplicates": self.duplicates,
            "disorder": self.disorder,
        }


def _wait(sent: deque[float], now: float, window: float, most: int, weight: int) -> float:
    """Seconds until so many more fit into a sliding window."""
    while sent and sent[0] <= now - window:
        sent.popleft()
    surplus = len(sent) + weight - most
    if surplus <= 0:
        return 0.0
    return sent[min(surplus, len(sent)) - 1] + window - now
