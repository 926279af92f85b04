"""The table of the Bot API: what each method takes, what each type holds; and the check of a value against it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a method or a type. `length` is the least, the most and the unit (characters or bytes)."""

    types: tuple[str, ...]
    required: bool
    length: tuple[int, int, str] | None


Fields = Mapping[str, Field]


@dataclass(frozen=True, slots=True)
class Table:
    methods: Mapping[str, Fields]
    returns: Mapping[str, tuple[str, ...]]
    types: Mapping[str, Fields]
    unions: Mapping[str, tuple[str, ...]]

    def method_named(self, name: str) -> str | None:
        """The method's own spelling: the server takes any case."""
        return _spellings().get(name.lower())


def parse_field(text: str) -> Field:
    """The field behind a short string of `table.json`."""
    match = re.fullmatch(r"(!?)(\S.*?)(?: (\d+)-(\d+) (characters|bytes))?", text)
    if match is None:
        raise ValueError(f"not a field: {text!r}")
    mark, types, low, high, unit = match.groups()
    length = (int(low), int(high), unit) if unit else None
    return Field(tuple(types.split("|")), required=mark == "!", length=length)


def _fields(entries: Mapping[str, Mapping[str, str]]) -> dict[str, Fields]:
    return {name: {key: parse_field(text) for key, text in fields.items()} for name, fields in entries.items()}


@lru_cache(maxsize=1)
def table() -> Table:
    """The table, read once."""
    raw = json.loads(Path(__file__).with_name("table.json").read_text(encoding="utf-8"))
    return Table(
        methods=_fields(raw["methods"]),
        returns={name: tuple(types.split("|")) for name, types in raw["returns"].items()},
        types=_fields(raw["types"]),
        unions={name: tuple(types) for name, types in raw["unions"].items()},
    )


@lru_cache(maxsize=1)
def _spellings() -> dict[str, str]:
    return {name.lower(): name for name in table().methods}


def measure(text: str, unit: str) -> int:
    """How long the text is, in characters or bytes."""
    return len(text.encode()) if unit == "bytes" else len(text)


_SCALARS: dict[str, tuple[type, ...]] = {
    "String": (str,),
    "Integer": (int,),
    "Float": (int, float),
    "Boolean": (bool,),
}


def faults_of(value: Any, types: tuple[str, ...], path: str) -> list[str]:
    """What is wrong with a value that should be of one of the types: nothing, or the faults of the nearest type."""
    found = [_faults_of_one(value, kind, path) for kind in _flatten(types)]
    return min(found, key=len, default=[])


def _flatten(types: tuple[str, ...]) -> Iterator[str]:
    for kind in types:
        union = table().unions.get(kind)
        yield from _flatten(union) if union else (kind,)


def _faults_of_one(value: Any, kind: str, path: str) -> list[str]:
    if kind in _SCALARS:
        return [] if _is_scalar(value, kind) else [f"{path} must be of type {kind}"]
    if kind == "InputFile":
        return [] if isinstance(value, str) else [f"{path} must be a file"]
    if kind.startswith("Array of "):
        return _faults_of_array(value, kind.removeprefix("Array of "), path)
    return faults_of_object(value, kind, path)


def _is_scalar(value: Any, kind: str) -> bool:
    if isinstance(value, bool):
        # `true` as a type name ("True") is a Boolean in the table.
        return kind == "Boolean"
    return isinstance(value, _SCALARS[kind])


def _faults_of_array(value: Any, kind: str, path: str) -> list[str]:
    if not isinstance(value, list):
        return [f"{path} must be an Array"]
    return [fault for index, item in enumerate(value) for fault in faults_of(item, (kind,), f"{path}[{index}]")]


def faults_of_object(value: Any, kind: str, path: str) -> list[str]:
    """Missing, unknown and wrong fields of an object; a field with null in it counts as left out."""
    if not isinstance(value, dict):
        return [f"{path} must be an Object"]
    fields = table().types[kind]
    present = {name: item for name, item in value.items() if item is not None}
    faults = [f"{path}.{name} is required" for name, field in fields.items() if field.required and name not in present]
    faults += [f'field "{path}.{name}" is not known' for name in present if name not in fields]
    for name, item in present.items():
        if name in fields:
            faults += faults_of(item, fields[name].types, f"{path}.{name}") or _too_long(item, fields[name], path, name)
    return faults


def _too_long(value: Any, field: Field, path: str, name: str) -> list[str]:
    if field.length is None or not isinstance(value, str):
        return []
    low, high, unit = field.length
    if low <= measure(value, unit) <= high:
        return []
    return [f"{path}.{name} must have {low}-{high} {unit}"]
