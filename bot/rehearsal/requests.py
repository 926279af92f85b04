"""A call as it comes over HTTP: query string, form, multipart or JSON, by GET or POST."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web

from bot.rehearsal.args import Upload
from bot.rehearsal.errors import bad_request

Raw = tuple[dict[str, Any], dict[str, Upload]]


async def read_request(request: web.Request) -> Raw:
    """The fields and files of a call; what stands in the body wins over the query string.

    Errors: `ApiError` 400 for a body that is not what its content type says.
    """
    fields: dict[str, Any] = dict(request.query)
    if not request.body_exists:  # a GET may have one too, and pyTelegramBotAPI does send one
        return fields, {}
    if request.content_type == "application/json":
        return {**fields, **await _read_json(request)}, {}
    if request.content_type == "application/x-www-form-urlencoded":
        return {**fields, **dict(parse_qsl(await request.text(), keep_blank_values=True))}, {}
    if request.content_type == "multipart/form-data":
        more, files = await _read_multipart(request)
        return {**fields, **more}, files
    return fields, {}


async def _read_json(request: web.Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.text() or "{}")
    except ValueError as error:
        raise bad_request("can't parse request JSON object") from error
    if not isinstance(body, dict):
        raise bad_request("can't parse request JSON object")
    return body


async def _read_multipart(request: web.Request) -> Raw:
    fields: dict[str, Any] = {}
    files: dict[str, Upload] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise bad_request("can't parse multipart request")
        content = bytes(await part.read(decode=True))
        if part.filename is None:
            fields[part.name] = content.decode("utf-8", "replace")
        else:
            kind = part.headers.get("Content-Type", "application/octet-stream")
            files[part.name] = Upload(part.filename, kind, content)
    return fields, files
