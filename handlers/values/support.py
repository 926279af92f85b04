"""The buttons of help for whoever needs it, and of setting whom people can turn to."""

from __future__ import annotations

from typing import ClassVar

from handlers.value import Private, Value


class Need(Value):
    """I need help or want to report something."""

    code: ClassVar[str] = "ha"


class Elsewhere(Private):
    """Whom somebody in that country can turn to."""

    code: ClassVar[str] = "hb"
    network_id: int
    country: str


class Desk(Private):
    """The contacts of a network, for its coordinators."""

    code: ClassVar[str] = "hc"
    network_id: int


class Where(Private):
    """One more contact: for which country?"""

    code: ClassVar[str] = "hd"
    network_id: int


class Add(Private):
    """One more contact for that country ("": for everyone)."""

    code: ClassVar[str] = "he"
    network_id: int
    country: str


class Facilitates(Private):
    """Whether the contact that was just written facilitates a group (1), or not (0)."""

    code: ClassVar[str] = "hf"
    yes: int


class Remove(Private):
    """Take a contact away."""

    code: ClassVar[str] = "hg"
    id: int
