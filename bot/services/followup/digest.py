"""Groups are told in short how their actions stand: numbers, never names, and only if something has changed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.clock import to_micros
from bot.delivery.letters import Letter, Priority, put
from bot.services.act import Act, Refused, Why
from bot.services.actions.listing import needs_hand
from bot.services.desk import Ground
from bot.services.followup.cadence import morning
from bot.services.privacy.log import note_setting
from bot.services.roles import need_facilitator
from bot.services.ticking import each_due, next_instant
from bot.storage import actions, digests, groups
from bot.storage.actions import Whose
from bot.storage.digests import DigestRow
from bot.storage.port import Writer

DIGEST = "digest"
"""The kind of the letter to a group; its data: `group_id`, how `often` it comes, and the numbers of actions that were
`done` since the last, are `due` before the next, and need a `hand`."""

Often = Literal["weekly", "monthly", "off"]


class Digest:
    """On Monday or on the first of the month at nine in the group's zone. `digest_at` of a group is the truth."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def choose(self, act: Act, group_id: int, often: Often) -> None:
        """How often. Refused: GONE, NOT_FACILITATOR."""

        async def work(tx: Writer) -> None:
            group = await groups.find(tx, group_id)
            if group is None or group.state != "active":
                raise Refused(Why.GONE)
            await need_facilitator(tx, act, group)
            await digests.choose(tx, group_id, often)
            if group.digest != often:
                await note_setting(tx, self._ground, act, group, "news")
            at = None if often == "off" else to_micros(following(often, act.now, ZoneInfo(group.zone)))
            await digests.plan(tx, group_id, at)

        await self._ground.post(act, work)

    async def tick(self, now: datetime) -> int:
        """Tell the groups whose time has come; returns how many they are. Each in its own transaction."""
        return await each_due(self._ground, digests.due, _tell, now)

    async def next_due(self) -> datetime | None:
        """When the tick is next needed (UTC)."""
        return await next_instant(self._ground, digests.next_due)


async def begin(tx: Writer, group_id: int, zone: ZoneInfo, now: datetime) -> None:
    """The group has an action that goes on: reckon its first digest, if that was not done yet."""
    often, reckoned = await digests.of_group(tx, group_id)
    if often != "off" and not reckoned:
        await digests.plan(tx, group_id, to_micros(following(often, now, zone)))


def following(often: str, now: datetime, zone: ZoneInfo) -> datetime:
    """The first Monday, or first day of a month, whose nine o'clock in that zone is still to come (UTC)."""
    day = now.astimezone(zone).date()
    while not _is_first(often, day) or morning(day, zone) <= now:
        day += timedelta(days=1)
    return morning(day, zone)


def _is_first(often: str, day: date) -> bool:
    return day.weekday() == 0 if often == "weekly" else day.day == 1


async def _tell(tx: Writer, seen: DigestRow, now: datetime) -> None:
    zone, whose = ZoneInfo(seen.zone), Whose(group_id=seen.group_id)
    next_at = following(seen.often, now, zone)
    open_, ended = await actions.open_of(tx, whose), await actions.ended_of(tx, whose, seen.last_at)
    if any(one.changed_at > seen.last_at for one in [*open_, *ended]):
        today = now.astimezone(zone).date()
        data = {
            "group_id": seen.group_id,
            "often": seen.often,
            "done": sum(one.state == "done" for one in ended),
            "due": sum(today <= one.due < next_at.astimezone(zone).date() for one in open_),
            "hand": sum(needs_hand(one, today) for one in open_),
        }
        key = f"{DIGEST}:{seen.group_id}:{today}"
        await put(tx, Letter(key, seen.chat_id, DIGEST, data, Priority.REMINDER, now, group=True), now)
        await digests.note_told(tx, seen.group_id, to_micros(now))
    await digests.plan(tx, seen.group_id, to_micros(next_at))
