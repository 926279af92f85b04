"""What the buttons say by which coordinators end what somebody has no more."""

from __future__ import annotations

from typing import ClassVar

from handlers.value import Private


class OfRoll(Private):
    """A button about those who are with an organization; 0: about members in none of the network's groups."""

    network_id: int
    organization_id: int


class Roll(OfRoll):
    """A page of them."""

    code: ClassVar[str] = "ska"
    page: int


class End(OfRoll):
    """That person is so no more: asked once more (`sure` 0), then done (1)."""

    code: ClassVar[str] = "skb"
    person_id: int
    sure: int
