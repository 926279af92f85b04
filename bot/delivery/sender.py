"""Turns a screen into calls to Telegram, each at its turn, and follows what one answer asks for at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.counts import Counts
from bot.delivery.counted import CountedCalls
from bot.delivery.limiter import Limiter
from bot.delivery.markup import NO_PREVIEW, below, keyboard, reply, topic
from bot.delivery.ports import Contacts, Pictures
from bot.delivery.refusals import Lost, Refusal, lost_by, refusal_of
from bot.delivery.transport import Calls, TooMany
from bot.screen import Picture, Screen

T = TypeVar("T")
_HTML = "HTML"
_PART = "wheel"
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

    def __init__(
        self, bot: Bot, limiter: Limiter, contacts: Contacts, pictures: Pictures, counts: Counts | None = None
    ) -> None:
        self.limiter = limiter
        self._call = CountedCalls(Calls(bot), counts or Counts())
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
            await self._call(
                "answerCallbackQuery", callback_query_id=query_id, text=text, show_alert=alert or None, url=url
            )
        except BadRequest as error:
            if refusal_of(error) is not Refusal.TOO_LATE:
                raise

    async def delete(self, chat_id: int, message_id: int) -> None:
        """Delete a message of the bot; one that is gone, or older than two days, stays as it is."""
        try:
            await self._call("deleteMessage", chat_id=chat_id, message_id=message_id)
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
            await self._call("editMessageReplyMarkup", chat_id=chat_id, message_id=message_id)
        except TelegramError as error:  # the old buttons stay: a tap on them is answered all the same
            if isinstance(error, TooMany):
                self.limiter.refused(chat_id, error.seconds)

    async def _change(self, chat_id: int, message_id: int, screen: Screen) -> Sent:
        if screen.picture is not None:
            return await self._change_picture(chat_id, message_id, screen, screen.picture)
        await self._call(
            "editMessageText",
            chat_id=chat_id,
            message_id=message_id,
            text=str(screen.text),
            parse_mode=_HTML,
            reply_markup=keyboard(screen),
            link_preview_options=NO_PREVIEW,
        )
        return Sent(chat_id, message_id)

    async def _change_picture(self, chat_id: int, message_id: int, screen: Screen, picture: Picture) -> Sent:
        media = {"type": "photo", "caption": str(screen.text), "parse_mode": _HTML}
        change = partial(
            self._call, "editMessageMedia", chat_id=chat_id, message_id=message_id, reply_markup=keyboard(screen)
        )
        message = await self._with_picture(
            picture,
            lambda file_id: change(media={**media, "media": file_id}),
            lambda png: change(files={_PART: png}, media={**media, "media": f"attach://{_PART}"}),
        )
        return Sent(chat_id, message_id, await self._noted(picture, message))

    async def _post(self, spot: _Spot, screen: Screen) -> Sent:
        if screen.picture is not None:
            return await self._post_picture(spot, screen, screen.picture)
        message = await self._call(
            "sendMessage", text=str(screen.text), link_preview_options=NO_PREVIEW, **_addressed(spot, screen)
        )
        return Sent(spot.chat_id, message["message_id"])

    async def _post_picture(self, spot: _Spot, screen: Screen, picture: Picture) -> Sent:
        post = partial(self._call, "sendPhoto", caption=str(screen.text), **_addressed(spot, screen))
        message = await self._with_picture(
            picture, lambda file_id: post(photo=file_id), lambda png: post(files={"photo": png})
        )
        return Sent(spot.chat_id, message["message_id"], await self._noted(picture, message))

    async def _with_picture(
        self, picture: Picture, known: Callable[[str], Awaitable[Any]], upload: Callable[[bytes], Awaitable[Any]]
    ) -> Any:
        """Make the call with the picture that Telegram knows; if it knows none, or not this one, with an upload."""
        if picture.file_id is not None:
            try:
                return await known(picture.file_id)
            except BadRequest as error:
                if refusal_of(error) is not Refusal.STALE_FILE:
                    raise
        png = picture.png or await self._pictures.draw(picture)
        if png is None:
            raise PictureIsGone
        return await upload(png)

    async def _noted(self, picture: Picture, message: Any) -> str | None:
        sizes = message.get("photo") if isinstance(message, Mapping) else None
        if not sizes:
            return picture.file_id
        file_id: str = sizes[-1]["file_id"]
        if file_id != picture.file_id:
            await self._pictures.note(picture.figure_id, picture.language, file_id)
        return file_id


def _addressed(spot: _Spot, screen: Screen) -> dict[str, Any]:
    """What every new message says besides its content."""
    return {
        "chat_id": spot.chat_id,
        "parse_mode": _HTML,
        "reply_markup": below(screen),
        "message_thread_id": topic(spot.thread_id),
        "reply_parameters": reply(spot.reply_to),
        "disable_notification": spot.silent or None,
    }
