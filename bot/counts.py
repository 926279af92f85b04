"""What has happened since the start, in plain numbers: nothing here knows who reads them, or takes time of a tap."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Seconds; the last place of a spread is for what took longer."""


class Spread:
    """How many times something took up to each of the `BOUNDS`, and all of it together, in seconds."""

    __slots__ = ("places", "total")

    def __init__(self) -> None:
        self.places = [0] * (len(BOUNDS) + 1)
        self.total = 0.0

    def add(self, seconds: float) -> None:
        self.places[bisect_left(BOUNDS, seconds)] += 1
        self.total += seconds


@dataclass(slots=True)
class Counts:
    """Numbers that only grow. The keys are words of the programme, never of people: kinds, methods, reasons.

    `updates` that were new, by kind; `again`: those that were known already; `handling`: from storing an update to its
    being handled; `failures` of handlers and `parked` updates; `calls` to Telegram that were answered well, by method;
    `refusals` of such calls, by kind; `turned_away`: posts to the webhook that were not taken, by status.
    """

    updates: Counter[str] = field(default_factory=Counter)
    again: int = 0
    handling: Spread = field(default_factory=Spread)
    failures: int = 0
    parked: int = 0
    calls: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    turned_away: Counter[str] = field(default_factory=Counter)
