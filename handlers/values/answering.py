"""What the buttons of answering say. `place` is a spoke's place in the template, from 0."""

from __future__ import annotations

from typing import ClassVar

from handlers.value import Value


class Open(Value):
    """Open a round, or go on where it was left."""

    code: ClassVar[str] = "ao"
    round_id: int


class Answer(Value):
    """A level for a spoke; `listed` is 1 when the person came from the list of their answers, and goes back there."""

    code: ClassVar[str] = "aa"
    round_id: int
    place: int
    level: int
    listed: int = 0


class Ask(Value):
    """Show the question of a spoke."""

    code: ClassVar[str] = "aq"
    round_id: int
    place: int
    listed: int = 0


class Overview(Value):
    """Show the person's own answers."""

    code: ClassVar[str] = "al"
    round_id: int


class More(Value):
    """Show what is behind the promise."""

    code: ClassVar[str] = "am"
    round_id: int
    place: int


class Languages(Value):
    """Offer the languages, on the question of a spoke."""

    code: ClassVar[str] = "at"
    round_id: int
    place: int
    listed: int = 0


class Speak(Value):
    """Go on in another language."""

    code: ClassVar[str] = "au"
    round_id: int
    place: int
    listed: int
    language: str


class Done(Value):
    """Close the questions: thanks, and no level."""

    code: ClassVar[str] = "ad"
    round_id: int


class Hide(Value):
    """Put the thanks away too."""

    code: ClassVar[str] = "ah"
    round_id: int


class Belong(Value):
    """Say which organization one is with; 0: none."""

    code: ClassVar[str] = "ac"
    round_id: int
    organization_id: int


class Another(Value):
    """An organization that is not listed: its name is typed."""

    code: ClassVar[str] = "an"
    round_id: int
