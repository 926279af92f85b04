"""The buttons of a charter. `whose` says whose it is: the network's ("n") or the group's ("g") of that number."""

from __future__ import annotations

from typing import ClassVar, Literal

from handlers.value import Value


class OfCircle(Value):
    """A button about one charter."""

    whose: Literal["n", "g"]
    id: int


class List(Value):
    """All charters of the person."""

    code: ClassVar[str] = "ca"


class Read(OfCircle):
    """Show it in that language ("": the reader's)."""

    code: ClassVar[str] = "cb"
    language: str


class Accept(OfCircle):
    """Accept that version."""

    code: ClassVar[str] = "cc"
    version: int


class Listen(OfCircle):
    """Hear it in that language."""

    code: ClassVar[str] = "cd"
    language: str


class Begin(OfCircle):
    """Write a version: from what is in force, or from a blank page (`blank` 1)."""

    code: ClassVar[str] = "ce"
    blank: int


class OfDraft(OfCircle):
    """A button about the draft of one."""

    private: ClassVar[bool] = True


class Draft(OfDraft):
    """The draft as it stands."""

    code: ClassVar[str] = "cf"


class Version(OfDraft):
    """The draft in one language."""

    code: ClassVar[str] = "cg"
    language: str


class Write(OfDraft):
    """Write it in that language."""

    code: ClassVar[str] = "ch"
    language: str


class Drop(OfDraft):
    """Take a language away."""

    code: ClassVar[str] = "ci"
    language: str


class Change(OfDraft):
    """Say in that language what is new."""

    code: ClassVar[str] = "cj"
    language: str


class Preview(OfDraft):
    """Show the draft as it will be read, and ask whether it shall be in force."""

    code: ClassVar[str] = "ck"


class Plain(OfDraft):
    """Take all formatting away."""

    code: ClassVar[str] = "cl"


class Publish(OfDraft):
    """Put it in force as it was seen."""

    code: ClassVar[str] = "cm"
    revision: int


class Discard(OfDraft):
    """Drop the draft."""

    code: ClassVar[str] = "cn"


class Hear(OfDraft):
    """Hear the draft in that language."""

    code: ClassVar[str] = "co"
    language: str
