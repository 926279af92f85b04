"""What stands above and below the wheel: title, whose it is; legend, date, answers. Pixels from the top left."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from surveys.lettering import clean
from surveys.wheel import Wheel
from surveys.wrapping import Block, Style, fit

SIZE = 1080
MARGIN = 40
_INNER = SIZE - 2 * MARGIN

_TITLES = (Style(46, bold=True), Style(42, bold=True), Style(38, bold=True))
_WHOSE = (Style(34), Style(30))
_NOTES = (Style(29), Style(27), Style(25))
_LEGEND = (Style(29), Style(27), Style(25))
_TITLE_LINES = 2
_ROW = 46
_ICON = 56
_BETWEEN = 44


class Mark(Enum):
    """A mark that the legend explains."""

    PREVIOUS = "previous"
    TARGET = "target"
    AGREED = "agreed"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Placed:
    """A block of lines with the point of its top left corner."""

    block: Block
    left: float
    top: float

    @property
    def bottom(self) -> float:
        return self.top + self.block.height

    @property
    def right(self) -> float:
        return self.left + self.block.width


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A mark, the middle of the place for its sign, and its words to the right of it."""

    mark: Mark
    x: float
    y: float
    words: Placed


@dataclass(frozen=True, slots=True)
class Frame:
    """The texts around the wheel, and what height they leave for it: from `top` to `bottom`."""

    title: Placed
    whose: Placed
    notes: Placed
    legend: tuple[LegendEntry, ...]
    top: float
    bottom: float


def frame(wheel: Wheel) -> Frame:
    """Header and footer of a wheel, measured."""
    title = Placed(fit(clean(wheel.title), _TITLES, _INNER, lines=_TITLE_LINES), MARGIN, 30)
    whose = Placed(fit(clean(wheel.whose), _WHOSE, _INNER), MARGIN, title.bottom + 2)
    words = " · ".join(part for part in (clean(wheel.date_text), clean(wheel.answers_text)) if part)
    block = fit(words, _NOTES, _INNER)
    notes = Placed(block, MARGIN, SIZE - 28 - block.height)
    legend = _legend(wheel, notes)
    bottom = min((entry.y - _ROW / 2 for entry in legend), default=notes.top)
    return Frame(title, whose, notes, legend, top=whose.bottom + 10, bottom=bottom - 6)


def _legend(wheel: Wheel, notes: Placed) -> tuple[LegendEntry, ...]:
    """The legend, above the notes: as many rows as it takes, each filled from the left."""
    rows: list[list[tuple[Mark, Block, float]]] = []
    end = float(SIZE)
    for mark, words in _entries(wheel):
        block = fit(clean(words), _LEGEND, _INNER - _ICON)
        if end + block.width + _ICON > SIZE - MARGIN:
            rows.append([])
            end = MARGIN
        rows[-1].append((mark, block, end))
        end += _ICON + block.width + _BETWEEN
    top = notes.top - 4 - len(rows) * _ROW
    return tuple(
        _entry(mark, block, left, top + (place + 0.5) * _ROW)
        for place, row in enumerate(rows)
        for mark, block, left in row
    )


def _entry(mark: Mark, block: Block, left: float, y: float) -> LegendEntry:
    return LegendEntry(mark, left + _ICON / 2 - 6, y, Placed(block, left + _ICON, y - block.height / 2))


def _entries(wheel: Wheel) -> list[tuple[Mark, str]]:
    shown = [spoke for spoke in wheel.spokes if spoke.value is not None]
    entries = []
    if any(spoke.agreed is not None for spoke in wheel.spokes):
        entries.append((Mark.AGREED, wheel.words.agreed))
    if any(spoke.before is not None for spoke in wheel.spokes):
        entries.append((Mark.PREVIOUS, wheel.words.previous))
    if any(spoke.target is not None for spoke in wheel.spokes):
        entries.append((Mark.TARGET, wheel.words.target))
    if len(shown) < len(wheel.spokes):
        entries.append((Mark.WITHHELD, wheel.words.withheld))
    return entries
