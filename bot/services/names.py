"""Names as people type them: cleaned for keeping, folded for comparing and searching."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from typing import TypeVar

LONGEST = 64

T = TypeVar("T")


def clean(text: str) -> str:
    """The text on one line, without control and direction characters, single spaces between its words."""
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(" " if one.isspace() else one for one in composed if one.isspace() or not _unseen(one))
    return " ".join(kept.split())


def shortened(text: str) -> str:
    """A person's name or a chat's title, cleaned and cut to what is kept of it."""
    return clean(text)[:LONGEST].strip()


def fold(text: str) -> str:
    """What two spellings of one name have in common: no case, accents or punctuation (unless there is nothing else)."""
    lowered = clean(text).casefold()
    decomposed = unicodedata.normalize("NFKD", lowered)
    bare = "".join(one for one in decomposed if not unicodedata.combining(one))
    words = "".join(one if one.isalnum() else " " for one in bare).split()
    return " ".join(words) or lowered


def search(wanted: str, things: Iterable[T], name: Callable[[T], str]) -> list[T]:
    """The things whose name contains all words of `wanted`; those that begin with it come first."""
    words = fold(wanted).split()
    found = [(fold(name(thing)), thing) for thing in things]
    matching = [(text, thing) for text, thing in found if words and all(word in text for word in words)]
    return [thing for _, thing in sorted(matching, key=lambda one: not one[0].startswith(words[0]))]


def _unseen(one: str) -> bool:
    """Control characters, and what turns the direction of the words after it; joiners of emoji and scripts stay."""
    return (
        unicodedata.category(one) in {"Cc", "Cs", "Cn"}
        or one in "\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
    )
