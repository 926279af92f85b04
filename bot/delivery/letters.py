"""Letters: what must arrive, put into the outbox by the transaction that causes it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from functools import cache
from typing import Any

from bot.clock import to_micros
from bot.storage.port import Value, Writer


class Priority(IntEnum):
    """Who stands before whom at the limiter: the lower, the sooner."""

    REPLY = 0
    REMINDER = 10
    WHEEL = 20
    ANNOUNCEMENT = 30


@dataclass(frozen=True, slots=True)
class Letter:
    """A message that must arrive: its screen is made of `kind` and `data` (JSON-able, frozen) at sending.

    `key` is unique for ever: put in twice, it is sent once. Whom it names beside the reader, `data` names as
    `person_id`: a letter is found by that when somebody is forgotten. Nothing goes out before `not_before` (UTC), nor
    in the reader's quiet hours unless `any_hour`: for what an act in that very chat calls for. `mailing` names what the
    letter is part of (see `bot.delivery.mailings`); `silent` lets no phone ring.
    """

    key: str
    chat_id: int
    kind: str
    data: Mapping[str, Any]
    priority: int
    not_before: datetime
    thread_id: int | None = None
    group: bool = False
    mailing: str | None = None
    any_hour: bool = False
    silent: bool = False


_LONGEST = 128
"""Letters in one statement."""

_COLUMNS = (
    *("key", "chat_id", "thread_id", "kind", "data", "priority"),
    *("not_before", "mailing", "any_hour", "silent", "made_at"),
    *("about_id", "organization_id"),
)

_MAY_MISS = {"thread_id", "about_id", "organization_id"}


async def put(tx: Writer, letter: Letter, now: datetime) -> bool:
    """Put a letter into the outbox; False if one with its key is, or was, there already."""
    return await put_all(tx, [letter], now) > 0


async def put_all(tx: Writer, letters: Sequence[Letter], now: datetime) -> int:
    """Put letters into the outbox, many in one statement; returns how many of them were new, by their keys."""
    new = begin = 0
    while begin < len(letters):
        size = _size(len(letters) - begin)
        rows = [_row(letter, now) for letter in letters[begin : begin + size]]
        values = {f"{name}_{number}": value for number, row in enumerate(rows) for name, value in row.items()}
        new += await tx.run(_statement(size), **values)
        begin += size
    return new


def _size(left: int) -> int:
    """A power of two: databases prepare each statement, so there should be few."""
    return min(_LONGEST, 1 << (left.bit_length() - 1))


@cache
def _statement(size: int) -> str:
    rows = ", ".join(f"({', '.join(_parameter(name, number) for name in _COLUMNS)})" for number in range(size))
    return f"INSERT INTO outbox ({', '.join(_COLUMNS)}) VALUES {rows} ON CONFLICT (key) DO NOTHING"  # noqa: S608


def _parameter(name: str, number: int) -> str:
    """What is missing is 0, since PostgreSQL plans a statement anew for each place where a number may be missing."""
    given = f":{name}_{number}"
    return f"NULLIF({given}, 0)" if name in _MAY_MISS else given


def _row(letter: Letter, now: datetime) -> dict[str, Value]:
    return {
        "key": letter.key,
        "chat_id": letter.chat_id,
        "thread_id": letter.thread_id or 0,
        "kind": letter.kind,
        "data": json.dumps(dict(letter.data)),
        "priority": int(letter.priority),
        "not_before": to_micros(letter.not_before),
        "mailing": letter.mailing,
        "any_hour": int(letter.any_hour),
        "silent": int(letter.silent),
        "made_at": to_micros(now),
        "about_id": letter.data.get("person_id", 0),
        "organization_id": letter.data.get("organization_id", 0),
    }
