"""Names as people type them: cleaned for keeping, folded for comparing and searching."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from typing import TypeVar

LONGEST = 64

T = TypeVar("T")


_JOINERS = "\u200c\u200d"
"""What emoji and some scripts are joined by; alone they are not seen."""
_BLANKS = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
"""Letters and signs that look like nothing: two names that differ by them alone look the same."""
_SIGNS = range(0x0600, 0x0900)
"""Of what only formats text, the signs of Arabic and Syriac are seen."""


def clean(text: str) -> str:
    """The text on one line, without what is not seen, single spaces between its words; empty if nothing is seen."""
    seen = "".join(" " if one.isspace() else one for one in text if one.isspace() or not _unseen(one))
    kept = unicodedata.normalize("NFC", seen)
    return " ".join(kept.split()) if any(unicodedata.category(one)[0] in "LNPS" for one in kept) else ""


def shortened(text: str) -> str:
    """A person's name or a chat's title, cleaned and cut to what is kept of it."""
    return clean(text)[:LONGEST].strip()


def fold(text: str) -> str:
    """What two spellings of one name have in common: no case, accents or punctuation (unless there is nothing else)."""
    lowered = clean(text).casefold()
    decomposed = unicodedata.normalize("NFKD", lowered)
    bare = "".join(one for one in decomposed if not (unicodedata.combining(one) or _is_ignored(one)))
    words = "".join(one if one.isalnum() else " " for one in bare).split()
    return " ".join(words) or lowered


def search(wanted: str, things: Iterable[T], name: Callable[[T], str]) -> list[T]:
    """The things whose name contains all words of `wanted`; those that begin with it come first."""
    words = fold(wanted).split()
    found = [(fold(name(thing)), thing) for thing in things]
    matching = [(text, thing) for text, thing in found if words and all(word in text for word in words)]
    return [thing for _, thing in sorted(matching, key=lambda one: not one[0].startswith(words[0]))]


def _unseen(one: str) -> bool:
    """Control characters, what turns the direction of the words after it, what formats or fills without a sign."""
    category = unicodedata.category(one)
    if category == "Cf":
        return one not in _JOINERS and (ord(one) not in _SIGNS or one == "\u061c")
    return category in {"Cc", "Cs", "Cn", "Co"} or one in _BLANKS


def _is_ignored(one: str) -> bool:
    """What names are not told apart by: joiners, and what chooses between two looks of the sign before it."""
    return one in _JOINERS or "\ufe00" <= one <= "\ufe0f" or "\U000e0100" <= one <= "\U000e01ef"
