"""Letters on paper: the shipped faces, what of a text they hold, and words in rows of a measured width, in points."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

PLAIN, BOLD = "NotoSans-Regular", "NotoSans-Bold"
_ELLIPSIS = "…"


@cache
def face(name: str) -> TTFont:
    """The face of that name, known to the library from now on."""
    with (files("surveys") / "fonts" / f"{name}.ttf").open("rb") as opened:
        font = TTFont(name, opened)
    pdfmetrics.registerFont(font)
    return font


def printable(text: str) -> str:
    """The text in one line, without characters that the faces do not hold."""
    held = face(PLAIN).face.charToGlyph
    one_line = unicodedata.normalize("NFC", " ".join(text.split()))
    kept = (one for one in one_line if ord(one) in held and not unicodedata.category(one).startswith("C"))
    return " ".join("".join(kept).split())


def rows(text: str, name: str, size: float, limit: float, most: int) -> tuple[str, ...]:
    """The printable text in rows of at most `limit` points, at most so many; what has no room ends in an ellipsis."""
    found: list[str] = []
    for piece in _pieces(text, name, size, limit):
        if found and _width(f"{found[-1]} {piece}", name, size) <= limit:
            found[-1] = f"{found[-1]} {piece}"
        elif len(found) == most:
            return (*found[:-1], _cut(found[-1], name, size, limit))
        else:
            found.append(piece)
    return tuple(found)


def _pieces(text: str, name: str, size: float, limit: float) -> Iterator[str]:
    """Its words; one that is wider than a row in parts that are not."""
    for word in text.split(" ") if text else ():
        left = word
        while _width(left, name, size) > limit and len(left) > 1:
            end = _end(left, name, size, limit)
            yield left[:end]
            left = left[end:]
        yield left


def _cut(text: str, name: str, size: float, limit: float) -> str:
    """As much of it as has room before an ellipsis."""
    if _width(text + _ELLIPSIS, name, size) <= limit:
        return text + _ELLIPSIS
    return text[: _end(text, name, size, limit - _width(_ELLIPSIS, name, size))].rstrip() + _ELLIPSIS


def _end(text: str, name: str, size: float, limit: float) -> int:
    """How many of its characters have room; at least one."""
    width = 0.0
    for place, character in enumerate(text):
        width += _width(character, name, size)
        if width > limit:
            return max(place, 1)
    return len(text)


def _width(text: str, name: str, size: float) -> float:
    return face(name).stringWidth(text, size)
