"""A YAML file as plain values, each with the line it stands on: so an error can point at it.

Only text, whole numbers, true and false, lists and mappings exist here: no tags, no references, no guessed types. A
file from a stranger can therefore neither run anything nor grow while it is read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

_TYPE_NAMES = {"!!null": "nothing", "!!bool": "yes or no", "!!float": "a fraction", "!!timestamp": "a date"}

LARGEST_FILE = 256 * 1024
_DEEPEST = 20
KeyPath = tuple[str | int, ...]
Value = str | int | bool | tuple["Value", ...] | dict[str, "Value"]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Ten times faster where PyYAML was built with libyaml, as its wheels are: every start reads the templates."""

_TRUTHS = {"true": True, "false": False}
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,9}\Z")


class TemplateError(Exception):
    """A template cannot be used: one line that names file, line and key, and what is allowed there."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a file holds.

    `value` is its content; `lines` gives the line, from 1, of each value and key by its path in the content.
    """

    file: str
    value: Value
    lines: Mapping[KeyPath, int]

    def error(self, path: KeyPath, problem: str) -> TemplateError:
        """The error about the value at `path`; what is missing is shown at the line of what it is missing from."""
        known = path
        while known not in self.lines and known:
            known = known[:-1]
        return _error(self.file, self.lines.get(known, 1), path, problem)


def read(path: Path) -> Source:
    """The content of a YAML file. Raises TemplateError for whatever keeps it from being read."""
    text = _text(path)
    try:
        node = _compose(text)
    except yaml.YAMLError as error:
        raise _error(str(path), _line_of(error, text), (), f"is not valid YAML: {_reason(error)}") from error
    except _TooDeepError:
        raise _error(str(path), 1, (), "is nested too deeply for a template") from None
    if node is None:
        raise _error(str(path), 1, (), "is empty")
    reading = _Reading(str(path))
    value = reading.value(node, ())
    return Source(str(path), value, reading.lines)


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise _error(str(path), 1, (), f"cannot be read: {error.strerror or error}") from error
    if len(raw) > LARGEST_FILE:
        raise _error(str(path), 1, (), f"is too large for a template: at most {LARGEST_FILE // 1024} KB")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _error(str(path), line, (), "is not UTF-8 text: save the file as UTF-8") from error


class _TooDeepError(Exception):
    """More levels than a template has, and perhaps more than the stack."""


def _compose(text: str) -> Any:
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.AliasEvent):
            mark: Any = event.start_mark
            raise yaml.MarkedYAMLError(problem="templates have no references (*name)", problem_mark=mark)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise _TooDeepError
    return yaml.compose(text, Loader=_LOADER)


@dataclass(slots=True)
class _Reading:
    """One walk over the nodes of a file, which notes lines as it goes."""

    file: str
    lines: dict[KeyPath, int] = field(default_factory=dict)

    def value(self, node: yaml.Node, path: KeyPath) -> Value:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return tuple(self.value(item, (*path, index)) for index, item in enumerate(node.value))
        return self._scalar(node, path)

    def _mapping(self, node: yaml.MappingNode, path: KeyPath) -> Value:
        content: dict[str, Value] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            # The key as it is written: YAML would read the Norwegian `no` as false.
            if not isinstance(key_node, yaml.ScalarNode):
                raise _error(self.file, line, path, "has a key that is not text")
            key = str(key_node.value)
            if key in content:
                raise _error(self.file, line, (*path, key), "is there twice")
            self.lines[(*path, key)] = line
            content[key] = self.value(value_node, (*path, key))
        return content

    def _scalar(self, node: yaml.Node, path: KeyPath) -> Value:
        kind = node.tag.replace("tag:yaml.org,2002:", "!!")
        if kind == "!!str":
            return str(node.value)
        if kind == "!!int" and _WHOLE_NUMBER.match(node.value):
            return int(node.value)
        if kind == "!!bool" and node.value in _TRUTHS:
            return _TRUTHS[node.value]
        if kind == "!!null":
            raise _error(self.file, self.lines[path], path, "is empty")
        problem = f"is read as {_TYPE_NAMES.get(kind, 'something else')} by YAML: put text in quotes"
        raise _error(self.file, self.lines[path], path, problem)


def _error(file: str, line: int, path: KeyPath, problem: str) -> TemplateError:
    where = f" {'.'.join(map(str, path))}" if path else ""
    return TemplateError(" ".join(f"{file}, line {line}:{where} {problem}".split()))


def _line_of(error: yaml.YAMLError, text: str) -> int:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is not None:
        return int(mark.line) + 1
    return text.count("\n", 0, int(getattr(error, "position", 0))) + 1


def _reason(error: yaml.YAMLError) -> str:
    return str(getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be understood")
