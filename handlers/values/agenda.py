"""The buttons of agendas: what comes back, its sheets, and putting something on it.

What is being put on an agenda lies in the dialogue of the chat, so those buttons say only what was chosen.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from handlers.value import Value

Of = Literal["g", "o"]
"""Whose agenda: a group's or an organization's."""

Every = Literal["w", "f", "n", "d", "l", "y", "o"]
"""How often: each week or second week, on a weekday, a day or the last of a month, yearly, or by an own rule."""

To = Literal["title", "every", "rule", "day", "time", "ahead", "sure"]
"""The steps of putting something on an agenda, one after another."""


class OfPlan(Value):
    """A button about a whole agenda."""

    of: Of
    id: int


class Plans(Value):
    """Whose agenda?"""

    code: ClassVar[str] = "ja"


class List(OfPlan):
    """What comes back."""

    code: ClassVar[str] = "jb"


class Point(Value):
    """One of it."""

    code: ClassVar[str] = "jc"
    id: int


class End(Value):
    """It comes back no more: asked once more (`sure` 0), then done (1)."""

    code: ClassVar[str] = "jd"
    id: int
    sure: int


class Now(OfPlan):
    """The sheet as it is now."""

    code: ClassVar[str] = "je"


class Paper(OfPlan):
    """A sheet on paper: that of now (`item` 0), or an item's for a time, since another (seconds UTC)."""

    code: ClassVar[str] = "jf"
    item: int
    at: int
    since: int


class Begin(OfPlan):
    """Put something on it."""

    code: ClassVar[str] = "jg"


class Title(Value):
    """The suggested title at that place."""

    code: ClassVar[str] = "jh"
    place: int


class Often(Value):
    """So often."""

    code: ClassVar[str] = "ji"
    every: Every


class Month(Value):
    """Show the month of that day."""

    code: ClassVar[str] = "jj"
    day: int


class First(Value):
    """From that day on."""

    code: ClassVar[str] = "jk"
    day: int


class At(Value):
    """At that minute of the day."""

    code: ClassVar[str] = "jl"
    minute: int


class Ahead(Value):
    """Told so many days ahead; 0: not at all."""

    code: ClassVar[str] = "jm"
    days: int


class Step(Value):
    """Back to that step."""

    code: ClassVar[str] = "jn"
    to: To


class Save(Value):
    """It is right so: put it on the agenda."""

    code: ClassVar[str] = "jo"
