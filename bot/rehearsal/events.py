"""Updates other than messages, as the Bot API writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.rehearsal.callbacks import Callback
from bot.rehearsal.chats import Chat
from bot.rehearsal.model import Member, Message, User
from bot.rehearsal.view import Json, chat_json, member_json, message_json, seconds, user_json

if TYPE_CHECKING:
    from bot.rehearsal.world import World


def member_update(world: World, chat: Chat, by: User, old: Member, new: Member) -> Json:
    """A ChatMemberUpdated."""
    return {
        "chat": chat_json(chat),
        "from": user_json(by),
        "date": seconds(world.clock.now()),
        "old_chat_member": member_json(old, world, chat),
        "new_chat_member": member_json(new, world, chat),
    }


def callback_query(world: World, callback: Callback, *, accessible: bool = True) -> Json:
    """A CallbackQuery; a message that is gone, or too old for the server, is an InaccessibleMessage of date 0."""
    message = callback.message
    chat = world.chats[message.chat_id]
    current = chat.messages.get(message.id)
    gone: Json = {"chat": chat_json(chat), "message_id": message.id, "date": 0}
    return {
        "id": callback.id,
        "from": user_json(callback.person.user),
        "message": message_json(current, world) if accessible and current else gone,
        "chat_instance": str(abs(chat.id) * 7919 % 2**62),
        "data": callback.data,
    }


def message_reaction(world: World, message: Message, user: User, old: list[Json], new: list[Json]) -> Json:
    """A MessageReactionUpdated."""
    return {
        "chat": chat_json(world.chats[message.chat_id]),
        "message_id": message.id,
        "user": user_json(user),
        "date": seconds(world.clock.now()),
        "old_reaction": old,
        "new_reaction": new,
    }
