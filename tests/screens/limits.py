"""Telegram's limits of one message, as a test asks for them."""

from __future__ import annotations

import html
import json
import re

from bot.screen import Button, Screen

_TAG = re.compile(r"</?[a-z][^>]*>")
_ENTITY = re.compile(r"&(?!lt;|gt;|amp;|quot;|#\d+;|#x[0-9a-f]+;)")


def read(screen: Screen) -> str:
    """The text as people read it."""
    return html.unescape(_TAG.sub("", str(screen.text)))


def buttons(screen: Screen) -> list[Button]:
    return [button for row in screen.rows for button in row]


def labels(screen: Screen) -> list[str]:
    return [button.label for button in buttons(screen)]


def value(screen: Screen, label: str) -> str:
    """The callback data of the button with that label."""
    (found,) = (button.value for button in buttons(screen) if button.label == label)
    assert found is not None
    return found


def check(screen: Screen) -> None:
    """Assert that Telegram takes the screen."""
    text = read(screen)
    assert 0 < len(text.encode("utf-16-le")) // 2 <= 4096
    assert not _ENTITY.search(str(screen.text))
    assert str(screen.text).count("<b>") == str(screen.text).count("</b>")
    assert len(_TAG.findall(str(screen.text))) <= 200
    assert len(buttons(screen)) <= 100
    assert all(1 <= len(row) <= 8 for row in screen.rows)
    assert all(button.label.strip() for button in buttons(screen))
    assert all(1 <= len(button.value.encode()) <= 64 for button in buttons(screen) if button.value is not None)
    markup = [[{"text": one.label, "callback_data": one.value or one.url} for one in row] for row in screen.rows]
    assert len(json.dumps(markup)) <= 10_000
