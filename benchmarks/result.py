"""What a benchmark found, and the table of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """One row: `what` was measured, the figure found, what it stands beside, and whether the aim is met.

    `required` says that missing it is a failure; the other aims are wishes.
    """

    what: str
    here: str
    beside: str
    ratio: str
    aim: str
    met: bool
    required: bool = True

    @classmethod
    def more(cls, what: str, here: float, peer: str, there: float, *, at_least: float, ratio: float) -> Result:
        """More is better: `here` should be at least so many times `there`, by that ratio."""
        beside, aim = f"{peer}: {there:,.0f}", f">= {at_least:g} x"
        return cls(what, f"{here:,.0f}", beside, f"{ratio:.2f}", aim, ratio >= at_least)

    @classmethod
    def told(cls, what: str, here: float, peer: str, there: float) -> Result:
        """For information: more is better, and nothing is aimed at."""
        return cls(what, f"{here:,.0f}", f"{peer}: {there:,.0f}", f"{here / there:.2f}", "", met=True, required=False)

    @classmethod
    def less(cls, what: str, here: float, *, at_most: float, unit: str) -> Result:
        """Less is better: `here` may be `at_most`, both in that unit."""
        shown = f"{here:,.2f}" if at_most < 10 else f"{here:,.0f}"
        return cls(what, f"{shown} {unit}", "", "", f"<= {at_most:g} {unit}", here <= at_most)

    @classmethod
    def longer(cls, what: str, here: float, peer: str, there: float, *, at_most: float, ratio: float) -> Result:
        """Less is better: `here` should be at most so many times `there`, by that ratio."""
        beside, aim = f"{peer}: {there:,.2f}", f"<= {at_most:g} x"
        return cls(what, f"{here:,.2f}", beside, f"{ratio:.2f}", aim, ratio <= at_most)

    @property
    def verdict(self) -> str:
        if self.met:
            return "met" if self.aim else "for information"
        return "MISSED" if self.required else "not met (a wish)"


_HEAD = ("what", "here", "beside", "ratio", "aim", "")


def table(results: Sequence[Result]) -> str:
    """The results as a table for a terminal."""
    rows = [_HEAD, *((one.what, one.here, one.beside, one.ratio, one.aim, one.verdict) for one in results)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(_HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def failed(results: Sequence[Result]) -> bool:
    """Whether something that is required is missed."""
    return any(one.required and not one.met for one in results)
