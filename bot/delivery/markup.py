"""A screen's buttons and whereabouts as the Bot API wants them: plain values, for the library's objects are slow."""

from __future__ import annotations

from typing import Any

from bot.screen import Button, Screen

NO_PREVIEW = {"is_disabled": True}
GENERAL_TOPIC = 1
"""The topic that every forum has: messages go there by naming none; naming it is refused."""


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
