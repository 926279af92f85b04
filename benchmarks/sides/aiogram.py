"""aiogram, bare: many updates at once, in memory, only the calls."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, Message

from benchmarks import updates
from benchmarks.sides.size import FLIGHT, Size
from benchmarks.stub import Seen
from benchmarks.telegram import Stub

_TEXT = "Thank you."


async def run(server: Stub, size: Size) -> Seen:
    """Tap."""
    dispatcher = Dispatcher()
    dispatcher.callback_query()(_answer)
    server.begin(size.plan(polled=False))
    async with Bot(updates.TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(server.url))) as bot:
        numbers = iter(range(size.all))
        await asyncio.gather(*(_feed(dispatcher, bot, numbers) for _ in range(FLIGHT)))
    return await server.finished()


async def _feed(dispatcher: Dispatcher, bot: Bot, numbers: Iterator[int]) -> None:
    for number in numbers:
        await dispatcher.feed_raw_update(bot, updates.tap(number, 1))


async def _answer(query: CallbackQuery) -> None:
    await query.answer()
    if isinstance(query.message, Message):
        await query.message.edit_text(_TEXT)
