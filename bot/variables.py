"""Reads variables: from an environment, from a file of them, and secrets from files of their own."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from pathlib import Path


class Variables:
    """The variables of a program, all with one prefix. What is wrong is gathered in `problems`, a line each.

    `fields` maps each name to the field it sets; for the fields in `secrets`, NAME_FILE may name a file that holds
    the value. PREFIX + SETTINGS names a file of variables; what the environment says wins over it.
    """

    def __init__(self, prefix: str, fields: Mapping[str, str], secrets: Collection[str]) -> None:
        self.problems: list[str] = []
        self._prefix = prefix
        self._file_of_all = f"{prefix}SETTINGS"
        self._fields = fields
        self._file_of = {f"{name}_FILE": name for name, field in fields.items() if field in secrets}

    def read(self, environ: Mapping[str, str], file: Path | None) -> dict[str, str]:
        """The values that are set, by field; an empty value is no value."""
        given = {name: value for name, value in environ.items() if name.startswith(self._prefix) and value}
        named = given.pop(self._file_of_all, None)
        path = file or (Path(named) if named else None)
        written = self._lines(path) if path is not None else {}
        return self._values(written, f" (in {path})") | self._values(given, "")

    def _values(self, given: Mapping[str, str], where: str) -> dict[str, str]:
        values: dict[str, str] = {}
        for name, value in given.items():
            if name in self._fields:
                values[self._fields[name]] = value
            elif name not in self._file_of:
                self.problems.append(f"{name}{where} is not a setting{self._near(name)}")
            elif self._file_of[name] in given:
                self.problems.append(f"{name}{where} and {self._file_of[name]} are both set: keep one")
            elif content := self._content(name, Path(value)):
                values[self._fields[self._file_of[name]]] = content
        return values

    def _near(self, name: str) -> str:
        known = {each.removeprefix(self._prefix): each for each in (*self._fields, *self._file_of, self._file_of_all)}
        near = difflib.get_close_matches(name.removeprefix(self._prefix).upper(), known, n=1, cutoff=0.5)
        return f": did you mean {known[near[0]]}?" if near else f": there are {', '.join(known.values())}"

    def _content(self, name: str, path: Path) -> str:
        try:
            content = path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "not UTF-8"
            self.problems.append(f"{name} is {str(path)!r}: it must be a file of text that can be read ({why})")
            return ""
        if not content:
            self.problems.append(f"{name} is {str(path)!r}: that file is empty")
        return content

    def _lines(self, path: Path) -> dict[str, str]:
        """The `NAME=value` lines of a file; `#` begins a comment line, quotes around a value are dropped."""
        given: dict[str, str] = {}
        for number, line in enumerate(self._content(self._file_of_all, path).splitlines(), start=1):
            text = line.strip()
            if not text or text.startswith("#"):
                continue
            name, equals, value = text.removeprefix("export ").partition("=")
            if not equals:
                self.problems.append(f"{path}, line {number}: it must be NAME=value, or begin with #")
            elif bare := _unquoted(value.strip()):
                given[name.strip()] = bare
        return given


def _unquoted(value: str) -> str:
    quoted = len(value) >= 2 and value[0] == value[-1] and value[0] in "'\""
    return value[1:-1] if quoted else value
