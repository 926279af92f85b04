"""The MarkdownV2 parse mode, and the older Markdown, with the server's own refusals."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from bot.rehearsal.entities import Entity, Rich, ordered, units
from bot.rehearsal.errors import ApiError, bad_request
from bot.rehearsal.html_text import linked

_RESERVED = set("_*[]()~`>#+-=|{}.!")
_MARKS = ("```", "__", "||", "![", "_", "*", "~", "`", "[")
_KIND = {
    "```": "pre",
    "__": "underline",
    "||": "spoiler",
    "![": "custom_emoji",
    "_": "italic",
    "*": "bold",
    "~": "strikethrough",
    "`": "code",
    "[": "text_link",
}
_NAME = {"pre": "Pre", "custom_emoji": "CustomEmoji", "text_link": "TextUrl"}
_END = {"![": "]", "[": "]"}


@dataclass(slots=True)
class _Open:
    mark: str
    at: int
    offset: int
    language: str | None = None


@dataclass(slots=True)
class _Reader:
    source: str
    at: int = 0
    size: int = 0
    quote: int | None = None
    plain: list[str] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def add(self, text: str) -> None:
        self.plain.append(text)
        self.size += units(text)

    def close_quote(self) -> None:
        if self.quote is not None and self.size > self.quote:
            self.entities.append(Entity("blockquote", self.quote, self.size - self.quote))
        self.quote = None


def _refuse(text: str) -> ApiError:
    return bad_request(f"can't parse entities: {text}")


def parse_markdown_v2(source: str) -> Rich:
    """The text and entities of a MarkdownV2 source. Errors: `ApiError` 400 "can't parse entities"."""
    reader = _Reader(source)
    while reader.at < len(source):
        _step(reader)
    if reader.stack:
        raise _unfinished(reader)
    reader.close_quote()
    return Rich("".join(reader.plain), ordered(reader.entities))


def _unfinished(reader: _Reader) -> ApiError:
    last = reader.stack[-1]
    kind = _KIND[last.mark]
    offset = len(reader.source[: last.at].encode())
    return _refuse(f"Can't find end of {_NAME.get(kind, kind.capitalize())} entity at byte offset {offset}")


def _step(reader: _Reader) -> None:
    source, at = reader.source, reader.at
    character = source[at]
    in_code = bool(reader.stack) and reader.stack[-1].mark in {"```", "`"}
    if character == "\\" and at + 1 < len(source) and 0 < ord(source[at + 1]) <= 126:
        reader.add(source[at + 1])
        reader.at += 2
    elif _closes(reader):
        _close(reader)
    elif character == "\n" and not in_code:
        _new_line(reader)
    elif character == ">" and not in_code and (at == 0 or source[at - 1] == "\n"):
        reader.quote = reader.size if reader.quote is None else reader.quote
        reader.at += 1
    elif (character in _RESERVED and not in_code) or (in_code and character == "`"):
        _open(reader)
    else:
        reader.add(character)
        reader.at += 1


def _new_line(reader: _Reader) -> None:
    goes_on = reader.source.startswith(">", reader.at + 1)
    if reader.quote is not None and not goes_on:
        if reader.stack:
            raise _unfinished(reader)
        reader.close_quote()
    reader.add("\n")
    reader.at += 1


def _closes(reader: _Reader) -> bool:
    if not reader.stack:
        return False
    mark = reader.stack[-1].mark
    if mark == "_" and reader.source.startswith("__", reader.at):
        return False
    return reader.source.startswith(_END.get(mark, mark), reader.at)


def _open(reader: _Reader) -> None:
    mark = next((mark for mark in _MARKS if reader.source.startswith(mark, reader.at)), None)
    if mark is None:
        raise _refuse(f"Character '{reader.source[reader.at]}' is reserved and must be escaped with the preceding '\\'")
    opened = _Open(mark, reader.at, reader.size)
    reader.at += len(mark)
    if mark == "```":
        match = re.compile(r"(?:([^\s`]+)(?=\s))?(?:\r\n|\n\r|\n|\r)?").match(reader.source, reader.at)
        opened.language = match.group(1) if match else None
        reader.at = match.end() if match else reader.at
    reader.stack.append(opened)


def _close(reader: _Reader) -> None:
    opened = reader.stack.pop()
    reader.at += len(_END.get(opened.mark, opened.mark))
    entity: Entity | None = Entity(
        _KIND[opened.mark], opened.offset, reader.size - opened.offset, language=opened.language
    )
    if opened.mark in {"[", "!["} and entity:
        entity = _with_address(reader, opened, entity)
    if entity and entity.length:
        reader.entities.append(entity)


def _with_address(reader: _Reader, opened: _Open, entity: Entity) -> Entity | None:
    if not reader.source.startswith("(", reader.at):
        if opened.mark == "![":
            raise _refuse("Custom emoji entity must contain a tg://emoji URL")
        return linked(entity, "".join(reader.plain)[-entity.length :])
    match = re.compile(r"\(((?:\\.|[^\\)])*)\)", re.S).match(reader.source, reader.at)
    if match is None:
        offset = len(reader.source[: reader.at + 1].encode())
        raise _refuse(f"Can't find end of a URL at byte offset {offset}")
    reader.at = match.end()
    url = re.sub(r"\\(.)", r"\1", match.group(1), flags=re.S)
    if opened.mark == "[":
        return linked(entity, url)
    return replace(entity, custom_emoji_id=url.rpartition("id=")[2])


_OLD = re.compile(
    r"\\(?P<escaped>[_*`\[])|```(?P<pre>.*?)```|`(?P<code>[^`]*)`|\*(?P<bold>[^*]*)\*|_(?P<italic>[^_]*)_"
    r"|\[(?P<text_link>[^\]]*)\](?:\((?P<url>[^)]*)\))?|(?P<open>[_*`\[])|(?P<plain>.)",
    re.S,
)


def parse_markdown(source: str) -> Rich:
    """The text and entities of a source in the older Markdown, which nests nothing."""
    reader = _Reader(source)
    for match in _OLD.finditer(source):
        kind, text = match.lastgroup or "plain", match.group(match.lastgroup or "plain")
        if kind == "open":
            offset = len(source[: match.start()].encode())
            raise _refuse(f"Can't find end of the entity starting at byte offset {offset}")
        kind, text = ("text_link", match.group("text_link")) if kind == "url" else (kind, text)
        entity: Entity | None = Entity(kind, reader.size, units(text))
        reader.add(text)
        if kind in {"plain", "escaped"} or not text:
            continue
        if kind == "text_link" and entity:
            entity = linked(entity, match.group("url") or text)
        reader.entities += [entity] if entity else []
    return Rich("".join(reader.plain), ordered(reader.entities))
