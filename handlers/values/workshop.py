"""The taps of a workshop. `place` is a theme's place in the template, from 0; `workshop_id` is that of the workshop."""

from __future__ import annotations

from typing import ClassVar

from handlers.value import Value


class Templates(Value):
    """Back to the choice of a survey."""

    code: ClassVar[str] = "wka"


class Mode(Value):
    """This survey: does everybody tap, or is it agreed aloud?"""

    code: ClassVar[str] = "wkb"
    template_id: str


class Present(Value):
    """Aloud: how many are there?"""

    code: ClassVar[str] = "wkc"
    template_id: str


class TypePresent(Value):
    """How many are there will be typed."""

    code: ClassVar[str] = "wkd"
    template_id: str


class Begin(Value):
    """Begin; `present` is how many agree aloud, 0 where everybody taps."""

    code: ClassVar[str] = "wke"
    template_id: str
    present: int


class OfWorkshop(Value):
    """A button about one workshop, in its group."""

    workshop_id: int


class Level(OfWorkshop):
    """A member's level for a theme."""

    code: ClassVar[str] = "wkf"
    place: int
    level: int


class Show(OfWorkshop):
    """Show what the taps came to; with `sure` 1 also where the level has to be withheld."""

    code: ClassVar[str] = "wkg"
    place: int
    sure: int


class Agree(OfWorkshop):
    """The level on which the group agrees."""

    code: ClassVar[str] = "wkh"
    place: int
    level: int


class Wish(OfWorkshop):
    """The level that the group wants next time."""

    code: ClassVar[str] = "wki"
    place: int
    level: int


class Say(OfWorkshop):
    """Why that level: it will be typed or spoken."""

    code: ClassVar[str] = "wkj"
    place: int


class Talk(OfWorkshop):
    """Talk for so many minutes."""

    code: ClassVar[str] = "wkk"
    place: int
    minutes: int


class Go(OfWorkshop):
    """On to a theme, or back to it; `listed` is 1 when it was chosen among the ways on, which are put away then."""

    code: ClassVar[str] = "wkl"
    place: int
    listed: int


class Steer(OfWorkshop):
    """The ways on: other themes, a pause, the end."""

    code: ClassVar[str] = "wkm"


class Pause(OfWorkshop):
    """Go on another day."""

    code: ClassVar[str] = "wkn"


class Resume(OfWorkshop):
    """Go on where the group was."""

    code: ClassVar[str] = "wko"


class End(OfWorkshop):
    """Make the wheel: asked once more (`sure` 0), then done (1); `listed` as in `Go`."""

    code: ClassVar[str] = "wkp"
    listed: int
    sure: int


class Cancel(OfWorkshop):
    """Stop without a wheel: asked once more (`sure` 0), then done (1)."""

    code: ClassVar[str] = "wkq"
    sure: int


class Agreed(Value):
    """What was agreed on in the workshop of a wheel, and why."""

    code: ClassVar[str] = "wkr"
    figure_id: int


class Hear(Value):
    """A reason that was spoken."""

    code: ClassVar[str] = "wks"
    figure_id: int
    place: int
