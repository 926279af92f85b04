"""Letters: what must arrive, put into the outbox by the transaction that causes it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

from bot.clock import to_micros
from bot.storage.port import Writer


class Priority(IntEnum):
    """Who stands before whom at the limiter: the lower, the sooner."""

    REPLY = 0
    REMINDER = 10
    WHEEL = 20
    ANNOUNCEMENT = 30


@dataclass(frozen=True, slots=True)
class Letter:
    """A message that must arrive: its screen is made of `kind` and `data` (JSON-able, frozen) at sending.

    `key` is unique for ever: put in twice, it is sent once. Nothing goes out before `not_before` (UTC).
    """

    key: str
    chat_id: int
    kind: str
    data: Mapping[str, Any]
    priority: int
    not_before: datetime
    thread_id: int | None = None
    group: bool = False


async def put(tx: Writer, letter: Letter, now: datetime) -> bool:
    """Put a letter into the outbox; False if one with its key is, or was, there already."""
    changed = await tx.run(
        "INSERT INTO outbox (key, chat_id, thread_id, kind, data, priority, not_before, made_at)"
        " VALUES (:key, :chat_id, :thread_id, :kind, :data, :priority, :not_before, :now)"
        " ON CONFLICT (key) DO NOTHING",
        key=letter.key,
        chat_id=letter.chat_id,
        thread_id=letter.thread_id,
        kind=letter.kind,
        data=json.dumps(dict(letter.data)),
        priority=int(letter.priority),
        not_before=to_micros(letter.not_before),
        now=to_micros(now),
    )
    return changed > 0
