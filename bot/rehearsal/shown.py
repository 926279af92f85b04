"""Files of the world as the chat page shows or saves them."""

from __future__ import annotations

import re
from urllib.parse import quote

from aiohttp import web

from bot.rehearsal.model import StoredFile

_PLAYED = re.compile(r"image/gif|(?:audio|video)/[\w.+-]+")


def file_answer(file: StoredFile, request: web.Request) -> web.Response:
    """The file, or the part of it that a player asks for.

    What a browser would run as a page of this address is only ever saved.
    """
    kind, headers = _kind(file), {"Cache-Control": "max-age=86400", "Accept-Ranges": "bytes"}
    headers |= {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'"}
    if kind is None:
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
    status, body = 200, file.content
    if "Range" in request.headers:
        status, body, headers["Content-Range"] = _part(file.content, request)
    return web.Response(status=status, body=body, content_type=kind or "application/octet-stream", headers=headers)


def _kind(file: StoredFile) -> str | None:
    """The media type if the page may show it itself."""
    if file.kind == "photo":
        known = ((b"\x89PNG", "image/png"), (b"RIFF", "image/webp"), (b"", "image/jpeg"))
        return next(kind for begin, kind in known if file.content.startswith(begin))
    mime = file.mime.partition(";")[0]
    return mime if file.kind != "document" and _PLAYED.fullmatch(mime) else None


def _part(content: bytes, request: web.Request) -> tuple[int, bytes, str]:
    """Status, bytes and Content-Range. A range outside the file is status 416."""
    size = len(content)
    try:
        begin, end, _ = request.http_range.indices(size)
    except ValueError:
        begin, end = size, size
    if begin >= end:
        return 416, b"", f"bytes */{size}"
    return 206, content[begin:end], f"bytes {begin}-{end - 1}/{size}"
