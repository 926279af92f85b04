"""What Telegram makes of texts. Nobody needs to do anything."""

from __future__ import annotations

from bot.commands.live.api import Json
from bot.commands.live.lines import Line
from bot.commands.live.trials import Trial, try_all
from bot.commands.live.walk import Walk

TWO_UNITS = "\N{GRINNING FACE}"
"""One character, two UTF-16 units."""


async def texts(walk: Walk) -> None:
    """Texts at the limits of length, in HTML, in MarkdownV2, and with what the server finds in them."""
    await walk.send("Strange messages follow for half a minute. There is nothing to do; they go away at the end.")
    await try_all(walk, (*_LENGTHS, *_HTML, *_OTHERS, _found(walk.me.username)))


def _text(message: Json) -> str:
    return str(message.get("text"))


def _count(message: Json) -> str:
    return f"{len(message.get('entities', []))} entities"


def _kinds(message: Json) -> str:
    return ", ".join(entity["type"] for entity in message.get("entities", []))


def _html(text: str) -> dict[str, str]:
    return {"text": text, "parse_mode": "HTML"}


def _markdown(text: str) -> dict[str, str]:
    return {"text": text, "parse_mode": "MarkdownV2"}


_LENGTHS = (
    Trial(Line.TEXT_LENGTH, "4096 characters of 2 units each", {"text": TWO_UNITS * 4096}),
    Trial(Line.TEXT_LENGTH, "4096 characters in a tag", _html(f"<b>{'a' * 4096}</b>")),
    Trial(Line.TEXT_LENGTH, "4097 characters", {"text": "a" * 4097}, "message is too long"),
    Trial(Line.TEXT_BYTES, "32769 bytes", {"text": "a" * 32_769}, "text is too long"),
)
_HTML = (
    Trial(Line.HTML, "an unknown tag", _html("é<x>"), 'Unsupported start tag "x" at byte offset 2'),
    Trial(Line.HTML, "no end tag", _html("<b>a"), 'Can\'t find end tag corresponding to start tag "b"'),
    Trial(Line.HTML, "no start tag", _html("é</b>"), "Unexpected end tag at byte offset 2"),
    Trial(
        Line.HTML,
        "another end tag",
        _html("<b>a</i>"),
        'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"',
    ),
    Trial(
        Line.HTML,
        "references",
        _html("&lt;&gt;&amp;&quot;&eacute;&#233;&#xe9;"),
        shows=_text,
        shown='<>&"&eacute;éé',
    ),
    Trial(Line.BAD_LINK, "a link to nowhere", _html('<a href="no address">a</a>'), shows=_count, shown="0 entities"),
    Trial(Line.MANY_ENTITIES, "101 bold words", _html("<b>a</b> " * 101), shows=_count, shown="100 entities"),
)
_OTHERS = (
    Trial(Line.MARKDOWN, "a bare full stop", _markdown("1."), "Character '.' is reserved and must be escaped"),
    Trial(Line.MARKDOWN, "no end mark", _markdown("*a"), "Can't find end of Bold entity at byte offset 0"),
    Trial(Line.WHITE_SPACE, "around a word", {"text": " \n a \n "}, shows=_text, shown="a"),
    Trial(Line.WHITE_SPACE, "nothing else", {"text": " \n "}, "text must be non-empty"),
)


def _found(username: str) -> Trial:
    text = f"/help @{username} #tag https://example.org/ a@example.org"
    fields = {"text": text, "link_preview_options": {"is_disabled": True}}
    return Trial(Line.FOUND, "one of each", fields, shows=_kinds, shown="bot_command, mention, hashtag, url, email")
