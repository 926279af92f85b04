"""What a call says as text: parse mode or entities, counted and cleaned as the server does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.rehearsal.entities import Rich, given, trimmed, with_found
from bot.rehearsal.errors import bad_request
from bot.rehearsal.html_text import parse_html
from bot.rehearsal.limits import CAPTION_CHARACTERS, ENTITIES, RAW_TEXT_BYTES, TEXT_CHARACTERS
from bot.rehearsal.markdown_text import parse_markdown, parse_markdown_v2

_PARSERS: dict[str, Callable[[str], Rich]] = {
    "html": parse_html,
    "markdownv2": parse_markdown_v2,
    "markdown": parse_markdown,
}


def read_text(values: Mapping[str, Any]) -> Rich:
    """The text of a message. Errors: `ApiError` 400 when it is empty, too long or cannot be parsed."""
    rich = _read(values, "text", "entities")
    if not rich.text:
        raise bad_request("message text is empty" if not values.get("text") else "text must be non-empty")
    if len(rich.text) > TEXT_CHARACTERS:
        raise bad_request("message is too long")
    return rich


def read_caption(values: Mapping[str, Any]) -> Rich:
    """The caption of a medium, which may be empty. Errors as with `read_text`."""
    rich = _read(values, "caption", "caption_entities")
    if len(rich.text) > CAPTION_CHARACTERS:
        raise bad_request("message caption is too long")
    return rich


def _cleaned(text: str) -> str:
    """Without carriage returns; other control characters become spaces."""
    return "".join(" " if ord(one) < 32 and one != "\n" else one for one in text.replace("\r", ""))


def _read(values: Mapping[str, Any], name: str, entities_name: str) -> Rich:
    source = _cleaned(values.get(name) or "")
    if len(source.encode("utf-8", "surrogatepass")) > RAW_TEXT_BYTES:
        raise bad_request("text is too long")
    mode = values.get("parse_mode")
    if mode and mode.lower() not in {*_PARSERS, "none"}:
        raise bad_request("unsupported parse_mode")
    if mode and mode.lower() in _PARSERS:
        rich = _PARSERS[mode.lower()](source)
    else:
        rich = given(source, values.get(entities_name) or [])
    clean = trimmed(rich)
    return with_found(Rich(clean.text, clean.entities[:ENTITIES]))
