"""What the buttons say by which a group gets its network and organizations, and its yes."""

from __future__ import annotations

from typing import ClassVar

from handlers.value import Value
from handlers.values.setup import OfGroup


class Whose(OfGroup):
    """Offer: one organization, several, the network."""

    code: ClassVar[str] = "sw"


class OfNetwork(OfGroup):
    """The whole network's."""

    code: ClassVar[str] = "sn"


class Organizations(OfGroup):
    """Offer organizations; `several` is 1 when more than one can be picked."""

    code: ClassVar[str] = "so"
    several: int


class Of(OfGroup):
    """That organization's; with `several`, it is added (1) or taken away (2): what two tap at once stays so."""

    code: ClassVar[str] = "sp"
    organization_id: int
    several: int


class Find(OfGroup):
    """The name of an organization of the network is typed, in part."""

    code: ClassVar[str] = "sq"
    several: int


class Name(OfGroup):
    """The name of an organization that is not listed is typed."""

    code: ClassVar[str] = "sr"
    several: int


class Networks(OfGroup):
    """Offer the networks of a coordinator."""

    code: ClassVar[str] = "sj"


class Choose(OfGroup):
    """The group is of that network."""

    code: ClassVar[str] = "sk"
    network_id: int


class Answer(Value):
    """A coordinator's yes (1) or no (0) to what `mark` stands for."""

    code: ClassVar[str] = "sy"
    group_id: int
    mark: str
    yes: int
