"""Plain values of the world: users, files, buttons, messages, members, calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from bot.rehearsal.entities import Entity, Rich, safe_html

ANONYMOUS_ADMIN_ID = 1087968824
CHANNEL_BOT_ID = 136817688
TELEGRAM_ID = 777000
GENERAL_TOPIC_ID = 1

ChatKind = Literal["private", "group", "supergroup", "forum", "channel"]
Status = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]


@dataclass(frozen=True, slots=True)
class User:
    """An account as the Bot API shows it."""

    id: int
    first_name: str
    is_bot: bool = False
    last_name: str | None = None
    username: str | None = None
    language: str | None = None


ANONYMOUS_ADMIN = User(ANONYMOUS_ADMIN_ID, "Group", is_bot=True, username="GroupAnonymousBot")
CHANNEL_BOT = User(CHANNEL_BOT_ID, "Channel", is_bot=True, username="Channel_Bot")
TELEGRAM = User(TELEGRAM_ID, "Telegram")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that the world keeps; `file_id` belongs to the one bot, `unique_id` to the file.

    `claimed` is the size in bytes of one that is too large to be kept whole; 0: that of its content. `seconds` is how
    long it plays, if it does.
    """

    file_id: str
    unique_id: str
    kind: str
    content: bytes = field(repr=False)
    name: str
    mime: str
    width: int = 0
    height: int = 0
    claimed: int = 0
    seconds: int = 1

    @property
    def size(self) -> int:
        """Bytes."""
        return self.claimed or len(self.content)


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button, by the label that a person sees."""

    label: str
    kind: Literal["callback", "url", "other"]
    data: str | None
    url: str | None
    raw: Mapping[str, Any]


Keyboard = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message as it stands now, or as a person sees it; a change makes a new value with the same id.

    `text` is the caption where there is a medium. `service` holds the fields of a service message.
    """

    id: int
    chat_id: int
    date: datetime
    sender: User | None
    sender_chat_id: int | None = None
    text: str = ""
    entities: tuple[Entity, ...] = ()
    media: StoredFile | None = None
    keyboard: Keyboard = ()
    force_reply: bool = False
    reply_keyboard: tuple[tuple[str, ...], ...] = ()
    reply_to: int | None = None
    topic: int | None = None
    edited: datetime | None = None
    service: Mapping[str, Any] | None = None
    album: str | None = None
    forward: Mapping[str, Any] | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    by_bot: bool = False
    true_sender_id: int | None = None

    @property
    def photo(self) -> bytes | None:
        """The picture's bytes, if the message is a picture."""
        return self.media.content if self.media and self.media.kind == "photo" else None

    @property
    def buttons(self) -> list[list[Button]]:
        """The inline buttons, row by row."""
        return [list(row) for row in self.keyboard]

    @property
    def labels(self) -> list[str]:
        """The labels of the inline buttons, in reading order."""
        return [button.label for row in self.keyboard for button in row]

    @property
    def html(self) -> str:
        """The text as safe HTML."""
        return safe_html(Rich(self.text, self.entities))


@dataclass(slots=True)
class Member:
    """Someone in a chat, and what they may do there."""

    user_id: int
    status: Status
    rights: frozenset[str] = frozenset()
    anonymous: bool = False
    title: str | None = None

    @property
    def present(self) -> bool:
        return self.status in {"creator", "administrator", "member", "restricted"}

    @property
    def is_admin(self) -> bool:
        return self.status in {"creator", "administrator"}


@dataclass(slots=True)
class Topic:
    """A forum topic; its id is that of the message that created it."""

    id: int
    name: str
    closed: bool = False
    deleted: bool = False
    icon_color: int = 7322096


@dataclass(frozen=True, slots=True)
class CallbackAnswer:
    """What a person sees after a tap: a toast, or an alert, or a link that opens."""

    text: str | None = None
    alert: bool = False
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One call to the Bot API. `uploads` names the files that came with it; `status` is 0 where no answer was given."""

    at: datetime
    method: str
    params: Mapping[str, Any]
    uploads: tuple[str, ...]
    status: int
    answer: Any
    who: str

    @property
    def ok(self) -> bool:
        return self.status == 200
