"""A wheel as a PNG of 1080 x 1080 pixels. Nothing is shared between calls, so any thread may draw."""

from __future__ import annotations

import io
from decimal import Decimal

from PIL import Image, ImageDraw

from surveys.boxes import Label
from surveys.frame import SIZE, Placed
from surveys.geometry import Layout, layout
from surveys.lettering import runs
from surveys.palette import INK, MUTED, PAPER, Colour, fixed
from surveys.shapes import Shapes
from surveys.template import HIGHEST
from surveys.wheel import Wheel
from surveys.wrapping import Block, Style

_LEVEL = Style(27, bold=True)
_SCALE = Style(23)
_BASELINE = 0.95
_HALF_CAPITAL = 0.357


def draw(wheel: Wheel) -> bytes:
    """The PNG of a wheel: 1080 x 1080, at most 60 KB. ValueError if its words find no room (see `layout`)."""
    placed = layout(wheel)
    image = Image.new("RGB", (SIZE, SIZE), PAPER)
    Shapes(image, placed).draw(wheel)
    _Letters(image).draw(placed, wheel)
    return _packed(image)


def _packed(image: Image.Image) -> bytes:
    # Without dithering: its noise costs bytes, and JPEG smears it.
    target = io.BytesIO()
    image.quantize(palette=fixed(), dither=Image.Dither.NONE).save(target, "PNG", compress_level=6)
    return target.getvalue()


class _Letters:
    """A pen over one picture."""

    def __init__(self, image: Image.Image) -> None:
        self._paper = ImageDraw.Draw(image)

    def draw(self, placed: Layout, wheel: Wheel) -> None:
        self._frame(placed)
        self._scale(placed)
        for label in placed.labels:
            self._label(label)
        for place, spoke in enumerate(wheel.spokes):
            if spoke.level is not None:
                middle = placed.point(place, placed.radius(spoke.level))
                self._middle(middle, _told(spoke.level, wheel.words.decimal_sign), _LEVEL, PAPER)

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
        self._block(lead, box.left, box.top, box.right, label.side, MUTED)
        self._block(name, box.left, box.top + lead.height, box.right, label.side, INK)

    def _placed(self, part: Placed, colour: Colour) -> None:
        self._block(part.block, part.left, part.top, part.right, 1, colour)

    def _block(self, block: Block, left: float, top: float, right: float, side: int, colour: Colour) -> None:
        for place, line in enumerate(block.lines):
            x = _aligned(block.style.width(line), left, right, side)
            self._line(line, x, top + place * block.style.line, block.style, colour)

    def _line(self, text: str, x: float, top: float, style: Style, colour: Colour) -> None:
        for run in runs(text, style.size, bold=style.bold):
            self._paper.text((x, round(top + _BASELINE * style.size)), run.text, colour, run.face, anchor="ls")
            x += run.face.getlength(run.text)

    def _middle(self, at: tuple[float, float], text: str, style: Style, colour: Colour, *, halo: int = 0) -> None:
        x, y = at
        for run in runs(text, style.size, bold=style.bold):
            spot = (x, y + _HALF_CAPITAL * style.size)
            self._paper.text(spot, run.text, colour, run.face, anchor="ms", stroke_width=halo, stroke_fill=PAPER)


def _aligned(wide: float, left: float, right: float, side: int) -> float:
    if side < 0:
        return right - wide
    return left if side > 0 else (left + right - wide) / 2


def _told(level: Decimal, sign: str) -> str:
    return f"{level:.1f}".replace(".", sign)
