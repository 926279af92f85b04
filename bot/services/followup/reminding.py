"""Reminders that are due, put into letters: gathered into one a day for each reader. Inside a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.clock import from_micros, to_micros
from bot.delivery.letters import Letter, Priority, put
from bot.services.followup import digest
from bot.services.followup.cadence import BEFORE_OR_ON, FACILITATORS, Cadence, next_step
from bot.services.followup.gathering import Morning, awake, gather
from bot.services.groups.claims import is_writable
from bot.storage import actions, groups, networks, reminders
from bot.storage.actions import Action, Whose
from bot.storage.port import Reader, Writer
from bot.storage.reminders import Due, Moved

REMINDER = "reminder"
"""The kind of the letter to a person, or about one to a group. Render `Followup.reminder` of its data."""

NEEDS_HAND = "action_to_facilitator"
"""The kind of the letter that tells facilitators of actions that need a hand. Render `Followup.needing` of its data."""

AT_ONCE = 200
"""Actions whose reminders are put in one transaction: other works come between."""

_AHEAD = timedelta(days=8)
"""Longer than anyone rests."""


async def some(tx: Writer, now: datetime) -> int:
    """Those of the owners of what is longest due; returns how many actions were looked at."""
    found = await reminders.due(tx, to_micros(now), to_micros(now + _AHEAD), AT_ONCE)
    moved: list[Moved] = []
    for owner_id, own in groupby(found, lambda one: one.action.owner_id or 0):
        moved += await _of_owner(tx, owner_id, list(own), now)
    await reminders.move_all(tx, moved)
    return len(moved)


async def _of_owner(tx: Writer, owner_id: int, found: Sequence[Due], now: datetime) -> list[Moved]:
    """What is due of one person's, with its next steps; what is due later on the day of the letter comes with it."""
    at = await awake(tx, owner_id, found[0].rest, now)
    due = [(one, _moved(one, now, at)) for one in found if _is_due(one.action, now, at)]
    told: list[tuple[Due, int]] = []
    for one, moved in due:
        step = one.action.remind_step
        if step is None:
            await _begin_digest(tx, one, now)
        elif step == FACILITATORS:
            await _handed(tx, one.action, at)
        elif moved.at is not None:
            told.append((one, moved.at))
    await _tell(tx, owner_id, told, at)
    return [moved for _, moved in due]


def _is_due(action: Action, now: datetime, at: Morning) -> bool:
    remind_at = from_micros(action.remind_at or 0)
    return remind_at <= now or (action.remind_step is not None and remind_at < at.ends and at.at > now)


def _moved(one: Due, now: datetime, at: Morning) -> Moved:
    """The next step. The first is reckoned from when it was asked for, be that long ago."""
    action = one.action
    since = from_micros(action.remind_at or 0)
    since = max(now, at.at, since) if action.remind_step else since
    cadence = Cadence.read(one.cadence)
    following = next_step(action.state, action.due, action.remind_step, since, zone=at.zone, cadence=cadence)
    next_at = to_micros(following[0]) if following else None
    reminded_at = to_micros(now) if action.remind_step and action.remind_step != FACILITATORS else None
    return Moved(action.id, next_at, following[1] if following else None, reminded_at)


async def _begin_digest(tx: Writer, one: Due, now: datetime) -> None:
    """The group has something to tell of."""
    group_id = one.action.whose.group_id
    if one.group_zone is not None and group_id is not None:
        await digest.begin(tx, group_id, ZoneInfo(one.group_zone), now)


async def _tell(tx: Writer, owner_id: int, told: Sequence[tuple[Due, int]], at: Morning) -> None:
    """To the owner, if they can be written to; else in the group where they let themselves be named; else, on the day
    itself, to the facilitators.
    """
    if told and told[0][0].writable:
        items = {"actions": [[one.action.id, next_at] for one, next_at in told]}
        await gather(
            tx,
            REMINDER,
            owner_id,
            items,
            at=at,
            about={"person_id": owner_id, "in_group": 0},
            waits=told[0][0].letter_waits,
        )
        return
    for one, next_at in told:
        if one.group_chat is not None and one.action.may_mention and one.action.remind_step in BEFORE_OR_ON:
            data = {"person_id": owner_id, "in_group": 1, "actions": [[one.action.id, next_at]]}
            key = f"{REMINDER}:{one.action.id}:{owner_id}:{at.day.isoformat()}"
            letter = Letter(key, one.group_chat, REMINDER, data, Priority.REMINDER, at.at, group=True)
            await put(tx, letter, at.now)
        elif one.action.remind_step == "day":
            await _tell_facilitators(tx, one.action, at)


async def _handed(tx: Writer, action: Action, at: Morning) -> None:
    """The facilitators are told, and the action, not the person, is on the agenda."""
    await reminders.put_on_agenda(tx, action.id)
    await _tell_facilitators(tx, action, at)


async def _tell_facilitators(tx: Writer, action: Action, at: Morning) -> None:
    items = {"actions": [[action.id, action.revision]]}
    for reader in await facilitators(tx, action.whose, action.owner_id):
        theirs = await awake(tx, reader, None, at.at)
        await gather(tx, NEEDS_HAND, reader, items, at=theirs)


async def facilitators(tx: Reader, whose: Whose, without: int | None) -> list[int]:
    """Who looks after the plan and can be written to: its group's facilitators, else its network's coordinators."""
    readers = list[int]()
    network_id = None
    if whose.group_id is not None:
        group = await groups.find(tx, whose.group_id)
        network_id = group.network_id if group else None
        readers = [one.person_id for one in await groups.facilitators(tx, whose.group_id)]
    elif whose.organization_id is not None:
        organization = await networks.organization(tx, whose.organization_id)
        network_id = organization.network_id if organization else None
    if not readers and network_id is not None:
        readers = await networks.coordinators(tx, network_id)
    return [one for one in readers if one != without and await is_writable(tx, one)]


async def still(tx: Reader, owner_id: int, in_group: bool, action_id: int, next_at: int) -> Action | None:
    """The action, if nothing was done with it since that next step was reckoned."""
    found = await actions.find(tx, action_id)
    if found is None or not found.open or found.owner_id != owner_id or found.remind_at != next_at:
        return None
    return found if found.may_mention or not in_group else None
