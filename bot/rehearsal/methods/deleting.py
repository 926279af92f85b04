"""Messages deleted, pinned, and reacted to."""

from __future__ import annotations

from datetime import timedelta

from bot.rehearsal.args import Args
from bot.rehearsal.chats import Chat
from bot.rehearsal.errors import ApiError, bad_request
from bot.rehearsal.limits import DELETE_SECONDS
from bot.rehearsal.methods.places import find_chat, find_message, need_right
from bot.rehearsal.model import Message
from bot.rehearsal.view import message_json
from bot.rehearsal.world import World


def _check_delete(world: World, chat: Chat, message: Message) -> None:
    """The bot's own and, in private, anyone's within 48 h; as an administrator with the right, anyone's at any time."""
    if chat.person is None and chat.kind != "group" and chat.may(world.bot.id, "can_delete_messages"):
        return
    young = world.clock.now() - message.date < timedelta(seconds=DELETE_SECONDS)
    own = message.by_bot or chat.person is not None or chat.may(world.bot.id, "can_delete_messages")
    if not young or not own:
        raise bad_request("message can't be deleted")


def delete_message(world: World, args: Args) -> bool:
    chat = find_chat(world, args["chat_id"], "delete")
    message = find_message(chat, args["message_id"], "message to delete not found")
    _check_delete(world, chat, message)
    world.remove(message)
    return True


def delete_messages(world: World, args: Args) -> bool:
    """Those that cannot be deleted are skipped."""
    chat = find_chat(world, args["chat_id"], "delete")
    for number in args["message_ids"]:
        message = chat.messages.get(number)
        try:
            if message:
                _check_delete(world, chat, message)
                world.remove(message)
        except ApiError:
            continue
    return True


def pin_chat_message(world: World, args: Args) -> bool:
    chat = find_chat(world, args["chat_id"], "write")
    message = find_message(chat, args["message_id"], "message to pin not found")
    need_right(world, chat, "can_pin_messages", "not enough rights to manage pinned messages in the chat")
    if message.id not in chat.pinned:
        chat.pinned.append(message.id)
        pinned = {"pinned_message": message_json(message, world, depth=0)}
        world.post(chat, sender=world.bot, service=pinned, by_bot=True, topic=message.topic)
    return True


def unpin_chat_message(world: World, args: Args) -> bool:
    chat = find_chat(world, args["chat_id"], "write")
    need_right(world, chat, "can_pin_messages", "not enough rights to manage pinned messages in the chat")
    number = args.get("message_id") or (chat.pinned[-1] if chat.pinned else None)
    if number not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(number)
    world.changed()
    return True


def unpin_all_chat_messages(world: World, args: Args) -> bool:
    chat = find_chat(world, args["chat_id"], "write")
    need_right(world, chat, "can_pin_messages", "not enough rights to manage pinned messages in the chat")
    chat.pinned.clear()
    world.changed()
    return True


def set_message_reaction(world: World, args: Args) -> bool:
    chat = find_chat(world, args["chat_id"], "read")
    message = find_message(chat, args["message_id"], "message to react not found")
    reactions = args.get("reaction") or []
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(reaction["type"] != "emoji" for reaction in reactions):
        raise bad_request("REACTION_INVALID")
    chat.reactions[message.id] = reactions
    world.changed()
    return True


METHODS = {
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
    "unpinAllChatMessages": unpin_all_chat_messages,
    "setMessageReaction": set_message_reaction,
}
