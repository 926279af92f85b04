"""What follows on "Send": an announcement goes out, is held and released, changed and deleted everywhere."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

from bot.delivery import mailings
from bot.screen import Content
from bot.services.act import Act, Refused, Why
from bot.services.announcements import sending, writing
from bot.services.announcements.announced import View, allowed, concerns, has_author, mark_of, need_ahead, view
from bot.services.announcements.announcements import own_draft
from bot.services.announcements.audience import Speech
from bot.services.announcements.sending import ANNOUNCEMENT, CHANGE, ORPHANED, REMOVAL, REPORT
from bot.services.desk import Ground
from bot.services.privacy import log
from bot.services.privacy.log import Deed
from bot.storage import announcements, people
from bot.storage import log as rows
from bot.storage.announcements import Announcement
from bot.storage.port import Reader, Writer

__all__ = ["ANNOUNCEMENT", "CHANGE", "ORPHANED", "REMOVAL", "REPORT", "Dispatch", "Version"]

Step: TypeAlias = Callable[[Writer, Announcement], Awaitable[Announcement]]


@dataclass(frozen=True, slots=True)
class Version:
    """What one reader gets."""

    language: str
    content: Content
    seen_button: bool


class Dispatch:
    """What follows on "Send". Each act looks the role up: anyone who coordinates the network, or facilitates the group.

    Refused, by all that name an announcement: GONE, NOT_COORDINATOR, NOT_FACILITATOR, as by `Announcements`. All may be
    repeated: what is said twice is done once.
    """

    def __init__(self, ground: Ground, speak: Speech) -> None:
        self._ground = ground
        self._speak = speak

    async def send(
        self, act: Act, announcement_id: int, progress_message_id: int | None = None, mark: int | None = None
    ) -> View:
        """Send a draft, or let it wait for its time. Only its author can; what is on its way already is only shown.

        With a `mark` that is not that of the draft any more, nothing is done: the view that comes back is still a
        draft's. `progress_message_id` is the message in the author's chat that tells how far it is.
        Refused: NOT_AUTHOR, EMPTY, NOBODY, BAD_DATE (past meanwhile).
        """

        shown = await self._look(act, announcement_id)

        async def step(tx: Writer, found: Announcement) -> Announcement:
            if found.state != "draft":
                return found
            await own_draft(tx, act, found.id)
            if await mark_of(tx, found) != (shown.mark if mark is None else mark):
                return found
            _need_whole(shown, act.now)
            await _note(tx, self._ground, act, Deed.ANNOUNCEMENT_SENT, found)
            return replace(found, state="preparing", begun_at=act.micros, progress_message_id=progress_message_id)

        await self._step(act, announcement_id, step)
        return await self._prepared(act, announcement_id)

    async def pause(self, act: Act, announcement_id: int) -> View:
        """Let nothing more go out; what was all sent meanwhile, or cancelled, is only shown. Refused: NOT_SENT."""

        async def step(tx: Writer, found: Announcement) -> Announcement:
            if found.state not in {"preparing", "scheduled", "sending"} or await sending.is_over(tx, found):
                return found
            await mailings.hold(tx, found.mailing)
            await _note(tx, self._ground, act, Deed.ANNOUNCEMENT_PAUSED, found)
            return replace(found, state="paused")

        await self._steer(act, announcement_id, step)
        return await self._look(act, announcement_id)

    async def resume(self, act: Act, announcement_id: int) -> View:
        """Go on. Who resumes what its author may no longer send is its author from then on. Refused: NOT_SENT."""

        async def step(tx: Writer, found: Announcement) -> Announcement:
            if found.state != "paused":
                return found
            if act.person_id is not None and not await has_author(tx, found, act.now):
                name = await rows.name_of(tx, act.person_id, found.network_id, found.group_id)
                found = replace(found, author_id=act.person_id, author_name=name, progress_message_id=None)
            await _note(tx, self._ground, act, Deed.ANNOUNCEMENT_RESUMED, found)
            return await sending.go_on(tx, found, act.micros)

        await self._steer(act, announcement_id, step)
        return await self._prepared(act, announcement_id)

    async def cancel(self, act: Act, announcement_id: int) -> View:
        """Let nothing more go out, for good; the tally tells how many had gone. Where all had, it is sent.

        Refused: NOT_SENT (a draft is discarded).
        """

        async def step(tx: Writer, found: Announcement) -> Announcement:
            if found.state in {"sent", "cancelled"} or await sending.is_over(tx, found):
                return found
            await _note(tx, self._ground, act, Deed.ANNOUNCEMENT_CANCELLED, found)
            return await sending.cancelled(tx, found, act.micros)

        await self._steer(act, announcement_id, step)
        return await self._look(act, announcement_id)

    async def change(self, act: Act, announcement_id: int, language: str, content: Content) -> View:
        """Change the text, or what stands below its media, of a version everywhere, also where it is still to arrive.

        The media stay: those of `content` do not count. Refused: NOT_SENT, GONE (no such version, or it was removed),
        EMPTY (no text and no media), TOO_LONG.
        """

        async def step(tx: Writer, found: Announcement) -> Announcement:
            version = (await announcements.versions(tx, found.id)).get(language)
            if version is None or found.removed_at is not None:
                raise Refused(Why.GONE)
            changed = replace(version[0], text=content.text)
            writing.need_sendable(changed)
            if changed == version[0]:
                return found
            await announcements.save_version(tx, found.id, language, changed, version[1])
            await _note(tx, self._ground, act, Deed.ANNOUNCEMENT_CHANGED, found, language=language)
            both = found.spreading and found.changed_language != language
            return replace(
                found,
                revision=found.revision + 1,
                changed_at=act.micros,
                changed_language=None if both else language,
                spreading=True,
            )

        await self._steer(act, announcement_id, step)
        return await self._spread(act, announcement_id)

    async def remove(self, act: Act, announcement_id: int) -> View:
        """Delete it everywhere, within the 48 hours of Telegram; what has not gone is cancelled. Refused: NOT_SENT."""

        async def step(tx: Writer, found: Announcement) -> Announcement:
            if found.removed_at is not None:
                return found
            await _note(tx, self._ground, act, Deed.ANNOUNCEMENT_REMOVED, found)
            ended = found.state in {"sent", "cancelled"} or await sending.is_over(tx, found)
            gone = found if ended else await sending.cancelled(tx, found, act.micros)
            return replace(gone, removed_at=act.micros, changed_at=act.micros, spreading=True)

        await self._steer(act, announcement_id, step)
        return await self._spread(act, announcement_id)

    async def seen(self, act: Act, announcement_id: int) -> bool:
        """Note that a reader has seen it; False if they had said so before.

        Refused: GONE (none, or without button), NOT_MEMBER.
        """

        async def work(tx: Writer) -> bool:
            found = await announcements.find(tx, announcement_id)
            if found is None or not found.seen_button or found.begun_at is None or act.person_id is None:
                raise Refused(Why.GONE)
            if not await concerns(tx, found, act.person_id):
                raise Refused(Why.NOT_MEMBER)
            return await announcements.note_seen(tx, found.id, act.person_id)

        return await self._ground.act(act, work)

    async def content_for(self, announcement_id: int, chat_id: int, languages: Sequence[str]) -> Version | None:
        """The version in the first of the reader's languages that there is, else the original.

        None when it is not to be shown there any more: cancelled or removed, or who it was for has left the network, or
        wants no announcements.
        """

        async def work(tx: Reader) -> Version | None:
            found = await announcements.find(tx, announcement_id)
            if found is None or found.removed_at is not None or not await _wanted(tx, chat_id):
                return None
            if not await concerns(tx, found, chat_id):
                return None
            versions = await announcements.versions(tx, found.id)
            language = next((one for one in (*languages, found.language) if one in versions), None)
            return Version(language, versions[language][0], found.seen_button) if language else None

        return await self._ground.read(work)

    async def report(self, announcement_id: int) -> View | None:
        """How it stands, for a letter about it (`own` is False); None if there is none any more."""

        async def work(tx: Reader) -> View | None:
            found = await announcements.find(tx, announcement_id)
            return await view(tx, None, found, self._speak) if found else None

        return await self._ground.read(work)

    async def under_way(self) -> list[int]:
        """The ids of those of which something is still to be put, sent, changed or deleted, and is not held."""
        return await sending.under_way(self._ground)

    async def tick(self, now: datetime) -> None:
        """Do all that is due: go on with what a crash left, begin what was scheduled, end what has all been sent."""
        await sending.tick(self._ground, self._speak, now)

    async def next_due(self) -> datetime | None:
        """When the tick is next needed (UTC)."""
        return await sending.next_due(self._ground)

    async def _prepared(self, act: Act, announcement_id: int) -> View:
        await sending.prepare(self._ground, self._speak, announcement_id)
        return await self._look(act, announcement_id)

    async def _spread(self, act: Act, announcement_id: int) -> View:
        await sending.spread(self._ground, announcement_id)
        return await self._look(act, announcement_id)

    async def _look(self, act: Act, announcement_id: int) -> View:
        async def work(tx: Reader) -> View:
            return await view(tx, act, await allowed(tx, act, announcement_id), self._speak)

        return await self._ground.read(work)

    async def _steer(self, act: Act, announcement_id: int, step: Step) -> None:
        """A step of what was sent."""

        async def sent(tx: Writer, found: Announcement) -> Announcement:
            if found.state == "draft":
                raise Refused(Why.NOT_SENT)
            return await step(tx, found)

        await self._step(act, announcement_id, sent)

    async def _step(self, act: Act, announcement_id: int, step: Step) -> None:
        async def work(tx: Writer) -> None:
            found = await allowed(tx, act, announcement_id)
            changed = await step(tx, found)
            if changed != found:
                await announcements.save(tx, changed)

        await self._ground.post(act, work)


def _need_whole(shown: View, now: datetime) -> None:
    """Refused: EMPTY, NOBODY, BAD_DATE."""
    if not shown.versions:
        raise Refused(Why.EMPTY)
    if shown.reach is None or shown.reach.nobody:
        raise Refused(Why.NOBODY)
    if shown.announcement.wall is not None:
        need_ahead(shown.announcement.wall, shown.reach.zones, now)


async def _note(tx: Writer, ground: Ground, act: Act, kind: Deed, announcement: Announcement, **detail: str) -> None:
    network_id, group_id = announcement.network_id, announcement.group_id
    await log.note(tx, ground, act, kind, network_id, group_id, detail={"id": announcement.id, **detail})


async def _wanted(tx: Reader, chat_id: int) -> bool:
    person = await people.find(tx, chat_id) if chat_id > 0 else None
    return person is None or not person.left_announcements
