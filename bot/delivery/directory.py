"""What Telegram knows of a chat: who is in it, and who administers it. It may refuse to say; nothing is raised then."""

from __future__ import annotations

import structlog
import telegram
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, TelegramError

from bot.storage.groups import Named

_log = structlog.get_logger(__name__)
_INSIDE = {ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.MEMBER}
_OUTSIDE = {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}


class Directory:
    """Asks Telegram about chats."""

    def __init__(self, bot: telegram.Bot) -> None:
        self._bot = bot

    async def is_in(self, chat_id: int, person_id: int) -> bool | None:
        """Whether the person is in the chat now; None when Telegram will not say.

        For others than administrators an answer is guaranteed only where the bot is an administrator (Bot API).
        """
        try:
            member = await self._bot.get_chat_member(chat_id, person_id)
        except BadRequest as error:
            return False if "user not found" in str(error).lower() else None
        except TelegramError as error:
            _log.warning("Telegram did not say who is in a group", reason=type(error).__name__)
            return None
        if isinstance(member, telegram.ChatMemberRestricted):
            return member.is_member
        return member.status in _INSIDE if member.status in _INSIDE | _OUTSIDE else None

    async def read(self, chat_id: int) -> list[Named] | None:
        """The group's administrators, anonymous ones too, without bots; None if Telegram cannot be asked now."""
        try:
            listed = await self._bot.get_chat_administrators(chat_id)
        except TelegramError as error:
            _log.warning("Telegram did not list a group's administrators", reason=type(error).__name__)
            return None
        return [Named(one.user.id, one.user.full_name) for one in listed if not one.user.is_bot]

    async def size(self, chat_id: int) -> int | None:
        """How many are in the group besides the bot, other bots too; None if Telegram cannot be asked now."""
        try:
            return await self._bot.get_chat_member_count(chat_id) - 1
        except TelegramError as error:
            _log.warning("Telegram did not say how many are in a group", reason=type(error).__name__)
            return None

    async def leave(self, chat_id: int) -> None:
        """Leave the chat; harmless when the bot is not in it."""
        try:
            await self._bot.leave_chat(chat_id)
        except TelegramError as error:
            _log.warning("a group could not be left", reason=type(error).__name__)
