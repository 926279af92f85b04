"""Labels around a circle, each beside the end of its spoke: for one size of letters and one circle, or not at all."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from surveys.boxes import Box, Label, LabelText, Lettering, label
from surveys.wrapping import Style, wrap

_GAP = 12
_CENTRED = 430
_ROUNDS = 6
_NARROWEST = 60


@dataclass(frozen=True, slots=True)
class Room:
    """Where labels may stand: inside `box`, and outside the circle of radius `clear` about the middle (x, y)."""

    box: Box
    x: float
    y: float
    clear: float

    def beyond(self, side: int) -> float:
        """How far it is from the middle to the right edge (1) or the left one (-1)."""
        return self.box.right - self.x if side > 0 else self.x - self.box.left


@dataclass(frozen=True, slots=True)
class Letters:
    """The two styles of a label, whether the small line may take several, and whether words may be cut."""

    lead: Style
    name: Style
    may_wrap: bool = True
    may_cut: bool = False

    def set(self, text: LabelText, limit: float) -> Lettering:
        """The label in lines of at most `limit` pixels."""
        return Lettering(wrap(text.lead, self.lead, limit), wrap(text.name, self.name, limit))

    def suit(self, lettering: Lettering) -> bool:
        """Whether a label may look like that."""
        return (self.may_cut or not lettering.cut) and (self.may_wrap or len(lettering.lead.lines) == 1)

    def centred(self, text: LabelText) -> Lettering:
        """The label as it stands above or below the circle."""
        return self.set(text, _CENTRED)


def place(texts: Sequence[LabelText], letters: Letters, room: Room) -> tuple[Label, ...] | None:
    """The labels in the order of their texts, which go clockwise from the top; None if they find no good room."""
    count = len(texts)
    labels = {0: _above(texts[0], letters, room)}
    if count % 2 == 0:
        labels[count // 2] = _below(texts[count // 2], letters, room)
    centred = tuple(labels.values())
    right = range(1, (count + 1) // 2)
    for side, spokes in ((1, list(right)), (-1, [count - spoke for spoke in right])):
        column = _Column([texts[spoke] for spoke in spokes], count, side, letters, room, centred).place()
        if column is None:
            return None
        labels.update(zip(spokes, column, strict=True))
    ordered = tuple(labels[spoke] for spoke in range(count))
    return ordered if _good(ordered, letters, room) else None


def _above(text: LabelText, letters: Letters, room: Room) -> Label:
    lettering = letters.centred(text)
    return label(text.number, lettering, 0, room.x, room.y - room.clear - lettering.height)


def _below(text: LabelText, letters: Letters, room: Room) -> Label:
    return label(text.number, letters.centred(text), 0, room.x, room.y + room.clear)


@dataclass(frozen=True, slots=True)
class _Column:
    """The labels on one side, from the top; `count` spokes go round the whole circle."""

    texts: Sequence[LabelText]
    count: int
    side: int
    letters: Letters
    room: Room
    centred: Sequence[Label]

    def place(self) -> list[Label] | None:
        """Lines get narrower until each label finds its place outside the circle; None if they get too narrow."""
        angles = [2 * math.pi * (place + 1) / self.count for place in range(len(self.texts))]
        middles = [self.room.y - self.room.clear * math.cos(angle) for angle in angles]
        limits = [self.room.beyond(self.side) - self.room.clear * math.sin(angle) for angle in angles]
        for _ in range(_ROUNDS):
            if min(limits) < _NARROWEST:
                return None
            set_ = [self.letters.set(text, limit) for text, limit in zip(self.texts, limits, strict=True)]
            tops = _spread(middles, [one.height for one in set_], self.room.box)
            starts = [self._start(top, one.height) for top, one in zip(tops, set_, strict=True)]
            spare = [self.room.beyond(self.side) - start for start in starts]
            if all(one.width <= free for one, free in zip(set_, spare, strict=True)):
                return self._labels(set_, starts, tops)
            limits = [min(limit, free) for limit, free in zip(limits, spare, strict=True)]
        return None

    def _labels(self, set_: Sequence[Lettering], starts: Sequence[float], tops: Sequence[float]) -> list[Label]:
        return [
            label(text.number, lettering, self.side, self.room.x + self.side * start, top)
            for text, lettering, start, top in zip(self.texts, set_, starts, tops, strict=True)
        ]

    def _start(self, top: float, height: float) -> float:
        """How far from the middle line a label begins: beyond the circle, and beyond a label above or below that."""
        nearest = max(top - self.room.y, self.room.y - top - height, 0)
        beyond_circle = math.sqrt(max(self.room.clear**2 - nearest**2, 0))
        beside = [one.box for one in self.centred if one.box.top < top + height + _GAP and top - _GAP < one.box.bottom]
        return max([beyond_circle, *(box.right - self.room.x + 2 * _GAP for box in beside)])


def _spread(middles: Sequence[float], heights: Sequence[int], box: Box) -> list[float]:
    """The tops of labels near their middles, one under the other with a gap: first pushed down, then back up."""
    tops: list[float] = []
    lowest = box.top
    for middle, height in zip(middles, heights, strict=True):
        tops.append(max(middle - height / 2, lowest))
        lowest = tops[-1] + height + _GAP
    highest = box.bottom
    for place in reversed(range(len(tops))):
        tops[place] = min(tops[place], highest - heights[place])
        highest = tops[place] - _GAP
    return tops


def _good(labels: Sequence[Label], letters: Letters, room: Room) -> bool:
    suited = all(letters.suit(one.lettering) for one in labels)
    inside = all(one.box.within(room.box) for one in labels)
    apart = not any(one.box.overlaps(two.box) for place, one in enumerate(labels) for two in labels[place + 1 :])
    outside = all(one.box.distance(room.x, room.y) >= room.clear - 0.01 for one in labels)
    return suited and inside and apart and outside
