"""The key of pseudonyms, and the pseudonyms: what ties an answer to a person, and only for whoever has the key."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import os
import secrets
import struct
from pathlib import Path

from bot.settings import Settings, SettingsError

KEY_FILE = "pseudonym.key"
_KEY_BYTES = 32
_MARK_BYTES = 8
_PSEUDONYM_BYTES = 18  # 144 bits: no two people meet in one, and no padding in the text


def pseudonym(key: bytes, round_id: int, person_id: int) -> str:
    """The person's name in that round: 24 characters of A-Z a-z 0-9 - _; another in each round, no way back."""
    mark = hashlib.blake2b(
        struct.pack(">qq", round_id, person_id), digest_size=_PSEUDONYM_BYTES, key=key, person=b"palabre-answers"
    )
    return base64.urlsafe_b64encode(mark.digest()).decode("ascii")


def webhook_secret(key: bytes) -> str:
    """What Telegram shows with each post: the same for all who have the key, and no way back to it. 64 characters."""
    return hashlib.blake2b(b"", digest_size=_KEY_BYTES, key=key, person=b"palabre-webhook").hexdigest()


def shapes(key: bytes) -> list[str]:
    """What would give the key away, or let others post in Telegram's name: for logs, which hide it."""
    return [key.hex(), repr(key)[2:-1], webhook_secret(key)]


def key_mark(key: bytes) -> str:
    """What tells the key from others, and is no way back to it; kept beside the answers given under it. 16 digits."""
    return hashlib.blake2b(b"", digest_size=_MARK_BYTES, key=key, person=b"palabre-mark").hexdigest()


def log_seal(key: bytes, before: str, line: str) -> str:
    """What binds a line of the log to all before it: `before` is the seal of the last one. 64 hexadecimal digits."""
    own = hashlib.blake2b(b"", digest_size=_KEY_BYTES, key=key, person=b"palabre-log").digest()
    return hmac.new(own, f"{before}\n{line}".encode(), hashlib.sha256).hexdigest()


def other_key(settings: Settings) -> SettingsError:
    """The key is not the one of the database: with it everyone would count as somebody else."""
    where = "PALABRE_SECRET" if settings.secret is not None else f"the key file {settings.data_dir / KEY_FILE}"
    message = f"{where} is not the key under which the answers in the database were given: put that one back"
    return SettingsError([message])


def load_key(settings: Settings, database_exists: bool) -> bytes:
    """The key: of `PALABRE_SECRET`, else of the key file in the data folder, made with the first database.

    `SettingsError` if the key file is missing beside a database (with a new key everyone would count as somebody
    else), is open to others, is damaged, or is there as well as `PALABRE_SECRET`.
    """
    path = settings.data_dir / KEY_FILE
    if settings.secret is not None:
        if path.exists():
            raise SettingsError([f"both PALABRE_SECRET and {path} are there: keep the one that was there first"])
        return hashlib.blake2b(
            settings.secret.get_secret_value().encode(), digest_size=_KEY_BYTES, person=b"palabre-key"
        ).digest()
    if not path.exists():
        if database_exists:
            message = (
                f"the key file {path} is missing, and the answers in the database need it: restore it from a backup"
            )
            raise SettingsError([message])
        _make(settings.make_data_dir(), path)
    return _read(path)


def _read(path: Path) -> bytes:
    try:
        mode = path.stat().st_mode & 0o777
        text = path.read_bytes().strip()
    except OSError as error:
        raise SettingsError([f"cannot read the key file {path}: {error.strerror}"]) from error
    if mode & 0o077:
        raise SettingsError([f"the key file {path} is open to others (mode {mode:o}): run chmod 600 {path}"])
    with contextlib.suppress(ValueError):
        key = bytes.fromhex(text.decode("ascii"))
        if len(key) == _KEY_BYTES:
            return key
    raise SettingsError([f"the key file {path} is damaged: restore it from a backup"])


def _make(folder: Path, path: Path) -> None:
    """Whole or not at all: a half-written key would be taken for a damaged one."""
    draft = folder / f"{KEY_FILE}.{secrets.token_hex(8)}"
    try:
        _write(draft, secrets.token_hex(_KEY_BYTES) + "\n")
        with contextlib.suppress(FileExistsError):  # somebody else was faster: theirs counts
            os.link(draft, path)
        draft.unlink()
        _sync(folder)
    except OSError as error:
        raise SettingsError([f"cannot make the key file {path}: {error.strerror}"]) from error


def _write(path: Path, text: str) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(file, text.encode("ascii"))
        os.fsync(file)
    finally:
        os.close(file)


def _sync(folder: Path) -> None:
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
