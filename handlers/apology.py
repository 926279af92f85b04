"""To whom an apology is due for an update that could not be handled; read from the raw one: it may be malformed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Spoken:
    """Somebody waits for an answer: to a tap (`query_id`), or in a chat (`chat_id`, and its topic `thread_id`)."""

    language: str | None
    query_id: str | None = None
    chat_id: int | None = None
    thread_id: int | None = None


def spoken(raw: Mapping[str, Any]) -> Spoken | None:
    """Who waits; None where nobody spoke to the bot: in a group only commands and answers to it are for it."""
    query, message = _part(raw, "callback_query"), _part(raw, "message")
    who = _part(query or message, "from")
    if not who or who.get("is_bot"):
        return None
    language = who.get("language_code")
    language = language if isinstance(language, str) else None
    if query:
        number = query.get("id")
        return Spoken(language, query_id=number) if isinstance(number, str) else None
    chat_id, topic = _part(message, "chat").get("id"), message.get("message_thread_id")
    if not isinstance(chat_id, int) or not _to_the_bot(message, chat_id):
        return None
    in_topic = message.get("is_topic_message") is True and isinstance(topic, int)
    return Spoken(language, chat_id=chat_id, thread_id=topic if in_topic else None)


def _to_the_bot(message: Mapping[str, Any], chat_id: int) -> bool:
    text = message.get("text")
    command = isinstance(text, str) and text.startswith("/")
    return chat_id > 0 or command or bool(_part(_part(message, "reply_to_message"), "from").get("is_bot"))


def _part(whole: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = whole.get(name)
    return part if isinstance(part, Mapping) else {}
