"""What Telegram tells of chats without anybody speaking: the bot added or removed, people coming and going, moves."""

from __future__ import annotations

from dataclasses import replace

import telegram
from telegram.constants import ChatMemberStatus
from telegram.ext import filters

from bot.services.act import Act
from bot.storage.groups import Group
from handlers.groups import setup
from handlers.house import House
from handlers.turn import Reply

_INSIDE = {ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.MEMBER, ChatMemberStatus.RESTRICTED}
_LEADING = {ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR}


async def member_changed(house: House, update: telegram.Update) -> Reply | None:
    """The bot itself came, went, was blocked or unblocked; or, where the bot is an administrator, somebody else."""
    changed = update.my_chat_member or update.chat_member
    if changed is None:
        return None
    act = house.act(update, changed.from_user.id)
    inside = _is_inside(changed.new_chat_member)
    if changed.chat.type == "private":
        await _private_changed(house, act, changed.chat.id, inside=inside)
    elif changed.chat.type in ("group", "supergroup"):
        if update.my_chat_member:
            return await _bot_changed(house, act, changed, inside=inside)
        await _somebody_changed(house, act, changed, inside=inside)
    return None


async def _private_changed(house: House, act: Act, person_id: int, *, inside: bool) -> None:
    """Blocked, or unblocked."""
    if inside:
        await house.services.people.came_back(person_id)
    else:
        await house.services.people.blocked(person_id, act.now)


async def _bot_changed(house: House, act: Act, changed: telegram.ChatMemberUpdated, *, inside: bool) -> Reply | None:
    groups = house.services.groups
    if not inside:
        await groups.removed(act, changed.chat.id)
        return None
    if _is_inside(changed.old_chat_member):
        return None
    title, forum = changed.chat.title or "", bool(changed.chat.is_forum)
    by = await _adder(house, act, changed.from_user)
    group = await groups.joined(act, changed.chat.id, title, is_forum=forum, added_by=by)
    return await setup.introduce(house.services, house.catalogs, group, replace(act, person_id=by))


async def _adder(house: House, act: Act, user: telegram.User) -> int | None:
    """Whoever added the bot, noted with their language, in which it introduces itself; None for nobody in person."""
    if user.is_bot:
        return None
    hint = house.catalogs.negotiate(user.language_code) if user.language_code else None
    return (await house.services.people.meet(user.id, hint, False, act.now, user.full_name)).id


async def _somebody_changed(house: House, act: Act, changed: telegram.ChatMemberUpdated, *, inside: bool) -> None:
    group, user = await _group(house, act, changed.chat), changed.new_chat_member.user
    if user.is_bot:
        return
    if not inside:
        await house.services.groups.left(act, group, user.id)
        return
    if not _is_inside(changed.old_chat_member):
        await house.services.groups.arrived(act, group, [user.id])
    if (changed.old_chat_member.status in _LEADING) != (changed.new_chat_member.status in _LEADING):
        await house.services.groups.stale(act, changed.chat.id)


async def service_message(house: House, update: telegram.Update, message: telegram.Message) -> bool:
    """Whether the message is one that Telegram makes by itself; what it tells is noted."""
    if not filters.StatusUpdate.ALL.check_update(update):
        return False
    act = house.act(update, message.from_user.id if message.from_user else None)
    groups = house.services.groups
    if message.migrate_to_chat_id:
        await groups.migrated(act, message.chat.id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id:
        await groups.migrated(act, message.migrate_from_chat_id, message.chat.id)
    elif message.new_chat_members:
        newcomers = [user.id for user in message.new_chat_members if not user.is_bot]
        if newcomers:
            await groups.arrived(act, await _group(house, act, message.chat), newcomers)
    elif message.left_chat_member:
        await _left(house, act, message.chat, message.left_chat_member)
    elif message.message_thread_id is not None and act.person_id != house.bot_id:
        await _topic_changed(house, act, message, message.message_thread_id)
    return True


async def _topic_changed(house: House, act: Act, message: telegram.Message, topic_id: int) -> None:
    """Somebody has closed, opened or renamed a topic by hand; what the bot did there itself it knows."""
    places, chat_id = house.services.thread_places, message.chat.id
    if message.forum_topic_closed:
        await places.closed(act, chat_id, topic_id)
    elif message.forum_topic_reopened:
        await places.reopened(act, chat_id, topic_id)
    elif message.forum_topic_edited and message.forum_topic_edited.name:
        await places.renamed(act, chat_id, topic_id, message.forum_topic_edited.name)


async def _left(house: House, act: Act, chat: telegram.Chat, user: telegram.User) -> None:
    if user.id == house.bot_id:
        await house.services.groups.removed(act, chat.id)
    elif not user.is_bot:
        await house.services.groups.left(act, await _group(house, act, chat), user.id)


async def _group(house: House, act: Act, chat: telegram.Chat) -> Group:
    return await house.services.groups.known(act, chat.id, chat.title or "", is_forum=bool(chat.is_forum))


def _is_inside(member: telegram.ChatMember) -> bool:
    if isinstance(member, telegram.ChatMemberRestricted):
        return member.is_member
    return member.status in _INSIDE
