"""The buttons of what is kept: its kind and terms, taking it back, lists, and asking an author of another group."""

from __future__ import annotations

from typing import ClassVar, Literal

from bot.storage.kept import Kind as Kinds
from bot.storage.kept import Terms as AllTerms
from handlers.value import Private, Value

Where = Literal["g", "m"]
"""A list of what is kept: a group's, or one's own ("mine")."""


class KeepHere(Value):
    """Something of that thread is to be kept: it is typed or spoken."""

    code: ClassVar[str] = "ka"
    thread_id: int


class OfPoint(Value):
    """A button about one point."""

    id: int


class Kind(OfPoint):
    """It is a practice, a decision, a question."""

    code: ClassVar[str] = "kb"
    what: Kinds


class Terms(OfPoint):
    """Others may use it on these terms."""

    code: ClassVar[str] = "kc"
    terms: AllTerms


class Look(OfPoint):
    """The point with its buttons."""

    code: ClassVar[str] = "kd"


class Withdraw(OfPoint):
    """Take it back: asked once more, and then for good."""

    code: ClassVar[str] = "ke"
    sure: int


class Listen(OfPoint):
    """Send what was spoken once more."""

    code: ClassVar[str] = "kf"


class List(Value):
    """A page of a list; the id of the group, 0 for one's own."""

    code: ClassVar[str] = "kg"
    where: Where
    id: int
    page: int


class Shared(Private):
    """A page of what other groups of that network share; 0: of the first network."""

    code: ClassVar[str] = "kh"
    network_id: int
    page: int


class OfShared(OfPoint):
    """A button about a point of another group."""

    private: ClassVar[bool] = True


class Ask(OfShared):
    """Ask its author."""

    code: ClassVar[str] = "ki"


class Hear(OfShared):
    """Send what was spoken in another group."""

    code: ClassVar[str] = "kj"


class Request(OfShared):
    """To the author: who asks, and for what."""

    code: ClassVar[str] = "kk"
    person_id: int


class Answer(OfShared):
    """The author says yes (1) or no (0) to whoever asked."""

    code: ClassVar[str] = "kl"
    person_id: int
    yes: int


class Reply(OfShared):
    """To whoever asked: what the author has said."""

    code: ClassVar[str] = "km"
