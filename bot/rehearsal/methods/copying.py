"""Messages copied and forwarded."""

from __future__ import annotations

from typing import Any

from bot.rehearsal.args import Args
from bot.rehearsal.chats import Chat
from bot.rehearsal.entities import Rich
from bot.rehearsal.errors import ApiError, bad_request
from bot.rehearsal.methods.media import RIGHTS
from bot.rehearsal.methods.places import check_rate, find_chat, find_message
from bot.rehearsal.methods.sending import place_for, post, text_fields
from bot.rehearsal.model import Message
from bot.rehearsal.text import read_caption
from bot.rehearsal.view import Json, message_json, origin
from bot.rehearsal.world import World


def _source(world: World, args: Args, number: int, verb: str) -> Message:
    chat = find_chat(world, args["from_chat_id"], "read")
    message = find_message(chat, number, f"message to {verb} not found")
    if message.service or message.extra.get("has_protected_content"):
        raise bad_request(f"message can't be {'copied' if verb == 'copy' else 'forwarded'}")
    return message


def _right(message: Message) -> str:
    return RIGHTS[message.media.kind] if message.media else "can_send_messages"


def _copy(world: World, chat: Chat, message: Message, fields: dict[str, Any], rich: Rich) -> Message:
    return post(world, chat, media=message.media, **fields, **text_fields(rich))


def copy_message(world: World, args: Args) -> Json:
    message = _source(world, args, args["message_id"], "copy")
    chat, fields = place_for(world, args, _right(message))
    rich = Rich(message.text, message.entities)
    if message.media and "caption" in args:
        rich = read_caption(args.values)
    check_rate(world, chat)
    return {"message_id": _copy(world, chat, message, fields, rich).id}


def copy_messages(world: World, args: Args) -> list[Json]:
    chat, fields = place_for(world, args)
    messages = _all_found(world, args, "copy")
    check_rate(world, chat, len(messages))
    bare = args.get("remove_caption")
    texts = [Rich("") if bare and one.media else Rich(one.text, one.entities) for one in messages]
    pairs = zip(messages, texts, strict=True)
    return [{"message_id": _copy(world, chat, one, fields, rich).id} for one, rich in pairs]


def _all_found(world: World, args: Args, verb: str) -> list[Message]:
    """Those of the messages that can be taken; the others are skipped, and only none at all is refused."""
    found = []
    for number in args["message_ids"]:
        try:
            found.append(_source(world, args, number, verb))
        except ApiError as error:
            if "chat" in error.description:
                raise
    if not found:
        raise bad_request("there are no messages to " + verb)
    return found


def _forward(world: World, chat: Chat, message: Message, fields: dict[str, Any]) -> Message:
    came = origin(world, message)
    return post(world, chat, media=message.media, text=message.text, entities=message.entities, forward=came, **fields)


def forward_message(world: World, args: Args) -> Json:
    message = _source(world, args, args["message_id"], "forward")
    chat, fields = place_for(world, args, _right(message))
    check_rate(world, chat)
    return message_json(_forward(world, chat, message, fields), world)


def forward_messages(world: World, args: Args) -> list[Json]:
    chat, fields = place_for(world, args)
    messages = _all_found(world, args, "forward")
    check_rate(world, chat, len(messages))
    return [{"message_id": _forward(world, chat, message, fields).id} for message in messages]


METHODS = {
    "copyMessage": copy_message,
    "copyMessages": copy_messages,
    "forwardMessage": forward_message,
    "forwardMessages": forward_messages,
}
