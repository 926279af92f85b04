"""Messages that the bot sends."""

from __future__ import annotations

from typing import Any

from bot.rehearsal.args import Args
from bot.rehearsal.chats import Chat
from bot.rehearsal.entities import Rich
from bot.rehearsal.errors import bad_request
from bot.rehearsal.markup import read_keyboard, reply_labels
from bot.rehearsal.methods.places import check_may_send, check_rate, find_chat, find_reply, find_thread
from bot.rehearsal.model import Message
from bot.rehearsal.text import read_text
from bot.rehearsal.view import Json, message_json
from bot.rehearsal.world import World

ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "record_audio",
    "upload_audio",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


def place_for(world: World, args: Args, right: str = "can_send_messages") -> tuple[Chat, dict[str, Any]]:
    """The chat to send to, and the fields that every sent message has. Errors: `ApiError` as the server would say."""
    chat = find_chat(world, args["chat_id"], "write")
    thread = find_thread(world, chat, args.get("message_thread_id"))
    check_may_send(world, chat, right)
    reply = find_reply(chat, args.get("reply_parameters"))
    answered = chat.messages.get(reply) if reply else None
    if answered and answered.topic and thread is None and chat.kind == "forum":
        thread = answered.topic
    markup = args.get("reply_markup")
    fields = {
        "topic": thread,
        "reply_to": reply,
        "keyboard": read_keyboard(markup),
        "force_reply": bool((markup or {}).get("force_reply")),
        "reply_keyboard": reply_labels(markup),
        "extra": {"has_protected_content": True} if args.get("protect_content") else {},
    }
    return chat, fields


def post(world: World, chat: Chat, **fields: Any) -> Message:
    """The bot's message appears; in a channel it is the channel's."""
    if chat.kind == "channel":
        return world.post(chat, sender=None, sender_chat_id=chat.id, by_bot=True, **fields)
    return world.post(chat, sender=world.bot, by_bot=True, **fields)


def text_fields(rich: Rich) -> dict[str, Any]:
    return {"text": rich.text, "entities": rich.entities}


def send_message(world: World, args: Args) -> Json:
    rich = read_text(args.values)
    chat, fields = place_for(world, args)
    check_rate(world, chat)
    preview = args.get("link_preview_options")
    if preview:
        fields["extra"] = {**fields["extra"], "link_preview_options": preview}
    return message_json(post(world, chat, **fields, **text_fields(rich)), world)


def send_chat_action(world: World, args: Args) -> bool:
    if args["action"] not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = find_chat(world, args["chat_id"], "write")
    find_thread(world, chat, args.get("message_thread_id"))
    return True


METHODS = {"sendMessage": send_message, "sendChatAction": send_chat_action}
