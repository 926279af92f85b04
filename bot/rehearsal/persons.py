"""People, who act as one does on a phone: by what they see."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from bot.rehearsal.callbacks import Callback
from bot.rehearsal.chats import Chat
from bot.rehearsal.errors import ActError
from bot.rehearsal.limits import START_PAYLOAD_CHARACTERS
from bot.rehearsal.model import ANONYMOUS_ADMIN, CallbackAnswer, Message, User
from bot.rehearsal.sharing import Sharer

if TYPE_CHECKING:
    from bot.rehearsal.groups import Group

PATIENCE_SECONDS = 10.0
"""Real seconds that a person waits for the answer to a tap."""
_PAYLOAD = re.compile(rf"[A-Za-z0-9_-]{{0,{START_PAYLOAD_CHARACTERS}}}")


class Person(Sharer):
    """Someone with a Telegram account."""

    # Tapping

    async def tap(
        self,
        label: str,
        *,
        chat: Chat | None = None,
        message: Message | None = None,
        wait: bool = True,
        patience: float = PATIENCE_SECONDS,
        follow: bool = True,
    ) -> CallbackAnswer | None:
        """Tap a button by its label, or what it begins with or contains, on the newest message that has one.

        Gives what the bot answers, or None if it did not within the person's patience (real seconds), or if `wait` is
        false. A link that comes of it is opened as the app does, if `follow`. Errors: ActError, with the labels that
        are visible.
        """
        shown, button = self.find_button(label, chat, message)
        if self.world.chats[shown.chat_id].migrated_to and button.kind == "callback":
            return None  # the app still shows what was before the group moved, but its buttons reach nobody
        self.world.note_act(self.user, "tap", chat=shown.chat_id, message=shown.id, label=button.label)
        if button.kind == "url":
            return await self._follow(button.url or "", follow=follow)
        if button.data is None:
            raise ActError(f"The double does not play a button such as {button.label!r}.")
        data = button.data
        callback = await self._arrive(lambda: self.world.tap_raw(self, shown, data), wait=wait)
        if callback is None or not wait:
            return None
        answer = await _answer_to(callback, patience)
        if answer and answer.url:
            await self._follow(answer.url, follow=follow)
        return answer

    async def _follow(self, url: str, *, follow: bool) -> CallbackAnswer:
        if follow and self._start_payload(url) is not None:
            await self.open(url)
        return CallbackAnswer(url=url)

    # Links

    def _start_payload(self, link: str) -> str | None:
        """The payload of a link that opens the private chat with the bot; None for any other link."""
        parts = urlsplit(link if "//" in link else f"https://{link}")
        query = parse_qs(parts.query, keep_blank_values=True)
        if not self._is_bot_link(link) or "startgroup" in query:
            return None
        return (query.get("start") or [""])[0]

    def _is_bot_link(self, link: str) -> bool:
        parts = urlsplit(link if "//" in link else f"https://{link}")
        name = (self.world.bot.username or "").lower()
        if parts.scheme == "tg":
            return parse_qs(parts.query).get("domain", [""])[0].lower() == name
        return parts.netloc in {"t.me", "telegram.me"} and parts.path.strip("/").lower() == name

    async def open(self, link: str, *, chat: Group | None = None) -> Message | None:
        """Open a link as the app does: `?start=` presses Start, `?startgroup=` adds the bot to `chat`, `t.me/+…` joins.

        Errors: ActError for a link that leads nowhere, or whose payload the app would not take.
        """
        payload = self._start_payload(link)
        self.world.note_act(self.user, "open", link=link)
        if payload is not None:
            return await self._start(payload)
        group = next((group for group in self.world.groups() if group.invite_link == link), None)
        if group:
            await self.join(group)
            return None
        if not self._is_bot_link(link):
            raise ActError(f"The link {link} leads out of Telegram, or nowhere.")
        if chat is None:
            raise ActError("This link adds the bot to a group: say which one.")
        query = parse_qs(urlsplit(link).query, keep_blank_values=True)
        await self.add_bot(chat, payload=query["startgroup"][0] or None)
        return None

    async def _start(self, payload: str) -> Message | None:
        if not _PAYLOAD.fullmatch(payload):
            raise ActError(f"The app does not take the payload {payload!r}: at most 64 of A-Z, a-z, 0-9, _ and -.")
        if self.blocked:
            self.unblock()
        return await self.send(f"/start {payload}".strip())

    # Coming and going

    async def join(self, group: Group) -> None:
        """Come into a group."""
        self.world.note_act(self.user, "join", chat=group.id)
        await self._arrive(lambda: group.add(self))

    async def leave(self, group: Group) -> None:
        """Go out of a group."""
        self.world.note_act(self.user, "leave", chat=group.id)
        await self._arrive(lambda: group.take_out(self))

    async def add_bot(self, group: Group, *, payload: str | None = None) -> None:
        """Add the bot to a group; with a payload the app then also sends `/start@bot payload`."""
        if not group.may(self.id, "can_invite_users"):
            raise ActError(f"{self.name} may not add anyone to {group.title}.")
        self.world.note_act(self.user, "add_bot", chat=group.id)
        await self._arrive(lambda: group.add(self.world.bot, by=self._shown_as(group)))
        if payload:
            await self.send(f"/start@{self.world.bot.username} {payload}", chat=group)

    async def remove_bot(self, group: Group) -> None:
        """Remove the bot from a group."""
        await self.kick(self.world.bot, group)

    async def kick(self, who: Person | User, group: Group) -> None:
        """Remove someone from a group."""
        self._check_admin(group)
        self.world.note_act(self.user, "kick", chat=group.id)
        await self._arrive(lambda: group.take_out(who, by=self._shown_as(group)))

    async def promote(self, who: Person | User, group: Group, *, anonymous: bool = False) -> None:
        """Make someone an administrator."""
        self._check_admin(group)
        self.world.note_act(self.user, "promote", chat=group.id)
        await self._arrive(lambda: group.promote(who, by=self._shown_as(group), anonymous=anonymous))

    async def demote(self, who: Person | User, group: Group) -> None:
        """Make an administrator a member again."""
        self._check_admin(group)
        self.world.note_act(self.user, "demote", chat=group.id)
        await self._arrive(lambda: group.demote(who, by=self._shown_as(group)))

    def _check_admin(self, group: Group) -> None:
        if not group.member(self.id).is_admin:
            raise ActError(f"{self.name} is not an administrator of {group.title}.")

    def _shown_as(self, group: Group) -> User:
        """An anonymous administrator appears as the group, in events of membership as well."""
        return ANONYMOUS_ADMIN if group.member(self.id).anonymous else self.user

    def block(self) -> None:
        """Block the bot."""
        if not self.blocked:
            self.blocked = True
            self.world.note_act(self.user, "block")
            if self.private_open:
                self.world.set_block(self, blocked=True)

    def unblock(self) -> None:
        """Take the block back."""
        if self.blocked:
            self.blocked = False
            self.world.note_act(self.user, "unblock")
            if self.private_open:
                self.world.set_block(self, blocked=False)

    def deactivate(self) -> None:
        """Delete the account."""
        self.deactivated = True
        self.world.changed()


async def _answer_to(callback: Callback, patience: float) -> CallbackAnswer | None:
    try:
        await asyncio.wait_for(callback.answered.wait(), patience)
    except TimeoutError:
        return None
    return callback.answer
