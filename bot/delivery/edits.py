"""The edits of one message: one under way at a time, and of the screens that wait only the newest."""

from __future__ import annotations

from dataclasses import dataclass

from telegram.error import TelegramError

from bot.clock import Clock
from bot.delivery.patience import given_up, pause_before_another
from bot.delivery.sender import Sender, Sent
from bot.screen import Screen


@dataclass(frozen=True, slots=True)
class Edit:
    """A screen to be shown in place of a message; `thread_id` is for one that has to be sent anew."""

    screen: Screen
    group: bool
    thread_id: int | None
    priority: int = 0


class MessageEdits:
    """Shows the screens of one message in the order in which they were given, leaving out those overtaken."""

    def __init__(self, sender: Sender, clock: Clock, stands: Sent, *, had_picture: bool) -> None:
        self._sender = sender
        self._clock = clock
        self._stands = stands
        self._had_picture = had_picture
        self._newest: Edit | None = None

    def show(self, edit: Edit) -> None:
        """Let this be the newest."""
        self._newest = edit

    async def run(self) -> None:
        """Return when the newest screen is shown, or was refused."""
        while self._newest is not None:
            tried = await self._try(self._newest)
            if self._newest is tried:
                self._newest = None

    async def _try(self, edit: Edit) -> Edit:
        """Show the newest screen as of the moment of its turn; returns the one that was tried last."""
        tries = 0
        while True:
            await self._sender.limiter.turn(self._stands.chat_id, group=edit.group, priority=edit.priority)
            edit = self._newest or edit
            try:
                await self._show(edit)
            except TelegramError as error:
                pause = pause_before_another(error, tries, twice=True)
                if pause is None:
                    given_up("edit", error)
                    return edit
            else:
                return edit
            tries += 1
            await self._clock.sleep(pause)

    async def _show(self, edit: Edit) -> None:
        self._stands = await self._sender.edit(
            self._stands.chat_id,
            self._stands.message_id,
            edit.screen,
            group=edit.group,
            had_picture=self._had_picture,
            thread_id=edit.thread_id,
            paced=True,
        )
        self._had_picture = edit.screen.picture is not None
