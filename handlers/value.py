"""Callback values: frozen pydantic values to and from compact versioned strings of at most 64 bytes.

The form is `1:<code>:<field>:…`; the leading digit is the version of the form. An unknown or old one is None, and the
person gets a polite answer with a way on. The right to act is never in the value: it is looked up at each tap.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Self

from pydantic import BaseModel, ConfigDict, ValidationError

VERSION = "1"
MAX_BYTES = 64
_LARGEST = 2**53 - 1
"""Ids of Telegram stay below; a forged number beyond it names nothing. So many pages still fit into 64 bits."""


class Value(BaseModel):
    """One kind of tap. Subclasses set `code` (1-3 letters, unique) and have fields of int and str (without a colon)."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    code: ClassVar[str]
    private: ClassVar[bool] = False

    def pack(self) -> str:
        """The callback data; a value that does not fit is a fault of the programme, found by its tests."""
        data = ":".join([VERSION, self.code, *self._written()])
        if len(data.encode()) > MAX_BYTES:
            raise ValueError(f"callback data of {type(self).__name__} is over {MAX_BYTES} bytes: {data!r}")
        return data

    @classmethod
    def unpack(cls, parts: list[str]) -> Self | None:
        """The value that `pack` writes as these fields; None when there is none."""
        names = list(cls.model_fields)
        if len(parts) != len(names):
            return None
        try:
            value = cls.model_validate(dict(zip(names, parts, strict=True)))
        except ValidationError:
            return None
        # Pydantic also reads " 7", "+7" and "7.0": the bot never wrote those.
        return value if value._written() == parts and value._is_in_range() else None

    def _written(self) -> list[str]:
        return [str(field) for field in self.__dict__.values()]

    def _is_in_range(self) -> bool:
        return all(abs(field) <= _LARGEST for field in self.__dict__.values() if isinstance(field, int))


class Private(Value):
    """A tap of the private chat alone: what it shows is its reader's, or is only being written.

    Forged in a group, it would let the bot say there what somebody has written elsewhere.
    """

    private: ClassVar[bool] = True


class Values:
    """All kinds of taps that the bot knows, by code."""

    def __init__(self, kinds: Iterable[type[Value]]) -> None:
        self._kinds: dict[str, type[Value]] = {}
        for kind in kinds:
            if self._kinds.setdefault(kind.code, kind) is not kind:
                raise ValueError(f"two kinds of taps share the code {kind.code!r}")

    def read(self, data: str | None) -> Value | None:
        """The value of callback data, or None when it is unknown, old or forged."""
        if not data or not data.isascii() or len(data) > MAX_BYTES:
            return None
        version, _, rest = data.partition(":")
        code, *parts = rest.split(":")
        kind = self._kinds.get(code) if version == VERSION else None
        return kind.unpack(parts) if kind else None
