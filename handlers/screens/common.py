"""Small parts that screens of several conversations share."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from bot.i18n import Texts
from bot.screen import Button, Rows, column
from handlers.value import Value
from handlers.values.start import Home

LONGEST_LABEL = 60
"""A button's label beyond this is cut by every client, and rows of long ones get near Telegram's 10 KB."""


def tap(label: str, value: Value) -> Button:
    """A button; a long name is cut visibly."""
    return Button(shortened(label, LONGEST_LABEL), value.pack())


def ticked(label: str, chosen: bool) -> str:
    """The label, ticked where it is what was chosen."""
    return f"✓ {label}" if chosen else label


def called(texts: Texts, name: str) -> str:
    """A person's name; a word for who has none that can be seen: Telegram takes no button without one."""
    return name or texts.label("Someone")


def shortened(label: str, most: int) -> str:
    """The label in at most so many characters, cut visibly."""
    return label if len(label) <= most else label[: most - 1].rstrip() + "…"


def lines(*parts: Markup | str) -> Markup:
    """Lines of one message; empty ones are left out."""
    return Markup("\n").join(part for part in parts if part)


def paragraphs(*parts: Markup | str) -> Markup:
    """Paragraphs of one message; empty ones are left out."""
    return Markup("\n\n").join(part for part in parts if part)


def pairs(buttons: Iterable[Button]) -> Rows:
    """Two short buttons beside each other; the longest label decides whether they fit a narrow phone."""
    listed = list(buttons)
    step = 2 if max((len(one.label) for one in listed), default=0) <= 16 else 1
    return tuple(tuple(listed[at : at + step]) for at in range(0, len(listed), step))


def turning(shown: Value, page: int, pages: int) -> Rows:
    """To the pages beside; `shown` is the button of this one."""
    row = []
    if page:
        row.append(tap("←", shown.model_copy(update={"page": page - 1})))
    if page + 1 < pages:
        row.append(tap("→", shown.model_copy(update={"page": page + 1})))
    return (tuple(row),) if row else ()


def way_home(texts: Texts) -> Rows:
    """Below a last word in private: what else can be done."""
    return column(tap(texts.label("What I can do"), Home()))
