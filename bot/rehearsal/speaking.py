"""What people say in chats: texts, pictures, files, changes, reactions."""

from __future__ import annotations

from typing import Any

from bot.rehearsal.chats import Chat
from bot.rehearsal.entities import Rich, trimmed, with_found
from bot.rehearsal.errors import ActError
from bot.rehearsal.html_text import parse_html
from bot.rehearsal.limits import TEXT_CHARACTERS
from bot.rehearsal.model import ANONYMOUS_ADMIN, Message
from bot.rehearsal.phone import Phone
from bot.rehearsal.view import origin


class Speaker(Phone):
    """Someone who writes."""

    async def send(
        self,
        text: str | Rich,
        *,
        chat: Chat | None = None,
        reply_to: Message | int | None = None,
        topic: int | None = None,
        formatted: bool = False,
    ) -> Message | None:
        """Say something; `/start` in private is also the Start button. None on a poor link, where it arrives later.

        `formatted` says that the text has tags (`<b>`) where a person would have chosen bold in the app.
        """
        rich = _written(parse_html(text) if formatted and isinstance(text, str) else text)
        if len(rich.text) > TEXT_CHARACTERS:
            raise ActError("Telegram would cut a text of more than 4096 characters.")
        place = self._place(chat)
        self._check_may_speak(place)
        self.world.note_act(self.user, "send", chat=place.id, text=rich.text)
        fields = {"text": rich.text, "entities": rich.entities, "reply_to": _number(reply_to), "topic": topic}
        return await self._arrive(lambda: self._say(place, **fields))

    async def send_photo(self, content: bytes, *, caption: str = "", chat: Chat | None = None) -> Message | None:
        """Send a picture (PNG or JPEG)."""
        return await self._send_file("photo", content, ("photo.jpg", "image/jpeg"), chat, caption=caption)

    async def send_voice(
        self,
        content: bytes = b"OggS",
        *,
        seconds: int = 1,
        chat: Chat | None = None,
        reply_to: Message | int | None = None,
    ) -> Message | None:
        """Send a voice note of so many seconds."""
        named = ("voice.ogg", "audio/ogg")
        return await self._send_file("voice", content, named, chat, seconds=seconds, reply_to=_number(reply_to))

    async def send_video(
        self, content: bytes = b"mp4", *, caption: str = "", chat: Chat | None = None
    ) -> Message | None:
        """Send a video."""
        return await self._send_file("video", content, ("video.mp4", "video/mp4"), chat, caption=caption)

    async def send_audio(self, content: bytes = b"ID3", *, chat: Chat | None = None) -> Message | None:
        """Send a piece of music."""
        return await self._send_file("audio", content, ("music.mp3", "audio/mpeg"), chat)

    async def send_document(
        self, content: bytes, *, name: str = "file.bin", caption: str = "", claimed: int = 0, chat: Chat | None = None
    ) -> Message | None:
        """Send a file; `claimed` is the size in bytes of one that is larger than its content here."""
        return await self._send_file(
            "document", content, (name, "application/octet-stream"), chat, caption=caption, claimed=claimed
        )

    async def send_place(self, latitude: float, longitude: float, *, chat: Chat | None = None) -> Message | None:
        """Send a place on the map."""
        place = self._place(chat)
        self._check_may_speak(place)
        self.world.note_act(self.user, "send_place", chat=place.id)
        location = {"location": {"latitude": latitude, "longitude": longitude}}
        return await self._arrive(lambda: self._say(place, extra=location))

    async def forward(self, message: Message, *, chat: Chat | None = None) -> Message | None:
        """Pass a message on to the bot, or to a chat."""
        place = self._place(chat)
        self._check_may_speak(place)
        self.world.note_act(self.user, "forward", chat=place.id, message=message.id)
        fields = {"text": message.text, "entities": message.entities, "media": message.media}
        return await self._arrive(lambda: self._say(place, forward=origin(self.world, message), **fields))

    async def _send_file(
        self,
        kind: str,
        content: bytes,
        named: tuple[str, str],
        chat: Chat | None,
        *,
        caption: str = "",
        claimed: int = 0,
        seconds: int = 1,
        **more: Any,
    ) -> Message | None:
        place = self._place(chat)
        self._check_may_speak(place)
        self.world.note_act(self.user, f"send_{kind}", chat=place.id)
        media = self.world.files.add(kind, content, name=named[0], mime=named[1], claimed=claimed, seconds=seconds)
        rich = with_found(Rich(caption))
        fields = {"media": media, "text": rich.text, "entities": rich.entities, **more}
        return await self._arrive(lambda: self._say(place, **fields))

    async def send_album(
        self, pictures: list[bytes], *, caption: str = "", album: str | None = None, chat: Chat | None = None
    ) -> list[Message | None]:
        """Send several pictures at once: one message each, tied together by nothing but an album id.

        With the id of an `album`, these are parts of it that come late.
        """
        tie = album or str(self.world.rng.randrange(10**16, 10**17))
        captions = [caption, *[""] * (len(pictures) - 1)]
        named = ("photo.jpg", "image/jpeg")
        return [
            await self._send_file("photo", one, named, chat, caption=text, album=tie)
            for one, text in zip(pictures, captions, strict=True)
        ]

    async def react(self, message: Message, emoji: str) -> None:
        """React to a message; the bot hears of it as an administrator or in private, and only if it asked for that."""
        self.world.note_act(self.user, "react", chat=message.chat_id, message=message.id, emoji=emoji)
        await self._arrive(lambda: self.world.reaction(self.user, message, emoji))

    async def edit(self, message: Message, text: str | Rich) -> Message | None:
        """Change one's own message."""
        if message.true_sender_id != self.id:
            raise ActError("One can change only one's own messages.")
        rich = _written(text)
        self.world.note_act(self.user, "edit", chat=message.chat_id, message=message.id, text=rich.text)
        fields = {"text": rich.text, "entities": rich.entities, "edited": self.world.clock.now()}
        return await self._arrive(lambda: self.world.revise(message, **fields))

    def delete(self, message: Message) -> None:
        """Delete a message; bots are not told."""
        self.world.note_act(self.user, "delete", chat=message.chat_id, message=message.id)
        self.world.remove(message)

    def _check_may_speak(self, place: Chat) -> None:
        if place.person is not None and self.blocked:
            raise ActError(f"{self.name} has blocked the bot, and must unblock it before writing.")
        if place.person is None and not place.may(self.id, "can_send_messages"):
            raise ActError(f"{self.name} cannot write in {place.title}.")

    def _say(self, place: Chat, **fields: Any) -> Message:
        if place.person is self:
            self.private_open = True
        if place.kind == "channel":
            return self.world.post(place, sender=None, sender_chat_id=place.id, true_sender_id=self.id, **fields)
        if place.member(self.id).anonymous:
            anonymous = {"sender": ANONYMOUS_ADMIN, "sender_chat_id": place.id}
            return self.world.post(place, **anonymous, true_sender_id=self.id, **fields)
        return self.world.post(place, sender=self.user, true_sender_id=self.id, **fields)


def _written(text: str | Rich) -> Rich:
    return with_found(trimmed(Rich(text) if isinstance(text, str) else text))


def _number(message: Message | int | None) -> int | None:
    return message.id if isinstance(message, Message) else message
