"""Owners are reminded of their actions, unless they are away; what is left is told to their facilitators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from bot.clock import from_micros, to_micros
from bot.delivery.letters import Letter, Priority, put
from bot.services import dates
from bot.services.act import Act, Refused, Why
from bot.services.actions import plans
from bot.services.actions.rules import LONGEST, need, need_open
from bot.services.desk import Ground
from bot.services.followup.cadence import ASKED, morning
from bot.services.followup.nudges import unanswered
from bot.services.followup.reminding import NEEDS_HAND, REMINDER, facilitators, some, still
from bot.services.groups.invitations import person_of
from bot.storage import actions, reminders
from bot.storage.actions import Action
from bot.storage.port import Reader, Writer

__all__ = ["AWAY", "NEEDS_HAND", "REMINDER", "Followup", "Reminder"]

AWAY = "away"
"""The kind of the letter that tells a facilitator that somebody is away; its data: `person_id`, `until` (the ordinal of
the day on which they are back)."""


REMEMBERED = timedelta(days=2)
"""How long it is known that somebody was reminded: until none can be put a second time on that day."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """What is reminded of, as it stands now. `owner_id` is whose it is, `in_group` whether a group reads it.

    `rounds` are the ids of those that the reader has not answered yet.
    """

    owner_id: int
    in_group: bool
    actions: Sequence[Action]
    rounds: Sequence[int]


class Followup:
    """Reminders. `remind_at` of an action is the truth; the tick only looks."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def tick(self, now: datetime) -> int:
        """Put the reminders that are due, and forget old ones; returns how many actions were looked at."""
        looked = 0
        while many := await self._ground.storage.write(partial(some, now=now)):
            looked += many
        await self._ground.storage.write(partial(reminders.forget, before=to_micros(now - REMEMBERED)))
        return looked

    async def next_due(self) -> datetime | None:
        """When the tick is next needed (UTC)."""
        now = to_micros(self._ground.clock.now())
        micros = await self._ground.read(lambda tx: reminders.next_due(tx, now))
        return None if micros is None else from_micros(micros)

    async def reminder(self, data: Mapping[str, Any]) -> Reminder | None:
        """What the letter says now; None if nothing is left of it, or its owner is away."""

        async def work(tx: Reader) -> Reminder | None:
            owner_id, in_group = data["person_id"], data["in_group"] == 1
            away = await reminders.away_until(tx, owner_id) or 0
            if away > to_micros(self._ground.clock.now()):
                return None
            found = [await still(tx, owner_id, in_group, *one) for one in data.get("actions", [])]
            left = [one for one in found if one is not None]
            asked = [one for (one,) in data.get("rounds", []) if await unanswered(tx, self._ground.key, one, owner_id)]
            return Reminder(owner_id, in_group, left, asked) if left or asked else None

        return await self._ground.read(work)

    async def left(self, act: Act) -> Sequence[Action]:
        """What was brought to the person's mind, and they have said nothing of since."""
        owned = await self._ground.read(lambda tx: actions.owned_by(tx, person_of(act)))
        return [one for one in owned if (one.last_reminded_at or 0) > one.changed_at and one.remind_step != ASKED]

    async def needing(self, data: Mapping[str, Any]) -> Sequence[Action]:
        """The actions of which a facilitator is told, those left out with which something was done since."""

        async def work(tx: Reader) -> Sequence[Action]:
            found = [(await actions.find(tx, action_id), revision) for action_id, revision in data["actions"]]
            return [one for one, revision in found if one is not None and one.open and one.revision == revision]

        return await self._ground.read(work)

    async def remind_on(self, act: Act, action_id: int, day: date) -> Action:
        """Remind the owner on that day, and not before. Refused: GONE, NOT_OWNER, ENDED, BAD_DUE (past, or too far)."""

        async def work(tx: Writer) -> Action:
            found = await actions.find(tx, action_id)
            if found is None:
                raise Refused(Why.GONE)
            need(act.person_id is not None and found.owner_id == act.person_id and found.state != "proposed")
            need_open(found)
            zone = await plans.zone_of_person(tx, act.person_id)
            present = dates.today(act.now, zone)
            if not present < day <= present + LONGEST:
                raise Refused(Why.BAD_DUE)
            asked = replace(found, remind_at=to_micros(morning(day, zone)), remind_step=ASKED)
            await reminders.move(tx, found.id, asked.remind_at, ASKED)
            return asked

        return await self._ground.post(act, work)

    async def away(self, act: Act, until: date) -> None:
        """Hold the person's reminders until the morning of that day, and tell the facilitators of what they own.

        Refused: BAD_DUE (today or before, or too far).
        """

        async def work(tx: Writer) -> None:
            person_id = person_of(act)
            zone = await plans.zone_of_person(tx, person_id)
            present = dates.today(act.now, zone)
            if not present < until <= present + LONGEST:
                raise Refused(Why.BAD_DUE)
            if await absent(tx, person_id, act.now) == until:
                return
            await reminders.set_away(tx, person_id, to_micros(morning(until, zone)))
            await reminders.unsay(tx, person_id, AWAY)
            owned = await actions.owned_by(tx, person_id)
            for reader in sorted({one for action in owned for one in await facilitators(tx, action.whose, person_id)}):
                data = {"person_id": person_id, "until": until.toordinal()}
                key = f"{AWAY}:{person_id}:{act.micros}:{reader}"
                await put(tx, Letter(key, reader, AWAY, data, Priority.REMINDER, act.now), act.now)

        await self._ground.post(act, work)

    async def back(self, act: Act) -> None:
        """The person is there again: what was held comes."""
        await self._ground.post(act, lambda tx: reminders.set_away(tx, person_of(act), None))


async def absent(tx: Reader, person_id: int, now: datetime) -> date | None:
    """The day until which the person is away; None if they are not."""
    until = await reminders.away_until(tx, person_id)
    if until is None or until <= to_micros(now):
        return None
    return dates.today(from_micros(until), await plans.zone_of_person(tx, person_id))
