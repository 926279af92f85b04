"""From the JSON of an update to the library's objects, without what nobody reads: of a tap, what was tapped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import telegram

_LARGEST_ID = 2**63 - 1
_ZERO = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")  # after an even number of backslashes: the others are text
_KINDS = {
    "callback_query": "tap",
    **{kind: kind for kind in ("message", "edited_message", "my_chat_member", "chat_member")},
}


class Written(dict[str, Any]):
    """An update with the JSON that it came in, so that it need not be written anew to be stored."""

    def __init__(self, update: Mapping[str, Any], text: str) -> None:
        super().__init__(update)
        self.text = text


def json_in(body: bytes) -> str:
    """The JSON that came, without the character 0: no app writes it, and not every database keeps it."""
    text = body.decode("utf-8", "replace")
    return _ZERO.sub(r"\1", text) if "\\u0000" in text else text


def is_update(part: object) -> bool:
    """Whether it is an update at all: whatever else may be wrong with it, it has a usable id."""
    number = part.get("update_id") if isinstance(part, dict) else None
    return isinstance(number, int) and 0 <= number < _LARGEST_ID


def kind_of(raw: Mapping[str, Any]) -> str:
    """What it tells: `tap`, one of Telegram's words for the others that we ask for, or `other`."""
    return next((_KINDS[name] for name in raw if name in _KINDS), "other")


def parsed(raw: Mapping[str, Any], bot: telegram.Bot) -> telegram.Update:
    """The update; raises whatever the library does when it is malformed.

    The message under a tap comes without its keyboard, and in a private chat, unless it is a picture, with its place
    only (chat and id): an object of a hundred attributes takes longer than the answer to the tap.
    """
    tap = raw.get("callback_query")
    message = tap.get("message") if isinstance(tap, dict) else None
    if isinstance(tap, dict) and isinstance(message, dict):
        return _tap(raw, tap, message, bot)
    return _whole(raw, bot)


def _tap(raw: Mapping[str, Any], tap: dict[str, Any], message: dict[str, Any], bot: telegram.Bot) -> telegram.Update:
    chat = telegram.Chat.de_json(message["chat"], bot)
    if chat.type != telegram.Chat.PRIVATE or "photo" in message:
        bare = {name: part for name, part in message.items() if name != "reply_markup"}
        return _whole({**raw, "callback_query": {**tap, "message": bare}}, bot)
    query = telegram.CallbackQuery(
        id=tap["id"],
        from_user=telegram.User.de_json(tap["from"], bot),
        chat_instance=tap["chat_instance"],
        message=telegram.InaccessibleMessage(chat, message["message_id"]),
        data=tap.get("data"),
    )
    return telegram.Update(raw["update_id"], callback_query=query)


def _whole(raw: Mapping[str, Any], bot: telegram.Bot) -> telegram.Update:
    update = telegram.Update.de_json(dict(raw), bot)
    if update is None:
        raise ValueError("an empty update")
    return update
