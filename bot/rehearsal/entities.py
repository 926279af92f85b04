"""Marked-up text: entities with offsets in UTF-16 units, found or given, and shown as safe HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.rehearsal.errors import bad_request


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of text that means something; offset and length in UTF-16 units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    user_id: int | None = None
    custom_emoji_id: str | None = None


@dataclass(frozen=True, slots=True)
class Rich:
    """A text and its entities."""

    text: str
    entities: tuple[Entity, ...] = ()


def units(text: str) -> int:
    """How long the text is in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, offset: int, length: int) -> str:
    """The stretch of the text at an offset, both in UTF-16 units."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[2 * offset : 2 * (offset + length)].decode("utf-16-le", "surrogatepass")


def ordered(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """From left to right, the longer first: the order in which the server gives them."""
    return tuple(sorted(entities, key=lambda entity: (entity.offset, -entity.length, entity.type)))


_DOMAIN = r"(?:[a-z0-9-]+\.)+(?:com|org|net|me|info|io|ca|fr|bj|sn|bo|gt|ph|rw|ci|ml|example)\b"
_FOUND = (
    ("bot_command", re.compile(r"(?<![\w/@<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")),
    ("url", re.compile(rf"https?://[^\s<>]+[^\s<>.,;:!?)\]]|(?<![\w@./]){_DOMAIN}(?:/[^\s<>]*[^\s<>.,;:!?)])?", re.I)),
    ("email", re.compile(rf"[\w.+-]+@{_DOMAIN}", re.I)),
    ("mention", re.compile(r"(?<![\w@])@[A-Za-z0-9_]{3,32}\b")),
    ("hashtag", re.compile(r"(?<![\w#])#\w*[^\W\d_]\w*")),
)
_OPAQUE = {"code", "pre", "text_link", "text_mention"}


def with_found(rich: Rich) -> Rich:
    """The same with what the server finds by itself: commands, links, addresses, mentions, hashtags."""
    taken = [(e.offset, e.offset + e.length) for e in rich.entities if e.type in _OPAQUE]
    found: list[Entity] = []
    for kind, pattern in _FOUND:
        for match in pattern.finditer(rich.text):
            begin = units(rich.text[: match.start()])
            end = begin + units(match.group())
            if all(end <= low or begin >= high for low, high in taken):
                taken.append((begin, end))
                found.append(Entity(kind, begin, end - begin))
    return Rich(rich.text, ordered((*rich.entities, *found)))


def trimmed(rich: Rich) -> Rich:
    """Without white space at both ends, as the server stores a text."""
    left = len(rich.text) - len(rich.text.lstrip())
    text = rich.text.strip()
    shift, size = units(rich.text[:left]), units(text)
    kept = []
    for entity in rich.entities:
        begin = max(entity.offset - shift, 0)
        end = min(entity.offset + entity.length - shift, size)
        if end > begin:
            kept.append(replace(entity, offset=begin, length=end - begin))
    return Rich(text, tuple(kept))


def given(text: str, entities: list[Mapping[str, Any]]) -> Rich:
    """A text with the entities that the caller gives; one that leaves the text is refused."""
    size = units(text)
    result = []
    for raw in entities:
        offset, length = raw["offset"], raw["length"]
        if offset < 0 or length < 0 or offset > 1_000_000 or length > 1_000_000:
            raise bad_request("entity begins or ends out of the text")
        if offset + length > size:
            raise bad_request(
                f"entity beginning at UTF-16 offset {offset} ends after the end of the text"
                f" at UTF-16 offset {offset + length}"
            )
        if length:
            result.append(_given_entity(raw))
    return Rich(text, ordered(result))


def _given_entity(raw: Mapping[str, Any]) -> Entity:
    user = raw.get("user") or {}
    return Entity(
        raw["type"],
        raw["offset"],
        raw["length"],
        url=raw.get("url"),
        language=raw.get("language"),
        user_id=user.get("id"),
        custom_emoji_id=raw.get("custom_emoji_id"),
    )


_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
    "spoiler": "tg-spoiler",
}
_LINK = re.compile(r"(?:https?|tg|mailto):", re.I)


def safe_html(rich: Rich) -> str:
    """The text as HTML for the chat page: only b, i, u, s, code, pre, a, blockquote and tg-spoiler."""
    opens: dict[int, list[str]] = {}
    closes: dict[int, list[str]] = {}
    for entity in _nested(rich.entities):
        tag = _tag_of(entity, rich.text)
        if tag:
            opens.setdefault(entity.offset, []).append(tag[0])
            closes.setdefault(entity.offset + entity.length, []).insert(0, tag[1])
    parts, position = [], 0
    for character in [*rich.text, ""]:
        parts += closes.get(position, []) + opens.get(position, [])
        parts.append(html.escape(character))
        position += units(character)
    return "".join(parts)


def _nested(entities: tuple[Entity, ...]) -> list[Entity]:
    """Without those that cross another one's end, since tags cannot."""
    kept: list[Entity] = []
    for entity in ordered(entities):
        end = entity.offset + entity.length
        if all(end <= e.offset + e.length or entity.offset >= e.offset + e.length for e in kept):
            kept.append(entity)
    return kept


def _tag_of(entity: Entity, text: str) -> tuple[str, str] | None:
    if entity.type in _TAGS:
        return f"<{_TAGS[entity.type]}>", f"</{_TAGS[entity.type]}>"
    url = entity.url if entity.type == "text_link" else None
    if entity.type == "url":
        shown = cut(text, entity.offset, entity.length)
        url = shown if _LINK.match(shown) else f"https://{shown}"
    if url is None or not _LINK.match(url):
        return None
    return f'<a href="{html.escape(url)}" rel="noopener noreferrer" target="_blank">', "</a>"
