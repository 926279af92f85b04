"""Forum topics."""

from __future__ import annotations

from typing import Any

from bot.rehearsal.args import Args
from bot.rehearsal.errors import bad_request
from bot.rehearsal.groups import Group
from bot.rehearsal.methods.places import find_chat
from bot.rehearsal.model import Topic
from bot.rehearsal.view import Json
from bot.rehearsal.world import World

COLORS = {7322096, 16766590, 13338331, 9367192, 16749490, 16478047}


def _forum(world: World, args: Args) -> Group:
    chat = find_chat(world, args["chat_id"], "write")
    if not isinstance(chat, Group) or chat.kind == "channel":
        raise bad_request("the chat is not a forum")
    if chat.kind != "forum":
        raise bad_request("the chat is not a forum")
    if not chat.may(world.bot.id, "can_manage_topics"):
        raise bad_request("not enough rights to create a topic" if "name" in args else "not enough rights")
    return chat


def _topic(chat: Group, args: Args) -> Topic:
    topic = chat.topics.get(args["message_thread_id"])
    if topic is None or topic.deleted:
        raise bad_request("TOPIC_ID_INVALID")
    return topic


def create_forum_topic(world: World, args: Args) -> Json:
    color = args.get("icon_color", 7322096)
    if color not in COLORS:
        raise bad_request("invalid icon color specified")
    topic = world.new_topic(_forum(world, args), args["name"], world.bot, by_bot=True, color=color)
    return {"message_thread_id": topic.id, "name": topic.name, "icon_color": topic.icon_color}


def _note(world: World, chat: Group, topic: Topic, service: dict[str, Any]) -> bool:
    world.post(chat, sender=world.bot, topic=topic.id, service=service, by_bot=True)
    return True


def edit_forum_topic(world: World, args: Args) -> bool:
    chat = _forum(world, args)
    topic = _topic(chat, args)
    name = args.get("name", topic.name)
    if name == topic.name:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.name = name
    return _note(world, chat, topic, {"forum_topic_edited": {"name": name}})


def close_forum_topic(world: World, args: Args) -> bool:
    return _set_closed(world, args, closed=True)


def reopen_forum_topic(world: World, args: Args) -> bool:
    return _set_closed(world, args, closed=False)


def _set_closed(world: World, args: Args, *, closed: bool) -> bool:
    chat = _forum(world, args)
    topic = _topic(chat, args)
    if topic.closed == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    return _note(world, chat, topic, {"forum_topic_closed" if closed else "forum_topic_reopened": {}})


def delete_forum_topic(world: World, args: Args) -> bool:
    chat = _forum(world, args)
    chat.delete_topic(_topic(chat, args))
    return True


METHODS = {
    "createForumTopic": create_forum_topic,
    "editForumTopic": edit_forum_topic,
    "closeForumTopic": close_forum_topic,
    "reopenForumTopic": reopen_forum_topic,
    "deleteForumTopic": delete_forum_topic,
}
