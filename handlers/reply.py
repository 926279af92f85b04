"""Hands a reply on to delivery: what is shown, sent, said in a toast, opened or deleted."""

from __future__ import annotations

from dataclasses import replace

import telegram
from markupsafe import Markup

from bot.delivery.replies import Replies
from bot.screen import Screen
from handlers.house import topic
from handlers.turn import Reply


def deliver(replies: Replies, reply: Reply, update: telegram.Update, *, private: bool) -> None:
    """Begin to send the reply to an update; returns at once."""
    query, chat = update.callback_query, update.effective_chat
    if query:
        replies.answer(query.id, reply.toast, alert=reply.alert, url=reply.url)
    if chat is None:
        return
    message = query.message if query else None
    screen = reply.show
    if message is not None and reply.delete:
        replies.delete(chat.id, message.message_id)
    elif message is not None and screen is not None:
        replies.edit(
            chat.id,
            message.message_id,
            screen,
            group=not private,
            had_picture=isinstance(message, telegram.Message) and bool(message.photo or message.document),
            thread_id=topic(update),
        )
    elif screen is not None:
        _send(replies, screen, update, private=private)
    for message_id, instead in reply.elsewhere.items():
        replies.edit(chat.id, message_id, instead, group=not private, thread_id=topic(update))
    if reply.send is not None and reply.refused is not None:
        shown = (*reply.above, reply.send)
        replies.send_all(chat.id, shown, reply.refused, group=not private, thread_id=topic(update))
    elif reply.send is not None:
        _send(replies, reply.send, update, private=private)


def _send(replies: Replies, screen: Screen, update: telegram.Update, *, private: bool) -> None:
    chat, message = update.effective_chat, update.message
    if chat is None:
        return
    replies.send(
        chat.id,
        screen if private else _addressed(screen, update),
        group=not private,
        thread_id=topic(update),
        reply_to=message.message_id if message and not private else None,
    )


def _addressed(screen: Screen, update: telegram.Update) -> Screen:
    """In a group a question after a tap names whom it asks: only then their app opens the reply field (selective)."""
    query = update.callback_query
    if screen.ask is None or query is None:
        return screen
    mention = Markup('<a href="tg://user?id={}">{}</a>').format(query.from_user.id, query.from_user.full_name)
    return replace(screen, text=mention + Markup("\n") + screen.text)
