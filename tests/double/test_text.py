"""Parse modes: entities in UTF-16 units, refusals in the server's words, safe HTML for the page."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from bot.rehearsal.entities import Entity, Rich, cut, safe_html, units
from bot.rehearsal.errors import ApiError
from bot.rehearsal.html_text import parse_html
from bot.rehearsal.text import read_text


def kinds(rich: Rich) -> list[tuple[str, str]]:
    return [(entity.type, cut(rich.text, entity.offset, entity.length)) for entity in rich.entities]


HTML = [
    ("<b>Hi 😀 <i>x</i></b>", "Hi 😀 x", [("bold", "Hi 😀 x"), ("italic", "x")]),
    ("😀<u>é</u>", "😀é", [("underline", "é")]),
    ("&lt;3 &amp; &quot;&gt; &#39; &#x1F600; &nbsp;", "<3 & \"> ' 😀 &nbsp;", []),
    ('<a href="https://x.org/?a=1&amp;b=2">go</a>', "go", [("text_link", "go")]),
    ('<a href="tg://user?id=12">Ann</a>', "Ann", [("text_mention", "Ann")]),
    ('<a href="nowhere">go</a>', "go", []),
    ('<pre><code class="language-python">x</code></pre>', "x", [("pre", "x")]),
    ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", "q")]),
    ('<span class="tg-spoiler">s</span><tg-spoiler>t</tg-spoiler>', "st", [("spoiler", "s"), ("spoiler", "t")]),
    ("<B>b</b> <strong>c</strong><s></s>", "b c", [("bold", "b"), ("bold", "c")]),
    ("see https://x.org, /start@palabre_bot #tag @anna", "see https://x.org, /start@palabre_bot #tag @anna",
     [("url", "https://x.org"), ("bot_command", "/start@palabre_bot"), ("hashtag", "#tag"), ("mention", "@anna")]),
    ("  <b>  x </b> ", "x", [("bold", "x")]),
    ("<code>/start</code>", "/start", [("code", "/start")]),
]  # fmt: skip


@pytest.mark.parametrize(("source", "text", "entities"), HTML)
def test_html_becomes_text_and_entities(source: str, text: str, entities: list[tuple[str, str]]) -> None:
    rich = read_text({"text": source, "parse_mode": "HTML"})
    assert (rich.text, kinds(rich)) == (text, entities)


BAD_HTML = [
    ("a <3 b>", 'Unsupported start tag "3" at byte offset 2'),
    ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
    ("x</b>", "Unexpected end tag at byte offset 1"),
    ("<b>é</i>", 'Unmatched end tag at byte offset 5, expected "</b>", found "</i>"'),
    ("<b", "Unclosed start tag at byte offset 0"),
    ("<b>x</b", "Unclosed end tag at byte offset 4"),
    ("<br>", 'Unsupported start tag "br" at byte offset 0'),
    ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ('<a href="x', "Unclosed start tag at byte offset 0"),
    ("<a ='x'>y</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
]


@pytest.mark.parametrize(("source", "refusal"), BAD_HTML)
def test_bad_html_is_refused_where_it_is_bad(source: str, refusal: str) -> None:
    with pytest.raises(ApiError) as caught:
        parse_html(source)
    assert caught.value.description == f"Bad Request: can't parse entities: {refusal}"


MARKDOWN = [
    ("*b* _i_ __u__ ~s~ ||p|| `c`", "b i u s p c",
     [("bold", "b"), ("italic", "i"), ("underline", "u"), ("strikethrough", "s"), ("spoiler", "p"), ("code", "c")]),
    ("*a _b_*", "a b", [("bold", "a b"), ("italic", "b")]),
    ("[go](https://x.org/a\\)b)", "go", [("text_link", "go")]),
    (">q\n>r\nz", "q\nr\nz", [("blockquote", "q\nr")]),
    ("```py\nx.y\n```", "x.y", [("pre", "x.y")]),
    ("1\\. ok\\!", "1. ok!", []),
]  # fmt: skip


@pytest.mark.parametrize(("source", "text", "entities"), MARKDOWN)
def test_markdown_v2_becomes_text_and_entities(source: str, text: str, entities: list[tuple[str, str]]) -> None:
    rich = read_text({"text": source, "parse_mode": "MarkdownV2"})
    assert (rich.text, kinds(rich)) == (text, entities)


BAD_MARKDOWN = [
    ("a.", "Character '.' is reserved and must be escaped with the preceding '\\'"),
    ("*b", "Can't find end of Bold entity at byte offset 0"),
    ("é `c", "Can't find end of Code entity at byte offset 3"),
    ("[a](x", "Can't find end of a URL at byte offset 4"),
]


@pytest.mark.parametrize(("source", "refusal"), BAD_MARKDOWN)
def test_bad_markdown_is_refused(source: str, refusal: str) -> None:
    with pytest.raises(ApiError) as caught:
        read_text({"text": source, "parse_mode": "MarkdownV2"})
    assert caught.value.description == f"Bad Request: can't parse entities: {refusal}"


def test_old_markdown_is_understood_as_well() -> None:
    rich = read_text({"text": "*b* _i_ [go](https://x.org) a.b", "parse_mode": "Markdown"})
    assert (rich.text, kinds(rich)) == ("b i go a.b", [("bold", "b"), ("italic", "i"), ("text_link", "go")])


def test_given_entities_are_counted_in_utf16_units() -> None:
    rich = read_text({"text": "😀 bold", "entities": [{"type": "bold", "offset": 3, "length": 4}]})
    assert kinds(rich) == [("bold", "bold")]


def test_the_page_gets_no_html_but_the_few_tags() -> None:
    link = Entity("text_link", 0, 1, url="javascript:alert(1)")
    assert safe_html(Rich("x", (link,))) == "x"
    rich = read_text({"text": '<b>a<i>b</i></b> <a href="https://x.org/&quot;">&lt;c&gt;</a>', "parse_mode": "HTML"})
    href = 'href="https://x.org/&quot;" rel="noopener noreferrer" target="_blank"'
    assert safe_html(rich) == f"<b>a<i>b</i></b> <a {href}>&lt;c&gt;</a>"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60))
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    source = f"<b>{escape(text)}</b>"
    rich = parse_html(source)
    assert rich.text == text
    assert rich.entities == (Entity("bold", 0, units(text)),)


@given(st.text(alphabet="<>/&;ab ='\"\n", max_size=40))
def test_any_source_is_parsed_or_refused(source: str) -> None:
    """No source makes the parser fail in any other way, or run on for ever."""
    with suppress(ApiError):
        assert units(parse_html(source).text) <= units(source)
