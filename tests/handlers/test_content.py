"""What people send, as it can be passed on."""

from __future__ import annotations

from typing import Any

import pytest
import telegram

from bot.screen import Content, Media
from handlers.content import LARGEST_FILE, Unfit, read

FILE = {"file_id": "f", "file_unique_id": "u", "file_size": 100}
MOVING = {**FILE, "width": 1, "height": 1, "duration": 1}
SIZES = [{**FILE, "file_id": size, "width": 1, "height": 1} for size in ("small", "large")]


def message(**fields: Any) -> telegram.Message:
    """A private message with these fields, as Telegram sends it."""
    said = {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}, **fields}
    return telegram.Message.de_json(said, None)


def test_text_keeps_its_formatting_and_what_only_looks_like_it() -> None:
    bold = [{"type": "bold", "offset": 0, "length": 3}]
    assert read(message(text="All <of> you & me", entities=bold)) == Content("<b>All</b> &lt;of&gt; you &amp; me")


@pytest.mark.parametrize(
    ("fields", "medium"),
    [
        ({"photo": SIZES}, Media("photo", "large")),
        ({"document": FILE}, Media("document", "f")),
        ({"voice": {**FILE, "duration": 1}}, Media("voice", "f")),
        ({"video": MOVING}, Media("video", "f")),
        ({"audio": {**FILE, "duration": 1}}, Media("audio", "f")),
        ({"animation": MOVING, "document": FILE}, Media("animation", "f")),
    ],
    ids=lambda given: given.kind if isinstance(given, Media) else "",
)
def test_a_medium_keeps_the_text_below_it(fields: dict[str, Any], medium: Media) -> None:
    bold = [{"type": "bold", "offset": 0, "length": 4}]
    assert read(message(**fields, caption="Look", caption_entities=bold)) == Content("<b>Look</b>", (medium,))
    assert read(message(**fields)) == Content("", (medium,))


@pytest.mark.parametrize(
    "fields",
    [
        {"location": {"latitude": 1.0, "longitude": 1.0}},
        {"contact": {"phone_number": "1", "first_name": "A"}},
        {"dice": {"emoji": "🎲", "value": 1}},
        {"video_note": {**FILE, "length": 1, "duration": 1}},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_what_is_neither_text_nor_a_file_cannot_be_passed_on(fields: dict[str, Any]) -> None:
    assert read(message(**fields)) is Unfit.KIND


def test_a_file_may_have_fifty_megabytes() -> None:
    assert read(message(document={**FILE, "file_size": LARGEST_FILE})) == Content("", (Media("document", "f"),))
    assert read(message(document={**FILE, "file_size": LARGEST_FILE + 1})) is Unfit.TOO_LARGE
    assert read(message(document={"file_id": "f", "file_unique_id": "u"})) == Content("", (Media("document", "f"),))


def test_the_room_below_a_medium_is_counted_as_telegram_counts() -> None:
    """In UTF-16 units: an emoji takes two."""
    assert isinstance(read(message(photo=SIZES, caption="🌳" * 512)), Content)
    assert read(message(photo=SIZES, caption="🌳" * 512 + "a")) is Unfit.TOO_LONG
