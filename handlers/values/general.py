"""What the buttons of the general commands say."""

from __future__ import annotations

from typing import ClassVar

from handlers.value import Value


class Voices(Value):
    """Offer the languages."""

    code: ClassVar[str] = "gl"


class Voice(Value):
    """Speak this language from now on."""

    code: ClassVar[str] = "gs"
    language: str


class Forget(Value):
    """Forget me, for good."""

    code: ClassVar[str] = "gf"


class Keep(Value):
    """Rather not be forgotten."""

    code: ClassVar[str] = "gk"


class Help(Value):
    """What can be done here."""

    code: ClassVar[str] = "gh"


class Section(Value):
    """What can be done here of one kind: a key of `handlers.screens.help.SECTIONS`."""

    code: ClassVar[str] = "gi"
    key: str
