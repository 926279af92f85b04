"""How often a group's actions are brought to the mind of their owners: its facilitators choose."""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.clock import to_micros
from bot.services.act import Act, Refused, Why
from bot.services.actions import plans
from bot.services.desk import Ground
from bot.services.followup.cadence import ASKED, Cadence, next_step
from bot.services.privacy.log import note_setting
from bot.services.roles import need_facilitator
from bot.storage import actions, groups, reminders
from bot.storage.actions import Action, Whose
from bot.storage.groups import Group
from bot.storage.port import Writer

LONGEST = 60
"""Days between two steps."""

MOST = 10
"""Reminders after the first that has followed the day."""


class Rhythm:
    """The cadence of a group's reminders; a change counts at once, also for what is planned already."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def choose(self, act: Act, group_id: int, chosen: Cadence) -> None:
        """Remind so from now on. Refused: GONE, NOT_FACILITATOR, BAD_DATE (of a cadence that goes too far)."""
        if not _is_sensible(chosen):
            raise Refused(Why.BAD_DATE)

        async def work(tx: Writer) -> None:
            group = await groups.find(tx, group_id)
            if group is None or group.state != "active":
                raise Refused(Why.GONE)
            await need_facilitator(tx, act, group)
            await groups.set_cadence(tx, group_id, chosen.stored())
            if chosen != Cadence.read(group.cadence):
                await note_setting(tx, self._ground, act, group, "reminders")
            await _reckon(tx, group, chosen, act.now)

        await self._ground.post(act, work)


def _is_sensible(one: Cadence) -> bool:
    spans = (one.ahead, one.after, one.every)
    return all(0 <= days <= LONGEST for days in spans) and one.every > 0 and 0 <= one.times <= MOST


async def _reckon(tx: Writer, group: Group, chosen: Cadence, now: datetime) -> None:
    """Plan anew what waits. What is due, was asked for by its owner or is in a letter on its way stays as it is."""
    planned = [one for one in await actions.open_of(tx, Whose(group_id=group.id)) if _waits(one, now)]
    owners = {one.owner_id for one in planned if one.owner_id is not None}
    said = await reminders.on_their_way(tx, [group.chat_id, *sorted(owners)])
    zones = {one: await plans.zone_of_person(tx, one) for one in sorted(owners)}
    before = Cadence.read(group.cadence)
    for one in planned:
        if one.owner_id is not None and not _is_said(one, said):
            following = anew(one, before, chosen, now=now, zone=zones[one.owner_id])
            if following is not None:
                await reminders.move(tx, one.id, to_micros(following[0]), following[1])


def _waits(action: Action, now: datetime) -> bool:
    later = action.remind_at is not None and action.remind_at > to_micros(now)
    return later and action.remind_step not in {None, ASKED}


def _is_said(action: Action, said: Set[tuple[int, int]]) -> bool:
    return (action.id, action.remind_at or 0) in said


def anew(
    action: Action, before: Cadence, chosen: Cadence, *, now: datetime, zone: ZoneInfo
) -> tuple[datetime, str] | None:
    """When which step comes by the chosen cadence, for what waits for its next step by the one before."""
    return next_step(action.state, action.due, _told_last(action, before, chosen), now, zone=zone, cadence=chosen)


def _told_last(action: Action, before: Cadence, chosen: Cadence) -> str | None:
    """The last step of the chosen cadence that counts as told, by what waits in the one before; None: none does.

    So nobody is told a second time of the same, however the days of the two differ.
    """
    names = [name for name, _ in before.days(action.due)]
    if action.last_reminded_at is None or action.remind_step not in names:
        return None
    told = set(names[: names.index(action.remind_step)])
    return next((name for name, _ in reversed(list(chosen.days(action.due))) if name in told), None)
