"""The buttons by which a plan is taken out of the chat."""

from __future__ import annotations

from typing import ClassVar, Literal

from handlers.value import Value
from handlers.values.actions import Of

Form = Literal["x", "c", "i"]
"""A workbook (XLSX), CSV, or iCalendar."""


class Whose(Value):
    """Which plan?"""

    code: ClassVar[str] = "xa"


class Forms(Value):
    """As which kind of file?"""

    code: ClassVar[str] = "xb"
    of: Of
    id: int


class Take(Value):
    """That file of that plan."""

    code: ClassVar[str] = "xc"
    of: Of
    id: int
    form: Form
