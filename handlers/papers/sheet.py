"""A sheet for a meeting, to be printed: a plain value, and the PDF of it. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

MOST_SECTIONS = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One point; the `detail` stands smaller below it."""

    text: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Points under a heading; before each stands a box to tick where there are `boxes`, else a dot."""

    title: str
    lines: tuple[Line, ...]
    boxes: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """One page, all of its words in its language (an IETF tag).

    `more(n)` says that so many points of a section found no room. `notes` is the heading of what is left free to write
    on, where enough is; empty: none. `footer` stands at the bottom. `made` is written into the file.
    """

    title: str
    subtitle: str
    sections: tuple[Section, ...]
    language: str
    made: datetime
    more: Callable[[int], str]
    notes: str = ""
    footer: str = ""

    def __post_init__(self) -> None:
        if len(self.sections) > MOST_SECTIONS:
            raise ValueError(f"a page has room for {MOST_SECTIONS} sections at most")


def pdf(paper: Paper) -> bytes:
    """One page of A4, the same bytes for the same value. It takes some time: away from the event loop, please."""
    from handlers.papers.page import draw  # noqa: PLC0415 - a fifth of a second to import: only when someone prints

    return draw(paper)
