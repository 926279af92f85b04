"""Which chat a call means, and whether the bot may do that there: the server's own order of refusals."""

from __future__ import annotations

from typing import Any, Literal

from bot.rehearsal.chats import Chat
from bot.rehearsal.errors import bad_request, forbidden, too_many_requests
from bot.rehearsal.model import GENERAL_TOPIC_ID, Message
from bot.rehearsal.world import World

Access = Literal["read", "edit", "delete", "write", "members"]


def find_chat(world: World, chat_id: Any, access: Access) -> Chat:
    """The chat behind an id or a public @name.

    Errors: `ApiError` 400 where it is not found or has migrated (with `migrate_to_chat_id`), 403 where the bot was
    blocked, removed, or may not write first.
    """
    chat = _lookup(world, chat_id)
    if chat is None:
        raise bad_request("chat not found")
    if chat.person is not None:
        _check_private(world, chat, access)
    else:
        _check_group(world, chat, access)
    return chat


def _lookup(world: World, chat_id: Any) -> Chat | None:
    if isinstance(chat_id, int):
        return world.chats.get(chat_id)
    name = str(chat_id).removeprefix("@").lower()
    public = (chat for chat in world.chats.values() if chat.person is None and (chat.username or "").lower() == name)
    return next(public, None)


def _check_private(world: World, chat: Chat, access: Access) -> None:
    person = chat.person
    if person is None or (not person.private_open and person.id not in world.known):
        raise bad_request("chat not found")
    if access in {"read", "members"}:
        return
    if person.deactivated:
        raise forbidden("user is deactivated")
    if access in {"edit", "delete"}:
        return
    if not person.private_open:
        raise forbidden("bot can't initiate conversation with a user")
    if person.blocked:
        raise forbidden("bot was blocked by the user")


def _check_group(world: World, chat: Chat, access: Access) -> None:
    if chat.migrated_to and access in {"write", "delete", "members"}:
        text = "group chat was upgraded to a supergroup chat"
        raise bad_request(text, migrate_to_chat_id=chat.migrated_to)
    if chat.migrated_to:
        return
    if chat.deleted:
        raise forbidden("the group chat was deleted")
    status = chat.member(world.bot.id).status
    kind = {"forum": "supergroup"}.get(chat.kind, chat.kind)
    if status == "kicked":
        raise forbidden(f"bot was kicked from the {kind} chat")
    if status == "left":
        # A plain group may still be read by whoever was in it once; one the bot never was in is not found at all.
        if world.bot.id not in chat.members:
            raise bad_request("chat not found")
        if access != "read" or kind != "group":
            raise forbidden(f"bot is not a member of the {kind} chat")


def check_may_send(world: World, chat: Chat, right: str = "can_send_messages") -> None:
    """Errors: `ApiError` 400 where members may not send this and the bot is no administrator."""
    if chat.person is not None:
        return
    if chat.kind == "channel":
        if not chat.may(world.bot.id, "can_post_messages"):
            raise bad_request("need administrator rights in the channel chat")
        return
    if not chat.may(world.bot.id, "can_send_messages"):
        raise bad_request("not enough rights to send text messages to the chat")
    if not chat.may(world.bot.id, right):
        what = right.removeprefix("can_send_").replace("_", " ")
        raise bad_request(f"not enough rights to send {what} to the chat")


def need_right(world: World, chat: Chat, right: str, text: str) -> None:
    """Errors: `ApiError` 400 with this text where the bot may not do that, as administrator or as member."""
    if chat.person is None and not chat.may(world.bot.id, right):
        raise bad_request(text)


def find_thread(world: World, chat: Chat, thread: int | None) -> int | None:
    """The topic a message goes into. Errors: `ApiError` 400 for one that is not there, is General, or is closed."""
    if thread is None or chat.kind != "forum":
        # In chats without topics the server looks at no thread id; in private ones it looks for a topic and finds none.
        if thread and chat.person is not None:
            raise bad_request("message thread not found")
        return None
    topic = chat.topics.get(thread)
    if thread == GENERAL_TOPIC_ID or topic is None or topic.deleted:
        raise bad_request("message thread not found")
    if topic.closed and not chat.may(world.bot.id, "can_manage_topics"):
        raise bad_request("TOPIC_CLOSED")
    return thread


def find_message(chat: Chat, number: int | None, text: str) -> Message:
    """A message of the chat. Errors: `ApiError` 400 with this text."""
    message = chat.messages.get(number) if number else None
    if message is None:
        raise bad_request(text)
    return message


def find_reply(chat: Chat, parameters: dict[str, Any] | None) -> int | None:
    """The message that is answered. Errors: `ApiError` 400 where it is gone, unless the call allows that."""
    if not parameters:
        return None
    number = parameters["message_id"]
    if number in chat.messages:
        return int(number)
    if parameters.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def check_rate(world: World, chat: Chat, weight: int = 1) -> None:
    """Errors: `ApiError` 429 where rates are enforced and used up."""
    wait = world.faults.refusal(chat.id, is_group=chat.person is None, weight=weight)
    if wait:
        raise too_many_requests(wait)
