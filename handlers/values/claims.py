"""What the buttons under a claim say."""

from __future__ import annotations

from typing import ClassVar

from handlers.value import Private


class Settle(Private):
    """Yes (1) or no (0): that person is with that organization."""

    code: ClassVar[str] = "st"
    network_id: int
    person_id: int
    organization_id: int
    yes: int
