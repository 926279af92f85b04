"""The buttons of `/groups`."""

from __future__ import annotations

from typing import ClassVar

from handlers.value import Value


class Groups(Value):
    """A page of the groups that the person looks after."""

    code: ClassVar[str] = "ta"
    page: int


class Look(Value):
    """How one of them stands, and the ways on."""

    code: ClassVar[str] = "tb"
    group_id: int
