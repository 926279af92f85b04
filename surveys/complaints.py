"""What is wrong with a template, in one line for whoever writes templates: pydantic speaks to programmers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from surveys.source import KeyPath, Source, TemplateError

_PLAIN = {
    "missing": "is missing",
    "string_type": "must be text",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "tuple_type": "must be a list",
    "dict_type": "must be a language and its words (en: …)",
    "model_type": "must have keys and values",
}


def explained(source: Source, error: ValidationError, *, fields: Mapping[int, tuple[str, ...]]) -> TemplateError:
    """The first thing wrong in the order of the definition, and how many more there are.

    `fields` gives the keys that are allowed at each depth of the key path where keys are fixed.
    """
    details = error.errors(include_url=False)
    more = f" (and {len(details) - 1} more)" if len(details) > 1 else ""
    return source.error(_path(details[0]), _words(details[0], fields) + more)


def _path(detail: ErrorDetails) -> KeyPath:
    inner: KeyPath = detail.get("ctx", {}).get("path", ())
    return tuple(part for part in detail["loc"] if part != "[key]") + inner


def _words(detail: ErrorDetails, fields: Mapping[int, tuple[str, ...]]) -> str:
    kind, bounds = detail["type"], detail.get("ctx", {})
    if kind in _PLAIN:
        return _PLAIN[kind]
    if kind == "extra_forbidden":
        return f"is not known here; allowed: {', '.join(fields.get(len(detail['loc']), ()))}"
    if kind in {"too_short", "too_long"}:
        return f"has {bounds['actual_length']} entries; {_bound(bounds)}"
    if kind == "string_pattern_mismatch":
        return f"must look like {bounds['pattern'].strip('^$')}"
    return str(detail["msg"])


def _bound(bounds: Mapping[str, Any]) -> str:
    if "min_length" in bounds:
        return f"at least {bounds['min_length']} are needed"
    return f"at most {bounds['max_length']} are allowed"
