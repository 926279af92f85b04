"""Letters: the shipped faces, which characters they hold, how wide words are, and how they wrap. Safe in any thread."""

from __future__ import annotations

import math
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, features

_FOLDER = Path(__file__).parent / "fonts"
_LATIN, _ARABIC = "latin", "arabic"
_FILES = {
    (_LATIN, False): "NotoSans-Regular.ttf",
    (_LATIN, True): "NotoSans-Bold.ttf",
    (_ARABIC, False): "NotoSansArabic-Regular.ttf",
    (_ARABIC, True): "NotoSansArabic-Regular.ttf",
}
_PROBE = 24
_NOT_A_CHARACTER = "\U0010ffff"
_RIGHT_TO_LEFT = {"R", "AL"}

# A face must not be used by two threads at once, so each thread opens its own.
_faces = threading.local()


@dataclass(frozen=True, slots=True)
class Stamp:
    """A text as a mask of its soft edges, and where its left top corner lies from the point that it is anchored to."""

    mask: Image.Image
    left: int
    top: int


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one line in one face, in the order in which it stands from left to right."""

    text: str
    face: ImageFont.FreeTypeFont


@lru_cache(maxsize=1)
def can_shape() -> bool:
    """Whether letters that join and run from right to left can be drawn; without libfribidi they are left out."""
    return bool(features.check("raqm")) and bool(features.check("fribidi"))


@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """The text as far as it can be drawn: one line, without characters that no shipped face holds."""
    kept: list[str] = []
    base_left_out = False
    for character in unicodedata.normalize("NFC", " ".join(text.split())):
        belongs_to_base = unicodedata.combining(character) > 0
        if belongs_to_base and base_left_out:
            continue
        base_left_out = character != " " and _script(character) is None
        if not base_left_out:
            kept.append(character)
    return " ".join("".join(kept).split())


@lru_cache(maxsize=8192)
def width(text: str, size: int, *, bold: bool = False) -> float:
    """How wide a clean line is, in pixels, at a size in pixels."""
    return sum(run.face.getlength(run.text) for run in runs(text, size, bold=bold))


def runs(text: str, size: int, *, bold: bool = False) -> tuple[Run, ...]:
    """A clean line cut where the face changes; where it begins from right to left its runs come in that order."""
    stretches = [Run("".join(characters), face(script, size, bold=bold)) for script, characters in _stretches(text)]
    return tuple(reversed(stretches) if reads_leftwards(text) else stretches)


def face(script: str = _LATIN, size: int = _PROBE, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """This thread's face of a script at a size in pixels."""
    cache: dict[tuple[str, int, bool], ImageFont.FreeTypeFont] = _faces.__dict__.setdefault("open", {})
    key = (script, size, bold)
    if key not in cache:
        engine = ImageFont.Layout.RAQM if can_shape() else ImageFont.Layout.BASIC
        cache[key] = ImageFont.truetype(_FOLDER / _FILES[script, bold], size, layout_engine=engine)
    return cache[key]


@lru_cache(maxsize=512)
def stamp(run: Run, anchor: str, halo: int = 0) -> Stamp:
    """The run as a stamp (`anchor` as Pillow's); kept, since the words of a template come again in every wheel."""
    left, top, right, bottom = run.face.getbbox(run.text, anchor=anchor, stroke_width=halo)
    corner = math.floor(left), math.floor(top)
    mask = Image.new("L", (math.ceil(right) - corner[0] + 1, math.ceil(bottom) - corner[1] + 1))
    spot = (-corner[0], -corner[1])
    ImageDraw.Draw(mask).text(spot, run.text, 255, run.face, anchor=anchor, stroke_width=halo)
    return Stamp(mask, *corner)


def _stretches(text: str) -> Iterator[tuple[str, Iterator[str]]]:
    scripts = [_script(character) or _LATIN for character in text]
    for place, character in enumerate(text):
        # A space goes with joined letters beside it, so that it stays between the same words when these turn round.
        if character in " \u00a0" and _ARABIC in scripts[max(place - 1, 0) : place + 2]:
            scripts[place] = _ARABIC
    for script, pairs in groupby(zip(scripts, text, strict=True), key=lambda pair: pair[0]):
        yield script, (character for _, character in pairs)


def reads_leftwards(text: str) -> bool:
    """Whether the first letter of a line belongs to a script that runs from right to left."""
    directions = map(unicodedata.bidirectional, text)
    first = next((direction for direction in directions if direction in {"L", *_RIGHT_TO_LEFT}), "L")
    return first in _RIGHT_TO_LEFT


@lru_cache(maxsize=4096)
def _script(character: str) -> str | None:
    """The first of our scripts that has a glyph for it; None if none has."""
    if unicodedata.category(character).startswith("C"):
        return None
    scripts = (_LATIN, _ARABIC) if can_shape() else (_LATIN,)
    return next((script for script in scripts if _glyph(script, character) != _glyph(script, _NOT_A_CHARACTER)), None)


def _glyph(script: str, character: str) -> tuple[tuple[int, int], bytes]:
    mask = _probe(script).getmask(character)
    return mask.size, bytes(mask)


def _probe(script: str) -> ImageFont.FreeTypeFont:
    cache: dict[str, ImageFont.FreeTypeFont] = _faces.__dict__.setdefault("probes", {})
    if script not in cache:
        path = _FOLDER / _FILES[script, False]
        cache[script] = ImageFont.truetype(path, _PROBE, layout_engine=ImageFont.Layout.BASIC)
    return cache[script]
