"""Names that look like others, or like nothing at all."""

from __future__ import annotations

import pytest

from bot.services import names


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Acme\u2060 Ltd\u00ad", "Acme Ltd"),
        ("\u202eemcA\u2066\ufeff", "emcA"),
        ("Ac\u180eme\u3164\uffa0", "Acme"),
        ("Acme\U000e0041\U000e0042", "Acme"),
        ("e\u200b\u0301cole", "\u00e9cole"),
        ("\u0646\u0627\u0645\u0647\u200c\u0647\u0627", "\u0646\u0627\u0645\u0647\u200c\u0647\u0627"),
        ("\U0001f468\u200d\U0001f33e", "\U0001f468\u200d\U0001f33e"),
        ("\u0661\u06dd", "\u0661\u06dd"),
    ],
)
def test_of_a_name_what_is_not_seen_is_not_kept(typed: str, kept: str) -> None:
    assert names.clean(typed) == kept


@pytest.mark.parametrize("typed", ["\u3164\u00ad\u2800", "\u200d", "\ufe0f", "\u0301\u0302", " \u2060 ", ""])
def test_a_name_of_which_nothing_is_seen_is_none(typed: str) -> None:
    assert names.clean(typed) == ""


@pytest.mark.parametrize("other", ["Ac\u200dme", "Ac\u200cme", "A\ufe0fcme", "ACME\u2060", "\uff21cme", "A\u034fcme"])
def test_names_that_look_the_same_are_the_same(other: str) -> None:
    assert names.fold(other) == names.fold("Acme")
