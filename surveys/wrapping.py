"""Words into lines of a measured width."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from surveys.lettering import width

_ELLIPSIS = "…"
_HYPHEN = "-"


@dataclass(frozen=True, slots=True)
class Style:
    """A size in pixels, and bold or not. A line takes `line` pixels of height."""

    size: int
    bold: bool = False

    @property
    def line(self) -> int:
        return round(self.size * 1.22)

    def width(self, text: str) -> float:
        """The width of a clean line in pixels."""
        return width(text, self.size, bold=self.bold)


@dataclass(frozen=True, slots=True)
class Block:
    """A text in lines. `broken`: a word had to be cut."""

    lines: tuple[str, ...]
    style: Style
    broken: bool = False

    @property
    def width(self) -> float:
        return max(map(self.style.width, self.lines), default=0)

    @property
    def height(self) -> int:
        return self.style.line * len(self.lines)


def wrap(text: str, style: Style, limit: float) -> Block:
    """A clean text in as few lines as fit into `limit` pixels, as even as can be; words are cut only if they must be.

    Only a plain space parts words: what a no-break space joins stays together.
    """
    words = text.split(" ") if text else []
    pieces = [piece for word in words for piece in _pieces(word, style, limit)]
    lines = _fill(pieces, style, limit)
    return Block(_even(pieces, lines, style), style, len(pieces) > len(words))


def fit(text: str, styles: tuple[Style, ...], limit: float, *, lines: int = 1) -> Block:
    """The text in the first style in which it takes at most `lines` lines; else in the last, ending in an ellipsis."""
    for style in styles:
        block = wrap(text, style, limit)
        if len(block.lines) <= lines and not block.broken:
            return block
    return Block((*block.lines[: lines - 1], _cut(" ".join(block.lines[lines - 1 :]), style, limit)), style, True)


def _fill(pieces: list[str], style: Style, limit: float) -> list[str]:
    lines: list[str] = []
    for piece in pieces:
        if lines and style.width(f"{lines[-1]} {piece}") <= limit:
            lines[-1] = f"{lines[-1]} {piece}"
        else:
            lines.append(piece)
    return lines


def _even(pieces: list[str], lines: list[str], style: Style) -> tuple[str, ...]:
    """The same number of lines with the longest one as short as possible."""
    for limit in sorted({style.width(" ".join(pieces[start:end])) for start, end in _spans(len(pieces))}):
        tighter = _fill(pieces, style, limit)
        if len(tighter) <= len(lines) and max(map(style.width, tighter)) <= limit:
            return tuple(tighter)
    return tuple(lines)


def _spans(count: int) -> Iterator[tuple[int, int]]:
    return ((start, end) for start in range(count) for end in range(start + 1, count + 1))


def _pieces(word: str, style: Style, limit: float) -> Iterator[str]:
    while word and style.width(word) > limit:
        end = max((n for n in range(1, len(word)) if style.width(word[:n] + _HYPHEN) <= limit), default=1)
        yield word[:end] + _HYPHEN
        word = word[end:]
    if word:
        yield word


def _cut(text: str, style: Style, limit: float) -> str:
    if style.width(text) <= limit:
        return text
    end = next(n for n in range(len(text) - 1, -1, -1) if style.width(text[:n].rstrip() + _ELLIPSIS) <= limit or n == 0)
    return text[:end].rstrip() + _ELLIPSIS
