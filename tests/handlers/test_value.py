"""Callback values: what buttons in chats said last year is still understood, and whatever else comes is None."""

from __future__ import annotations

from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.routes import routes
from handlers.value import MAX_BYTES, Value, Values
from tests.handlers.golden import GOLDEN

VALUES = routes().values
KINDS = {f"{kind.__module__.split('.')[-1]}.{kind.__name__}": kind for kind in routes().taps}

"""Never changed: keyboards in chats live for years. A new form gets a new code, or a new version."""

EXAMPLES: dict[str, object] = {
    "language": "fr",
    "country": "BO",
    "zone": "America/La_Paz",
    "template_id": "gender-equality",
    "mark": "0123456789abcdef",
    "kind": "group",
    "of": "g",
    "whose": "n",
    "key": "talk",
    "blank": 1,
    "revision": 3,
    "day": 739_999,
    "place": 3,
    "level": 5,
    "page": 2,
    "token": "o7",
    "shown": 2**32 - 1,
    "minute": 540,
    "do": "resume",
    "before": 7,
    "every": "w",
    "to": "day",
    "purpose": "m",
    "role": "h",
    "deed": "done",
    "about": "sign",
    "order": 2,
    "form": "x",
    "year": 2027,
    "way": "g",
    "part": "b",
    "piece": "t",
    "number": 7,
    "often": "weekly",
    "what": "practice",
    "terms": "free",
    "where": "g",
    **dict.fromkeys(("listed", "yes", "sure", "several", "minus", "on", "off", "anew"), 1),
}
LONGEST: dict[str, object] = {
    **EXAMPLES,
    "zone": "America/Argentina/ComodRivadavia",
    "language": "zh-Hant",
    "day": 3_652_059,
    "person_id": 2**52,
    "token": "g9999999",
    "minute": 1439,
}
"""The longest of each field; Telegram's ids of people have at most 52 bits, and our own count from 1."""


def made(kind: type[Value], examples: dict[str, object], number: int) -> Value:
    return kind.model_validate({name: examples.get(name, number) for name in kind.model_fields})


def test_each_kind_of_tap_has_its_golden_string() -> None:
    """A new kind of tap is added to the list above, and none disappears."""
    assert {name: made(kind, EXAMPLES, 7).pack() for name, kind in KINDS.items()} == GOLDEN


@pytest.mark.parametrize("name", KINDS)
def test_a_golden_string_is_read_as_the_value_that_it_was(name: str) -> None:
    assert VALUES.read(GOLDEN[name]) == made(KINDS[name], EXAMPLES, 7)


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_fits_with_the_longest_of_its_fields(name: str) -> None:
    longest = made(KINDS[name], LONGEST, 9_999_999)
    assert len(longest.pack().encode()) <= MAX_BYTES
    assert VALUES.read(longest.pack()) == longest


@pytest.mark.parametrize(
    "forged",
    [
        None,
        "",
        ":",
        "1",
        "1:",
        "1::",
        "2:gh",  # a version to come
        "0:gh",
        "gh",
        "1:GH",
        "1:zz:1",  # a kind that is no more
        "1:gh:1",  # a field too many
        "1:ao",  # one too few
        "1:ao:",
        "1:ao:x",
        "1:ao:1.0",
        "1:ao: 1",
        "1:ao:+1",
        "1:ao:01",
        "1:ao:1_0",
        "1:ao:\u0661",  # an Arabic one
        "1:ao:1\n",
        "1:ao:9007199254740992",  # a number that names nothing
        "1:ao:9223372036854775808",  # one that no column holds
        "1:ao:-9223372036854775809",
        "1:rb:x:1",  # of no kind
        "1:gs:\ud800",  # half a character
        "1:gs:" + "x" * 60,
        "\x00",
    ],
)
def test_what_the_bot_never_wrote_is_no_value(forged: str | None) -> None:
    assert VALUES.read(forged) is None


@given(st.text(max_size=80))
def test_any_text_is_a_value_that_writes_it_again_or_none(data: str) -> None:
    value = VALUES.read(data)
    assert value is None or value.pack() == data


@given(
    st.sampled_from(sorted(kind.code for kind in KINDS.values())),
    st.lists(
        st.one_of(st.integers().map(str), st.text(max_size=12), st.sampled_from(["g", "fr", "1", "0"])), max_size=6
    ),
)
def test_any_fields_of_a_known_kind_are_a_value_that_writes_them_again_or_none(code: str, fields: list[str]) -> None:
    data = ":".join(["1", code, *fields])
    value = VALUES.read(data)
    assert value is None or value.pack() == data


def test_a_value_that_does_not_fit_is_refused_when_it_is_written() -> None:
    with pytest.raises(ValueError, match="over 64 bytes"):
        made(KINDS["general.Voice"], {"language": "x" * 80}, 1).pack()


def test_two_kinds_cannot_share_a_code() -> None:
    class Twin(Value):
        code: ClassVar[str] = "gh"

    with pytest.raises(ValueError, match="share the code"):
        Values([*KINDS.values(), Twin])
