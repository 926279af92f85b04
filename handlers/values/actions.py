"""The buttons of actions: planning one, the board, and what is done with one.

What is being planned lies in the dialogue of the chat, so those buttons say only what was chosen.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from handlers.value import Value

Of = Literal["g", "o", "m"]
"""Whose plan: a group's, an organization's, or the person's own ("mine only")."""

For = Literal["d", "m", "r", "a"]
"""What a day is for: when a new action is due, to when one moves, when to be reminded of it, or until when one is away.
"""

By = Literal["d", "h", "a"]
"""What a person is chosen as: owner of a new action, its next owner, or one who helps."""

Chosen = Literal["d", "h", "a", "o"]
"""The same, or "o": one who helps no more."""


class Begin(Value):
    """Plan an action that answers that wheel; 0: none in particular."""

    code: ClassVar[str] = "pa"
    figure_id: int


class Plans(Value):
    """For which plan is it?"""

    code: ClassVar[str] = "pt"


class Into(Value):
    """Plan it for that plan."""

    code: ClassVar[str] = "pb"
    of: Of
    id: int


class Theme(Value):
    """It answers the theme at that place; -1: none."""

    code: ClassVar[str] = "pc"
    place: int


class Suggested(Value):
    """Take the suggestion at that place."""

    code: ClassVar[str] = "pd"
    place: int


class OfAction(Value):
    """A button about one action; 0: the one that is being planned."""

    id: int


class When(OfAction):
    """Offer days."""

    code: ClassVar[str] = "pj"
    purpose: For


class Month(OfAction):
    """Show the month of that day."""

    code: ClassVar[str] = "pe"
    purpose: For
    day: int


class Day(OfAction):
    """On that day."""

    code: ClassVar[str] = "pf"
    purpose: For
    day: int


class TypeDay(OfAction):
    """The day is typed."""

    code: ClassVar[str] = "pg"
    purpose: For


class People(OfAction):
    """A page of those who may be chosen."""

    code: ClassVar[str] = "ph"
    role: By
    page: int


class Choose(OfAction):
    """That person."""

    code: ClassVar[str] = "pi"
    role: Chosen
    person_id: int


class Look(OfAction):
    """Show how it stands."""

    code: ClassVar[str] = "pk"


class Do(OfAction):
    """Do something with it at once: the name of the deed."""

    code: ClassVar[str] = "pl"
    deed: str


class Say(OfAction):
    """Say to a reminder how it goes: the name of the deed."""

    code: ClassVar[str] = "pw"
    deed: str


class Write(OfAction):
    """Something about it is typed: the name of what."""

    code: ClassVar[str] = "pm"
    about: str


class Change(OfAction):
    """Offer what can be changed."""

    code: ClassVar[str] = "pn"


class Themes(OfAction):
    """Offer the themes that it may answer."""

    code: ClassVar[str] = "pca"


class Answers(OfAction):
    """It answers the theme at that place."""

    code: ClassVar[str] = "pcb"
    place: int


class Past(OfAction):
    """What was done with it so far."""

    code: ClassVar[str] = "po"


class Naming(OfAction):
    """May the owner be named in the group?"""

    code: ClassVar[str] = "pma"


class Listen(OfAction):
    """Play what was spoken."""

    code: ClassVar[str] = "pp"


class Share(OfAction):
    """Move one's own into that plan; of "m": offer the plans."""

    code: ClassVar[str] = "pq"
    of: Of
    plan_id: int


class Board(Value):
    """A page of a plan, by theme (0), owner (1) or day (2)."""

    code: ClassVar[str] = "pr"
    of: Of
    id: int
    order: int
    page: int


class Coordinated(Value):
    """A page of the plans of organizations, for who coordinates their network."""

    code: ClassVar[str] = "prc"
    page: int


class Ended(Value):
    """A page of what was done in a plan."""

    code: ClassVar[str] = "pra"
    of: Of
    id: int
    page: int


class Give(Value):
    """How many person-days does the organization give in that year? 0: in this one."""

    code: ClassVar[str] = "prb"
    organization_id: int
    year: int


class Mine(Value):
    """A page of what the person has taken on, everywhere."""

    code: ClassVar[str] = "pu"
    page: int


class MineEnded(Value):
    """A page of what the person had, everywhere, and is done or dropped."""

    code: ClassVar[str] = "pua"
    page: int


class Back(Value):
    """The person is away no more."""

    code: ClassVar[str] = "pv"


class Blank(Value):
    """A button that only fills its row."""

    code: ClassVar[str] = "pz"
