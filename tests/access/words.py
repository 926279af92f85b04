"""Words that are harmless as text, and nowhere else: for HTML, spreadsheets, calendars, PDF, YAML, SQL, paths, logs."""

from __future__ import annotations

HOSTILE: dict[str, str] = {
    "html": "<b>bold</b><a href='tg://user?id=1'>you</a><script>alert(1)</script>",
    "broken html": "</b></a><i><u>&lt;&amp;&#x41;&unknown;<",
    "formula": '=HYPERLINK("http://example.org?"&A1;"open")',
    "plus": "+1+cmd|' /C calc'!A0",
    "at": "@SUM(1+1)*cmd",
    "minus": "-2+3+cmd|' /C calc'!A0",
    "tab formula": "\t=1+1",
    "csv": 'a";"b\r\n"c,d\r\ne',
    "calendar": "a\r\nEND:VEVENT\r\nBEGIN:VALARM\r\nX;Y:Z,\\n",
    "pdf": "(a) Tj ET endstream endobj \\) %PDF-1.4 trailer",
    "yaml": "&a [*a, !!python/object/apply:os.system ['true']]\n--- {x: :y}",
    "sql": "'; DROP TABLE person; -- \" :name %s %(x)s $1",
    "path": "../../etc/passwd\\..\\CON.txt\x00.pdf",
    "log": "ok\nlevel=error event='forged' \x1b[31mred\x1b[0m token=1",
    "format": "{network} {0} {{x}} %(name)s %d %n {texts.language.__class__}",
    "command": "/forgetme@someone",
    "right to left": "\u202egnp.exe\u2066x\u2069\u200f\ufeff",
    "zalgo": "a" + "\u0301" * 60,
    "astral": "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 20,
    "long": "W" * 4000,
    "one": "x",
    "blank": "\u3164\u00ad\u2800",
}
"""By what they would attack. Telegram itself refuses half characters, so none is here."""
