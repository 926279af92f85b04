"""What the buttons of a group's set-up say."""

from __future__ import annotations

from typing import ClassVar

from handlers.value import Value


class OfGroup(Value):
    """A button about one group."""

    group_id: int


class Begin(OfGroup):
    """Set up a group that the bot has just joined."""

    code: ClassVar[str] = "sb"


class Summary(OfGroup):
    """Back to the summary."""

    code: ClassVar[str] = "ss"


class AllRight(OfGroup):
    """Accept a summary, as an old button says it, not which: it is shown once more."""

    code: ClassVar[str] = "sa"


class Accept(OfGroup):
    """Accept the summary as it was seen; `mark` stands for whose group it says."""

    code: ClassVar[str] = "stk"
    mark: str


class Close(OfGroup):
    """Put the summary away."""

    code: ClassVar[str] = "sx"


class Languages(OfGroup):
    """Offer the languages."""

    code: ClassVar[str] = "sl"


class Language(OfGroup):
    code: ClassVar[str] = "sm"
    language: str


class Countries(OfGroup):
    """Offer likely countries."""

    code: ClassVar[str] = "sc"


class Country(OfGroup):
    """An ISO 3166 alpha-2 code."""

    code: ClassVar[str] = "sd"
    country: str


class FindCountry(OfGroup):
    """A country is typed."""

    code: ClassVar[str] = "se"


class Zone(OfGroup):
    """One of the zones of a country: an IANA name."""

    code: ClassVar[str] = "sz"
    country: str
    zone: str


class RestDays(OfGroup):
    """Offer the days of the week."""

    code: ClassVar[str] = "sta"


class RestDay(OfGroup):
    """On that day (0 is Monday) nothing comes to the group by itself (1), or does again (0)."""

    code: ClassVar[str] = "stb"
    day: int
    on: int


class Minimums(OfGroup):
    """Offer how many answers a theme may need."""

    code: ClassVar[str] = "sti"


class Minimum(OfGroup):
    """A theme of the group's own rounds needs so many answers."""

    code: ClassVar[str] = "stj"
    minimum: int


class Facilitators(OfGroup):
    """Offer those who may be named."""

    code: ClassVar[str] = "sf"


class Facilitator(OfGroup):
    """A person, as an old button says it, not whether to name them: those who may be are offered once more."""

    code: ClassVar[str] = "sg"
    person_id: int


class SetFacilitator(OfGroup):
    """Name a person (1), or take the role back (0)."""

    code: ClassVar[str] = "stl"
    person_id: int
    on: int


class AskAround(OfGroup):
    """Let anyone in the group say that they facilitate, for an hour."""

    code: ClassVar[str] = "sh"


class Facilitate(OfGroup):
    """The person who taps facilitates."""

    code: ClassVar[str] = "si"
