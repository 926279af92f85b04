"""What somebody wrote, spoke or forwarded, as it can be passed on; or why it cannot."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from enum import Enum

import telegram

from bot.screen import Content, Media, MediaKind

LARGEST_FILE = 50_000_000
"""Bytes. Telegram would pass on a larger one by its id, but few could open it over a poor link."""

LONGEST_CAPTION = 1024
"""UTF-16 units below a medium; who pays Telegram may write more of them, a bot may not."""

_KINDS: tuple[MediaKind, ...] = ("animation", "document", "voice", "video", "audio")
"""In this order: an animation comes with a document, too, for apps that know none."""


_TAG = re.compile(r"<[^>]+>")


class Unfit(Enum):
    """Why a message cannot be passed on; handlers have a sentence for each."""

    KIND = "neither a text nor a photo, document, voice message, video or piece of audio"
    TOO_LARGE = "the file is too large"
    TOO_LONG = "the text below a medium is too long"


@dataclass(frozen=True, slots=True)
class Answered:
    """The message that somebody answers: its words, its voice by Telegram's id, and whether it is their own."""

    message_id: int
    own: bool
    text: str
    voice: str | None


def answered(message: telegram.Message) -> Answered | None:
    """What the message answers. All that is written in a topic answers the note of its making: that is nothing."""
    former = message.reply_to_message
    if former is None or former.forum_topic_created is not None:
        return None
    same = former.from_user == message.from_user and former.sender_chat == message.sender_chat
    return Answered(
        message_id=former.message_id,
        own=same and former.forward_origin is None,  # what was passed on is somebody else's
        text=former.text or former.caption or "",
        voice=former.voice.file_id if former.voice else None,
    )


def read(message: telegram.Message) -> Content | Unfit:
    """The message's text as HTML, with its medium: at most one, for the parts of an album come one by one."""
    if message.text:
        return Content(message.text_html)
    medium, size = _medium(message)
    if medium is None:
        return Unfit.KIND
    if size > LARGEST_FILE:
        return Unfit.TOO_LARGE
    if len((message.caption or "").encode("utf-16-le")) // 2 > LONGEST_CAPTION:
        return Unfit.TOO_LONG
    return Content(message.caption_html or "", (medium,))


def words(content: Content) -> str:
    """Its text as people read it, without what was bold in it and the like."""
    return html.unescape(_TAG.sub("", content.text))


def _seconds(file: telegram.TelegramObject) -> int:
    """How long it plays; 0 where it does not. As Telegram said it: the library's own attribute is about to change."""
    return int(file.to_dict().get("duration", 0))


def _medium(message: telegram.Message) -> tuple[Media | None, int]:
    """The medium and its size in bytes (0 where Telegram does not say)."""
    if message.photo:
        largest = message.photo[-1]
        return Media("photo", largest.file_id), largest.file_size or 0
    for kind in _KINDS:
        file = getattr(message, kind)
        if file is not None:
            return Media(kind, file.file_id, _seconds(file)), file.file_size or 0
    return None, 0
