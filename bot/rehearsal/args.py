"""The arguments of one call, as they came: turned into values of the types that the table names, and checked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.rehearsal.errors import bad_request
from bot.rehearsal.limits import CALLBACK_DATA_BYTES, COUNTS, PARSED_LATER, RANGES
from bot.rehearsal.table import Field, faults_of, measure, table

_TRUE, _FALSE = {"true", "1", "yes"}, {"false", "0", "no"}

MISSING = {
    "chat_id": "chat_id is empty",
    "from_chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "voice": "there is no voice in the request",
    "video": "there is no video in the request",
    "audio": "there is no audio in the request",
    "animation": "there is no animation in the request",
    "file_id": "file_id not specified",
    "user_id": "invalid user_id specified",
}
"""What the server says of a required field that was left out; of others it says that the parameter is required."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with the call."""

    name: str
    content_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Args:
    """The checked arguments of a call, by name, and the files that came with it."""

    method: str
    values: Mapping[str, Any]
    files: Mapping[str, Upload]

    def get(self, name: str, default: Any = None) -> Any:
        """The value, or the default where it was left out."""
        return self.values.get(name, default)

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def __contains__(self, name: str) -> bool:
        return name in self.values


def read_args(method: str, raw: Mapping[str, Any], files: Mapping[str, Upload], *, strict: bool) -> Args:
    """The arguments of a call to a known method.

    Errors: `ApiError` 400 for the first thing that is wrong. What the real server would ignore (a field that the method
    does not have, a value of a wrong type) is an error only when `strict`; else it is left out.
    """
    fields = table().methods[method]
    present = {name: value for name, value in raw.items() if value is not None and value != ""}
    if strict:
        _refuse_unknown(method, present, files, fields)
    values = {}
    for name, value in present.items():
        if name in fields:
            values[name] = _read(method, name, value, fields[name], strict=strict)
    values.update({name: f"attach://{name}" for name in files if name in fields})
    for name, entry in fields.items():
        if entry.required and name not in values:
            raise bad_request(MISSING.get(name, f'parameter "{name}" is required'))
    return Args(method, values, files)


def _refuse_unknown(
    method: str, raw: Mapping[str, Any], files: Mapping[str, Upload], fields: Mapping[str, Field]
) -> None:
    for name in raw:
        if name not in fields:
            raise bad_request(f'field "{name}" is not known to {method}')
    attached = json.dumps(list(raw.values()), default=str)
    for name in files:
        if name not in fields and f"attach://{name}" not in attached:
            raise bad_request(f'file "{name}" is not used by {method}')


def _read(method: str, name: str, value: Any, entry: Field, *, strict: bool) -> Any:
    value = _coerce(name, value, entry.types)
    if name == "reply_markup":
        _check_callback_data(value)
    faults = faults_of(value, entry.types, name)
    if faults and strict:
        raise bad_request(faults[0])
    _check_length(method, name, value, entry)
    _check_bounds(method, name, value)
    return value


def _coerce(name: str, value: Any, types: tuple[str, ...]) -> Any:
    """Forms carry everything as text: give numbers, truth values and objects their shape."""
    if isinstance(value, str):
        return _from_text(name, value, types)
    if "String" in types and isinstance(value, int | float) and not isinstance(value, bool) and "Integer" not in types:
        return json.dumps(value)
    return value


def _from_text(name: str, text: str, types: tuple[str, ...]) -> Any:
    if "Integer" in types and text.strip().removeprefix("-").isdecimal():
        return int(text)
    if "Float" in types:
        return _as_float(text)
    if "Boolean" in types:
        lower = text.strip().lower()
        return True if lower in _TRUE else False if lower in _FALSE else text
    if set(types) & {"String", "Integer", "InputFile"}:
        return text
    return _as_json(name, text)


def _as_float(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


_NAMES = {
    "reply_markup": "reply keyboard markup JSON object",
    "reply_parameters": "reply parameters JSON object",
    "link_preview_options": "link preview options JSON object",
    "media": "media JSON object",
    "commands": "commands JSON object",
    "scope": "BotCommandScope JSON object",
    "entities": "message entities JSON object",
    "caption_entities": "message entities JSON object",
}


def _as_json(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise bad_request(f"can't parse {_NAMES.get(name, name + ' JSON object')}") from error


def _check_callback_data(markup: Any) -> None:
    """Done before the rest, since the server has a word of its own for it."""
    rows = markup.get("inline_keyboard") if isinstance(markup, dict) else None
    buttons = [button for row in rows or [] if isinstance(row, list) for button in row if isinstance(button, dict)]
    for button in buttons:
        data = button.get("callback_data")
        if isinstance(data, str) and not 1 <= len(data.encode()) <= CALLBACK_DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")


def _check_length(method: str, name: str, value: Any, entry: Field) -> None:
    if entry.length is None or not isinstance(value, str):
        return
    low, high, unit = entry.length
    if name in PARSED_LATER and high in PARSED_LATER[name]:
        return
    if not low <= measure(value, unit) <= high:
        raise bad_request(_TOO_LONG.get((method, name), f'parameter "{name}" must have {low}-{high} {unit}'))


_TOO_LONG = {
    ("setWebhook", "secret_token"): "secret token is too long",
    ("answerCallbackQuery", "text"): "MESSAGE_TOO_LONG",
}


def _check_bounds(method: str, name: str, value: Any) -> None:
    count = COUNTS.get((method, name))
    if count and isinstance(value, list) and not count[0] <= len(value) <= count[1]:
        raise bad_request(_count_error(method, name, len(value), count))
    bounds = RANGES.get((method, name))
    if bounds and isinstance(value, int) and not bounds[0] <= value <= bounds[1]:
        raise bad_request(f'parameter "{name}" must be between {bounds[0]} and {bounds[1]}')


def _count_error(method: str, name: str, found: int, count: tuple[int, int]) -> str:
    if method == "sendMediaGroup":
        return "can't send album: it must have 2-10 parts" if found else "there are no media in the request"
    if name == "message_ids":
        return "too many message identifiers specified" if found else "message identifiers are not specified"
    return f'parameter "{name}" must hold {count[0]}-{count[1]} items'
