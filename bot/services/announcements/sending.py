"""The letters of announcements: put chunk by chunk and held until all are there, and those of changes and removals."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from bot.clock import from_micros, to_micros
from bot.delivery import mailings, posts
from bot.delivery.letters import Letter, Priority, put, put_all
from bot.delivery.mailings import Arrived
from bot.services.announcements.announced import crowd, has_author, instant
from bot.services.announcements.audience import Crowd, Speech
from bot.services.desk import Ground
from bot.services.groups.claims import is_writable
from bot.storage import announcements, networks
from bot.storage.announcements import Announcement
from bot.storage.port import Reader, Writer

ANNOUNCEMENT = "announcement"
"""The kind of the letter that is the announcement; its data: `id`. Render `Dispatch.content_for`."""

CHANGE = "announcement_change"
"""The kind of the letter that changes what was sent; its data: `id`, `chat_id`, `message_ids`, `language` (None: of
several).

Render an `Instead` of `Dispatch.content_for`; None where that is a version of another language than the changed one.
"""

REMOVAL = "announcement_removal"
"""The kind of the letter that deletes what was sent; its data: `id`, `chat_id`, `message_ids`. Render a `Removal`."""

REPORT = "announcement_report"
"""The kind of the letter that tells the author that all is sent; its data: `id`. Render `Dispatch.report`."""

ORPHANED = "announcement_orphaned"
"""The kind of the letter that tells the network's coordinators that an announcement was paused: its author no longer
coordinates the network or facilitates the group. Its data: `id`. Render `Dispatch.report`."""

AT_ONCE = 500
"""Letters put in one transaction: other works come between."""

SETTLED = timedelta(minutes=1)
"""How long a letter that was on its way when its announcement was changed can take to arrive as it was."""

CHANGEABLE = timedelta(days=2)
"""How long a change or a removal can take: after that Telegram deletes no more."""

LATELY = timedelta(minutes=2)
"""How long a change counts as under way at least: longer than from one tick to the next."""

SOON = timedelta(seconds=5)
"""How long after its last letter an announcement counts as sent, at most."""

_TAKEN_UP = ("preparing", "scheduled", "sending")


async def prepare(ground: Ground, speak: Speech, announcement_id: int) -> None:
    """Put its letters, held until all are there; goes on where a crash or a pause ended it."""
    letters = await ground.read(lambda tx: _letters(tx, speak, announcement_id, ground.clock.now()))
    now = ground.clock.now()
    for begin in range(0, len(letters or ()), AT_ONCE):
        chunk = (letters or [])[begin : begin + AT_ONCE]
        await ground.storage.write(partial(_put_held, announcement_id=announcement_id, letters=chunk, now=now))
    if letters is not None:
        await ground.storage.write(partial(_prepared, announcement_id=announcement_id, now=to_micros(now)))
        ground.posted()


async def go_on(tx: Writer, announcement: Announcement, now: int) -> Announcement:
    """It is prepared further, or waits for its time, or goes out."""
    if announcement.prepared_at is None:
        return replace(announcement, state="preparing")
    if announcement.starts_at is not None and announcement.starts_at > now:
        return replace(announcement, state="scheduled")
    await mailings.release(tx, announcement.mailing)
    return replace(announcement, state="sending")


async def is_over(tx: Reader, announcement: Announcement) -> bool:
    """Whether nothing of it is still to go out, though nobody has noted that yet."""
    tally = await mailings.counts(tx, announcement.mailing)
    return announcement.state == "sending" and not tally.waiting and not tally.held


async def cancelled(tx: Writer, announcement: Announcement, now: int) -> Announcement:
    """Nothing more of it goes out."""
    await mailings.cancel(tx, announcement.mailing)
    return replace(announcement, state="cancelled", ended_at=now)


async def spread(ground: Ground, announcement_id: int) -> None:
    """Put the letters of its last change, or of its removal, to wherever it has arrived.

    What was on its way at that time arrives as it was: while anything is, `tick` looks once more.
    """
    found = await ground.read(lambda tx: announcements.find(tx, announcement_id))
    if found is None or not found.spreading:
        return
    now, last = ground.clock.now(), None
    settled = now >= _settled_at(found) or await ground.read(partial(_all_gone, mailing=found.mailing))
    while page := await ground.read(partial(mailings.arrived, mailing=found.mailing, after=last, limit=AT_ONCE)):
        letters = [_following(found, one, now) for one in page]
        await ground.storage.write(partial(put_all, letters=letters, now=now))
        last = page[-1].chat_id
    if settled:
        await ground.storage.write(partial(_spread, seen=found))
    ground.posted()


async def tick(ground: Ground, speak: Speech, now: datetime) -> None:
    """Each in transactions of its own: a bad row never holds up others."""
    found = await ground.read(partial(announcements.in_states, states=_TAKEN_UP))
    works = [partial(_look_after, ground, speak, one, now) for one in found]
    left = [one for one in await ground.read(announcements.spreading) if now >= _settled_at(one)]
    works += [partial(spread, ground, one.id) for one in left]
    errors = [error for error in [await _done(work) for work in works] if error]
    if errors:
        raise ExceptionGroup("what was due and could not be done stays due", errors)


async def next_due(ground: Ground) -> datetime | None:
    """When the tick is next needed (UTC)."""

    async def work(tx: Reader) -> list[datetime]:
        start, now = await announcements.next_start(tx), ground.clock.now()
        under_way = await announcements.in_states(tx, ("preparing", "sending"))
        due = await posts.next_due(tx)
        busy = under_way and (due is None or due < now + SETTLED)  # else all wait for a morning
        return [
            *([from_micros(start)] if start is not None else []),
            *([now + SOON] if busy else []),
            *(_settled_at(one) for one in await announcements.spreading(tx)),
        ]

    return min(await ground.read(work), default=None)


async def under_way(ground: Ground) -> list[int]:
    """The ids of those of which something is put, sent, changed or deleted, or was `LATELY`; without what is held."""

    async def work(tx: Reader) -> list[int]:
        now = ground.clock.now()
        found = [one.id for one in await announcements.in_states(tx, ("preparing", "sending"))]
        lately = {one.id for one in await announcements.changed_since(tx, to_micros(now - LATELY))}
        for one in await announcements.changed_since(tx, to_micros(now - CHANGEABLE)):
            following = one.change_mailing if one.removed_at is None else one.removal_mailing
            if one.id in lately or one.spreading or (await mailings.counts(tx, following)).waiting:
                found.append(one.id)
        return list(dict.fromkeys(found))

    return await ground.read(work)


async def _done(work: Callable[[], Awaitable[None]]) -> Exception | None:
    try:
        await work()
    except Exception as error:  # the others' turn comes all the same; it is raised after them
        return error
    return None


async def _look_after(ground: Ground, speak: Speech, seen: Announcement, now: datetime) -> None:
    if seen.state == "preparing":
        await prepare(ground, speak, seen.id)
    elif seen.state == "sending":
        await _write(ground, seen, partial(_ended, now=now))
    elif seen.starts_at is not None and seen.starts_at <= to_micros(now):
        await _write(ground, seen, partial(_begun, now=now))


async def _write(
    ground: Ground, seen: Announcement, step: Callable[[Writer, Announcement], Awaitable[Announcement]]
) -> None:
    async def work(tx: Writer) -> bool:
        if await announcements.find(tx, seen.id) != seen:
            return False  # someone was quicker by hand
        changed = await step(tx, seen)
        await announcements.save(tx, changed)
        return changed != seen

    if await ground.storage.write(work):
        ground.posted()


async def _begun(tx: Writer, found: Announcement, now: datetime) -> Announcement:
    """Its time has come: it goes out if its author still may send it."""
    if await has_author(tx, found, now):
        return await go_on(tx, found, to_micros(now))
    for reader in await networks.coordinators(tx, found.network_id):
        if await is_writable(tx, reader):
            key = f"{ORPHANED}:{found.id}:{reader}"
            await put(tx, Letter(key, reader, ORPHANED, {"id": found.id}, Priority.REMINDER, now), now)
    return replace(found, state="paused")


async def _ended(tx: Writer, found: Announcement, now: datetime) -> Announcement:
    if not await is_over(tx, found):
        return found
    author = found.author_id
    if author is not None and await is_writable(tx, author):
        key = f"{REPORT}:{found.id}"
        letter = Letter(key, author, REPORT, {"id": found.id}, Priority.REMINDER, now, any_hour=True)
        await put(tx, letter, now)
    return replace(found, state="sent", ended_at=to_micros(now))


async def _letters(tx: Reader, speak: Speech, announcement_id: int, now: datetime) -> list[Letter] | None:
    """All that are to be put; None unless it is being prepared."""
    found = await announcements.find(tx, announcement_id)
    if found is None or found.state != "preparing":
        return None
    return _addressed(found, await crowd(tx, found.network_id, speak), now)


def _addressed(found: Announcement, here: Crowd, now: datetime) -> list[Letter]:
    """Keyed by group and person: a group that gets another chat meanwhile is still told once."""
    reach = here.reach(found.audience)
    readers = [(f"g{group.id}", group.chat_id, group.zone) for group in reach.groups]
    readers += [(f"p{person_id}", person_id, here.zone(person_id)) for person_id in reach.persons]
    return [
        Letter(
            f"{ANNOUNCEMENT}:{found.id}:{reader}",
            chat_id,
            ANNOUNCEMENT,
            {"id": found.id},
            Priority.ANNOUNCEMENT,
            instant(found.wall, zone) if found.wall else now,
            group=chat_id < 0,
            mailing=found.mailing,
            silent=found.silent,
        )
        for reader, chat_id, zone in readers
    ]


async def _put_held(tx: Writer, announcement_id: int, letters: Sequence[Letter], now: datetime) -> None:
    found = await announcements.find(tx, announcement_id)
    if found is not None and found.state == "preparing":
        await put_all(tx, letters, now)
        await mailings.hold(tx, found.mailing)


async def _prepared(tx: Writer, announcement_id: int, now: int) -> None:
    found = await announcements.find(tx, announcement_id)
    if found is not None and found.state == "preparing":
        starts = await announcements.starts(tx, found.mailing)
        whole = replace(found, prepared_at=now, starts_at=now if starts is None else starts)
        await announcements.save(tx, await go_on(tx, whole, now))


def _following(found: Announcement, where: Arrived, now: datetime) -> Letter:
    """The letter that changes, or deletes, what has arrived there; no phone rings for it, so it may come at night."""
    data = {"id": found.id, "chat_id": where.chat_id, "message_ids": list(where.message_ids)}
    if found.removed_at is not None:
        key, kind, mailing = f"{REMOVAL}:{found.id}:{where.chat_id}", REMOVAL, found.removal_mailing
    else:
        key, kind, mailing = f"{CHANGE}:{found.id}:{found.revision}:{where.chat_id}", CHANGE, found.change_mailing
    return Letter(
        key,
        where.chat_id,
        kind,
        data if kind == REMOVAL else data | {"language": found.changed_language},
        Priority.ANNOUNCEMENT,
        now,
        group=where.chat_id < 0,
        mailing=mailing,
        any_hour=True,
        silent=True,
    )


async def _all_gone(tx: Reader, mailing: str) -> bool:
    tally = await mailings.counts(tx, mailing)
    return not tally.waiting and not tally.held


async def _spread(tx: Writer, seen: Announcement) -> None:
    found = await announcements.find(tx, seen.id)
    if found is not None and (found.revision, found.removed_at) == (seen.revision, seen.removed_at):
        await announcements.save(tx, replace(found, spreading=False))


def _settled_at(found: Announcement) -> datetime:
    return from_micros(found.changed_at or 0) + SETTLED
