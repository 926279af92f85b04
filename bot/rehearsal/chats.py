"""A chat and its messages, each with its versions, so that a late screen can be shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.rehearsal.model import ChatKind, Member, Message, Topic
from bot.rehearsal.view import PERMISSIONS

if TYPE_CHECKING:
    from bot.rehearsal.persons import Person

_MEMBERS_MAY = frozenset(PERMISSIONS) - {"can_change_info", "can_pin_messages", "can_manage_topics"}


@dataclass(eq=False)
class Chat:
    """A private chat, group, supergroup, forum or channel. `person` is the other side of a private chat."""

    id: int
    kind: ChatKind
    title: str
    person: Person | None = None
    username: str | None = None
    description: str | None = None
    invite_link: str | None = None
    linked_chat_id: int | None = None
    migrated_to: int | None = None
    deleted: bool = False
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    permissions: frozenset[str] = _MEMBERS_MAY
    messages: dict[int, Message] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    former: Chat | None = None
    last_bot_id: int | None = None
    next_id: int = 1
    reacted: dict[tuple[int, int], list[dict[str, Any]]] = field(default_factory=dict)
    reactions: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    _versions: dict[int, list[tuple[datetime, Message | None]]] = field(default_factory=dict)

    @property
    def is_group(self) -> bool:
        return self.kind in {"group", "supergroup", "forum"}

    def put(self, message: Message, now: datetime) -> None:
        """Add the message, or what has become of it."""
        self.messages[message.id] = message
        self._versions.setdefault(message.id, []).append((now, message))

    def drop(self, message_id: int, now: datetime) -> None:
        """Delete the message."""
        del self.messages[message_id]
        self._versions[message_id].append((now, None))
        self.pinned = [pinned for pinned in self.pinned if pinned != message_id]

    def seen(self, now: datetime, lag: float = 0.0) -> list[Message]:
        """The messages in order, as a screen shows them that is so many seconds late."""
        if not lag:
            return [self.messages[number] for number in sorted(self.messages)]
        until = now - timedelta(seconds=lag)
        found = [self._version_at(number, until) for number in sorted(self._versions)]
        return [message for message in found if message is not None]

    def _version_at(self, number: int, until: datetime) -> Message | None:
        versions = [message for at, message in self._versions[number] if at <= until]
        return versions[-1] if versions else None

    def member(self, user_id: int) -> Member:
        """The member, or someone who has never been here."""
        return self.members.get(user_id) or Member(user_id, "left")

    def has(self, user_id: int) -> bool:
        return self.member(user_id).present

    def admin_ids(self) -> list[int]:
        return [member.user_id for member in self.members.values() if member.is_admin]

    def may(self, user_id: int, right: str) -> bool:
        """Whether this member has the right: by its own status, or by what everyone may here."""
        member = self.member(user_id)
        if member.status == "creator":
            return True
        if member.status == "administrator":
            return right in member.rights or right in self.permissions or right.startswith("can_send")
        return member.present and right in (member.rights if member.status == "restricted" else self.permissions)
