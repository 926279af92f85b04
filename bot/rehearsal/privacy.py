"""What the bot gets to see: everything in private, and in groups what privacy mode lets through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.rehearsal.entities import cut
from bot.rehearsal.model import Message

if TYPE_CHECKING:
    from bot.rehearsal.chats import Chat
    from bot.rehearsal.world import World


def bot_sees(message: Message, chat: Chat, world: World) -> bool:
    """Whether the server tells the bot of a message that is not its own."""
    if chat.person is not None:
        return chat.person.private_open
    bot = chat.member(world.bot.id)
    if not bot.present:
        return False
    if message.service is not None or chat.kind == "channel":
        return True
    if message.true_sender_id is None and message.sender and message.sender.is_bot and not message.sender_chat_id:
        return False
    if bot.is_admin or not world.privacy_mode:
        return True
    return _answers_bot(message, chat) or _is_command_for_bot(message, chat, world)


def _answers_bot(message: Message, chat: Chat) -> bool:
    answered = chat.messages.get(message.reply_to) if message.reply_to else None
    return answered is not None and answered.by_bot and not answered.service


def _is_command_for_bot(message: Message, chat: Chat, world: World) -> bool:
    """A command that names the bot, or a bare one where no other bot could be meant."""
    first = next((entity for entity in message.entities if entity.type == "bot_command" and entity.offset == 0), None)
    if first is None:
        return False
    _, at, name = cut(message.text, 0, first.length).partition("@")
    if at:
        return name.lower() == (world.bot.username or "").lower()
    others = [bot for bot in world.bots if bot != world.bot.id and chat.has(bot)]
    return not others or chat.last_bot_id == world.bot.id
