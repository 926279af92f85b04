"""What the buttons say by which a member tells which organization they are with."""

from __future__ import annotations

from typing import ClassVar

from handlers.value import Private


class OfNetwork(Private):
    """A button about the person in one network."""

    network_id: int


class Mine(OfNetwork):
    """Show which organization the person is with."""

    code: ClassVar[str] = "sia"


class Change(OfNetwork):
    """Offer the network's organizations."""

    code: ClassVar[str] = "sib"


class Belong(OfNetwork):
    """That organization; 0: none."""

    code: ClassVar[str] = "sic"
    organization_id: int


class Find(OfNetwork):
    """A part of the name is typed."""

    code: ClassVar[str] = "sid"


class Name(OfNetwork):
    """The name of an organization that is not listed is typed."""

    code: ClassVar[str] = "sie"
