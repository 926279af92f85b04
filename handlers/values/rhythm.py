"""What the buttons say by which a group chooses how its actions are brought to mind, and how often it hears of them."""

from __future__ import annotations

from typing import ClassVar, Literal

from handlers.values.setup import OfGroup

Part = Literal["b", "a", "r"]
"""A part of a cadence: days before, days after, how many times again."""


Letter = Literal["u", "g", "d"]
"""As usual, gently, or only on the day."""

Often = Literal["weekly", "monthly", "off"]


class Reminders(OfGroup):
    """How reminders come, and what else could be chosen."""

    code: ClassVar[str] = "stc"


class Way(OfGroup):
    """Remind in that way."""

    code: ClassVar[str] = "std"
    way: Letter


class Numbers(OfGroup):
    """Offer numbers for that part."""

    code: ClassVar[str] = "ste"
    part: Part


class Number(OfGroup):
    """That number for that part."""

    code: ClassVar[str] = "stf"
    part: Part
    number: int


class Digests(OfGroup):
    """Offer how often the group hears how its actions stand."""

    code: ClassVar[str] = "stg"


class Digest(OfGroup):
    """So often."""

    code: ClassVar[str] = "sth"
    often: Often
