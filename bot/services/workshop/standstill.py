"""A workshop that nobody takes further ends by itself, so that its group can begin something else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.clock import from_micros, to_micros
from bot.delivery.letters import Letter, Priority, put
from bot.services.desk import Ground
from bot.services.rounds.templates import Shelf
from bot.services.ticking import each_due
from bot.services.workshop.ending import ending_of, freeze
from bot.storage import groups, workshops
from bot.storage.groups import Group
from bot.storage.port import Reader, Writer
from bot.storage.workshops import Workshop

STANDS: Mapping[str, timedelta] = {"running": timedelta(days=1), "paused": timedelta(days=28)}
"""How long one of that state is waited for. When people tap is not kept: what counts is who facilitates."""

STILL = "workshop_still"
"""The kind of the letter that tells the group; its data: `paused`, and whether a wheel is `shown`."""


class Standstill:
    """Ends them as a facilitator would: what was tapped and agreed on becomes the wheel."""

    def __init__(self, ground: Ground, shelf: Shelf) -> None:
        self._ground = ground
        self._shelf = shelf

    async def tick(self, now: datetime) -> int:
        """End those whose time has come, each in its own transaction; returns how many."""
        return await each_due(self._ground, _due, self._end, now)

    async def next_due(self) -> datetime | None:
        """When the next would have stood still for too long (UTC)."""

        async def work(tx: Reader) -> list[datetime]:
            found = [(await workshops.stirred_first(tx, state), span) for state, span in STANDS.items()]
            return [from_micros(at) + span for at, span in found if at is not None]

        return min(await self._ground.read(work), default=None)

    async def _end(self, tx: Writer, seen: Workshop, now: datetime) -> None:
        group = await groups.find(tx, seen.group_id)
        if group is None or seen not in await _due(tx, to_micros(now)):
            return
        at = to_micros(now)
        ending = await ending_of(tx, self._ground, self._shelf, seen, group=group, now=at, by_hand=False)
        await put(tx, _letter(seen, group, now, shown=await freeze(tx, ending)), now)


async def _due(tx: Reader, now: int) -> list[Workshop]:
    found: list[Workshop] = []
    for state, span in STANDS.items():
        found += await workshops.still(tx, state, to_micros(from_micros(now) - span))
    return found


def _letter(one: Workshop, group: Group, now: datetime, *, shown: bool) -> Letter:
    data = {"paused": one.state == "paused", "shown": shown}
    key, to = f"{STILL}:{one.id}:{to_micros(now)}", group.chat_id
    return Letter(key, to, STILL, data, Priority.WHEEL, now, thread_id=one.thread_id, group=True)
