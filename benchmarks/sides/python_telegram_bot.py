"""python-telegram-bot with its default transport (httpx), bare: one update after another, in memory, only the calls."""

from __future__ import annotations

import telegram
from telegram.ext import Application, CallbackQueryHandler

from benchmarks import updates
from benchmarks.sides.size import Size
from benchmarks.stub import Seen
from benchmarks.telegram import Stub

_TEXT = "Thank you."


async def run(server: Stub, size: Size) -> Seen:
    """Tap."""
    app = Application.builder().token(updates.TOKEN).base_url(f"{server.url}/bot").updater(None).build()
    app.add_handler(CallbackQueryHandler(_answer))
    server.begin(size.plan(polled=False))
    async with app:
        for number in range(size.all):
            await app.process_update(telegram.Update.de_json(updates.tap(number, 1), app.bot))
    return await server.finished()


async def _answer(update: telegram.Update, _: object) -> None:
    query = update.callback_query
    if query is not None:
        await query.answer()
        await query.edit_message_text(_TEXT)
