"""Letters of discussion threads: what is said in a topic, which is made first, and topics that are put in order."""

from __future__ import annotations

from telegram.error import BadRequest, Forbidden, TelegramError

from bot.delivery.ports import Forbidden as Right
from bot.delivery.ports import Order, Talk, Threads
from bot.delivery.posts import Post
from bot.delivery.refusals import HERE_ONLY, Refusal, is_closed_topic, refusal_of
from bot.delivery.sender import Sender, Sent
from bot.screen import Screen

_CLOSING = {True: "closeForumTopic", False: "reopenForumTopic"}
_PINS = {True: "pinChatMessage", False: "unpinChatMessage"}


class Talks:
    """Carries them, each at its turn. What a group has changed by hand, or does not let the bot do, `Threads` learns.

    Other refusals come out, and the letter is tried again as any other.
    """

    def __init__(self, sender: Sender, threads: Threads) -> None:
        self._sender = sender
        self._threads = threads

    async def carry(self, post: Post, letter: Talk | Order) -> Sent:
        """The letter, whose turn was taken. The message is 0 where nothing was said."""
        if isinstance(letter, Talk):
            return await self._say(post, letter)
        await self._arrange(post, letter)
        return Sent(post.chat_id, 0)

    async def _say(self, post: Post, talk: Talk) -> Sent:
        topic_id = talk.topic_id
        if talk.make is not None:
            topic_id = await self._made(post, talk.thread_id, talk.make)
        if talk.make is not None and topic_id is None:
            return await self._elsewhere(post, talk)
        try:
            sent = await self._send(post, talk.screen, topic_id, talk.reply_to)
        except BadRequest as error:
            if topic_id is None or refusal_of(error) is not Refusal.TOPIC_GONE:
                raise
            await self._threads.gone(talk.thread_id, closed=is_closed_topic(error))
            return await self._elsewhere(post, talk)
        await self._threads.begun(talk.thread_id, sent.chat_id, sent.message_id)
        return sent

    async def _made(self, post: Post, thread_id: int, name: str) -> int | None:
        """The new topic, noted at once; None where the bot may make none."""
        try:
            topic = await self._sender.order(post.chat_id, "createForumTopic", name=name)
        except (BadRequest, Forbidden) as error:
            if refusal_of(error) not in HERE_ONLY:
                raise
            await self._threads.forbidden(thread_id, "topics")
            return None
        topic_id: int = topic["message_thread_id"]
        await self._threads.made(thread_id, topic_id)
        await self._turn(post)
        return topic_id

    async def _elsewhere(self, post: Post, talk: Talk) -> Sent:
        if talk.elsewhere is None:
            return Sent(post.chat_id, 0)
        sent = await self._send(post, talk.elsewhere, None, None)
        await self._threads.begun(talk.thread_id, sent.chat_id, sent.message_id)
        return sent

    async def _send(self, post: Post, screen: Screen, topic_id: int | None, reply_to: int | None) -> Sent:
        return await self._sender.send(
            post.chat_id,
            screen,
            group=True,
            thread_id=topic_id,
            reply_to=reply_to,
            priority=post.priority,
            paced=True,
        )

    async def _arrange(self, post: Post, order: Order) -> None:
        wanted: list[tuple[Right, str, dict[str, object]]] = []
        topic: dict[str, object] = {"message_thread_id": order.topic_id}
        if order.topic_id is not None and order.name is not None:
            wanted.append(("topics", "editForumTopic", {**topic, "name": order.name}))
        if order.topic_id is not None and order.closed is not None:
            wanted.append(("topics", _CLOSING[order.closed], topic))
        if order.message_id is not None and order.pinned is not None:
            wanted.append(("pins", _PINS[order.pinned], _pin(order.message_id, order.pinned)))
        for place, (right, method, fields) in enumerate(wanted):
            if place:
                await self._turn(post)
            await self._ordered(post, order.thread_id, right, method, fields)

    async def _ordered(self, post: Post, thread_id: int, right: Right, method: str, fields: dict[str, object]) -> None:
        try:
            await self._sender.order(post.chat_id, method, **fields)
        except (BadRequest, Forbidden) as error:
            await self._refused(thread_id, right, error)

    async def _refused(self, thread_id: int, right: Right, error: TelegramError) -> None:
        refusal = refusal_of(error)
        if refusal is Refusal.NO_RIGHTS:
            await self._threads.forbidden(thread_id, right)
        elif refusal is Refusal.TOPIC_GONE:
            await self._threads.gone(thread_id, closed=is_closed_topic(error))
        elif refusal is not Refusal.MESSAGE_GONE:  # nobody misses the pin of a message that was deleted
            raise error

    async def _turn(self, post: Post) -> None:
        await self._sender.limiter.turn(post.chat_id, group=True, priority=post.priority)


def _pin(message_id: int, pinned: bool) -> dict[str, object]:
    """No phone rings for it."""
    return {"message_id": message_id, "disable_notification": True} if pinned else {"message_id": message_id}
