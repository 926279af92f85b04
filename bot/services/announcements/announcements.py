"""Writing an announcement: what, in which languages, to whom and when. Sending it is `dispatch`'s."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

from bot.screen import Content
from bot.services.act import Act, Refused, Why
from bot.services.announcements import announced, writing
from bot.services.announcements.announced import View, allowed, crowd, need_ahead, need_role, view
from bot.services.announcements.audience import EVERYONE, Option, Speech
from bot.services.desk import Ground
from bot.storage import announcements, groups, log, networks
from bot.storage.announcements import Announcement, Audience
from bot.storage.port import Reader, Writer

__all__ = ["Announcements", "Listed", "Origin", "View"]

Change: TypeAlias = Callable[[Writer, Announcement], Awaitable[Announcement]]


@dataclass(frozen=True, slots=True)
class Origin:
    """From where somebody may announce: a network that they coordinate, or a group that they facilitate."""

    network_id: int
    group_id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One of a list: the announcement, from where it is, and the original's text (HTML; empty while there is none)."""

    announcement: Announcement
    origin: str
    text: str


class Announcements:
    """Drafts, and the list of all. Each act looks the role up. A whole network is looked at beside the transaction that
    changes something, never in it: nobody who answers waits for that.

    Refused, by all that name an announcement: GONE (there is none), NOT_COORDINATOR (it is a network's) or
    NOT_FACILITATOR (it is a group's; coordinators of its network count as facilitators). By all that change one:
    NOT_AUTHOR, and UNDER_WAY once it is no draft any more. All may be repeated: what is said twice is done once.
    """

    def __init__(self, ground: Ground, speak: Speech) -> None:
        self._ground = ground
        self._speak = speak

    async def places(self, act: Act) -> list[Origin]:
        """From where the person may announce: networks first, then the groups of which they are a named facilitator."""

        async def work(tx: Reader) -> list[Origin]:
            coordinated = await networks.coordinated_by(tx, act.person_id or 0)
            facilitated = await groups.facilitated_by(tx, act.person_id or 0)
            return [
                *(Origin(one.id, None, one.name) for one in coordinated),
                *(Origin(one.network_id, one.id, one.title) for one in facilitated if one.network_id is not None),
            ]

        return await self._ground.read(work)

    async def begin(self, act: Act, network_id: int, group_id: int | None = None) -> View:
        """A new draft of the network or of the group; the person's draft from there in which nothing is written yet.

        A group's own goes to its chat, and its audience cannot be changed; a network's goes to `all` until aimed.
        Refused: NOT_COORDINATOR, NOT_FACILITATOR, GONE.
        """

        async def work(tx: Writer) -> Announcement:
            await need_role(tx, act, network_id, group_id)
            if act.person_id is None:
                raise Refused(Why.NOT_FACILITATOR)  # an anonymous administrator has no private chat to write it in
            draft = await announcements.empty_draft(tx, act.person_id, network_id, group_id)
            return draft or await announcements.add(
                tx,
                network_id=network_id,
                group_id=group_id,
                author_id=act.person_id,
                author_name=await log.name_of(tx, act.person_id, network_id, group_id),
                audience=EVERYONE if group_id is None else Audience(to=(f"g{group_id}",)),
                now=act.micros,
            )

        return await self.look(act, (await self._ground.act(act, work)).id)

    async def listed(self, act: Act, skip: int = 0, limit: int = 8) -> list[Listed]:
        """Announcements of the person's networks and groups in all states, drafts of others too; newest first."""

        async def work(tx: Reader) -> list[Listed]:
            found = await announcements.visible(tx, act.person_id or 0, skip, limit)
            return [Listed(one, await announced.origin(tx, one), await _text(tx, one)) for one in found]

        return await self._ground.read(work)

    async def look(self, act: Act, announcement_id: int) -> View:
        """How it stands."""

        async def work(tx: Reader) -> View:
            return await view(tx, act, await allowed(tx, act, announcement_id), self._speak)

        return await self._ground.read(work)

    async def write(
        self, act: Act, announcement_id: int, language: str, content: Content, album: str | None = None
    ) -> View:
        """Write the version in that language; the first one written is the original.

        A part of the album from which the version was taken is added to it; anything else takes the version's place.
        Refused: EMPTY, TOO_LONG (4096 characters, 1024 with media; ten media), NOT_TOGETHER (photos and videos go
        together, documents with documents, audio with audio, all else alone).
        """

        async def work(tx: Writer, draft: Announcement) -> Announcement:
            former = (await announcements.versions(tx, draft.id)).get(language)
            written = writing.added(former[0], content) if former and album and former[1] == album else content
            writing.need_sendable(written)
            await announcements.save_version(tx, draft.id, language, written, album)
            return replace(draft, language=draft.language or language)

        return await self._change(act, announcement_id, work)

    async def drop_version(self, act: Act, announcement_id: int, language: str) -> View:
        """Take a version away; without the original, the first of the others by language is the original."""

        async def work(tx: Writer, draft: Announcement) -> Announcement:
            await announcements.drop_version(tx, draft.id, language)
            left = list(await announcements.versions(tx, draft.id))
            return replace(draft, language=draft.language if draft.language in left else next(iter(left), None))

        return await self._change(act, announcement_id, work)

    async def aim(self, act: Act, announcement_id: int, audience: Audience) -> View:
        """Say whom it goes to. Refused: GONE for a token that means nothing in the network, or of a group's own."""

        async def check(tx: Reader) -> None:
            draft = await own_draft(tx, act, announcement_id)
            here = await crowd(tx, draft.network_id, self._speak)
            chosen = {*audience.to, *audience.minus} - {*draft.audience.to, *draft.audience.minus}
            if draft.group_id is not None or not all(here.knows(token) for token in chosen):
                raise Refused(Why.GONE)

        async def work(_: Writer, draft: Announcement) -> Announcement:
            return replace(draft, audience=audience)

        await self._ground.read(check)
        return await self._change(act, announcement_id, work)

    async def options(self, act: Act, announcement_id: int) -> list[Option]:
        """The tokens there are in the network, those that mean nobody left out.

        In this order: all, groups, members, each group, organization (by name), country, language (by code), the
        facilitators, the coordinators. None for a group's own.
        """

        async def work(tx: Reader) -> list[Option]:
            found = await allowed(tx, act, announcement_id)
            return (await crowd(tx, found.network_id, self._speak)).options() if found.group_id is None else []

        return await self._ground.read(work)

    async def when(self, act: Act, announcement_id: int, wall: datetime | None) -> View:
        """Say at which time of day of each reader's own zone it goes out (naive, whole minutes); None: at once.

        In a gap of summer time, the offset before it counts. Quiet hours hold what would arrive in them until morning.
        Refused: BAD_DATE when it is past for all readers, or more than 180 days ahead.
        """

        async def check(tx: Reader) -> None:
            draft = await own_draft(tx, act, announcement_id)
            if wall is not None:
                here = await crowd(tx, draft.network_id, self._speak)
                need_ahead(wall, here.reach(draft.audience).zones, act.now)

        async def work(_: Writer, draft: Announcement) -> Announcement:
            return replace(draft, wall=wall)

        await self._ground.read(check)
        return await self._change(act, announcement_id, work)

    async def set_silent(self, act: Act, announcement_id: int, silent: bool) -> View:
        """Whether it arrives without a sound."""

        async def work(_: Writer, draft: Announcement) -> Announcement:
            return replace(draft, silent=silent)

        return await self._change(act, announcement_id, work)

    async def set_seen(self, act: Act, announcement_id: int, seen_button: bool) -> View:
        """Whether a button lets readers say that they have seen it; albums have no buttons."""

        async def work(_: Writer, draft: Announcement) -> Announcement:
            return replace(draft, seen_button=seen_button)

        return await self._change(act, announcement_id, work)

    async def discard(self, act: Act, announcement_id: int) -> None:
        """Drop a draft for good; what is gone already stays gone."""

        async def work(tx: Writer) -> None:
            if await announcements.find(tx, announcement_id) is not None:
                await own_draft(tx, act, announcement_id)
                await announcements.discard(tx, announcement_id)

        await self._ground.act(act, work)

    async def _change(self, act: Act, announcement_id: int, change: Change) -> View:
        async def work(tx: Writer) -> None:
            await announcements.save(tx, await change(tx, await own_draft(tx, act, announcement_id)))

        await self._ground.act(act, work)
        return await self.look(act, announcement_id)


async def own_draft(tx: Reader, act: Act, announcement_id: int) -> Announcement:
    """The draft, for its author. Refused: as `Announcements` says."""
    found = await allowed(tx, act, announcement_id)
    if act.person_id is None or found.author_id != act.person_id:
        raise Refused(Why.NOT_AUTHOR)
    if found.state != "draft":
        raise Refused(Why.UNDER_WAY)
    return found


async def _text(tx: Reader, announcement: Announcement) -> str:
    versions = await announcements.versions(tx, announcement.id)
    original = versions.get(announcement.language or "")
    return original[0].text if original else ""
