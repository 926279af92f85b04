"""The taps of `/survey`: for whom (`of`: g a group, o an organization, n a network), which template, until when.

`day` is a date's ordinal (days since 0001-01-01): small, and the same in every zone.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from handlers.value import Value

Of = Literal["g", "o", "n"]


class Home(Value):
    """Back to the choice of for whom."""

    code: ClassVar[str] = "rh"


class Organizations(Value):
    """A page of a network's organizations."""

    code: ClassVar[str] = "rj"
    network_id: int
    page: int


class Begin(Value):
    """A round for this group, organization or network: its standing, or the choice of a template."""

    code: ClassVar[str] = "rb"
    of: Of
    id: int


class Look(Value):
    """One of several rounds of a group: how it stands."""

    code: ClassVar[str] = "ru"
    round_id: int
    group_id: int


class Pick(Value):
    """Another round than the running one: the choice of a template."""

    code: ClassVar[str] = "rp"
    of: Of
    id: int


class Window(Value):
    """This template: until when?"""

    code: ClassVar[str] = "rw"
    of: Of
    id: int
    template_id: str


class TypeDay(Value):
    """The last day will be typed."""

    code: ClassVar[str] = "rt"
    of: Of
    id: int
    template_id: str


class Preview(Value):
    """Everything is chosen: show it before it is opened."""

    code: ClassVar[str] = "rv"
    of: Of
    id: int
    template_id: str
    day: int


class Open(Value):
    """Open it, or propose it."""

    code: ClassVar[str] = "ro"
    of: Of
    id: int
    template_id: str
    day: int


class Close(Value):
    """Close a group's part: asked once more (`sure` 0), then done (1)."""

    code: ClassVar[str] = "rc"
    round_id: int
    group_id: int
    sure: int


class Extend(Value):
    """More time for a group's part: the choice of a day (`day` 0), or that day."""

    code: ClassVar[str] = "re"
    round_id: int
    group_id: int
    day: int


class TypeExtension(Value):
    """The new last day will be typed."""

    code: ClassVar[str] = "ry"
    round_id: int
    group_id: int


class CloseOrganization(Value):
    """Close an organization's round: asked once more (`sure` 0), then done (1)."""

    code: ClassVar[str] = "rz"
    round_id: int
    sure: int


class NewLink(Value):
    """Revoke an organization round's link and make a new one."""

    code: ClassVar[str] = "rk"
    round_id: int


class RevokeLink(Value):
    """Revoke an organization round's link."""

    code: ClassVar[str] = "rr"
    round_id: int


class Proposed(Value):
    """The proposal to a group, shown again."""

    code: ClassVar[str] = "rs"
    round_id: int
    group_id: int


class Accept(Value):
    """The group takes part: from now (`day` 0), or from that day."""

    code: ClassVar[str] = "ra"
    round_id: int
    group_id: int
    day: int


class Later(Value):
    """The group would rather begin on another day: which?"""

    code: ClassVar[str] = "rl"
    round_id: int
    group_id: int


class TypeStart(Value):
    """The first day will be typed."""

    code: ClassVar[str] = "rn"
    round_id: int
    group_id: int


class Decline(Value):
    """The group does not take part."""

    code: ClassVar[str] = "rq"
    round_id: int
    group_id: int


class Dismiss(Value):
    """Put this screen away."""

    code: ClassVar[str] = "rd"
