"""A screen as a message of Telegram: the call for each kind of content, and its file where Telegram has it not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from telegram.error import BadRequest, TelegramError

from bot.delivery.counted import CountedCalls
from bot.delivery.markup import HTML, NO_PREVIEW, Spot, addressed, album, keyboard, placed, sending
from bot.delivery.ports import Pictures
from bot.delivery.refusals import Refusal, refusal_of
from bot.screen import File, Picture, Screen

_PART = "wheel"


@dataclass(frozen=True, slots=True)
class Sent:
    """Where a screen stands now: the chat (a new one after a migration), the message, its picture's `file_id`.

    `message_ids` are all messages of an album, of which `message_id` is the first.
    """

    chat_id: int
    message_id: int
    file_id: str | None = None
    message_ids: tuple[int, ...] = ()


def cost_of(screen: Screen) -> int:
    """As how many messages the screen counts."""
    return max(len(screen.media), 1)


class PictureIsGone(TelegramError):  # noqa: N818
    """The figure of the picture is not there any more, so there is nothing to send."""

    def __init__(self) -> None:
        super().__init__("there is no such picture any more")


class Messages:
    """Posts and changes messages; each call goes out at once, and its refusals come out.

    A `file_id` that Telegram does not know is replaced by an upload. `Pictures` learns the new ones.
    """

    def __init__(self, call: CountedCalls, pictures: Pictures) -> None:
        self._call = call
        self._pictures = pictures

    async def post(self, spot: Spot, screen: Screen) -> Sent:
        """Show the screen as a new message, or as those of an album."""
        if screen.picture is not None:
            return await self._post_picture(spot, screen, screen.picture)
        if screen.media:
            return await self._post_media(spot, screen)
        if screen.file is not None:
            return await self._post_file(spot, screen, screen.file)
        message = await self._call(
            "sendMessage", text=str(screen.text), link_preview_options=NO_PREVIEW, **addressed(spot, screen)
        )
        return Sent(spot.chat_id, message["message_id"])

    async def change(self, chat_id: int, message_id: int, screen: Screen) -> Sent:
        """Show the screen in place of the message. Media stay as they are: the text below them changes."""
        if screen.picture is not None:
            return await self._change_picture(chat_id, message_id, screen, screen.picture)
        change: dict[str, Any] = {
            "chat_id": chat_id,
            "message_id": message_id,
            "parse_mode": HTML,
            "reply_markup": keyboard(screen),
        }
        if screen.media:
            await self._call("editMessageCaption", caption=str(screen.text), **change)
        else:
            await self._call("editMessageText", text=str(screen.text), link_preview_options=NO_PREVIEW, **change)
        return Sent(chat_id, message_id)

    async def _change_picture(self, chat_id: int, message_id: int, screen: Screen, picture: Picture) -> Sent:
        media = {"type": "photo", "caption": str(screen.text), "parse_mode": HTML}
        change = partial(
            self._call, "editMessageMedia", chat_id=chat_id, message_id=message_id, reply_markup=keyboard(screen)
        )
        message = await self._with_picture(
            picture,
            lambda file_id: change(media={**media, "media": file_id}),
            lambda png: change(files=_uploaded(_PART, png), media={**media, "media": f"attach://{_PART}"}),
        )
        return Sent(chat_id, message_id, await self._noted(picture, message))

    async def _post_media(self, spot: Spot, screen: Screen) -> Sent:
        if len(screen.media) == 1:
            method, fields = sending(screen.media[0], screen)
            message = await self._call(method, **fields, **addressed(spot, screen))
            return Sent(spot.chat_id, message["message_id"])
        messages = await self._call("sendMediaGroup", media=album(screen), **placed(spot))
        numbers = tuple(message["message_id"] for message in messages)
        return Sent(spot.chat_id, numbers[0], message_ids=numbers)

    async def _post_file(self, spot: Spot, screen: Screen, file: File) -> Sent:
        message = await self._call(
            "sendDocument", files={"document": file}, caption=str(screen.text) or None, **addressed(spot, screen)
        )
        return Sent(spot.chat_id, message["message_id"])

    async def _post_picture(self, spot: Spot, screen: Screen, picture: Picture) -> Sent:
        post = partial(self._call, "sendPhoto", caption=str(screen.text), **addressed(spot, screen))
        message = await self._with_picture(
            picture, lambda file_id: post(photo=file_id), lambda png: post(files=_uploaded("photo", png))
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
        if file_id != picture.file_id and not picture.whole:
            await self._pictures.note(picture.figure_id, picture.language, file_id)
        return file_id


def _uploaded(field: str, png: bytes) -> dict[str, File]:
    return {field: File(f"{field}.png", png, "image/png")}
