"""Taps that no button of the bot has made: of every kind, with what is there, what is not, and what is absurd."""

from __future__ import annotations

from typing import Any, Literal, get_args, get_origin

from hypothesis import strategies as st

from handlers.routes import routes
from handlers.value import Value
from tests.conversations.test_bad_input import FORGED

KINDS = list(routes().taps)
IDS = [1, 1, 1, 2, 2, 3, 0, -5, 2**53 - 1, 2**63 - 1]
"""Mostly what is there, in either network."""

WORDS = ["done", "drop", "pause", "resume", "remove", "sign", "reason", "title", "openness", "day", "w", "all", "o1"]
"""What fields of text say that are no language, country or zone, and a theme that there is."""


def choices(kind: type[Value], name: str) -> list[Any]:
    """What a field may say: what its type allows, or what tests of bad input put there."""
    annotation = kind.model_fields[name].annotation
    if get_origin(annotation) is Literal:
        return list(get_args(annotation))
    return FORGED.get(name, IDS if annotation is int else WORDS)


def of_kind(kind: type[Value]) -> st.SearchStrategy[str]:
    """Data that is read as that kind, whatever it names."""
    fields = [st.sampled_from(choices(kind, name)).map(str) for name in kind.model_fields]
    return st.tuples(*fields).map(lambda chosen: ":".join(["1", kind.code, *chosen]))


def taps() -> st.SearchStrategy[str]:
    """Of any kind; now and then what is read as none."""
    known = st.sampled_from(KINDS).flatmap(of_kind)
    codes = st.sampled_from([kind.code for kind in KINDS])
    fields = st.lists(st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=8), max_size=5)
    broken = st.tuples(codes, fields).map(lambda one: ":".join(["1", one[0], *one[1]])[:64])
    return st.one_of(known, known, known, known, known, known, known, broken)
