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
    return {
        "id": message.id,
        "date": message.date.isoformat(),
        "from": _sender(world, message),
        "text": message.text,
        "html": message.html if not message.service else "",
        "media": _media(message.media) if message.media else None,
        "album": message.album,
        "forward": _origin(message.forward) if message.forward else None,
        "buttons": [[_button(button) for button in row] for row in message.keyboard],
        "force_reply": message.force_reply,
        "reply_to": message.reply_to,
        "topic": message.topic,
        "edited": message.edited is not None,
        "service": _happened(world, message) if message.service else None,
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


def _happened(world: World, message: Message) -> Json:
    """What a service message tells of: the name of Telegram's field, or of what it comes to, and whom it is about."""
    what, value = next(iter((message.service or {}).items()))
    by, who = message.sender.id if message.sender else None, _sender(world, message)["name"]
    if what == "new_chat_members":
        names = ", ".join(user["first_name"] for user in value)
        return {"what": "joined" if [user["id"] for user in value] == [by] else "added", "who": who, "name": names}
    if what == "left_chat_member":
        return {"what": "left" if value["id"] == by else "removed", "who": who, "name": value["first_name"]}
    return {"what": what, "who": who, "name": _title(value)}


def _title(value: Any) -> str:
    if isinstance(value, Mapping):
        return str(value.get("name", ""))
    return str(value)
