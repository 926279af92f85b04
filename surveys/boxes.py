"""Rectangles with labels in them. Pixels from the top left of the picture."""

from __future__ import annotations

import math
from dataclasses import dataclass

from surveys.wrapping import Block


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; right and bottom are outside it."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Whether they share more than an edge."""
        beside = self.left < other.right and other.left < self.right
        return beside and self.top < other.bottom and other.top < self.bottom

    def within(self, other: Box) -> bool:
        """Whether no part of it lies outside the other."""
        beside = other.left <= self.left and self.right <= other.right
        return beside and other.top <= self.top and self.bottom <= other.bottom

    def distance(self, x: float, y: float) -> float:
        """From a point to the nearest point of the box."""
        return math.hypot(max(self.left - x, 0, x - self.right), max(self.top - y, 0, y - self.bottom))


@dataclass(frozen=True, slots=True)
class LabelText:
    """The words of a label, clean: number and name of the spoke and, if it is told, how far people agree.

    Where a level is told as a word, that stands there instead.
    """

    number: str
    name: str
    agreement: str

    @property
    def lead(self) -> str:
        """The small line over the name."""
        return f"{self.number} · {self.agreement}" if self.agreement else self.number


@dataclass(frozen=True, slots=True)
class Lettering:
    """A label in lines: the lead (number, agreement) over the name."""

    lead: Block
    name: Block

    @property
    def width(self) -> float:
        return max(self.lead.width, self.name.width)

    @property
    def height(self) -> int:
        return self.lead.height + self.name.height

    @property
    def cut(self) -> bool:
        """Whether a word had to be cut."""
        return self.lead.broken or self.name.broken


@dataclass(frozen=True, slots=True)
class Label:
    """A placed label. `side` is -1 left of the wheel (lines end at one edge), 0 above or below, 1 right of it."""

    number: str
    lettering: Lettering
    side: int
    box: Box


def label(number: str, lettering: Lettering, side: int, x: float, top: float) -> Label:
    """The label that ends at x, has its middle there, or begins there, according to its side."""
    left = x - lettering.width * (1 - side) / 2
    return Label(number, lettering, side, Box(left, top, left + lettering.width, top + lettering.height))
