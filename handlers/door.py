"""The door: a Telegram update becomes a turn, one handler answers it, the reply goes out.

Nothing here decides what may be done: services do, at each act. What nobody understands gets a short line, or silence.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Awaitable, Mapping
from dataclasses import replace
from typing import Any

import structlog
import telegram

from bot.screen import plain
from bot.services.act import Refused, Why
from handlers import apology, content, events, general
from handlers.house import House, topic
from handlers.patience import Hearing, Patience
from handlers.refusals import refusal
from handlers.reply import deliver
from handlers.turn import NOTHING, LineHandler, Reply, Turn
from handlers.value import Value

_log = structlog.get_logger(__name__)

ANONYMOUS_ADMINISTRATOR = 1087968824
"""The shared account behind which the administrators of a group write anonymously (Bot API)."""

PLACES = frozenset({"private", "group", "supergroup"})
"""Where people talk with the bot; whatever comes from elsewhere is no turn of anybody."""

_COMMAND = re.compile(r"/(?P<name>\w{1,32})(?:@(?P<bot>\w+))?(?:\s+(?P<rest>.*))?\Z", re.DOTALL)


class Door:
    """Handles updates one by one; the intake keeps their order."""

    def __init__(self, house: House, patience: Patience | None = None) -> None:
        self._house = house
        self._patience = patience
        self._albums: deque[str] = deque(maxlen=256)

    async def handle(self, update: telegram.Update, *, attempt: int) -> None:  # noqa: ARG002 - every try is the same
        """Answer one update; returns after its commit, while the reply is still on its way."""
        hearing = self._patience.hears(update, self._house.clock.now()) if self._patience else Hearing.HEARD
        if hearing is Hearing.TOLD:
            self._calm(update)
        if hearing is not Hearing.HEARD:
            return
        if update.callback_query:
            await self._tap(update, update.callback_query)
        elif update.message:
            await self._message(update, update.message)
        elif update.my_chat_member or update.chat_member:
            reply = await events.member_changed(self._house, update)
            deliver(self._house.replies, reply or NOTHING, update, private=False)

    async def parked(self, raw: Mapping[str, Any]) -> None:
        """Three failures: apologize shortly where the person waits for an answer."""
        spoken = apology.spoken(raw)
        if spoken is None:
            return
        texts = self._house.catalogs.texts(self._house.catalogs.negotiate(spoken.language))
        sorry = texts.label("Sorry, that did not work. Nothing was lost. Please try again in a while, or see /help.")
        if spoken.query_id is not None:
            self._house.replies.answer(spoken.query_id, sorry, alert=True)
        elif spoken.chat_id is not None:
            replies, group = self._house.replies, spoken.chat_id < 0
            replies.send(spoken.chat_id, plain(sorry), group=group, thread_id=spoken.thread_id)

    def _calm(self, update: telegram.Update) -> None:
        """One line to who floods; in a group to who tapped or commanded there."""
        user, query, message = update.effective_user, update.callback_query, update.message
        texts = self._house.catalogs.texts(self._house.catalogs.negotiate(user.language_code if user else None))
        calm = texts.label("That is a lot at once. Please wait a minute, then go on: what was saved stays saved.")
        if query is not None:
            self._house.replies.answer(query.id, calm, alert=True)
        elif message is not None and (message.chat.type == "private" or _COMMAND.match(message.text or "")):
            group = message.chat.type != "private"
            self._house.replies.send(message.chat.id, plain(calm), group=group, thread_id=topic(update))

    async def _tap(self, update: telegram.Update, query: telegram.CallbackQuery) -> None:
        message = query.message
        if query.from_user.is_bot or message is None or message.chat.type not in PLACES:
            return self._house.replies.answer(query.id)
        act = self._house.act(update, query.from_user.id)
        try:
            turn = await self._house.turn(update, act, query.from_user, message.chat, message_id=message.message_id)
        except Refused as refused:
            return self._refuse(query, refused.why)
        reply = await self._answered(turn, self._tapped(turn, self._house.routes.values.read(query.data)))
        return deliver(self._house.replies, reply, update, private=turn.place.private)

    async def _tapped(self, turn: Turn, value: Value | None) -> Reply:
        if value is None:
            toast = turn.own.label("This button is too old for me. Please send /help to go on.")
            return Reply(toast=toast, alert=True)
        if value.private and not turn.place.private:
            return Reply(toast=turn.own.label("This only works in our private chat."), alert=True)
        return await self._house.routes.taps[type(value)](turn, value)

    def _refuse(self, query: telegram.CallbackQuery, why: Why) -> None:
        """A tap in a group that is none of ours any more: nobody is noted for it."""
        texts = self._house.catalogs.texts(self._house.catalogs.negotiate(query.from_user.language_code))
        self._house.replies.answer(query.id, refusal(texts, why), alert=True)

    async def _message(self, update: telegram.Update, message: telegram.Message) -> None:
        if await events.service_message(self._house, update, message):
            return
        user = message.from_user
        act = self._house.act(update, user.id if user else None)
        if user is not None and user.id == ANONYMOUS_ADMINISTRATOR and message.sender_chat == message.chat:
            act = replace(act, person_id=None, anonymous_in=message.chat.id)
        elif user is None or user.is_bot or message.sender_chat is not None:
            return  # channels, linked channels, other bots
        if message.chat.type not in PLACES:
            return
        turn = await self._house.turn(update, act, user, message.chat, line=message.text or "")
        turn = replace(
            turn,
            later=self._is_seen_album(message),
            answered=content.answered(message),
            root=message.message_thread_id,
        )
        reply = await self._answered(turn, self._spoken(turn, message))
        deliver(self._house.replies, reply, update, private=turn.place.private)

    async def _spoken(self, turn: Turn, message: telegram.Message) -> Reply:
        """A command, something that is waited for, or something that nobody understands."""
        addressee = _addressee(turn.line)
        if addressee not in (None, self._house.bot_username.lower()):
            return NOTHING  # another bot's
        handler, turn = self._command(turn)
        if handler is None:
            handler, turn = await self._awaited(turn, message)
        if handler is not None:
            return await handler(turn)
        if turn.place.private and not turn.later:
            return await general.fallback(turn) if _says_something(message) else NOTHING
        return await general.fallback(turn) if addressee else NOTHING

    def _is_seen_album(self, message: telegram.Message) -> bool:
        """Whether a part of the same album came before: they come one by one, and one answer is enough."""
        album = message.media_group_id
        if album is None:
            return False
        seen = album in self._albums
        self._albums.append(album)
        return seen

    def _command(self, turn: Turn) -> tuple[LineHandler | None, Turn]:
        match = _COMMAND.match(turn.line)
        if match is None:
            return None, turn
        name, rest = match["name"].lower(), (match["rest"] or "").strip()
        if name == "start" and rest and rest[0] in self._house.routes.starts:
            return self._house.routes.starts[rest[0]], replace(turn, argument=rest[1:])
        command = self._house.routes.commands.get(name)
        return (command.run if command else None), replace(turn, argument=rest)

    async def _awaited(self, turn: Turn, message: telegram.Message) -> tuple[LineHandler | None, Turn]:
        """Whatever is said finds the dialogue that waits for it: in a group only when it answers the bot."""
        if not turn.place.private and not self._answers_us(message):
            return None, turn
        waiting = await self._house.services.dialogues.waiting(turn.act, turn.spot)
        if waiting is None or turn.line.startswith("/"):
            return None, turn
        routes, said = self._house.routes, replace(turn, asked=waiting.state)
        if waiting.kind in routes.contents:
            part = replace(said, content=content.read(message), album=message.media_group_id)
            return routes.contents[waiting.kind], part
        if waiting.kind in routes.lines and not turn.line and not turn.later and _says_something(message):
            return general.in_words, said
        return (routes.lines.get(waiting.kind) if turn.line else None), said

    def _answers_us(self, message: telegram.Message) -> bool:
        """Whether it answers the bot; in a topic that the bot has made, all that is said seems to."""
        former = message.reply_to_message
        if former is None or former.forum_topic_created is not None or former.from_user is None:
            return False
        return former.from_user.id == self._house.bot_id

    async def _answered(self, turn: Turn, work: Awaitable[Reply]) -> Reply:
        """The handler's reply, or the sentence for a refusal: to who tapped, or to all who read along."""
        try:
            return await work
        except Refused as refused:
            if turn.message_id is not None:
                return Reply(toast=refusal(turn.own, refused.why), alert=True)
            return Reply(show=plain(refusal(turn.texts, refused.why)))


def _addressee(line: str) -> str | None:
    """The bot that a command names, in small letters."""
    match = _COMMAND.match(line)
    return match["bot"].lower() if match and match["bot"] else None


def _says_something(message: telegram.Message) -> bool:
    """Whether somebody wrote or sent something, and not Telegram something of its own that is newer than we are."""
    return bool(message.text or message.effective_attachment)
