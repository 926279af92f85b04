"""What the buttons about companions say."""

from __future__ import annotations

from typing import ClassVar

from handlers.value import Private


class List(Private):
    """A page of the network's organizations."""

    code: ClassVar[str] = "sja"
    network_id: int
    page: int


class OfOrganization(Private):
    """A button about the companions of one organization."""

    organization_id: int


class Look(OfOrganization):
    """Those of one, for a coordinator."""

    code: ClassVar[str] = "sjb"


class Offer(OfOrganization):
    """Make a link for a companion, for so many days."""

    code: ClassVar[str] = "sjc"
    number: int


class End(OfOrganization):
    """That companion accompanies it no more: asked once more (`sure` 0), then done (1)."""

    code: ClassVar[str] = "sjd"
    person_id: int
    sure: int


class Sharing(OfOrganization):
    """Who accompanies one's own organization, and what they see."""

    code: ClassVar[str] = "sje"


class Share(OfOrganization):
    """Show companions the wheel and the plan (1), or no more (0)."""

    code: ClassVar[str] = "sjf"
    yes: int


class Mine(Private):
    """What the person accompanies."""

    code: ClassVar[str] = "sjg"
