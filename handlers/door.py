"""The door: a Telegram update becomes a turn, one handler answers it, the reply goes out.

Nothing here decides what may be done: services do, at each act. What nobody understands gets a short line, or silence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import structlog
import telegram

from bot.screen import plain
from bot.services.act import Act, Refused
from handlers import events, general
from handlers.house import House
from handlers.refusals import refusal
from handlers.reply import deliver
from handlers.turn import NOTHING, LineHandler, Reply, Turn

_log = structlog.get_logger(__name__)

ANONYMOUS_ADMINISTRATOR = 1087968824
"""The shared account behind which the administrators of a group write anonymously (Bot API)."""

_COMMAND = re.compile(r"/(?P<name>\w{1,32})(?:@(?P<bot>\w+))?(?:\s+(?P<rest>.*))?\Z", re.DOTALL)


class Door:
    """Handles updates one by one; the intake keeps their order."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def handle(self, update: telegram.Update, *, attempt: int) -> None:  # noqa: ARG002 - every try is the same
        """Answer one update; returns after its commit, while the reply is still on its way."""
        if update.callback_query:
            await self._tap(update, update.callback_query)
        elif update.message:
            await self._message(update, update.message)
        elif update.my_chat_member or update.chat_member:
            reply = await events.member_changed(self._house, update)
            deliver(self._house.replies, reply or NOTHING, update, private=False)

    async def parked(self, raw: Mapping[str, Any]) -> None:
        """Three failures: apologize shortly where the person waits for an answer."""
        update = telegram.Update.de_json(dict(raw), None)
        user = update.effective_user if update else None
        if update is None or user is None or user.is_bot:
            return
        texts = self._house.catalogs.texts(self._house.catalogs.negotiate(user.language_code))
        sorry = texts.label("Sorry, that did not work. Nothing was lost. Please try again in a while, or see /help.")
        if update.callback_query:
            self._house.replies.answer(update.callback_query.id, sorry, alert=True)
        elif update.message and update.message.chat.type == "private":
            deliver(self._house.replies, Reply(show=plain(sorry)), update, private=True)

    async def _tap(self, update: telegram.Update, query: telegram.CallbackQuery) -> None:
        value = self._house.routes.values.read(query.data)
        message = query.message
        if query.from_user.is_bot or message is None:
            return self._house.replies.answer(query.id)
        act = self._house.act(update, query.from_user.id)
        turn = await self._house.turn(update, act, query.from_user, message.chat, message_id=message.message_id)
        if value is None:
            reply = Reply(
                toast=turn.own.label("This button is too old for me. Please send /help to go on."), alert=True
            )
        else:
            reply = await self._answered(turn, self._house.routes.taps[type(value)](turn, value))
        return deliver(self._house.replies, reply, update, private=turn.place.private)

    async def _message(self, update: telegram.Update, message: telegram.Message) -> None:
        if await events.service_message(self._house, update, message):
            return
        user = message.from_user
        act = self._house.act(update, user.id if user else None)
        if user is not None and user.id == ANONYMOUS_ADMINISTRATOR and message.sender_chat == message.chat:
            act = replace(act, person_id=None, anonymous_in=message.chat.id)
        elif user is None or user.is_bot or message.sender_chat is not None:
            return  # channels, linked channels, other bots
        turn = await self._house.turn(update, act, user, message.chat, line=message.text or message.caption or "")
        reply = await self._answered(turn, self._spoken(turn, message))
        deliver(self._house.replies, reply, update, private=turn.place.private)

    async def _spoken(self, turn: Turn, message: telegram.Message) -> Reply:
        """A command, a line that is waited for, or something that nobody understands."""
        if self._for_another_bot(turn):
            return NOTHING
        handler, turn = self._command(turn)
        if handler is None:
            handler, turn = await self._line(turn, message)
        if handler is not None:
            return await handler(turn)
        return await general.fallback(turn) if turn.place.private else NOTHING

    def _for_another_bot(self, turn: Turn) -> bool:
        match = _COMMAND.match(turn.line)
        other = match["bot"] if match else None
        return other is not None and other.lower() != self._house.bot_username.lower()

    def _command(self, turn: Turn) -> tuple[LineHandler | None, Turn]:
        match = _COMMAND.match(turn.line)
        if match is None:
            return None, turn
        name, rest = match["name"].lower(), (match["rest"] or "").strip()
        if name == "start" and rest and rest[0] in self._house.routes.starts:
            return self._house.routes.starts[rest[0]], replace(turn, argument=rest[1:])
        command = self._house.routes.commands.get(name)
        return (command.run if command else None), replace(turn, argument=rest)

    async def _line(self, turn: Turn, message: telegram.Message) -> tuple[LineHandler | None, Turn]:
        """A typed line finds the dialogue that waits for it: in a group only when it answers the bot."""
        answered = message.reply_to_message.from_user if message.reply_to_message else None
        if not turn.place.private and (answered is None or answered.id != self._house.bot_id):
            return None, turn
        waiting = await self._house.services.dialogues.waiting(turn.act, turn.spot)
        if waiting is None or not message.text or message.text.startswith("/"):
            return None, turn
        return self._house.routes.lines.get(waiting.kind), replace(turn, asked=waiting.state)

    async def _answered(self, turn: Turn, work: Any) -> Reply:
        """The handler's reply, or the sentence for a refusal."""
        try:
            reply: Reply = await work
        except Refused as refused:
            said = refusal(turn.own, refused.why)
            if turn.message_id is not None:
                return Reply(toast=said, alert=True)
            return Reply(show=plain(said))
        return reply

    def _act(self, update: telegram.Update, person_id: int | None) -> Act:
        return Act(person_id, self._house.clock.now(), update.update_id)
