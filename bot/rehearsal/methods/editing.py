"""Changes to the bot's own messages, and answers to taps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.rehearsal.args import Args
from bot.rehearsal.errors import NOT_MODIFIED, bad_request
from bot.rehearsal.markup import read_keyboard
from bot.rehearsal.methods.media import caption_extra, file_of
from bot.rehearsal.methods.places import check_rate, find_chat, find_message
from bot.rehearsal.methods.sending import text_fields
from bot.rehearsal.model import CallbackAnswer, Message
from bot.rehearsal.text import read_caption, read_text
from bot.rehearsal.view import Json, message_json
from bot.rehearsal.world import World


def _target(world: World, args: Args) -> Message:
    if "inline_message_id" in args:
        raise bad_request("MESSAGE_ID_INVALID")
    if "chat_id" not in args:
        raise bad_request("chat_id is empty")
    if "message_id" not in args:
        raise bad_request("message identifier is not specified")
    chat = find_chat(world, args["chat_id"], "edit")
    message = find_message(chat, args["message_id"], "message to edit not found")
    if not message.by_bot or message.service or message.forward or chat.migrated_to:
        raise bad_request("message can't be edited")
    return message


def _markup(args: Args) -> Mapping[str, Any]:
    """A keyboard that is left out of an edit is gone."""
    return {"keyboard": read_keyboard(args.get("reply_markup"))}


def _revise(world: World, message: Message, **fields: Any) -> Json:
    shown = {name: value for name, value in fields.items() if name != "edited"}
    if all(_same(getattr(message, name), value) for name, value in shown.items()):
        raise bad_request(NOT_MODIFIED)
    check_rate(world, world.chats[message.chat_id])
    return message_json(world.revise(message, edited=world.clock.now(), **fields), world)


def _same(old: Any, new: Any) -> bool:
    return bool(old == new)


def edit_message_text(world: World, args: Args) -> Json:
    if "rich_message" in args:
        raise bad_request("the double does not play rich messages")
    rich = read_text(args.values)
    message = _target(world, args)
    if message.media:
        raise bad_request("there is no text in the message to edit")
    preview = args.get("link_preview_options")
    extra = {**message.extra, "link_preview_options": preview} if preview else message.extra
    return _revise(world, message, **text_fields(rich), **_markup(args), extra=extra)


def edit_message_caption(world: World, args: Args) -> Json:
    rich = read_caption(args.values)
    message = _target(world, args)
    if not message.media:
        raise bad_request("there is no caption in the message to edit")
    return _revise(world, message, **text_fields(rich), **_markup(args))


def edit_message_media(world: World, args: Args) -> Json:
    part = args["media"]
    rich = read_caption(part)
    message = _target(world, args)
    if message.album and part["type"] not in {"photo", "video"}:
        raise bad_request("can't use the media of the specified type in the album")
    file = file_of(world, part["type"], part["media"], args)
    extra = {**caption_extra(part)}
    return _revise(world, message, media=file, **text_fields(rich), **_markup(args), extra=extra)


def edit_message_reply_markup(world: World, args: Args) -> Json:
    return _revise(world, _target(world, args), **_markup(args))


def answer_callback_query(world: World, args: Args) -> bool:
    url = args.get("url")
    name = world.bot.username or ""
    if url and not url.startswith((f"https://t.me/{name}?", f"t.me/{name}?", f"tg://resolve?domain={name}&")):
        raise bad_request("URL_INVALID")
    answer = CallbackAnswer(args.get("text"), bool(args.get("show_alert")), url)
    world.callbacks.answer(args["callback_query_id"], answer, world.clock.now())
    world.changed()
    return True


METHODS = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageMedia": edit_message_media,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "answerCallbackQuery": answer_callback_query,
}
