"""The taps of `/wheel`."""

from __future__ import annotations

from typing import ClassVar

from handlers.value import Value


class Show(Value):
    """Show this figure's wheel in place of what is there."""

    code: ClassVar[str] = "ws"
    figure_id: int


class Answered(Value):
    """A page of what answered the wheel before this one."""

    code: ClassVar[str] = "wa"
    figure_id: int
    page: int


class Choose(Value):
    """Back to the choice between several wheels."""

    code: ClassVar[str] = "wc"
