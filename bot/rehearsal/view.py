"""The world as Bot API objects: complete, so that any client library can parse them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.rehearsal.entities import Entity
from bot.rehearsal.model import Member, Message, StoredFile, User

if TYPE_CHECKING:
    from bot.rehearsal.chats import Chat
    from bot.rehearsal.world import World

Json = dict[str, Any]

ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
)
NEWER_RIGHTS = ("can_send_welcome_messages",)
"""Fields that the table does not have yet, and that aiogram 3.31 will not do without."""
CHANNEL_RIGHTS = ("can_post_messages", "can_edit_messages", "can_manage_direct_messages")
PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


def seconds(instant: datetime) -> int:
    """The instant as the API writes it: whole seconds since 1970."""
    return int(instant.timestamp())


def present(fields: Mapping[str, Any]) -> Json:
    """Without what is None: the API leaves out what is not there."""
    return {name: value for name, value in fields.items() if value is not None}


def user_json(user: User) -> Json:
    return present(
        {
            "id": user.id,
            "is_bot": user.is_bot,
            "first_name": user.first_name,
            "last_name": user.last_name,
            "username": user.username,
            "language_code": user.language,
        }
    )


def chat_json(chat: Chat) -> Json:
    if chat.person is not None:
        user = chat.person.user
        names = {"first_name": user.first_name, "last_name": user.last_name, "username": user.username}
        return present({"id": chat.id, "type": "private", **names})
    forum = True if chat.kind == "forum" else None
    kind = "supergroup" if chat.kind == "forum" else chat.kind
    return present({"id": chat.id, "type": kind, "title": chat.title, "username": chat.username, "is_forum": forum})


def entity_json(entity: Entity, world: World) -> Json:
    user = world.user(entity.user_id) if entity.user_id else None
    return present(
        {
            "type": entity.type,
            "offset": entity.offset,
            "length": entity.length,
            "url": entity.url,
            "language": entity.language,
            "user": user_json(user) if user else None,
            "custom_emoji_id": entity.custom_emoji_id,
        }
    )


def message_json(message: Message, world: World, *, depth: int = 1) -> Json:
    """The message; the one it answers is inside it, but not that one's own."""
    chat = world.chats[message.chat_id]
    reply = chat.messages.get(message.reply_to) if message.reply_to and depth else None
    sender_chat = world.chats.get(message.sender_chat_id) if message.sender_chat_id else None
    thread = message.topic if message.topic else _thread_of(message, chat)
    return present(
        {
            "message_id": message.id,
            "message_thread_id": thread,
            "from": user_json(message.sender) if message.sender else None,
            "sender_chat": chat_json(sender_chat) if sender_chat else None,
            "date": seconds(message.date),
            "chat": chat_json(chat),
            "is_topic_message": True if message.topic else None,
            "reply_to_message": message_json(reply, world, depth=depth - 1) if reply else None,
            "edit_date": seconds(message.edited) if message.edited else None,
            "media_group_id": message.album,
            "forward_origin": message.forward,
            **_content(message, world),
            "reply_markup": keyboard_json(message),
            **message.extra,
            **(message.service or {}),
        }
    )


def origin(world: World, message: Message) -> Json:
    """Where a message comes from, as one that passes it on shows it."""
    if message.forward:
        return dict(message.forward)
    if message.sender_chat_id:
        chat = world.chats[message.sender_chat_id]
        if chat.kind == "channel":
            place = {"chat": chat_json(chat), "message_id": message.id}
            return {"type": "channel", "date": seconds(message.date), **place}
        return {"type": "chat", "date": seconds(message.date), "sender_chat": chat_json(chat)}
    sender = message.sender or world.bot
    return {"type": "user", "date": seconds(message.date), "sender_user": user_json(sender)}


def _thread_of(message: Message, chat: Chat) -> int | None:
    """A plain reply in a supergroup carries a thread id as well, without being in a topic."""
    if chat.kind != "supergroup" or not message.reply_to:
        return None
    root = message
    while root.reply_to and root.reply_to in chat.messages:
        root = chat.messages[root.reply_to]
    return root.id


def _content(message: Message, world: World) -> Json:
    entities = [entity_json(entity, world) for entity in message.entities] or None
    if message.media is None:
        return {"text": message.text or None, "entities": entities}
    shown = {"caption": message.text or None, "caption_entities": entities}
    return {**media_json(message.media), **shown}


def keyboard_json(message: Message) -> Json | None:
    if not message.keyboard:
        return None
    return {"inline_keyboard": [[dict(button.raw) for button in row] for row in message.keyboard]}


def file_json(file: StoredFile) -> Json:
    return {"file_id": file.file_id, "file_unique_id": file.unique_id, "file_size": file.size}


def photo_json(file: StoredFile) -> list[Json]:
    """The sizes of a picture, small to large; the largest carries the file's own id."""
    sizes = []
    for letter, side in (("s", 90), ("m", 320), ("x", 800)):
        if max(file.width, file.height) > side:
            sizes.append(_photo_size(file, letter, side / max(file.width, file.height)))
    return [*sizes, {**file_json(file), "width": file.width, "height": file.height}]


def _photo_size(file: StoredFile, letter: str, scale: float) -> Json:
    return {
        "file_id": f"{file.file_id}{letter}",
        "file_unique_id": f"{file.unique_id}{letter}",
        "file_size": max(1, int(len(file.content) * scale * scale)),
        "width": max(1, round(file.width * scale)),
        "height": max(1, round(file.height * scale)),
    }


def media_json(file: StoredFile) -> Json:
    """The field of a message that holds the medium (an animation fills two)."""
    if file.kind == "photo":
        return {"photo": photo_json(file)}
    base = {**file_json(file), "mime_type": file.mime}
    named = {**base, "file_name": file.name}
    moving = {**named, "width": file.width, "height": file.height, "duration": 1}
    shapes = {
        "document": {"document": named},
        "voice": {"voice": {**base, "duration": file.seconds}},
        "audio": {"audio": {**named, "duration": 1}},
        "video": {"video": moving},
        "animation": {"animation": moving, "document": named},
    }
    return shapes[file.kind]


def member_json(member: Member, world: World, chat: Chat) -> Json:
    """The member as one of the six ChatMember types."""
    user = world.user(member.user_id) or User(member.user_id, "")
    base: Json = {"status": member.status, "user": user_json(user)}
    if member.status == "creator":
        return present({**base, "is_anonymous": member.anonymous, "custom_title": member.title})
    if member.status == "administrator":
        rights = {right: right in member.rights for right in (*ADMIN_RIGHTS, *NEWER_RIGHTS, *_kind_rights(chat))}
        title = {"custom_title": member.title, "can_be_edited": False, "is_anonymous": member.anonymous}
        return present({**base, **title, **rights})
    if member.status == "restricted":
        return {**base, "is_member": True, "until_date": 0, **{right: right in member.rights for right in PERMISSIONS}}
    if member.status == "kicked":
        return {**base, "until_date": 0}
    return base


def _kind_rights(chat: Chat) -> tuple[str, ...]:
    return CHANNEL_RIGHTS if chat.kind == "channel" else ()


_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def full_chat_json(chat: Chat, world: World) -> Json:
    """The answer to getChat."""
    full = {
        **chat_json(chat),
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
        "active_usernames": [chat.username] if chat.username else None,
        "description": chat.description,
        "invite_link": chat.invite_link,
        "pinned_message": _pinned(chat, world),
    }
    if chat.kind in {"group", "supergroup", "forum"}:
        full["permissions"] = {right: right in chat.permissions for right in PERMISSIONS}
    if chat.kind in {"supergroup", "forum"} and chat.linked_chat_id:
        full["linked_chat_id"] = chat.linked_chat_id
    return present(full)


def _pinned(chat: Chat, world: World) -> Json | None:
    message = chat.messages.get(chat.pinned[-1]) if chat.pinned else None
    return message_json(message, world, depth=0) if message else None
