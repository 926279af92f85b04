"""Where the parts of a wheel stand: the first spoke at the top, the others clockwise. Pixels from the top left.

The circle is as large, and the letters are as large, as the labels allow: candidates are tried from the best on. One
that lets a label leave the picture, touch another, or come near a bar or a dot does not count.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from surveys.boxes import Box, Label, LabelText
from surveys.frame import SIZE, Frame, frame
from surveys.lettering import clean
from surveys.placing import Letters, Room, place
from surveys.template import HIGHEST
from surveys.wheel import SpokeResult, Wheel, Words
from surveys.wrapping import Style

DOT = 26
_CLEAR = DOT + 8
_EDGE = 18


@dataclass(frozen=True, slots=True)
class Layout:
    """A wheel, placed: level 0 lies `inner` pixels from the middle (x, y), level 5 `outer`; angles in radians."""

    frame: Frame
    x: float
    y: float
    inner: float
    outer: float
    angles: tuple[float, ...]
    labels: tuple[Label, ...]

    def radius(self, level: Decimal | int) -> float:
        """The distance of a level from the middle."""
        return self.inner + (self.outer - self.inner) * float(level) / HIGHEST

    def half_chord(self, radius: float) -> float:
        """Half the distance between two neighbouring spokes at a distance from the middle."""
        return radius * math.sin(math.pi / len(self.angles))

    def point(self, spoke: float, radius: float, aside: float = 0) -> tuple[float, float]:
        """The point of a spoke (1.5: halfway between two) at a distance from the middle, moved `aside` clockwise."""
        angle = 2 * math.pi * spoke / len(self.angles)
        sine, cosine = math.sin(angle), math.cos(angle)
        return self.x + radius * sine + aside * cosine, self.y - radius * cosine + aside * sine


def layout(wheel: Wheel) -> Layout:
    """The wheel, measured and placed. ValueError if its words are longer than those of any template may be."""
    around = frame(wheel)
    texts = tuple(_text(number, spoke, wheel.words) for number, spoke in enumerate(wheel.spokes, start=1))
    x, y, outer, labels = _arranged(texts, around.top, around.bottom)
    angles = tuple(2 * math.pi * spoke / len(texts) for spoke in range(len(texts)))
    return Layout(around, x, y, _inner(len(texts)), outer, angles, labels)


@lru_cache(maxsize=256)
def _arranged(texts: tuple[LabelText, ...], top: float, bottom: float) -> tuple[float, float, int, tuple[Label, ...]]:
    """Middle and radius of the circle, and the labels; kept, since a template's labels are drawn again and again."""
    for letters, outer in _candidates():
        room = _room(texts, letters, outer, top, bottom)
        labels = room and place(texts, letters, room)
        if room and labels:
            return room.x, room.y, outer, labels
    raise ValueError("the labels of this wheel find no room")


def _text(number: int, spoke: SpokeResult, words: Words) -> LabelText:
    told = words.agreement[spoke.agreement] if spoke.level is not None and spoke.agreement else ""
    return LabelText(str(number), clean(spoke.name), clean(words.extremes[spoke.word] if spoke.word else told))


def _inner(count: int) -> float:
    """So far out that the dots of neighbours stand apart even at level 0."""
    return (DOT + 6) / math.sin(math.pi / count)


def _candidates() -> Iterator[tuple[Letters, int]]:
    """Letters and circles from the best on: labels fail first on a phone, so large letters come before a big circle."""
    for may_wrap in (False, True):
        for size, largest, smallest in ((32, 340, 290), (30, 340, 275), (28, 330, 260), (26, 310, 240)):
            letters = Letters(Style(size - 2), Style(size, bold=True), may_wrap=may_wrap)
            yield from ((letters, outer) for outer in range(largest, smallest - 1, -5))
    for size, largest, smallest in ((26, 280, 230), (24, 270, 190)):
        letters = Letters(Style(size - 1), Style(size, bold=True), may_cut=True)
        yield from ((letters, outer) for outer in range(largest, smallest - 1, -10))


def _room(texts: Sequence[LabelText], letters: Letters, outer: int, top: float, bottom: float) -> Room | None:
    """The circle in the middle of the height that the labels above and below it leave; None if it does not fit."""
    clear = outer + _CLEAR
    even = len(texts) % 2 == 0
    above = clear + letters.centred(texts[0]).height
    below = clear + letters.centred(texts[len(texts) // 2]).height if even else _below(outer, len(texts))
    spare = bottom - top - above - below
    if spare < 0:
        return None
    box = Box(_EDGE, top, SIZE - _EDGE, bottom)
    return Room(box, SIZE / 2, top + above + spare / 2, clear)


def _below(outer: int, count: int) -> float:
    """How far down the drawing reaches where no spoke points straight down: the circle, or the lowest dots."""
    return max(outer + 4, (outer + DOT) * math.cos(math.pi / count) + 4)
