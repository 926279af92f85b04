"""What of a sheet has room on its page: in smaller letters first, then in fewer rows, at last in fewer points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from handlers.papers.letters import BOLD, PLAIN, printable, rows
from handlers.papers.sheet import Line, Paper, Section

Mark = Literal["", "box", "dot"]

INK, DETAIL = 0.0, 0.3
"""Shades of grey (0 is black) that a worn printer still prints."""

_TRIED = ((11.0, 6), (10.0, 5), (9.0, 4), (9.0, 2))
"""Sizes in points, and in how many rows a point may run on; smaller is not read at a table."""

_MOST = 60
"""Points of a section: more have no room in any size."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of words, in points: where it begins from the left margin, how high it is, and what stands before it."""

    text: str
    face: str
    size: float
    left: float
    leading: float
    grey: float = INK
    mark: Mark = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that stay together, so many points below what stands above; with a line below where it is `ruled`."""

    rows: tuple[Row, ...]
    above: float = 0.0
    ruled: bool = False

    @property
    def height(self) -> float:
        return self.above + sum(row.leading for row in self.rows)


@dataclass(frozen=True, slots=True)
class _Part:
    """A section, measured."""

    head: Block
    points: tuple[Block, ...]
    many: int
    more: Callable[[int], Block]

    def blocks(self, shown: int) -> list[Block]:
        """As many of its points as are shown, and how many are not."""
        left = self.many - shown
        return [self.head, *self.points[:shown], *([self.more(left)] if left else [])]


def block(
    text: str,
    name: str,
    size: float,
    limit: float,
    *,
    most: int = 2,
    left: float = 0.0,
    grey: float = INK,
    mark: Mark = "",
) -> Block:
    """Words in at most so many rows of `limit` points; of nothing printable, nothing."""
    found = rows(printable(text), name, size, limit - left, most)
    return Block(
        tuple(Row(one, name, size, left, size * 1.3, grey, "" if place else mark) for place, one in enumerate(found))
    )


def heading(text: str, size: float, limit: float) -> Block:
    """The heading of a section."""
    return Block(block(text, BOLD, size * 1.1, limit).rows, above=size * 0.9)


def fitted(paper: Paper, limit: float, room: float) -> list[Block]:
    """The blocks of the page from above, `limit` points wide and together at most `room` high."""
    for size, most in _TRIED:
        head = _head(paper, size, limit)
        parts = [_part(one, paper.more, size, limit, most) for one in paper.sections]
        left = room - sum(one.height for one in head)
        if _height(parts, [one.many for one in parts]) <= left:
            break
    shown = _cut(parts, left)
    return [*head, *(one for part, many in zip(parts, shown, strict=True) for one in part.blocks(many))]


def _head(paper: Paper, size: float, limit: float) -> list[Block]:
    title = block(paper.title, BOLD, size * 1.6, limit)
    return [title, Block(block(paper.subtitle, PLAIN, size, limit, most=3, grey=DETAIL).rows, ruled=True)]


def _part(section: Section, more: Callable[[int], str], size: float, limit: float, most: int) -> _Part:
    points = tuple(_point(one, section, size, limit, most) for one in section.lines[:_MOST])
    indent = size * 1.4

    def left_out(many: int) -> Block:
        return block(more(many), PLAIN, size * 0.88, limit, left=indent, grey=DETAIL, most=1)

    return _Part(heading(section.title, size, limit), points, len(section.lines), left_out)


def _point(line: Line, section: Section, size: float, limit: float, most: int) -> Block:
    indent = size * 1.4
    mark: Mark = "box" if section.boxes else "dot"
    text = block(line.text, PLAIN, size, limit, most=most, left=indent, mark=mark)
    detail = block(line.detail, PLAIN, size * 0.88, limit, most=min(most, 2), left=indent, grey=DETAIL)
    return Block((*text.rows, *detail.rows), above=size * 0.35)


def _cut(parts: Sequence[_Part], room: float) -> list[int]:
    """How many points of each section are shown: where most are, they go first, until all have room."""
    shown = [len(one.points) for one in parts]
    while any(shown) and _height(parts, shown) > room:
        shown[shown.index(max(shown))] -= 1
    return shown


def _height(parts: Sequence[_Part], shown: Sequence[int]) -> float:
    return sum(one.height for part, many in zip(parts, shown, strict=True) for one in part.blocks(many))
