"""What comes is read as it is, but for the character 0."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.parsing import json_in


@given(st.text(st.sampled_from(["\0", "\\", "u", "0", "a", '"', "\n", "é"]), max_size=12))
def test_every_text_arrives_without_the_character_0_alone(text: str) -> None:
    assert json.loads(json_in(json.dumps({text: [text]}).encode())) == {(bare := text.replace("\0", "")): [bare]}


@pytest.mark.parametrize("body", [b'{"a": "\x00"}', b"\\u0000"])
def test_where_it_makes_no_json_there_is_none(body: bytes) -> None:
    with pytest.raises(ValueError, match="char"):
        json.loads(json_in(body))


def test_beside_what_is_no_text_it_goes_too() -> None:
    assert json.loads(json_in(b'"\xff\\u0000"')) == "\ufffd"
