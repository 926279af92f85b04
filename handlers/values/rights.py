"""The buttons of leaving, and of erasing what one coordinates."""

from __future__ import annotations

from typing import ClassVar, Literal

from handlers.value import Private


class Leave(Private):
    """Leave that group ("g") or network ("n"): asked once more (`sure` 0), then done (1)."""

    code: ClassVar[str] = "ya"
    of: Literal["g", "n"]
    id: int
    sure: int


class Stay(Private):
    """Rather leave nothing."""

    code: ClassVar[str] = "yb"


class Organizations(Private):
    """Which organization of the network shall be erased?"""

    code: ClassVar[str] = "yc"
    network_id: int
    page: int


class Erase(Private):
    """Erase the network, or that organization of it (0: none): asked once more (`sure` 0), then noted (1)."""

    code: ClassVar[str] = "yd"
    network_id: int
    organization_id: int
    sure: int


class Stop(Private):
    """Let it not be erased."""

    code: ClassVar[str] = "ye"
    id: int
