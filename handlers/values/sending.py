"""What the buttons say below an announcement that is being sent, or was."""

from __future__ import annotations

from typing import ClassVar

from handlers.value import Private, Value
from handlers.values.announcements import OfAnnouncement


class Steer(OfAnnouncement):
    """`do` is pause, resume or cancel."""

    code: ClassVar[str] = "ns"
    do: str


class Change(OfAnnouncement):
    """Change what was sent: in which language? With one version, its new text is asked for at once."""

    code: ClassVar[str] = "nu"


class Rewrite(OfAnnouncement):
    """The new text of the version in that language is typed."""

    code: ClassVar[str] = "nv"
    language: str


class Replace(OfAnnouncement):
    """Put the text that was typed in place of the version in that language, everywhere."""

    code: ClassVar[str] = "nw"
    language: str


class Remove(OfAnnouncement):
    """Delete what was sent, everywhere: asked once more (`sure` 0), then done (1)."""

    code: ClassVar[str] = "nx"
    sure: int


class Seen(Value):
    """A reader has seen it: in private, or in a group."""

    code: ClassVar[str] = "ny"
    id: int


class Sample(Private):
    """The "seen" button of a preview: it does nothing."""

    code: ClassVar[str] = "nz"


class Leave(Private):
    """Get no more announcements (1), or have them again (0)."""

    code: ClassVar[str] = "nza"
    off: int


class Log(Private):
    """A page of the log of a network (`group_id` 0), or of a group: what was before that entry (0: the newest)."""

    code: ClassVar[str] = "nzb"
    network_id: int
    group_id: int
    before: int
