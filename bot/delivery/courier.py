"""Delivers one letter: makes its screen, sends it, and writes down what became of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from functools import partial
from random import Random

import structlog
from telegram.error import TelegramError

from bot.clock import Clock
from bot.delivery import posts
from bot.delivery.ports import Afterwards, Renderer, nothing_more
from bot.delivery.posts import Post
from bot.delivery.refusals import Refusal, lost_by, refusal_of
from bot.delivery.sender import Sender
from bot.delivery.transport import TooMany
from bot.screen import Screen
from bot.storage.port import Storage, StorageError

_log = structlog.get_logger(__name__)
FIRST_WAIT = 2.0
LONGEST_WAIT = 900.0
"""Seconds before a letter is tried again: the first doubles up to the longest, for days if need be."""

_RENDERINGS = 3
_PASSING = {Refusal.NOT_SENT, Refusal.TROUBLE, Refusal.UNAUTHORIZED}
_HERE = {Refusal.TOPIC_GONE, Refusal.NO_RIGHTS}


class Courier:
    """Carries one letter at a time for each caller. `once` holds the kinds that are rather lost than doubled."""

    def __init__(
        self,
        storage: Storage,
        sender: Sender,
        renderer: Renderer,
        *,
        clock: Clock,
        random: Random,
        once: Collection[str],
        afterwards: Afterwards = nothing_more,
    ) -> None:
        self._storage = storage
        self._sender = sender
        self._renderer = renderer
        self._clock = clock
        self._random = random
        self._once = once
        self._afterwards = afterwards

    async def turn(self, post: Post) -> None:
        """Wait until the letter may go out."""
        await self._sender.limiter.turn(post.chat_id, group=post.group, priority=post.priority)

    async def deliver(self, post: Post) -> None:
        """Send the letter, whose turn it is. Only `StorageError` comes out."""
        try:
            screen = await self._renderer.render(post.kind, post.data, post.chat_id)
        except StorageError:
            raise
        except Exception as error:
            return await self._unrenderable(post, error)
        if screen is None:
            return await self._give_up(post, "no longer meaningful")
        taken = await self._storage.write(partial(posts.take_up, post_id=post.id))
        if taken is not None:
            await self._send(taken, screen)
        return None

    async def _send(self, post: Post, screen: Screen) -> None:
        try:
            sent = await self._sender.send(
                post.chat_id, screen, group=post.group, thread_id=post.thread_id, priority=post.priority, paced=True
            )
        except StorageError:
            raise
        except TelegramError as error:
            await self._refused(post, error)
        except Exception as error:
            self._report(post, type(error).__name__)
            await self._give_up(post, "could not be sent")
        else:
            await self._afterwards(post.kind, sent.chat_id)
            await self._storage.write(partial(posts.arrived, post_id=post.id, message_id=sent.message_id))

    async def _refused(self, post: Post, error: TelegramError) -> None:
        refusal = refusal_of(error)
        if isinstance(error, TooMany):
            await self._later(post, error.seconds, refusal.value)
        elif refusal in _PASSING or (refusal is Refusal.UNCERTAIN and post.kind not in self._once):
            await self._later(post, self._wait_after(post.attempts), refusal.value)
        elif refusal in _HERE and post.thread_id is not None:
            await self._storage.write(partial(posts.outside_topic, post_id=post.id, error=refusal.value))
        else:
            await self._lost(post, error, refusal)

    async def _lost(self, post: Post, error: TelegramError, refusal: Refusal) -> None:
        lost = lost_by(error) if refusal is Refusal.LOST else None
        if lost is None:  # who blocks the bot may; anything else somebody should look at
            self._report(post, refusal.value)
        await self._give_up(post, lost.value if lost else refusal.value)

    async def _unrenderable(self, post: Post, error: Exception) -> None:
        self._report(post, type(error).__name__)
        if post.attempts + 1 >= _RENDERINGS:
            return await self._give_up(post, "its screen cannot be made")
        at = self._clock.now() + timedelta(seconds=self._wait_after(post.attempts + 1))
        return await self._storage.write(
            partial(posts.unrenderable, post_id=post.id, at=at, error="its screen cannot be made")
        )

    async def _later(self, post: Post, seconds: float, error: str) -> None:
        at = self._clock.now() + timedelta(seconds=seconds)
        await self._storage.write(partial(posts.later, post_id=post.id, at=at, error=error))

    async def _give_up(self, post: Post, error: str) -> None:
        await self._afterwards(post.kind, post.chat_id)
        await self._storage.write(partial(posts.given_up, post_id=post.id, error=error))

    def _report(self, post: Post, reason: str) -> None:
        _log.error("a letter is held up", kind=post.kind, letter=post.id, reason=reason)

    def _wait_after(self, attempts: int) -> float:
        """Doubling, and spread by half of itself, so that all do not come back at once."""
        wait = min(FIRST_WAIT * 2.0 ** min(attempts - 1, 16), LONGEST_WAIT)
        return wait * self._random.uniform(0.5, 1.0)
