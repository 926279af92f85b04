"""The direct answers to taps and messages: they go out beside each other, outside the lanes, and are no letters.

What was saved was saved already: whatever becomes of a reply undoes nothing, so nothing here raises upward.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from functools import partial
from typing import Any

import structlog

from bot.clock import Clock
from bot.delivery.edits import Edit, MessageEdits
from bot.delivery.patience import persist
from bot.delivery.sender import Sender, Sent
from bot.screen import Screen

_log = structlog.get_logger(__name__)


class Replies:
    """Answers, edits and sends that are begun at once and finished in the background.

    A message has at most one edit under way; of the screens that come meanwhile only the newest is shown. New messages
    keep their order within a chat. Passing trouble is tried again a few times; what may have arrived is sent again only
    where twice is as good as once (edits, not sends).
    """

    def __init__(self, sender: Sender, clock: Clock) -> None:
        self._sender = sender
        self._clock = clock
        self._edits: dict[tuple[int, int], MessageEdits] = {}
        self._sends: dict[int, deque[Callable[[], Coroutine[Any, Any, object]]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def answer(self, query_id: str, text: str | None = None, *, alert: bool = False, url: str | None = None) -> None:
        """Answer a tap, with a short note (0-200 characters) or none."""
        call = partial(self._sender.answer, query_id, text, alert=alert, url=url)
        self._begin(persist("answer", call, self._clock, twice=True))

    def edit(
        self,
        chat_id: int,
        message_id: int,
        screen: Screen,
        *,
        group: bool,
        had_picture: bool = False,
        thread_id: int | None = None,
        priority: int = 0,
    ) -> None:
        """Show the screen in place of the message; it takes the place of one that still waits to be shown there.

        `had_picture` says whether the message is a picture, or a file, so far; `thread_id` is the topic for a screen
        that cannot be shown in its place. What nobody waits for may have a `priority` behind the replies (0).
        """
        key = (chat_id, message_id)
        message = self._edits.get(key)
        if message is None:
            message = MessageEdits(self._sender, self._clock, Sent(chat_id, message_id), had_picture=had_picture)
            self._edits[key] = message
            self._begin(self._show(key, message))
        message.show(Edit(screen, group, thread_id, priority))

    def send(
        self,
        chat_id: int,
        screen: Screen,
        *,
        group: bool,
        thread_id: int | None = None,
        reply_to: int | None = None,
        silent: bool = False,
    ) -> None:
        """Send the screen as a new message, after those of the same chat that came before it."""
        call = partial(
            self._sender.send, chat_id, screen, group=group, thread_id=thread_id, reply_to=reply_to, silent=silent
        )
        self._queue(chat_id, partial(self._one, call))

    def send_all(
        self, chat_id: int, screens: Sequence[Screen], refused: Screen, *, group: bool, thread_id: int | None = None
    ) -> None:
        """Send the screens one below the other; where one does not arrive, `refused` in place of it and the rest.

        What may have arrived is sent again: rather twice than that Telegram is said to have refused it.
        """
        calls = [
            partial(self._sender.send, chat_id, screen, group=group, thread_id=thread_id)
            for screen in (*screens, refused)
        ]
        self._queue(chat_id, partial(self._all, calls))

    def delete(self, chat_id: int, message_id: int) -> None:
        """Delete a message of the bot."""
        self._begin(persist("delete", partial(self._sender.delete, chat_id, message_id), self._clock, twice=True))

    async def idle(self) -> None:
        """Return when nothing is under way."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self, timeout: float = 4.0) -> None:  # noqa: ASYNC109 - what is left after it is dropped
        """Finish what is under way within `timeout` seconds, and drop the rest."""
        if not self._tasks:
            return
        _, left = await asyncio.wait(self._tasks, timeout=timeout)
        for task in left:
            task.cancel()
        if left:
            await asyncio.wait(left)

    async def _show(self, key: tuple[int, int], message: MessageEdits) -> None:
        try:
            await message.run()
        finally:
            del self._edits[key]

    def _queue(self, chat_id: int, work: Callable[[], Coroutine[Any, Any, object]]) -> None:
        queue = self._sends.get(chat_id)
        if queue is not None:
            queue.append(work)
            return
        self._sends[chat_id] = deque([work])
        self._begin(self._send(chat_id))

    async def _send(self, chat_id: int) -> None:
        queue = self._sends[chat_id]
        try:
            while queue:
                await _quietly(queue.popleft()())
        finally:
            del self._sends[chat_id]

    async def _one(self, call: Callable[[], Awaitable[Sent]]) -> bool:
        return await persist("send", call, self._clock, twice=False)

    async def _all(self, calls: Sequence[Callable[[], Awaitable[Sent]]]) -> None:
        *shown, refused = calls
        for call in shown:
            if not await persist("send", call, self._clock, twice=True):
                await self._one(refused)
                return

    def _begin(self, work: Coroutine[Any, Any, object]) -> None:
        task = asyncio.create_task(_quietly(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _quietly(work: Coroutine[Any, Any, object]) -> None:
    try:
        await work
    except Exception as error:  # a reply must not stop the bot; the class tells where to look, the text may be personal
        _log.error("a reply failed", error=type(error).__name__)
