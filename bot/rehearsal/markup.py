"""Keyboards under messages, as the server takes them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.rehearsal.errors import bad_request
from bot.rehearsal.limits import BUTTONS, BUTTONS_A_ROW, MARKUP_BYTES
from bot.rehearsal.model import Button, Keyboard

_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)


def read_keyboard(markup: Mapping[str, Any] | None) -> Keyboard:
    """The inline keyboard of a markup, or none. Errors: `ApiError` 400 for one that the server would not take."""
    rows = (markup or {}).get("inline_keyboard")
    if not rows:
        return ()
    keyboard = tuple(tuple(_button(raw) for raw in row) for row in rows if row)
    _check_size(keyboard, rows)
    return keyboard


def _check_size(keyboard: Keyboard, rows: Any) -> None:
    count = sum(len(row) for row in keyboard)
    wide = any(len(row) > BUTTONS_A_ROW for row in keyboard)
    if count > BUTTONS or wide or len(json.dumps(rows, ensure_ascii=False).encode()) > MARKUP_BYTES:
        raise bad_request("reply markup is too long")


def _button(raw: Mapping[str, Any]) -> Button:
    if not raw["text"].strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    actions = [name for name in _ACTIONS if raw.get(name) is not None]
    if len(actions) != 1:
        text = "text buttons are unallowed in the inline keyboard"
        raise bad_request(f"can't parse inline keyboard button: {text}" if not actions else "BUTTON_TYPE_INVALID")
    kind = "callback" if actions == ["callback_data"] else "url" if actions == ["url"] else "other"
    clean = {name: value for name, value in raw.items() if value is not None}
    if kind == "url":
        clean["url"] = _checked_url(raw["url"])
    return Button(raw["text"], kind, raw.get("callback_data"), clean.get("url"), clean)  # type: ignore[arg-type]


def _checked_url(url: str) -> str:
    if url.startswith(("http://", "https://", "tg://")) and " " not in url:
        return url
    if "." in url and "://" not in url and " " not in url:
        return f"http://{url}/"
    raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def reply_labels(markup: Mapping[str, Any] | None) -> tuple[tuple[str, ...], ...]:
    """The labels of a reply keyboard, row by row."""
    rows = (markup or {}).get("keyboard") or []
    return tuple(tuple(one if isinstance(one, str) else one["text"] for one in row) for row in rows)
