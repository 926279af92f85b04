"""Which update is the one that was asked for: the operator's own, in the right chat, with the right secret."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.commands.live.api import Json
from bot.commands.live.inbox import Wanted

ANONYMOUS = 1087968824
"""In whose name anonymous administrators write."""


def message_of(update: Json) -> Json:
    """The message that the update tells of, or an empty one."""
    message: Json = update.get("message") or {}
    return message


def tap_of(update: Json) -> Json:
    """The tap that the update tells of, or an empty one."""
    tap: Json = update.get("callback_query") or {}
    return tap


def change_of(update: Json) -> Json:
    """The change of the bot's own place in a chat, or an empty one."""
    change: Json = update.get("my_chat_member") or {}
    return change


def sender(part: Json) -> int:
    """Who wrote, tapped or changed something; 0 where nobody did."""
    return int((part.get("from") or {}).get("id", 0))


def place(part: Json) -> int:
    """The chat of a message or a change; 0 where there is none."""
    return int((part.get("chat") or {}).get("id", 0))


def status(change: Json) -> str:
    """What the bot has become."""
    return str((change.get("new_chat_member") or {}).get("status", ""))


def writes(user: int, chat: int, text: str) -> Wanted:
    """That person wrote exactly this there."""
    return lambda update: _is_from(message_of(update), user, chat) and message_of(update).get("text") == text


def replies(user: int, chat: int, number: int) -> Wanted:
    """That person answered that message."""
    return lambda update: _is_from(message_of(update), user, chat) and answered(message_of(update)) == number


def answered(message: Json) -> int:
    """The number of the message that this one replies to; 0 for none."""
    return int((message.get("reply_to_message") or {}).get("message_id", 0))


def taps(user: int, data: str) -> Wanted:
    """That person tapped the button with these data."""
    return lambda update: sender(tap_of(update)) == user and tap_of(update).get("data") == data


def becomes(user: int, chat: int, *statuses: str) -> Wanted:
    """That person made the bot one of these in the chat."""
    return lambda update: _is_from(change_of(update), user, chat) and status(change_of(update)) in statuses


def tells(chat: int, field: str) -> Wanted:
    """A message of the chat, whoever wrote it, has this field."""
    return lambda update: place(message_of(update)) == chat and field in message_of(update)


def buttons(*each: tuple[str, str]) -> dict[str, Any]:
    """A keyboard of one button a row: label and data."""
    return {"inline_keyboard": [[{"text": label, "callback_data": data}] for label, data in each]}


def has(updates: Iterable[Json], wanted: Wanted) -> bool:
    """Whether such an update is among them."""
    return any(wanted(update) for update in updates)


def _is_from(part: Json, user: int, chat: int) -> bool:
    return sender(part) == user and place(part) == chat
