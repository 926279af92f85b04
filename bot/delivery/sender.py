"""Turns a screen into calls to Telegram, each at its turn, and follows what one answer asks for at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from telegram import Bot, InputFile, InputMediaPhoto, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.delivery.limiter import Limiter
from bot.delivery.markup import NO_PREVIEW, below, keyboard, reply, topic, upload
from bot.delivery.ports import Contacts, Pictures
from bot.delivery.refusals import Lost, Refusal, lost_by, refusal_of
from bot.delivery.transport import TooMany
from bot.screen import Picture, Screen

T = TypeVar("T")
_HTML = ParseMode.HTML
_WITHOUT_EFFECT = {Refusal.TOO_LATE, Refusal.MESSAGE_GONE, Refusal.UNCHANGED}


@dataclass(frozen=True, slots=True)
class Sent:
    """Where a screen stands now: the chat (a new one after a migration), the message, its picture's `file_id`."""

    chat_id: int
    message_id: int
    file_id: str | None = None


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a new message goes: its chat, topic, the message it replies to, and whether the phone stays silent."""

    chat_id: int
    thread_id: int | None
    reply_to: int | None
    silent: bool


class PictureIsGone(TelegramError):  # noqa: N818
    """The figure of the picture is not there any more, so there is nothing to send."""

    def __init__(self) -> None:
        super().__init__("there is no such picture any more")


class Sender:
    """Every call goes out at most once. Errors of `telegram.error` come out, but those that have a meaning here:

    "not modified" is success; a message that can no longer be edited is sent anew; a migrated group is followed; a
    `file_id` that Telegram does not know is replaced by an upload. `Contacts` learns who cannot be reached, `Pictures`
    the new `file_id`s, the limiter what 429 asks for.
    """

    def __init__(self, bot: Bot, limiter: Limiter, contacts: Contacts, pictures: Pictures) -> None:
        self.limiter = limiter
        self._bot = bot
        self._contacts = contacts
        self._pictures = pictures

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
            await self.limiter.turn(chat_id, group=group, priority=priority)

        return await self._follow(chat_id, lambda chat: self._post(_Spot(chat, thread_id, reply_to, silent), screen))

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
        """Show the screen in place of the message; where Telegram cannot, below it (in that topic) as a new one."""
        if not paced:
            await self.limiter.turn(chat_id, group=group, priority=priority)
        anew = partial(self.send, chat_id, screen, group=group, thread_id=thread_id, priority=priority)
        if screen.ask is not None or had_picture != (screen.picture is not None):
            sent = await anew(paced=True)
            await self._take_buttons_away(sent.chat_id, message_id, group=group, priority=priority)
            return sent
        try:
            return await self._follow(chat_id, lambda chat: self._change(chat, message_id, screen))
        except BadRequest as error:
            refusal = refusal_of(error)
            if refusal is Refusal.UNCHANGED:
                return Sent(chat_id, message_id, screen.picture.file_id if screen.picture else None)
            if refusal is Refusal.MESSAGE_GONE:
                return await anew()
            raise

    async def answer(
        self, query_id: str, text: str | None = None, *, alert: bool = False, url: str | None = None
    ) -> None:
        """Answer a tap (the text has at most 200 characters); one too old to be answered needs no answer."""
        try:
            await self._bot.answer_callback_query(query_id, text=text, show_alert=alert or None, url=url)
        except BadRequest as error:
            if refusal_of(error) is not Refusal.TOO_LATE:
                raise

    async def delete(self, chat_id: int, message_id: int) -> None:
        """Delete a message of the bot; one that is gone, or older than two days, stays as it is."""
        try:
            await self._bot.delete_message(chat_id, message_id)
        except BadRequest as error:
            if refusal_of(error) not in _WITHOUT_EFFECT:
                raise

    async def _follow(self, chat_id: int, call: Callable[[int], Awaitable[T]]) -> T:
        """Make the call; after a migration again, for the group's new id."""
        try:
            return await self._heard(chat_id, call)
        except ChatMigrated as moved:
            await self._contacts.migrated(chat_id, moved.new_chat_id)
            return await self._heard(moved.new_chat_id, call)

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
            await self._bot.edit_message_reply_markup(chat_id, message_id, reply_markup=None)
        except TelegramError as error:  # the old buttons stay: a tap on them is answered all the same
            if isinstance(error, TooMany):
                self.limiter.refused(chat_id, error.seconds)

    async def _change(self, chat_id: int, message_id: int, screen: Screen) -> Sent:
        if screen.picture is None:
            await self._bot.edit_message_text(
                str(screen.text),
                chat_id,
                message_id,
                parse_mode=_HTML,
                reply_markup=keyboard(screen),
                link_preview_options=NO_PREVIEW,
            )
            return Sent(chat_id, message_id)
        return await self._change_picture(chat_id, message_id, screen, screen.picture)

    async def _change_picture(self, chat_id: int, message_id: int, screen: Screen, picture: Picture) -> Sent:
        async def change(photo: str | InputFile) -> Message | bool:
            media = InputMediaPhoto(photo, caption=str(screen.text), parse_mode=_HTML)
            return await self._bot.edit_message_media(media, chat_id, message_id, reply_markup=keyboard(screen))

        message = await self._with_picture(picture, change)
        return Sent(chat_id, message_id, await self._noted(picture, message))

    async def _post(self, spot: _Spot, screen: Screen) -> Sent:
        if screen.picture is not None:
            return await self._post_picture(spot, screen, screen.picture)
        message = await self._bot.send_message(
            spot.chat_id,
            str(screen.text),
            parse_mode=_HTML,
            reply_markup=below(screen),
            link_preview_options=NO_PREVIEW,
            message_thread_id=topic(spot.thread_id),
            reply_parameters=reply(spot.reply_to),
            disable_notification=spot.silent or None,
        )
        return Sent(message.chat_id, message.message_id)

    async def _post_picture(self, spot: _Spot, screen: Screen, picture: Picture) -> Sent:
        async def post(photo: str | InputFile) -> Message:
            return await self._bot.send_photo(
                spot.chat_id,
                photo,
                caption=str(screen.text),
                parse_mode=_HTML,
                reply_markup=below(screen),
                message_thread_id=topic(spot.thread_id),
                reply_parameters=reply(spot.reply_to),
                disable_notification=spot.silent or None,
            )

        message = await self._with_picture(picture, post)
        return Sent(message.chat_id, message.message_id, await self._noted(picture, message))

    async def _with_picture(self, picture: Picture, call: Callable[[str | InputFile], Awaitable[T]]) -> T:
        """Make the call with the picture that Telegram has; if it has none, or not this one, with an upload."""
        if picture.file_id is not None:
            try:
                return await call(picture.file_id)
            except BadRequest as error:
                if refusal_of(error) is not Refusal.STALE_FILE:
                    raise
        png = picture.png or await self._pictures.draw(picture)
        if png is None:
            raise PictureIsGone
        return await call(upload(png))

    async def _noted(self, picture: Picture, message: Message | bool) -> str | None:
        if not isinstance(message, Message) or not message.photo:
            return picture.file_id
        file_id = message.photo[-1].file_id
        if file_id != picture.file_id:
            await self._pictures.note(picture.figure_id, picture.language, file_id)
        return file_id
