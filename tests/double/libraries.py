"""The same small bot on three client libraries. Imported by the test that needs it: aiogram takes seconds to load."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

import aiogram
import aiogram.client.session.aiohttp
import aiogram.client.telegram
import telebot.async_telebot
import telebot.asyncio_helper
import telebot.types
import telegram
import telegram.ext

from bot.rehearsal import Double

# python-telegram-bot


class PythonTelegramBot:
    def __init__(self, double: Double, picture: bytes) -> None:
        base = f"{double.url}/bot"
        builder = telegram.ext.ApplicationBuilder().token(double.token)
        self.app = builder.base_url(base).base_file_url(f"{double.url}/file/bot").build()
        self.picture = picture
        self.app.add_handler(telegram.ext.CommandHandler("menu", self.menu))
        self.app.add_handler(telegram.ext.MessageHandler(telegram.ext.filters.TEXT, self.echo))
        self.app.add_handler(telegram.ext.CallbackQueryHandler(self.tapped))

    async def echo(self, update: telegram.Update, context: Any) -> None:
        assert update.effective_message
        await update.effective_message.reply_text(f"You said: {update.effective_message.text}")

    async def menu(self, update: telegram.Update, context: Any) -> None:
        assert update.effective_message
        markup = telegram.InlineKeyboardMarkup.from_button(telegram.InlineKeyboardButton("Picture", callback_data="p"))
        await update.effective_message.reply_text("Choose", reply_markup=markup)

    async def tapped(self, update: telegram.Update, context: Any) -> None:
        query = update.callback_query
        assert query
        assert isinstance(query.message, telegram.Message)
        await query.answer("Here it is", show_alert=True)
        await query.edit_message_text("<b>Chosen</b>", parse_mode="HTML")
        sent = await query.message.reply_photo(self.picture, caption="Picture")
        await query.message.reply_photo(sent.photo[-1].file_id)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        async with self.app:
            await self.app.start()
            assert self.app.updater
            await self.app.updater.start_polling(poll_interval=0.0, timeout=1)
            try:
                yield
            finally:
                await self.app.updater.stop()
                await self.app.stop()


# aiogram


def aiogram_bot(double: Double) -> aiogram.Bot:
    """A bot of that library on the double."""
    server = aiogram.client.telegram.TelegramAPIServer.from_base(double.url)
    return aiogram.Bot(double.token, session=aiogram.client.session.aiohttp.AiohttpSession(api=server))


class Aiogram:
    def __init__(self, double: Double, picture: bytes) -> None:
        self.bot = aiogram_bot(double)
        self.picture = picture
        self.dispatcher = aiogram.Dispatcher()
        self.dispatcher.message(aiogram.F.text == "/menu")(self.menu)
        self.dispatcher.message(aiogram.F.text)(self.echo)
        self.dispatcher.callback_query()(self.tapped)

    async def echo(self, message: aiogram.types.Message) -> None:
        await message.answer(f"You said: {message.text}")

    async def menu(self, message: aiogram.types.Message) -> None:
        button = aiogram.types.InlineKeyboardButton(text="Picture", callback_data="p")
        await message.answer("Choose", reply_markup=aiogram.types.InlineKeyboardMarkup(inline_keyboard=[[button]]))

    async def tapped(self, query: aiogram.types.CallbackQuery) -> None:
        assert isinstance(query.message, aiogram.types.Message)
        await query.answer("Here it is", show_alert=True)
        await query.message.edit_text("<b>Chosen</b>", parse_mode="HTML")
        file = aiogram.types.BufferedInputFile(self.picture, "picture.png")
        sent = await query.message.answer_photo(file, caption="Picture")
        assert sent.photo
        await query.message.answer_photo(sent.photo[-1].file_id)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        options: dict[str, Any] = {"handle_signals": False, "polling_timeout": 1, "close_bot_session": True}
        polling = asyncio.create_task(self.dispatcher.start_polling(self.bot, **options))
        try:
            yield
        finally:
            await self.dispatcher.stop_polling()
            await polling


# pyTelegramBotAPI


class PyTelegramBotApi:
    def __init__(self, double: Double, picture: bytes) -> None:
        telebot.asyncio_helper.API_URL = double.url + "/bot{0}/{1}"
        self.bot = cast(Any, telebot.async_telebot.AsyncTeleBot(double.token))
        self.picture = picture
        self.bot.message_handler(commands=["menu"])(self.menu)
        self.bot.message_handler(content_types=["text"])(self.echo)
        self.bot.callback_query_handler(func=lambda query: True)(self.tapped)

    async def echo(self, message: Any) -> None:
        await self.bot.send_message(message.chat.id, f"You said: {message.text}")

    async def menu(self, message: Any) -> None:
        markup = telebot.types.InlineKeyboardMarkup()
        markup.add(telebot.types.InlineKeyboardButton("Picture", callback_data="p"))
        await self.bot.send_message(message.chat.id, "Choose", reply_markup=markup)

    async def tapped(self, query: Any) -> None:
        chat, message = query.message.chat.id, query.message.message_id
        await self.bot.answer_callback_query(query.id, "Here it is", show_alert=True)
        await self.bot.edit_message_text("<b>Chosen</b>", chat, message, parse_mode="HTML")
        sent = await self.bot.send_photo(chat, self.picture, caption="Picture")
        await self.bot.send_photo(chat, sent.photo[-1].file_id)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        polling = asyncio.create_task(self.bot.polling(timeout=1, request_timeout=5))
        try:
            yield
        finally:
            polling.cancel()
            await asyncio.gather(polling, return_exceptions=True)
            await self.bot.close_session()
