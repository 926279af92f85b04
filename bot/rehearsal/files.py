"""Files of the world: what was sent, by `file_id`, and what a picture measures."""

from __future__ import annotations

import io
import random

from PIL import Image, UnidentifiedImageError

from bot.rehearsal.errors import bad_request
from bot.rehearsal.limits import PHOTO_BYTES, PHOTO_RATIO, PHOTO_SIDES_SUM, UPLOAD_BYTES
from bot.rehearsal.model import StoredFile

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
_PREFIX = {"photo": "AgAC", "document": "BQAC", "voice": "AwAC", "audio": "CQAC", "video": "BAAC", "animation": "CgAC"}
_FOLDER = {"photo": "photos", "voice": "voice", "audio": "music", "video": "videos", "animation": "animations"}
_SIZE_LETTERS = "smx"


class Files:
    """Keeps each file under its `file_id`; the smaller sizes of a picture share its bytes."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._by_id: dict[str, StoredFile] = {}
        self._paths: dict[str, StoredFile] = {}

    def add(self, kind: str, content: bytes, *, name: str, mime: str, claimed: int = 0, seconds: int = 1) -> StoredFile:
        """Keep an uploaded file. Errors: `ApiError` 400 or 413 for one that the server would not take as that kind."""
        if not content:
            raise bad_request("file must be non-empty")
        if len(content) > UPLOAD_BYTES:
            raise bad_request("file is too big")
        width, height = _photo_measures(content) if kind == "photo" else (0, 0)
        if kind in {"video", "animation"}:
            width, height = 320, 240
        identity = _PREFIX[kind] + "".join(self._rng.choices(_ALPHABET, k=60))
        unique = "AQAD" + "".join(self._rng.choices(_ALPHABET, k=12))
        file = StoredFile(identity, unique, kind, content, name, mime, width, height, claimed, seconds)
        self._by_id[identity] = file
        return file

    def get(self, file_id: str) -> StoredFile | None:
        """The file behind an id, which may be that of a smaller size."""
        file = self._by_id.get(file_id)
        if file is None and file_id[-1:] in _SIZE_LETTERS:
            file = self._by_id.get(file_id[:-1])
        return file

    def path_of(self, file: StoredFile) -> str:
        """Where the file can be downloaded, below `/file/bot<token>/`."""
        ending = "jpg" if file.kind == "photo" else file.name.rpartition(".")[2] or "bin"
        path = f"{_FOLDER.get(file.kind, 'documents')}/{file.unique_id}.{ending}"
        self._paths[path] = file
        return path

    def at(self, path: str) -> StoredFile | None:
        return self._paths.get(path)


def _photo_measures(content: bytes) -> tuple[int, int]:
    try:
        with Image.open(io.BytesIO(content)) as picture:
            width, height = picture.size
    except (UnidentifiedImageError, OSError) as error:
        raise bad_request("IMAGE_PROCESS_FAILED") from error
    if len(content) > PHOTO_BYTES:
        raise bad_request("file is too big")
    if width + height > PHOTO_SIDES_SUM or max(width, height) > PHOTO_RATIO * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return width, height
