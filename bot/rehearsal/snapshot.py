"""The world as the chat page reads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.rehearsal.chats import Chat
from bot.rehearsal.model import Button, Message, StoredFile
from bot.rehearsal.persons import Person
from bot.rehearsal.view import present
from bot.rehearsal.world import World

Json = dict[str, Any]


def snapshot(world: World, story: Json | None) -> Json:
    """Everything; on a poor link a private chat is shown as its person sees it, late."""
    bot = {"id": world.bot.id, "username": world.bot.username, "name": world.bot.first_name}
    return {
        "now": world.clock.now().isoformat(),
        "version": world.version,
        "bot": bot,
        "persons": [_person(person) for person in world.persons.values()],
        "chats": [_chat(world, chat) for chat in world.chats.values() if not chat.migrated_to],
        "faults": world.faults.state(),
        "story": story,
    }


def _person(person: Person) -> Json:
    return {
        "id": person.id,
        "name": person.name,
        "language": person.user.language,
        "username": person.user.username,
        "private_open": person.private_open,
        "blocked": person.blocked,
        "poor_link": person.poor_link,
        "part": person.part,
    }


def _chat(world: World, chat: Chat) -> Json:
    members = [chat.id] if chat.person else [one for one in chat.members if chat.has(one)]
    topics = [topic for topic in chat.topics.values() if not topic.deleted]
    return {
        "id": chat.id,
        "kind": chat.kind,
        "title": chat.title,
        "members": members,
        "admins": chat.admin_ids(),
        "topics": [{"id": topic.id, "name": topic.name, "closed": topic.closed} for topic in topics],
        "former": chat.former.id if chat.former else None,
        "messages": [
            {**_message(world, message), "past": message.chat_id != chat.id} for message in _messages(world, chat)
        ],
    }


def _messages(world: World, chat: Chat) -> list[Message]:
    if chat.person:
        return chat.person.messages()
    former = chat.former
    now = world.clock.now()
    return (former.seen(now) if former else []) + chat.seen(now)


def _message(world: World, message: Message) -> Json:
    text = service_text(message) if message.service else message.text
    return {
        "id": message.id,
        "date": message.date.isoformat(),
        "from": _sender(world, message),
        "text": text,
        "html": message.html if not message.service else "",
        "media": _media(message.media) if message.media else None,
        "album": message.album,
        "forward": _origin(message.forward) if message.forward else None,
        "buttons": [[_button(button) for button in row] for row in message.keyboard],
        "force_reply": message.force_reply,
        "reply_to": message.reply_to,
        "topic": message.topic,
        "edited": message.edited is not None,
        "service": message.service is not None,
    }


def _media(file: StoredFile) -> Json:
    shown = {"kind": file.kind, "name": file.name, "mime": file.mime, "size": file.size}
    return {**shown, "url": f"/world/file/{file.file_id}", "width": file.width, "height": file.height}


def _origin(forward: Mapping[str, Any]) -> str:
    """The name of whom a message was passed on from."""
    if forward["type"] == "user":
        return str(forward["sender_user"]["first_name"])
    return str((forward.get("sender_chat") or forward["chat"])["title"])


def _sender(world: World, message: Message) -> Json:
    if message.sender_chat_id and message.sender_chat_id in world.chats:
        chat = world.chats[message.sender_chat_id]
        return {"id": chat.id, "name": chat.title, "is_bot": False}
    sender = message.sender or world.bot
    return {"id": sender.id, "name": sender.first_name, "is_bot": sender.is_bot}


def _button(button: Button) -> Json:
    return present({"label": button.label, "kind": button.kind, "url": button.url})


def service_text(message: Message) -> str:
    """A service message in words."""
    service: Mapping[str, Any] = message.service or {}
    who = message.sender.first_name if message.sender else "The channel"
    name, value = _first(service)
    if name == "new_chat_members":
        return _came(who, value, message)
    if name == "left_chat_member":
        left = value["first_name"]
        return f"{left} left" if left == who else f"{who} removed {left}"
    template = _SERVICES.get(name, "{name}")
    return template.format(who=who, name=name, title=_title(value))


def _first(service: Mapping[str, Any]) -> tuple[str, Any]:
    return next(iter(service.items()))


def _came(who: str, users: list[Json], message: Message) -> str:
    names = ", ".join(user["first_name"] for user in users)
    by_self = message.sender is not None and [user["id"] for user in users] == [message.sender.id]
    return f"{names} joined" if by_self else f"{who} added {names}"


def _title(value: Any) -> str:
    if isinstance(value, Mapping):
        return str(value.get("name", ""))
    return str(value)


_SERVICES = {
    "group_chat_created": "{who} created the group",
    "supergroup_chat_created": "{who} created the group",
    "new_chat_title": "{who} named the group {title}",
    "migrate_to_chat_id": "The group became a supergroup",
    "migrate_from_chat_id": "The group is a supergroup now",
    "pinned_message": "{who} pinned a message",
    "forum_topic_created": "{who} opened the topic {title}",
    "forum_topic_edited": "{who} renamed the topic {title}",
    "forum_topic_closed": "{who} closed the topic",
    "forum_topic_reopened": "{who} reopened the topic",
}
