"""The colours of the wheel, after Okabe and Ito, and the fixed palette that a picture is mapped to before packing."""

from __future__ import annotations

from itertools import chain

from PIL import Image

Colour = tuple[int, int, int]

PAPER: Colour = (255, 255, 255)
INK: Colour = (24, 36, 46)
MUTED: Colour = (74, 89, 101)
SIGN: Colour = (108, 122, 133)
GUIDE: Colour = (211, 218, 224)
TRACK: Colour = (233, 239, 244)
BLUE: Colour = (0, 114, 178)
VERMILION: Colour = (213, 94, 0)

# Between two colours that touch lie the shades of the soft edge: as many steps as the eye needs there.
_RAMPS: tuple[tuple[Colour, Colour, int], ...] = (
    (PAPER, INK, 12),
    (PAPER, BLUE, 12),
    (PAPER, VERMILION, 8),
    (PAPER, MUTED, 8),
    (TRACK, BLUE, 6),
    (TRACK, SIGN, 5),
    (TRACK, INK, 4),
    (PAPER, GUIDE, 3),
    (BLUE, INK, 3),
    (PAPER, TRACK, 2),
)


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of WCAG 2, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _shades(hard: int) -> list[Colour]:
    shades: dict[Colour, None] = {}
    for start, end, most in _RAMPS:
        steps = max(2, most // hard)
        for step in range(steps):
            part = step / (steps - 1)
            red, green, blue = (round(a + (b - a) * part) for a, b in zip(start, end, strict=True))
            shades[red, green, blue] = None
    return list(shades)


def fixed(hard: int = 1) -> Image.Image:
    """A carrier of the palette: at most 64 colours, the same for each wheel; edges are so many times as hard."""
    carrier = Image.new("P", (1, 1))
    carrier.putpalette(list(chain.from_iterable(_shades(hard))))
    return carrier
