"""The taps of `/template`: a survey of one's own. What changes something says at which revision it was seen."""

from __future__ import annotations

from typing import ClassVar, Literal

from handlers.value import Private, Value

Of = Literal["g", "o"]
"""Whose survey: a group's or an organization's."""

Piece = Literal["t", "a", "n", "q", "s", "0", "1", "2", "3", "4", "5"]
"""Of the whole: title, about. Of a theme: name, question, all six sentences, or the sentence of that level."""


class Changing(Private):
    """A button that changes what was seen at that revision."""

    id: int
    revision: int


class Places(Value):
    """Whose?"""

    code: ClassVar[str] = "oa"


class Shelf(Value):
    """What they have of their own, and what they can copy."""

    code: ClassVar[str] = "ob"
    of: Of
    id: int


class Copies(Private):
    """What they can copy."""

    code: ClassVar[str] = "oo"
    of: Of
    id: int


class Copy(Private):
    """Copy that one."""

    code: ClassVar[str] = "oc"
    of: Of
    id: int
    template_id: str


class Card(Private):
    """One of their own."""

    code: ClassVar[str] = "od"
    id: int


class Theme(Private):
    """A theme of it."""

    code: ClassVar[str] = "oe"
    id: int
    key: str


class Word(Private):
    """Word a part anew, in that language; `key` is the theme's, "-" for the whole."""

    code: ClassVar[str] = "of"
    id: int
    key: str
    piece: Piece
    language: str


class Add(Private):
    """One theme more."""

    code: ClassVar[str] = "og"
    id: int


class Drop(Changing):
    """Without that theme: asked once more (`sure` 0), then done (1)."""

    code: ClassVar[str] = "oh"
    key: str
    sure: int


class TurnOn(Changing):
    """Ask a sensitive theme: warned first (`sure` 0), then done (1)."""

    code: ClassVar[str] = "oi"
    key: str
    sure: int


class TurnOff(Changing):
    """Ask a sensitive theme no longer."""

    code: ClassVar[str] = "oj"
    key: str


class Mark(Changing):
    """Let a theme be sensitive."""

    code: ClassVar[str] = "ok"
    key: str


class Use(Changing):
    """New rounds use it as it is now."""

    code: ClassVar[str] = "ol"


class Discard(Changing):
    """As it was before the changes: asked once more (`sure` 0), then done (1)."""

    code: ClassVar[str] = "om"
    sure: int


class PutAway(Changing):
    """Offer it no more: asked once more (`sure` 0), then done (1)."""

    code: ClassVar[str] = "on"
    sure: int
