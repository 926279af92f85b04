"""How much is measured at once."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.stub import Plan

FLIGHT = 64
"""Taps in flight at any moment."""


@dataclass(frozen=True, slots=True)
class Size:
    """How many taps are counted, after `warm` ones that are not."""

    taps: int
    warm: int

    @property
    def all(self) -> int:
        return self.warm + self.taps

    def plan(self, round_id: int = 1, *, first: int = 0, polled: bool) -> Plan:
        """What the stub is told; the taps are counted from `first` on."""
        return Plan(taps=self.all, flight=FLIGHT, warm=self.warm, round_id=round_id, polled=polled, first=first)
