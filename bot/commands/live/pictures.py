"""What Telegram makes of pictures and their ids. Nobody needs to do anything."""

from __future__ import annotations

import io

from PIL import Image

from bot.commands.live.api import Json
from bot.commands.live.lines import Line
from bot.commands.live.texts import TWO_UNITS
from bot.commands.live.walk import Walk
from bot.screen import File

_WHITE = 1
_TOO_MUCH = "PHOTO_INVALID_DIMENSIONS"


async def pictures(walk: Walk) -> None:
    """A picture uploaded, sent again and asked back; pictures out of all measure; ids that are none."""
    sizes = await _sizes(walk)
    await _again(walk, sizes[-1]["file_id"])
    await _captions(walk, sizes[-1]["file_id"])
    await _measures(walk)
    await _bytes(walk, sizes[-1]["file_id"])
    await _wrong_ids(walk, sizes[-1]["file_id"])


async def _sizes(walk: Walk) -> list[Json]:
    sent = await walk.api.needed("sendPhoto", chat_id=walk.operator, files={"photo": _photo(800, 600)})
    sizes: list[Json] = sent["photo"]
    ids = {size["file_id"] for size in sizes}
    walk.note(Line.FILE_ID, "ids of the sizes", 1 < len(ids) == len(sizes), f"{len(ids)} for {len(sizes)} sizes")
    return sizes


async def _again(walk: Walk, file_id: str) -> None:
    answer = await walk.api("sendPhoto", chat_id=walk.operator, photo=file_id)
    walk.taken(Line.FILE_ID, "sent again without an upload", answer)


async def _captions(walk: Walk, file_id: str) -> None:
    picture: Json = {"chat_id": walk.operator, "photo": file_id}
    fits = await walk.api("sendPhoto", **picture, caption=TWO_UNITS * 1024)
    walk.taken(Line.TEXT_LENGTH, "a caption of 1024 characters of 2 units each", fits)
    longer = await walk.api("sendPhoto", **picture, caption="a" * 1025)
    walk.refused(Line.TEXT_LENGTH, "a caption of 1025 characters", longer, "caption is too long")


async def _measures(walk: Walk) -> None:
    for what, width, height in (("a ratio of 21", 2100, 100), ("6000 x 4100", 6000, 4100)):
        answer = await walk.api("sendPhoto", chat_id=walk.operator, files={"photo": _photo(width, height)})
        walk.refused(Line.PICTURE_LIMITS, what, answer, _TOO_MUCH)


async def _bytes(walk: Walk, file_id: str) -> None:
    file = await walk.api.needed("getFile", file_id=file_id)
    content = await walk.api.file(file["file_path"])
    jpeg = content.startswith(b"\xff\xd8\xff")
    walk.note(Line.JPEG, "a PNG comes back as", jpeg, "JPEG" if jpeg else "something else")


async def _wrong_ids(walk: Walk, file_id: str) -> None:
    nothing = await walk.api("sendPhoto", chat_id=walk.operator, photo="AgACAgIAAxkBAAI")
    walk.refused(Line.WRONG_FILE, "an id that is none", nothing, "wrong file identifier/HTTP URL specified")
    other = await walk.api("sendDocument", chat_id=walk.operator, document=file_id)
    walk.refused(Line.WRONG_FILE, "a picture as a document", other, "can't use file of type Photo as Document")


def _photo(width: int, height: int) -> File:
    """A plain picture of that size: a few kilobytes, however large."""
    stream = io.BytesIO()
    Image.new("1", (width, height), _WHITE).save(stream, "PNG")
    return File("photo.png", stream.getvalue(), "image/png")
