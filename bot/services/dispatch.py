"""Sending announcements: prepared as letters, held and released, changed and deleted everywhere, and reported on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.screen import Content
from bot.services.act import Act
from bot.services.announcements import View
from bot.services.audience import Speech
from bot.services.desk import Ground

ANNOUNCEMENT = "announcement"
"""The kind of the letter that is the announcement; its data: `id`. Render `Dispatch.content_for`."""

CHANGE = "announcement_change"
"""The kind of the letter that changes what was sent; its data: `id`, `message_ids`, `language`: of what was changed.

Render an `Instead` of `Dispatch.content_for`; None where that is a version of another language.
"""

REMOVAL = "announcement_removal"
"""The kind of the letter that deletes what was sent; its data: `id`, `message_ids`. Render a `Removal`."""

REPORT = "announcement_report"
"""The kind of the letter that tells the author that all is sent; its data: `id`. Render `Dispatch.report`."""

ORPHANED = "announcement_orphaned"
"""The kind of the letter that tells the network's coordinators that an announcement was paused: its author no longer
coordinates the network or facilitates the group. Its data: `id`. Render `Dispatch.report`."""


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
        raise NotImplementedError

    async def pause(self, act: Act, announcement_id: int) -> View:
        """Let nothing more go out; what was all sent meanwhile, or cancelled, is only shown. Refused: NOT_SENT."""
        raise NotImplementedError

    async def resume(self, act: Act, announcement_id: int) -> View:
        """Go on. Who resumes what its author may no longer send is its author from then on. Refused: NOT_SENT."""
        raise NotImplementedError

    async def cancel(self, act: Act, announcement_id: int) -> View:
        """Let nothing more go out, for good; the tally tells how many had gone. Where all had, it is sent.

        Refused: NOT_SENT (a draft is discarded).
        """
        raise NotImplementedError

    async def change(self, act: Act, announcement_id: int, language: str, content: Content) -> View:
        """Change the text, or what stands below its media, of a version everywhere, also where it is still to arrive.

        The media stay: those of `content` do not count. Refused: NOT_SENT, GONE (no such version, or it was removed),
        EMPTY (no text and no media), TOO_LONG.
        """
        raise NotImplementedError

    async def remove(self, act: Act, announcement_id: int) -> View:
        """Delete it everywhere, within the 48 hours of Telegram; what has not gone is cancelled. Refused: NOT_SENT."""
        raise NotImplementedError

    async def seen(self, act: Act, announcement_id: int) -> bool:
        """Note that a reader has seen it; False if they had said so before. Refused: GONE (none, or without button)."""
        raise NotImplementedError

    async def content_for(self, announcement_id: int, chat_id: int, languages: Sequence[str]) -> Version | None:
        """The version in the first of the reader's languages that there is, else the original.

        None when it is not to be shown there any more: cancelled or removed, or the person wants no announcements.
        """
        raise NotImplementedError

    async def report(self, announcement_id: int) -> View | None:
        """How it stands, for a letter about it (`own` is False); None if there is none any more."""
        raise NotImplementedError

    async def prepare(self, announcement_id: int) -> None:
        """Put its letters, some hundred in a transaction, held until all are there; goes on where a crash ended it."""
        raise NotImplementedError

    async def tick(self, now: datetime) -> None:
        """Do all that is due: go on with what a crash left, begin what was scheduled, end what has all been sent."""
        raise NotImplementedError

    async def next_due(self) -> datetime | None:
        """When the tick is next needed (UTC)."""
        raise NotImplementedError
