"""The drawn parts of a wheel, without its letters."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

import aggdraw
from PIL import Image

from surveys.frame import SIZE, LegendEntry, Mark
from surveys.geometry import DOT, Layout
from surveys.palette import BLUE, GUIDE, INK, PAPER, SIGN, TRACK, VERMILION, Colour
from surveys.template import HIGHEST
from surveys.wheel import SpokeResult, Wheel

Point = tuple[float, float]

_BAR = 15
_HATCH = 15
_PREVIOUS = 38
_TARGET = 44
_POINTER = 52
_FLARE = 17
_APART = 1


class Shapes:
    """A pencil over one picture. Later strokes cover earlier ones."""

    def __init__(self, placed: Layout) -> None:
        # Its own paper, taken as a picture at the end: to draw on a given one copies that twice, 6 ms in all.
        self._paper = aggdraw.Draw("RGB", (SIZE, SIZE), PAPER)
        self._placed = placed

    def draw(self, wheel: Wheel) -> Image.Image:
        """All shapes of the wheel, from the ground up."""
        self._rings()
        for place, spoke in enumerate(wheel.spokes):
            self._ground(place, spoke)
        self._outline(wheel.spokes)
        for place, spoke in enumerate(wheel.spokes):
            self._spoke(place, spoke)
        for entry in self._placed.frame.legend:
            self._legend(entry)
        return Image.frombytes("RGB", (SIZE, SIZE), self._paper.tobytes())

    def _rings(self) -> None:
        for level in range(HIGHEST + 1):
            self._circle((self._placed.x, self._placed.y), self._placed.radius(level), line=GUIDE, width=2)

    def _ground(self, place: int, spoke: SpokeResult) -> None:
        inner, outer = self._placed.inner, self._placed.outer
        self._polygon(self._band(place, inner, outer, _BAR), fill=TRACK)
        if spoke.drawn is None:
            self._hatch(place)

    def _hatch(self, place: int) -> None:
        inner, outer = round(self._placed.inner), round(self._placed.outer)
        for start in range(inner, outer - _HATCH, _HATCH):
            ends = self._placed.point(place, start, -_BAR), self._placed.point(place, start + _HATCH, _BAR)
            self._line(ends, SIGN, 3)

    def _outline(self, spokes: Sequence[SpokeResult]) -> None:
        """Joins neighbours that both show a level: where one is withheld there is a gap."""
        for (place, one), (_, next_one) in pairwise([*enumerate(spokes), (0, spokes[0])]):
            if one.drawn is not None and next_one.drawn is not None:
                start = self._placed.point(place, self._placed.radius(one.drawn))
                end = self._placed.point(place + 1, self._placed.radius(next_one.drawn))
                self._line((start, end), _colour(one), 4)

    def _spoke(self, place: int, spoke: SpokeResult) -> None:
        radius = self._placed.radius
        if spoke.drawn is not None:
            self._polygon(self._band(place, self._placed.inner, radius(spoke.drawn), _BAR), fill=_colour(spoke))
        if spoke.agreed is not None:
            for side in (-1, 1):
                self._agreed(self._pointer(place, spoke.agreed, side))
        if spoke.drawn_before is not None:
            self._previous(self._across(place, spoke.drawn_before, _PREVIOUS, 7))
        if spoke.target is not None:
            self._target(self._across(place, spoke.target, _TARGET, 8), self._across(place, spoke.target, _TARGET, 4.5))
        if spoke.drawn is None:
            self._withheld(self._placed.point(place, (self._placed.inner + self._placed.outer) / 2))
        else:
            self._circle(self._placed.point(place, radius(spoke.drawn)), DOT, line=PAPER, width=2, fill=_colour(spoke))

    def _legend(self, entry: LegendEntry) -> None:
        if entry.mark is Mark.PREVIOUS:
            self._previous(_upright(entry.x, entry.y, 7, 19))
        elif entry.mark is Mark.TARGET:
            self._target(_upright(entry.x, entry.y, 8, 19), _upright(entry.x, entry.y, 4.5, 19))
        elif entry.mark is Mark.AGREED:
            for side in (-1, 1):
                self._agreed(_flag(entry.x, entry.y, side))
        else:
            self._withheld((entry.x, entry.y))

    def _previous(self, corners: Sequence[Point]) -> None:
        self._polygon(corners, fill=PAPER, line=INK)

    def _target(self, casing: Sequence[Point], corners: Sequence[Point]) -> None:
        # The light casing keeps the line apart from a bar of nearly the same lightness.
        self._polygon(casing, fill=PAPER)
        self._polygon(corners, fill=VERMILION)

    def _agreed(self, corners: Sequence[Point]) -> None:
        self._polygon(corners, fill=INK, line=PAPER)

    def _withheld(self, middle: Point) -> None:
        x, y = middle
        self._circle(middle, 20, line=SIGN, width=3, fill=PAPER)
        self._line(((x - 9, y), (x + 9, y)), SIGN, 4)

    def _across(self, place: int, level: Decimal, half_length: float, half_thickness: float) -> list[Point]:
        """A band across a spoke at a level, shorter where the neighbours are near."""
        middle = self._placed.radius(level)
        length = min(half_length, self._placed.half_chord(middle) - _APART)
        return self._band(place, middle - half_thickness, middle + half_thickness, length)

    def _pointer(self, place: int, level: Decimal, side: int) -> list[Point]:
        """A triangle that points to a level from one side of its spoke, smaller where the neighbours are near."""
        middle = self._placed.radius(level)
        tip, end = side * _BAR, side * min(_POINTER, self._placed.half_chord(middle) - _APART)
        corners = ((middle, tip), (middle - _FLARE, end), (middle + _FLARE, end))
        return [self._placed.point(place, radius, aside) for radius, aside in corners]

    def _band(self, place: int, start: float, end: float, half_width: float) -> list[Point]:
        corners = ((start, -half_width), (end, -half_width), (end, half_width), (start, half_width))
        return [self._placed.point(place, radius, aside) for radius, aside in corners]

    def _polygon(self, corners: Sequence[Point], *, fill: Colour, line: Colour | None = None) -> None:
        flat = [part for corner in corners for part in corner]
        pens = (aggdraw.Pen(line, 3.5),) if line else ()
        self._paper.polygon(flat, *pens, aggdraw.Brush(fill))

    def _line(self, ends: tuple[Point, Point], colour: Colour, width: float) -> None:
        self._paper.line([*ends[0], *ends[1]], aggdraw.Pen(colour, width))

    def _circle(self, middle: Point, radius: float, *, line: Colour, width: float, fill: Colour | None = None) -> None:
        x, y = middle
        brushes = (aggdraw.Brush(fill),) if fill else ()
        self._paper.ellipse([x - radius, y - radius, x + radius, y + radius], aggdraw.Pen(line, width), *brushes)


def _colour(spoke: SpokeResult) -> Colour:
    """Blue is what each answered for themselves; what was agreed aloud alone is dark."""
    return BLUE if spoke.answered else INK


def _flag(x: float, y: float, side: int) -> list[Point]:
    """One half of the sign for what was agreed, upright as in the legend."""
    return [(x + side * 2, y), (x + side * 24, y - _FLARE), (x + side * 24, y + _FLARE)]


def _upright(x: float, y: float, half_width: float, half_height: float) -> list[Point]:
    return [(x + right * half_width, y + down * half_height) for right, down in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
