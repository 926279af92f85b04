"""Turns a screen into calls to Telegram, each at its turn, and follows what one answer asks for at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.counts import Counts
from bot.delivery.counted import CountedCalls
from bot.delivery.limiter import Limiter
from bot.delivery.markup import Spot, topic
from bot.delivery.messages import Messages, PictureIsGone, Sent, cost_of
from bot.delivery.ports import Contacts, Pictures
from bot.delivery.refusals import HERE_ONLY, Lost, Refusal, lost_by, refusal_of
from bot.delivery.transport import Calls, TooMany
from bot.screen import Screen

__all__ = ["PictureIsGone", "Sender", "Sent", "cost_of"]
T = TypeVar("T")
_STAYS = {Refusal.MESSAGE_GONE, Refusal.TOO_OLD}


class Sender:
    """Every call goes out at most once. Errors of `telegram.error` come out, but those that have a meaning here:

    "not modified" is success; a message that can no longer be edited is sent anew; a migrated group is followed; a
    `file_id` that Telegram does not know is replaced by an upload. `Contacts` learns who cannot be reached, `Pictures`
    the new `file_id`s, the limiter what 429 asks for. `paid` lets Telegram charge for what goes faster than is free.
    """

    def __init__(
        self,
        bot: Bot,
        limiter: Limiter,
        contacts: Contacts,
        pictures: Pictures,
        counts: Counts | None = None,
        *,
        paid: bool = False,
    ) -> None:
        self.limiter = limiter
        self._call = CountedCalls(Calls(bot), counts or Counts())
        self._contacts = contacts
        self._messages = Messages(self._call, pictures)
        self._paid = paid

    async def send(
        self,
        chat_id: int,
        screen: Screen,
        *,
        group: bool,
        thread_id: int | None = None,
        reply_to: int | None = None,
        silent: bool = False,
        priority: int = 0,
        paced: bool = False,
    ) -> Sent:
        """Send the screen as a new message. `paced` says that its turn was taken already."""
        if not paced:
            await self.limiter.turn(chat_id, group=group, priority=priority, cost=cost_of(screen))
        try:
            return await self._follow(
                chat_id, lambda chat: self._messages.post(Spot(chat, thread_id, reply_to, silent, self._paid), screen)
            )
        except (BadRequest, Forbidden) as error:
            if group and topic(thread_id) is None and refusal_of(error) in HERE_ONLY:
                await self._contacts.silenced(chat_id)
            raise

    async def edit(
        self,
        chat_id: int,
        message_id: int,
        screen: Screen,
        *,
        group: bool,
        had_picture: bool = False,
        thread_id: int | None = None,
        priority: int = 0,
        paced: bool = False,
    ) -> Sent:
        """Show the screen in place of the message; where Telegram cannot, below it (in that topic) as a new one.

        Media stay as they are: only the text below them and the buttons change. A file made here is always sent anew.
        """
        if not paced:
            await self.limiter.turn(chat_id, group=group, priority=priority)
        anew = partial(self.send, chat_id, screen, group=group, thread_id=thread_id, priority=priority)
        if _stands_alone(screen) or (not screen.media and had_picture != (screen.picture is not None)):
            sent = await anew(paced=True)
            await self._take_buttons_away(sent.chat_id, message_id, group=group, priority=priority)
            return sent
        try:
            return await self._follow(chat_id, lambda chat: self._messages.change(chat, message_id, screen))
        except BadRequest as error:
            refusal = refusal_of(error)
            if refusal is Refusal.UNCHANGED:
                return Sent(chat_id, message_id, screen.picture.file_id if screen.picture else None)
            if refusal is Refusal.MESSAGE_GONE:
                return await anew()
            raise

    async def replace(self, chat_id: int, message_id: int, screen: Screen) -> None:
        """Show the screen in place of the message, whose turn was taken. Where Telegram cannot, it refuses."""
        try:
            await self._stay(chat_id, lambda: self._messages.change(chat_id, message_id, screen))
        except BadRequest as error:
            if refusal_of(error) is not Refusal.UNCHANGED:
                raise

    async def remove(self, chat_id: int, message_ids: Sequence[int]) -> None:
        """Delete the messages of one letter, whose turn was taken; those that are gone already are no error.

        Deleting many at once, Telegram passes over what is too old without a word: so the first is deleted alone.
        """
        first, *others = message_ids
        try:
            await self._stay(chat_id, lambda: self._call("deleteMessage", chat_id=chat_id, message_id=first))
        except BadRequest as error:
            if refusal_of(error) is not Refusal.MESSAGE_GONE:
                raise
        if others:
            await self._stay(chat_id, lambda: self._call("deleteMessages", chat_id=chat_id, message_ids=others))

    async def answer(
        self, query_id: str, text: str | None = None, *, alert: bool = False, url: str | None = None
    ) -> None:
        """Answer a tap (the text has at most 200 characters); one too old to be answered needs no answer."""
        try:
            await self._call(
                "answerCallbackQuery", callback_query_id=query_id, text=text, show_alert=alert or None, url=url
            )
        except BadRequest as error:
            if refusal_of(error) is not Refusal.TOO_LATE:
                raise

    async def order(self, chat_id: int, method: str, **fields: Any) -> Any:
        """Ask for something else than a message in this chat, at its turn; what is so already is no error."""
        try:
            return await self._heard(chat_id, lambda chat: self._call(method, chat_id=chat, **fields))
        except BadRequest as error:
            if refusal_of(error) is not Refusal.UNCHANGED:
                raise
            return None

    async def delete(self, chat_id: int, message_id: int) -> None:
        """Delete a message of the bot; one that is older than two days stays, without its buttons."""
        try:
            await self._call("deleteMessage", chat_id=chat_id, message_id=message_id)
        except BadRequest as error:
            refusal = refusal_of(error)
            if refusal not in _STAYS:
                raise
            if refusal is Refusal.TOO_OLD:
                await self._take_buttons_away(chat_id, message_id, group=chat_id < 0, priority=0)

    async def _follow(self, chat_id: int, call: Callable[[int], Awaitable[T]]) -> T:
        """Make the call; after a migration again, for the group's new id."""
        try:
            return await self._heard(chat_id, call)
        except ChatMigrated as moved:
            await self._contacts.migrated(chat_id, moved.new_chat_id)
            return await self._heard(moved.new_chat_id, call)

    async def _stay(self, chat_id: int, call: Callable[[], Awaitable[object]]) -> None:
        """Make the call for this chat only: after a migration the new one counts its messages anew."""
        try:
            await self._heard(chat_id, lambda _: call())
        except ChatMigrated as moved:
            await self._contacts.migrated(chat_id, moved.new_chat_id)
            raise

    async def _heard(self, chat_id: int, call: Callable[[int], Awaitable[T]]) -> T:
        try:
            return await call(chat_id)
        except TooMany as error:
            self.limiter.refused(chat_id, error.seconds)
            raise
        except (BadRequest, Forbidden) as error:
            await self._tell(chat_id, error)
            raise

    async def _tell(self, chat_id: int, error: TelegramError) -> None:
        lost = lost_by(error) if refusal_of(error) is Refusal.LOST else None
        if lost is Lost.BLOCKED:
            await self._contacts.blocked(chat_id)
        elif lost is not None:
            await self._contacts.unreachable(chat_id, lost.value)

    async def _take_buttons_away(self, chat_id: int, message_id: int, *, group: bool, priority: int) -> None:
        await self.limiter.turn(chat_id, group=group, priority=priority)
        try:
            await self._call("editMessageReplyMarkup", chat_id=chat_id, message_id=message_id)
        except TelegramError as error:  # the old buttons stay: a tap on them is answered all the same
            if isinstance(error, TooMany):
                self.limiter.refused(chat_id, error.seconds)


def _stands_alone(screen: Screen) -> bool:
    """Whether the screen is never shown in place of another."""
    return screen.ask is not None or screen.file is not None
