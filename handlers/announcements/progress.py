"""The message below "Send" tells by itself how far an announcement is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.delivery.letters import Priority
from bot.delivery.replies import Replies
from bot.i18n import Catalogs
from bot.screen import Screen
from bot.services.announcements.announced import View
from bot.services.announcements.sending import REPORT
from bot.services.bundle import Services
from handlers.screens.announcements import sending as screens
from handlers.turn import voice

PAUSE = timedelta(seconds=5)
"""Between two looks: Telegram counts edits as messages."""


class Progress:
    """Edits the progress messages of the announcements under way, and only where something has changed.

    What is under way is asked of the database, so that a restart goes on with it. Each is looked at once more after its
    end: the message then stays as a report. An author who has lost the role is told no further.
    """

    def __init__(self, services: Services, catalogs: Catalogs, replies: Replies) -> None:
        self._services = services
        self._catalogs = catalogs
        self._replies = replies
        self._shown: dict[int, Screen | None] = {}

    async def notice(self) -> None:
        """Note what is under way; to be called before it is looked whether that is at its end."""
        for announcement_id in await self._services.dispatch.under_way():
            self._shown.setdefault(announcement_id, None)

    async def look(self) -> None:
        """Show what has changed; to be called every `PAUSE` while something is under way."""
        for announcement_id in list(self._shown):
            view = await self._services.dispatch.report(announcement_id)
            if view is not None:
                await self._show(view)
        under_way = await self._services.dispatch.under_way()
        self._shown = {one: screen for one, screen in self._shown.items() if one in under_way}

    async def _show(self, view: View) -> None:
        one = view.announcement
        if one.author_id is None or one.progress_message_id is None:
            return
        if await self._services.readers.left(REPORT, {"id": one.id}, one.author_id) is None:
            return
        person = await self._services.people.find(one.author_id)
        zone = ZoneInfo((person.zone if person else None) or "UTC")
        screen = screens.standing(voice(self._catalogs, person), replace(view, own=True), zone)
        if screen != self._shown[one.id]:
            self._shown[one.id] = screen
            self._replies.edit(one.author_id, one.progress_message_id, screen, group=False, priority=Priority.WHEEL)
