"""A screen's buttons and whereabouts as the Bot API wants them: plain values, for the library's objects are slow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.screen import Button, Media, Screen

HTML = "HTML"
NO_PREVIEW = {"is_disabled": True}
GENERAL_TOPIC = 1
"""The topic that every forum has: messages go there by naming none; naming it is refused."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a new message goes: its chat, topic, the message it replies to; whether it is silent, or paid for."""

    chat_id: int
    thread_id: int | None = None
    reply_to: int | None = None
    silent: bool = False
    paid: bool = False


def placed(spot: Spot) -> dict[str, Any]:
    """What every new message says besides its content."""
    return {
        "chat_id": spot.chat_id,
        "message_thread_id": topic(spot.thread_id),
        "reply_parameters": reply(spot.reply_to),
        "disable_notification": spot.silent or None,
        "allow_paid_broadcast": spot.paid or None,
    }


def addressed(spot: Spot, screen: Screen) -> dict[str, Any]:
    """What a single message says besides, with what stands below it."""
    return {**placed(spot), "parse_mode": HTML, "reply_markup": below(screen)}


def sending(media: Media, screen: Screen) -> tuple[str, dict[str, Any]]:
    """The method that sends the file with the screen's text below it, and the fields that say so."""
    return f"send{media.kind.capitalize()}", {media.kind: media.file_id, "caption": str(screen.text) or None}


def album(screen: Screen) -> list[dict[str, Any]]:
    """The parts of an album; the text stands below the first."""
    parts: list[dict[str, Any]] = [{"type": part.kind, "media": part.file_id} for part in screen.media]
    if screen.text:
        parts[0] |= {"caption": str(screen.text), "parse_mode": HTML}
    return parts


def keyboard(screen: Screen) -> dict[str, Any] | None:
    """The buttons below the message; None where there are none, which in an edit removes those there were."""
    if not screen.rows:
        return None
    return {"inline_keyboard": [[_button(button) for button in row] for row in screen.rows]}


def below(screen: Screen) -> dict[str, Any] | None:
    """What stands below a new message: the buttons, or the request to answer it."""
    if screen.ask is None:
        return keyboard(screen)
    request = {"force_reply": True, "selective": True}
    return {**request, "input_field_placeholder": screen.ask} if screen.ask else request


def topic(thread_id: int | None) -> int | None:
    """The topic to name to Telegram."""
    return None if thread_id in {None, 0, GENERAL_TOPIC} else thread_id


def reply(message_id: int | None) -> dict[str, Any] | None:
    """A reply to that message, or a plain message if it is gone meanwhile."""
    return None if message_id is None else {"message_id": message_id, "allow_sending_without_reply": True}


def _button(button: Button) -> dict[str, str]:
    if button.url is not None:
        return {"text": button.label, "url": button.url}
    return {"text": button.label, "callback_data": button.value or ""}
