"""How an announcement stands, for whoever may look at it, and who may."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zlib import crc32
from zoneinfo import ZoneInfo

from bot.delivery import mailings
from bot.delivery.mailings import Tally
from bot.screen import Content
from bot.services.act import Act, Refused, Why
from bot.services.announcements.audience import Crowd, Reach, Speech
from bot.services.dates import LONGEST
from bot.services.roles import facilitates, is_coordinator, need_coordinator, need_facilitator
from bot.storage import announcements, groups, networks, rosters
from bot.storage.announcements import Announcement
from bot.storage.port import Reader

_LAST_ZONE = "Etc/GMT+12"
"""Where a day ends last."""

_A_DAY = timedelta(days=1)
"""No zone is further from UTC."""


@dataclass(frozen=True, slots=True)
class View:
    """How an announcement stands, for whoever may look at it.

    `origin` is the name of the network or group it is from. `versions` are in the order of their languages. `reach` is
    given while it is a draft. `tally` counts its letters, `change` those of its last change, `removal` those of its
    removal: None while there are none. `seen` is None below the network's `minimum`, and without the button. `own`:
    whoever looks has written it. `mark` changes with what would be sent, to whom and when: a number of 32 bits.
    """

    announcement: Announcement
    origin: str
    versions: Mapping[str, Content]
    reach: Reach | None
    tally: Tally
    change: Tally | None
    removal: Tally | None
    seen: int | None
    minimum: int
    own: bool
    mark: int


async def allowed(tx: Reader, act: Act, announcement_id: int) -> Announcement:
    """The announcement, for who coordinates its network or facilitates its group.

    Refused: GONE, NOT_COORDINATOR, NOT_FACILITATOR.
    """
    found = await announcements.find(tx, announcement_id)
    if found is None:
        raise Refused(Why.GONE)
    await need_role(tx, act, found.network_id, found.group_id)
    return found


async def need_role(tx: Reader, act: Act, network_id: int, group_id: int | None) -> None:
    """Refused: NOT_COORDINATOR of the network; for a group's own NOT_FACILITATOR, GONE (not, or no more, of it)."""
    if group_id is None:
        return await need_coordinator(tx, act, network_id)
    group = await groups.find(tx, group_id)
    if group is None or group.network_id != network_id or group.state != "active":
        raise Refused(Why.GONE)
    return await need_facilitator(tx, act, group)


async def has_author(tx: Reader, announcement: Announcement, now: datetime) -> bool:
    """Whether its author still has the role in which it was written."""
    act = Act(announcement.author_id, now)
    if announcement.author_id is None or announcement.group_id is None:
        return await is_coordinator(tx, act, announcement.network_id)
    group = await groups.find(tx, announcement.group_id)
    return group is not None and group.state == "active" and await facilitates(tx, act, group)


async def concerns(tx: Reader, announcement: Announcement, chat_id: int) -> bool:
    """Whether it can be for that chat now: a group of its network; who is in its group; else who is in the network."""
    network_id, group_id = announcement.network_id, announcement.group_id
    if chat_id < 0:
        group = await groups.by_chat(tx, chat_id)
        return group is not None and group.state == "active" and group.network_id == network_id
    if group_id is not None:
        return await groups.is_member(tx, group_id, chat_id)
    if await networks.member(tx, network_id, chat_id) or await networks.is_coordinator(tx, network_id, chat_id):
        return True
    return network_id in [one.network_id for one in await groups.facilitated_by(tx, chat_id)]


async def crowd(tx: Reader, network_id: int, speak: Speech) -> Crowd:
    return Crowd(await rosters.of_network(tx, network_id), speak)


async def view(tx: Reader, act: Act | None, announcement: Announcement, speak: Speech) -> View:
    """How it stands; `act` is that of whoever looks."""
    network = await networks.find(tx, announcement.network_id)
    minimum = network.minimum if network else 0
    draft = announcement.state == "draft"
    seen = await announcements.seen(tx, announcement.id)
    versions = {one: content for one, (content, _) in (await announcements.versions(tx, announcement.id)).items()}
    reach = (await crowd(tx, announcement.network_id, speak)).reach(announcement.audience) if draft else None
    return View(
        announcement=announcement,
        origin=await origin(tx, announcement),
        versions=versions,
        reach=reach,
        tally=await mailings.counts(tx, announcement.mailing),
        change=await mailings.counts(tx, announcement.change_mailing) if announcement.revision else None,
        removal=await mailings.counts(tx, announcement.removal_mailing) if announcement.removed_at else None,
        seen=seen if announcement.seen_button and seen >= minimum else None,
        minimum=minimum,
        own=act is not None and act.person_id is not None and act.person_id == announcement.author_id,
        mark=_mark(announcement, versions),
    )


async def origin(tx: Reader, announcement: Announcement) -> str:
    """The name of the network or group that it is from."""
    if announcement.group_id is not None:
        group = await groups.find(tx, announcement.group_id)
        return group.title if group else ""
    network = await networks.find(tx, announcement.network_id)
    return network.name if network else ""


def instant(wall: datetime, zone: str) -> datetime:
    """The instant (UTC) of a time of day in a zone; in a gap of summer time by the offset before it."""
    return wall.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def need_ahead(wall: datetime, zones: frozenset[str], now: datetime) -> None:
    """Refused: BAD_DATE for a time of day that is past in all the zones, or too far ahead for anyone to plan."""
    if not now.replace(tzinfo=None) - _A_DAY < wall < now.replace(tzinfo=None) + LONGEST + _A_DAY:
        raise Refused(Why.BAD_DATE)  # whatever the zone; the calendar ends somewhere
    ahead = [instant(wall, zone) for zone in zones or {_LAST_ZONE}]
    if max(ahead) <= now or min(ahead) > now + LONGEST:
        raise Refused(Why.BAD_DATE)


async def mark_of(tx: Reader, announcement: Announcement) -> int:
    """The `View.mark` that it has now."""
    versions = await announcements.versions(tx, announcement.id)
    return _mark(announcement, {one: content for one, (content, _) in versions.items()})


def _mark(one: Announcement, versions: Mapping[str, Content]) -> int:
    told = (one.audience, one.wall, one.silent, one.seen_button, one.language, sorted(versions.items(), key=str))
    return crc32(repr(told).encode())
