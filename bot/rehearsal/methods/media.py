"""Pictures, documents and the like: uploaded, or sent again by their `file_id`."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from bot.rehearsal.args import Args, Upload
from bot.rehearsal.errors import ApiError, bad_request
from bot.rehearsal.limits import DOWNLOAD_BYTES
from bot.rehearsal.methods.places import check_rate
from bot.rehearsal.methods.sending import place_for, post, text_fields
from bot.rehearsal.model import Message, StoredFile
from bot.rehearsal.text import read_caption
from bot.rehearsal.view import Json, file_json, message_json
from bot.rehearsal.world import World

RIGHTS = {
    "photo": "can_send_photos",
    "document": "can_send_documents",
    "voice": "can_send_voice_notes",
    "video": "can_send_videos",
    "audio": "can_send_audios",
    "animation": "can_send_other_messages",
}
_MIME = {
    "photo": "image/jpeg",
    "voice": "audio/ogg",
    "audio": "audio/mpeg",
    "video": "video/mp4",
    "animation": "video/mp4",
}


def file_of(world: World, kind: str, value: str, args: Args) -> StoredFile:
    """The file that a field means: an upload, or one sent before.

    Errors: `ApiError` 400. Files are not fetched from the web: the answer is that for a broken link.
    """
    if value.startswith("attach://"):
        name = value.removeprefix("attach://")
        if name not in args.files:
            raise bad_request(f"file attachment {name!r} is not in the request")
        return _keep(world, kind, args.files[name])
    if re.match(r"https?://", value):
        raise bad_request("failed to get HTTP URL content")
    file = world.files.get(value)
    if file is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if file.kind != kind:
        raise bad_request(f"can't use file of type {file.kind.capitalize()} as {kind.capitalize()}")
    return file


def _keep(world: World, kind: str, upload: Upload) -> StoredFile:
    mime = upload.content_type if upload.content_type != "application/octet-stream" else _MIME.get(kind, "")
    return world.files.add(kind, upload.content, name=upload.name, mime=mime or "application/octet-stream")


def caption_extra(values: Any) -> dict[str, bool]:
    names = {"show_caption_above_media": "show_caption_above_media", "has_spoiler": "has_media_spoiler"}
    return {shown: True for name, shown in names.items() if values.get(name)}


def _send(kind: str) -> Callable[[World, Args], Json]:
    def send(world: World, args: Args) -> Json:
        rich = read_caption(args.values)
        chat, fields = place_for(world, args, RIGHTS[kind])
        file = file_of(world, kind, args[kind], args)
        check_rate(world, chat)
        fields["extra"] = {**fields["extra"], **caption_extra(args.values)}
        return message_json(post(world, chat, media=file, **fields, **text_fields(rich)), world)

    return send


def send_media_group(world: World, args: Args) -> list[Json]:
    parts = args["media"]
    kinds = {part["type"] for part in parts}
    if len(kinds) > 1 and kinds & {"audio", "document"}:
        raise bad_request("can't use the media of the specified type in the album")
    if kinds - {"photo", "video", "audio", "document"}:
        found = sorted(kinds - {"photo", "video", "audio", "document"})[0]
        raise bad_request(f"can't parse InputMedia: type \"{found}\" can't be used in sendMediaGroup")
    captions = [read_caption(part) for part in parts]
    chat, fields = place_for(world, args, RIGHTS[parts[0]["type"]])
    files = [_part_file(world, part, args) for part in parts]
    check_rate(world, chat, len(parts))
    album = str(world.rng.randrange(10**16, 10**17))
    sent: list[Message] = [
        post(world, chat, media=file, album=album, **{**fields, "extra": caption_extra(part)}, **text_fields(rich))
        for file, rich, part in zip(files, captions, parts, strict=True)
    ]
    return [message_json(message, world) for message in sent]


def _part_file(world: World, part: dict[str, Any], args: Args) -> StoredFile:
    try:
        return file_of(world, part["type"], part["media"], args)
    except ApiError as error:
        if "wrong file identifier" in error.description:
            raise bad_request("failed to send message: wrong file identifier/HTTP URL specified") from error
        raise


def get_file(world: World, args: Args) -> Json:
    file = world.files.get(args["file_id"])
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if file.size > DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return {**file_json(file), "file_id": args["file_id"], "file_path": world.files.path_of(file)}


METHODS = {
    **{f"send{kind.capitalize()}": _send(kind) for kind in RIGHTS},
    "sendMediaGroup": send_media_group,
    "getFile": get_file,
}
