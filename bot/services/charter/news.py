"""Members learn that there is a new charter: a network's each once in private, a group's in its chat."""

from __future__ import annotations

from datetime import datetime

from bot.delivery.letters import Letter, Priority, put
from bot.services.desk import Ground
from bot.services.ticking import each_due, next_instant
from bot.storage import charters as rows
from bot.storage import groups, reminders
from bot.storage.charters import Charter
from bot.storage.port import Writer

NEWS = "charter"
"""The kind of the letter; its data: `charters`, the ids, each in a list of its own."""

AT_ONCE = 100
"""Members who are told in one transaction, so that nobody who taps waits for all of them."""


class CharterNews:
    """At the next tick. What a letter says is what is in force, and not accepted, when it goes out."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def tick(self, now: datetime) -> int:
        """Tell all who are to be told; returns in how many transactions."""
        parts = 0
        while told := await each_due(self._ground, rows.telling, _tell, now):
            parts += told
        return parts

    async def next_due(self) -> datetime | None:
        """When the tick is next needed (UTC)."""
        return await next_instant(self._ground, rows.next_due)


async def _tell(tx: Writer, seen: Charter, now: datetime) -> None:
    if await rows.find(tx, seen.id) != seen or seen.told_to is None:
        return
    if seen.circle.network_id is None:
        await _tell_group(tx, seen, now)
        await rows.note_told(tx, seen.id, None)
        return
    readers = await rows.to_tell(tx, seen.circle.network_id, seen.told_to, AT_ONCE)
    for reader in readers:
        await _tell_person(tx, seen.id, reader, now)
    await rows.note_told(tx, seen.id, readers[-1] if len(readers) == AT_ONCE else None)


async def _tell_person(tx: Writer, charter_id: int, reader: int, now: datetime) -> None:
    """Let the letter that waits for the person say this, too; else put one. Twice is as good as once."""
    found = await reminders.waiting(tx, reader, NEWS)
    if found is None:
        await put(tx, _letter(charter_id, reader, now), now)
        return
    letter_id, data = found
    others = [row for row in data["charters"] if row != [charter_id]]
    await reminders.add_to(tx, letter_id, {"charters": [*others, [charter_id]]})


async def _tell_group(tx: Writer, seen: Charter, now: datetime) -> None:
    group = await groups.find(tx, seen.circle.group_id or 0)
    if group is not None and group.state == "active":
        await put(tx, _letter(seen.id, group.chat_id, now), now)


def _letter(charter_id: int, reader: int, now: datetime) -> Letter:
    key, data = f"{NEWS}:{charter_id}:{reader}", {"charters": [[charter_id]]}
    return Letter(key, reader, NEWS, data, Priority.REMINDER, now, group=reader < 0)
