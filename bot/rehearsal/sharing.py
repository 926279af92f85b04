"""What people share: files as the app sends them, several of them as albums, and messages passed on."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any, Literal, cast, get_args

from bot.rehearsal.args import Upload
from bot.rehearsal.chats import Chat
from bot.rehearsal.entities import Rich, units, with_found
from bot.rehearsal.errors import ActError, ApiError
from bot.rehearsal.limits import ALBUM_PARTS, CAPTION_CHARACTERS, PHOTO_BYTES, UPLOAD_BYTES
from bot.rehearsal.model import Message, StoredFile
from bot.rehearsal.speaking import Speaker
from bot.rehearsal.view import origin

How = Literal["view", "file", "voice"]
"""To be looked at in the chat, as a file, or as a voice note."""

_PICTURES = {"image/jpeg", "image/png", "image/webp"}
_FAMILIES = {"photo": "seen", "video": "seen", "document": "document", "audio": "audio"}
"""What may stand together in an album; other kinds stand alone."""


class Sharer(Speaker):
    """Someone who shows and passes on."""

    async def share(
        self,
        files: Sequence[Upload],
        how: str = "view",
        *,
        caption: Rich = Rich(""),  # noqa: B008 - a value
        chat: Chat | None = None,
        topic: int | None = None,
        reply_to: int | None = None,
    ) -> list[Message] | None:
        """Send files at once, tied together where an album can hold them; the caption belongs to the first.

        None on a poor link, where they arrive later. Errors: ActError for what the app would not send.
        """
        if not files or how not in get_args(How):
            raise ActError("There is nothing to send.")
        if units(caption.text) > CAPTION_CHARACTERS:
            raise ActError(f"Telegram would cut a caption of more than {CAPTION_CHARACTERS} characters.")
        place = self._place(chat)
        self._check_may_speak(place)
        kept = [self._keep(one, cast("How", how)) for one in files]
        self.world.note_act(self.user, "share", chat=place.id, kinds=[one.kind for one in kept])
        fields = {"reply_to": reply_to, "topic": topic}
        return await self._arrive(lambda: self._say_all(place, kept, with_found(caption), fields))

    def _say_all(self, place: Chat, kept: list[StoredFile], caption: Rich, fields: dict[str, Any]) -> list[Message]:
        said: list[Message] = []
        for album in _albums(kept):
            tie = self._tie() if len(album) > 1 else None
            for file in album:
                rich = Rich("") if said else caption
                more = {**fields, "text": rich.text, "entities": rich.entities}
                said.append(self._say(place, media=file, album=tie, **more))
        return said

    def _tie(self) -> str:
        return str(self.world.rng.randrange(10**16, 10**17))

    def _keep(self, upload: Upload, how: How) -> StoredFile:
        kind = _kind_of(upload, how)
        most = PHOTO_BYTES if kind == "photo" else UPLOAD_BYTES
        if len(upload.content) > most:
            raise ActError(f"{upload.name} is larger than {most >> 20} MB.")
        try:
            return self.world.files.add(kind, upload.content, name=upload.name, mime=upload.content_type)
        except ApiError as error:
            raise ActError(f"Telegram cannot read {upload.name}. As a file it can be sent.") from error

    async def pass_on(
        self, messages: Sequence[Message], *, chat: Chat | None = None, topic: int | None = None
    ) -> list[Message] | None:
        """Forward messages in their order to the bot, or to a chat; the parts of an album stay together."""
        place = self._place(chat)
        self._check_may_speak(place)
        if any(one.service for one in messages):
            raise ActError("This cannot be forwarded.")
        self.world.note_act(self.user, "forward", chat=place.id, messages=[one.id for one in messages])
        ties = {one.album: self._tie() for one in messages if one.album and len(messages) > 1}
        return await self._arrive(lambda: [self._again_by(one, place, topic, ties) for one in messages])

    def _again_by(self, message: Message, place: Chat, topic: int | None, ties: dict[str, str]) -> Message:
        said = {"text": message.text, "entities": message.entities, "media": message.media}
        tie = ties.get(message.album) if message.album else None
        return self._say(place, forward=origin(self.world, message), topic=topic, album=tie, **said)


def _kind_of(upload: Upload, how: How) -> str:
    """What the app makes of a file: by what it is, and how it is to be sent."""
    mime = upload.content_type.partition(";")[0]
    if how == "voice":
        return "voice"
    if mime.startswith("audio/"):
        return "audio"
    if how == "view" and mime in _PICTURES:
        return "photo"
    if how == "view" and mime == "image/gif":
        return "animation"
    return "video" if how == "view" and mime.startswith("video/") else "document"


def _albums(files: list[StoredFile]) -> list[list[StoredFile]]:
    """Neighbours that may stand together, ten at the most."""
    albums: list[list[StoredFile]] = []
    for family, run in groupby(files, key=lambda file: _FAMILIES.get(file.kind)):
        together = list(run)
        most = ALBUM_PARTS[1] if family else 1
        albums += [together[begin : begin + most] for begin in range(0, len(together), most)]
    return albums
