"""All that is kept about a person, as a file for programs and as a page to be read. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from bot.services.privacy.mydata import OwnData

_STYLE = Markup(
    "body{font-family:sans-serif;line-height:1.4;max-width:50em;margin:1em auto;padding:0 1em}"
    "dl{border-top:1px solid #999;margin:0 0 1em;padding:.5em 0 0}"
    "dt{color:#555}dd{margin:0 0 .4em 1em;white-space:pre-wrap;overflow-wrap:anywhere}"
)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading, and entries below it: of each, what is said in words and what it is."""

    title: str
    entries: Sequence[Sequence[tuple[str, str]]]


def as_json(data: OwnData) -> bytes:
    """By the tables and columns of the database; instants as ISO 8601, in UTC."""
    whole = {
        "person": data.person_id,
        "at": data.now.isoformat(),
        "kept": [
            {"table": one.table, "column": one.column, "rows": [_plain(row) for row in one.rows]}
            for one in data.sections
        ],
        "answers": [
            {
                "round": one.round_id,
                "survey": one.template.id,
                "opened": one.opened.isoformat(),
                "levels": dict(one.levels),
            }
            for one in data.answers
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2).encode()


def _plain(row: Mapping[str, object]) -> dict[str, object]:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in row.items()}


def as_html(language: str, title: str, intro: str, chapters: Sequence[Chapter]) -> bytes:
    """A page that loads nothing from anywhere, and in which nothing runs."""
    body = Markup("").join(_chapter(one) for one in chapters)
    page = Markup(
        '<!DOCTYPE html><html lang="{}"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width"><title>{}</title><style>{}</style></head>'
        "<body><h1>{}</h1><p>{}</p>{}</body></html>\n"
    )
    return page.format(language, title, _STYLE, title, intro, body).encode()


def _chapter(chapter: Chapter) -> Markup:
    entries = Markup("").join(
        Markup("<dl>{}</dl>").format(
            Markup("").join(Markup("<dt>{}</dt><dd>{}</dd>").format(word, value) for word, value in entry)
        )
        for entry in chapter.entries
    )
    return Markup("<h2>{}</h2>{}").format(chapter.title, entries)
