"""The buttons of discussion threads: opening one from a wheel, the list, and what facilitators do with one."""

from __future__ import annotations

from typing import ClassVar

from handlers.value import Value


class Discuss(Value):
    """What shall we talk about? The suggestions of that wheel; 0: of none in particular."""

    code: ClassVar[str] = "da"
    figure_id: int


class Suggested(Value):
    """Back to the suggestions."""

    code: ClassVar[str] = "dp"
    figure_id: int


class Themes(Value):
    """All themes of that wheel."""

    code: ClassVar[str] = "db"
    figure_id: int


class Theme(Value):
    """Open a thread on the theme at that place."""

    code: ClassVar[str] = "dc"
    figure_id: int
    place: int


class WentWell(Value):
    """Open a thread on what went well, where no theme stands out."""

    code: ClassVar[str] = "dd"


class Subject(Value):
    """Another subject: it is typed."""

    code: ClassVar[str] = "de"


class List(Value):
    """A page of a group's threads."""

    code: ClassVar[str] = "df"
    group_id: int
    page: int


class OfThread(Value):
    """A button about one thread."""

    id: int


class Look(OfThread):
    """How it stands, in place of what is there."""

    code: ClassVar[str] = "dg"


class Manage(OfThread):
    """How it stands, as a new message: below an opening, which stays."""

    code: ClassVar[str] = "dh"


class Do(OfThread):
    """Do something with it at once: the name of the deed."""

    code: ClassVar[str] = "di"
    deed: str


class Write(OfThread):
    """Something about it is typed or spoken: the name of what."""

    code: ClassVar[str] = "dj"
    about: str


class Close(OfThread):
    """Close it: with a summary, or without?"""

    code: ClassVar[str] = "dk"


class Days(OfThread):
    """On which days it is asked something, bit 0 is Monday, and at which hour; nothing is kept yet."""

    code: ClassVar[str] = "dl"
    days: int
    hour: int


class Ask(OfThread):
    """Keep these days and this hour; no days: ask nothing."""

    code: ClassVar[str] = "dm"
    days: int
    hour: int


class Listen(OfThread):
    """Send its spoken summary once more."""

    code: ClassVar[str] = "dn"
