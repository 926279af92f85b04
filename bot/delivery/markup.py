"""A screen's buttons, text and picture in the library's types."""

from __future__ import annotations

from telegram import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    ReplyParameters,
)

from bot.screen import Button, Screen

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
GENERAL_TOPIC = 1
"""The topic that every forum has: messages go there by naming none; naming it is refused."""


def keyboard(screen: Screen) -> InlineKeyboardMarkup | None:
    """The buttons below the message; None where there are none, which in an edit removes those there were."""
    if not screen.rows:
        return None
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in screen.rows])


def below(screen: Screen) -> InlineKeyboardMarkup | ForceReply | None:
    """What stands below a new message: the buttons, or the request to answer it."""
    if screen.ask is not None:
        return ForceReply(selective=True, input_field_placeholder=screen.ask or None)
    return keyboard(screen)


def topic(thread_id: int | None) -> int | None:
    """The topic to name to Telegram."""
    return None if thread_id in {None, 0, GENERAL_TOPIC} else thread_id


def reply(message_id: int | None) -> ReplyParameters | None:
    """A reply to that message, or a plain message if it is gone meanwhile."""
    return None if message_id is None else ReplyParameters(message_id, allow_sending_without_reply=True)


def upload(png: bytes) -> InputFile:
    """The picture as a file to upload."""
    return InputFile(png, filename="wheel.png", attach=True)


def _button(button: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(button.label, url=button.url, callback_data=button.value)
