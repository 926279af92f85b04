"""The HTML parse mode, with the server's own refusals. Byte offsets in them count UTF-8 bytes of what was sent."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from bot.rehearsal.entities import Entity, Rich, ordered, units
from bot.rehearsal.errors import ApiError, bad_request

_KIND = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#[xX]([0-9a-fA-F]{1,8})|#([0-9]{1,8})|(lt|gt|amp|quot));?")
_USER_LINK = re.compile(r"tg://user\?id=(\d+)$")


@dataclass(slots=True)
class _Tag:
    name: str
    begin: int
    offset: int
    attributes: dict[str, str]


@dataclass(slots=True)
class _Reader:
    source: str
    at: int = 0
    size: int = 0
    plain: list[str] = field(default_factory=list)
    stack: list[_Tag] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def refuse(self, text: str, at: int | None = None) -> ApiError:
        where = "" if at is None else f" at byte offset {len(self.source[:at].encode())}"
        return bad_request(f"can't parse entities: {text}{where}")

    def add(self, text: str) -> None:
        self.plain.append(text)
        self.size += units(text)


def parse_html(source: str) -> Rich:
    """What the HTML parse mode makes of the source. Errors: `ApiError` 400 "can't parse entities"."""
    reader = _Reader(source)
    while reader.at < len(source):
        character = source[reader.at]
        if character == "<":
            _read_tag(reader)
        elif character == "&":
            _read_reference(reader)
        else:
            reader.add(character)
            reader.at += 1
    if reader.stack:
        raise reader.refuse(f'Can\'t find end tag corresponding to start tag "{reader.stack[-1].name}"')
    return Rich("".join(reader.plain), ordered(reader.entities))


def decode_references(text: str) -> str:
    """Numeric references and the four named ones become characters; anything else stays as it is."""
    return _REFERENCE.sub(_decode, text)


def _decode(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if name:
        return _NAMED[name]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    valid = 0 < code < 0x110000 and not 0xD800 <= code < 0xE000
    return chr(code) if valid else match.group()


def _read_reference(reader: _Reader) -> None:
    match = _REFERENCE.match(reader.source, reader.at)
    found = match.group() if match else "&"
    reader.add(_decode(match) if match else found)
    reader.at += len(found)


def _read_tag(reader: _Reader) -> None:
    if reader.source.startswith("</", reader.at):
        _read_end_tag(reader)
    else:
        _read_start_tag(reader)


def _read_start_tag(reader: _Reader) -> None:
    begin = reader.at
    match = re.compile(r"<([^\s>]*)").match(reader.source, begin)
    name = match.group(1).lower() if match else ""
    reader.at = begin + 1 + len(name)
    if reader.at >= len(reader.source):
        raise reader.refuse("Unclosed start tag", begin)
    if name not in _KIND:
        raise reader.refuse(f'Unsupported start tag "{name}"', begin)
    attributes = _read_attributes(reader, name, begin)
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise reader.refuse('Tag "span" must have class "tg-spoiler"', begin)
    reader.stack.append(_Tag(name, len("".join(reader.plain)), reader.size, attributes))


_ATTRIBUTE = re.compile(r"""\s*([^\s=>]+)(?:\s*=\s*("[^"]*"?|'[^']*'?|[^\s>"']+))?\s*""")


def _read_attributes(reader: _Reader, name: str, begin: int) -> dict[str, str]:
    attributes: dict[str, str] = {}
    while True:
        while reader.at < len(reader.source) and reader.source[reader.at].isspace():
            reader.at += 1
        if reader.at >= len(reader.source):
            raise reader.refuse("Unclosed start tag", begin)
        if reader.source[reader.at] == ">":
            reader.at += 1
            return attributes
        match = _ATTRIBUTE.match(reader.source, reader.at)
        if match is None:
            raise reader.refuse(f'Empty attribute name in the tag "{name}"', begin)
        key, value = match.groups()
        attributes[key.lower()] = decode_references(_unquoted(value or ""))
        reader.at = match.end()


def _unquoted(value: str) -> str:
    quote = value[:1]
    return value[1:].removesuffix(quote) if quote in {'"', "'"} else value


def _read_end_tag(reader: _Reader) -> None:
    begin = reader.at
    if not reader.stack:
        raise reader.refuse("Unexpected end tag", begin)
    match = re.compile(r"</([^\s>]*)\s*(>?)").match(reader.source, begin)
    if match is None or not match.group(2):
        raise reader.refuse("Unclosed end tag", begin)
    tag, found = reader.stack.pop(), match.group(1).lower()
    if found and found != tag.name:
        raise reader.refuse(
            f"Unmatched end tag at byte offset {len(reader.source[:begin].encode())},"
            f' expected "</{tag.name}>", found "</{found}>"'
        )
    reader.at = match.end()
    if reader.size > tag.offset:
        _close(reader, tag)


def _close(reader: _Reader, tag: _Tag) -> None:
    entity = Entity(_KIND[tag.name], tag.offset, reader.size - tag.offset)
    if tag.name == "a":
        inside = "".join(reader.plain)[tag.begin :]
        link = linked(entity, tag.attributes.get("href") or inside)
        reader.entities += [link] if link else []
    elif tag.name == "tg-emoji":
        reader.entities.append(replace(entity, custom_emoji_id=tag.attributes.get("emoji-id", "")))
    elif tag.name == "blockquote" and "expandable" in tag.attributes:
        reader.entities.append(replace(entity, type="expandable_blockquote"))
    elif tag.name == "pre":
        reader.entities.append(_joined_with_code(reader, entity))
    else:
        language = tag.attributes.get("class", "").removeprefix("language-") if tag.name == "code" else ""
        reader.entities.append(replace(entity, language=language or None))


def _joined_with_code(reader: _Reader, entity: Entity) -> Entity:
    """`<pre><code class="language-…">` is one entity, not two."""
    inner = reader.entities[-1] if reader.entities else None
    if inner and inner.type == "code" and (inner.offset, inner.length) == (entity.offset, entity.length):
        reader.entities.pop()
        return replace(entity, language=inner.language)
    return entity


def linked(entity: Entity, url: str) -> Entity | None:
    """The entity with its address; nothing where the address is none, since the server then drops the link."""
    user = _USER_LINK.match(url)
    if user:
        return replace(entity, type="text_mention", user_id=int(user.group(1)))
    if re.match(r"(https?|tg|ton|mailto|tel|ftp):", url, re.I):
        return replace(entity, url=url if "://" not in url or "/" in url.split("://", 1)[1] else url + "/")
    if re.match(r"[\w-]+(\.[\w-]+)+", url):
        return replace(entity, url=f"http://{url}" if "/" in url else f"http://{url}/")
    return None
