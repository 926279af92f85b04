"""What can be sent as one message, or one album: its length, and which files go together."""

from __future__ import annotations

import html
import re

from bot.screen import Content, MediaKind
from bot.services.act import Refused, Why

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
MOST_MEDIA = 10

_TOGETHER: tuple[frozenset[MediaKind], ...] = (
    frozenset({"photo", "video"}),
    frozenset({"document"}),
    frozenset({"audio"}),
)
_TAG = re.compile(r"<[^>]+>")


def added(former: Content, part: Content) -> Content:
    """An album with one more part; what stands below several of them stands below the first, one after the other."""
    if part.media and part.media[0] in former.media:
        return former
    return Content("\n".join(filter(None, (former.text, part.text))), former.media + part.media)


def need_sendable(content: Content) -> None:
    """Refused: EMPTY, TOO_LONG, NOT_TOGETHER."""
    if not content.media and not _seen(content.text).strip():
        raise Refused(Why.EMPTY)
    longest = LONGEST_CAPTION if content.media else LONGEST_TEXT
    if length(content.text) > longest or len(content.media) > MOST_MEDIA:
        raise Refused(Why.TOO_LONG)
    kinds = frozenset(one.kind for one in content.media)
    if len(content.media) > 1 and not any(kinds <= together for together in _TOGETHER):
        raise Refused(Why.NOT_TOGETHER)


def length(text: str) -> int:
    """How long an HTML text is as Telegram counts it: what is seen of it, in UTF-16 units."""
    return len(_seen(text).encode("utf-16-le")) // 2


def _seen(text: str) -> str:
    return html.unescape(_TAG.sub("", text))
