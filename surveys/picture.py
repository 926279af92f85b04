"""A wheel as a PNG of 1080 x 1080 pixels. Nothing is shared between calls, so any thread may draw."""

from __future__ import annotations

import io

from PIL import Image

from surveys.boxes import Label
from surveys.frame import Placed
from surveys.geometry import Layout, layout
from surveys.lettering import Stamp, runs, stamp
from surveys.palette import INK, MUTED, PAPER, Colour, fixed
from surveys.shapes import Shapes
from surveys.template import HIGHEST
from surveys.wheel import SpokeResult, Wheel
from surveys.wrapping import Block, Style

LARGEST = 60_000
"""Bytes of a picture at the most: links are poor."""

_EFFORTS = ((1, 3), (1, 6), (1, 9), (2, 6), (2, 9))
"""How hard edges are, and how hard it is tried: 5 ms for 48 KB, 11 for 39, 100 for 36; more only for a full picture."""
_LEVEL = Style(27, bold=True)
_SCALE = Style(23)
_BASELINE = 0.95
_HALF_CAPITAL = 0.357


def draw(wheel: Wheel) -> bytes:
    """The PNG of a wheel: 1080 x 1080, at most 60 KB. ValueError if its words find no room (see `layout`)."""
    placed = layout(wheel)
    image = Shapes(placed).draw(wheel)
    _Letters(image).draw(placed, wheel)
    return _packed(image)


def _packed(image: Image.Image) -> bytes:
    png = b""
    for hard, effort in _EFFORTS:
        target = io.BytesIO()
        # Without dithering: its noise costs bytes, and JPEG smears it.
        mapped = image.quantize(palette=fixed(hard), dither=Image.Dither.NONE)
        mapped.save(target, "PNG", compress_level=effort)
        png = target.getvalue()
        if len(png) <= LARGEST:
            break
    return png


class _Letters:
    """A pen over one picture."""

    def __init__(self, image: Image.Image) -> None:
        self._paper = image

    def draw(self, placed: Layout, wheel: Wheel) -> None:
        self._frame(placed)
        self._scale(placed)
        for label in placed.labels:
            self._label(label)
        for place, spoke in enumerate(wheel.spokes):
            if spoke.drawn is not None:
                middle = placed.point(place, placed.radius(spoke.drawn))
                self._middle(middle, _told(spoke, wheel.words.decimal_sign), _LEVEL, PAPER)

    def _frame(self, placed: Layout) -> None:
        around = placed.frame
        for part, colour in ((around.title, INK), (around.whose, MUTED), (around.notes, MUTED)):
            self._placed(part, colour)
        for entry in around.legend:
            self._placed(entry.words, INK)

    def _scale(self, placed: Layout) -> None:
        """The numbers of the rings, where no dot comes: halfway between the last spoke and the first."""
        between = len(placed.angles) - 0.5
        for level in range(1, HIGHEST + 1):
            self._middle(placed.point(between, placed.radius(level)), str(level), _SCALE, MUTED, halo=5)

    def _label(self, label: Label) -> None:
        box, lead, name = label.box, label.lettering.lead, label.lettering.name
        self._block(lead, (box.left, box.top, box.right), label.side, MUTED)
        self._block(name, (box.left, box.top + lead.height, box.right), label.side, INK)

    def _placed(self, part: Placed, colour: Colour) -> None:
        self._block(part.block, (part.left, part.top, part.right), 1, colour)

    def _block(self, block: Block, edges: tuple[float, float, float], side: int, colour: Colour) -> None:
        """The lines of a block between its left, top and right edges."""
        left, top, right = edges
        for place, line in enumerate(block.lines):
            x = _aligned(block.style.width(line), left, right, side)
            self._line(line, x, top + place * block.style.line, block.style, colour)

    def _line(self, text: str, x: float, top: float, style: Style, colour: Colour) -> None:
        for run in runs(text, style.size, bold=style.bold):
            self._put(stamp(run, "ls"), x, top + _BASELINE * style.size, colour)
            x += run.face.getlength(run.text)

    def _middle(self, at: tuple[float, float], text: str, style: Style, colour: Colour, *, halo: int = 0) -> None:
        x, y = at
        for run in runs(text, style.size, bold=style.bold):
            if halo:
                self._put(stamp(run, "ms", halo), x, y + _HALF_CAPITAL * style.size, PAPER)
            self._put(stamp(run, "ms"), x, y + _HALF_CAPITAL * style.size, colour)

    def _put(self, mark: Stamp, x: float, y: float, colour: Colour) -> None:
        self._paper.paste(colour, (round(x) + mark.left, round(y) + mark.top), mark.mask)


def _aligned(wide: float, left: float, right: float, side: int) -> float:
    if side < 0:
        return right - wide
    return left if side > 0 else (left + right - wide) / 2


def _told(spoke: SpokeResult, sign: str) -> str:
    """A mean has one decimal; what was agreed is a whole level; what is told in a word has no number."""
    if spoke.word:
        return ""
    return f"{spoke.value:.0f}" if spoke.level is None else f"{spoke.level:.1f}".replace(".", sign)
