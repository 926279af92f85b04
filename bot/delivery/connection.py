"""The bot as Telegram knows it, for as long as it is needed."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

import telegram

from bot.delivery.transport import AiohttpRequest, Timeouts, make_bot


@contextlib.asynccontextmanager
async def connected(
    token: str,
    telegram_url: str,
    *,
    before: Callable[[], Awaitable[None]] | None = None,
    timeouts: Timeouts | None = None,
) -> AsyncIterator[tuple[telegram.Bot, AiohttpRequest]]:
    """The bot, which has asked Telegram who it is, and the pool for its polls; at the end both pools are closed.

    `before` is awaited before each call but the polls, see `AiohttpRequest`; `timeouts` are those of both pools.
    Raises `telegram.error.InvalidToken` for a bad token, another `TelegramError` when Telegram does not answer.
    """
    calls = AiohttpRequest(timeouts=timeouts, before=before)
    polls = AiohttpRequest(connections=2, timeouts=timeouts)
    bot = make_bot(token, telegram_url, calls=calls, polling=polls)
    try:
        await bot.initialize()
        yield bot, polls
    finally:
        await bot.shutdown()
        await asyncio.gather(calls.shutdown(), polls.shutdown())  # the library leaves them open after a failed start
