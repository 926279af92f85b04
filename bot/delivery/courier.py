"""Delivers one letter: makes its screen, sends it, and writes down what became of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial
from random import Random

import structlog
from telegram.error import TelegramError

from bot.clock import Clock
from bot.delivery import posts
from bot.delivery.failures import Failure, failure_of
from bot.delivery.ports import (
    Afterwards,
    Hours,
    Instead,
    NoThreads,
    Order,
    Renderer,
    Rendering,
    Talk,
    Threads,
    nothing_more,
)
from bot.delivery.posts import Post
from bot.delivery.refusals import HERE_ONLY, Refusal, lost_by, refusal_of
from bot.delivery.sender import Sender, Sent, cost_of
from bot.delivery.talks import Talks
from bot.delivery.transport import TooMany
from bot.screen import Screen
from bot.storage.port import Storage, StorageError, Writer

_log = structlog.get_logger(__name__)
FIRST_WAIT = 2.0
LONGEST_WAIT = 900.0
"""Seconds before a letter is tried again: the first doubles up to the longest, for days if need be."""

ASKED_AGAIN = 60.0
"""Seconds of waiting for a turn after which the reader may have gone to rest."""

_RENDERINGS = 3
_PASSING = {Refusal.NOT_SENT, Refusal.TROUBLE, Refusal.UNAUTHORIZED}


class Courier:
    """Carries one letter at a time for each caller. `once` holds the kinds that are rather lost than doubled.

    What they said is not kept, either.
    """

    def __init__(
        self,
        storage: Storage,
        sender: Sender,
        renderer: Renderer,
        hours: Hours,
        *,
        clock: Clock,
        random: Random,
        once: Collection[str],
        afterwards: Afterwards = nothing_more,
        threads: Threads = NoThreads(),  # noqa: B008 - it holds nothing
    ) -> None:
        self._storage = storage
        self._sender = sender
        self._renderer = renderer
        self._hours = hours
        self._clock = clock
        self._random = random
        self._once = once
        self._afterwards = afterwards
        self._talks = Talks(sender, threads)
        self._reported: set[tuple[str, str]] = set()

    async def turn(self, post: Post) -> bool:
        """Wait until the letter may go out; False if its reader rests: then it is put off. `StorageError` comes out."""
        asked = self._clock.monotonic()
        if not await self._awake(post):
            return False
        await self._take_turn(post, 1)
        return self._clock.monotonic() - asked <= ASKED_AGAIN or await self._awake(post)

    async def deliver(self, post: Post) -> None:
        """Send the letter, whose turn it is. Only `StorageError` comes out."""
        rendering = await self._rendered(post)
        if rendering is None:
            return
        if isinstance(rendering, Screen) and (cost := cost_of(rendering)) > 1:
            await self._take_turn(post, cost)  # an album: how many parts it has was not known before
        taken = await self._storage.write(partial(posts.take_up, post_id=post.id))
        if taken is not None:
            await self._send(taken, rendering)

    async def _awake(self, post: Post) -> bool:
        if post.any_hour:
            return True
        opens = await self._opens_at(post)
        if opens <= self._clock.now():
            return True
        await self._storage.write(partial(posts.postpone, post_id=post.id, at=opens))
        return False

    async def _opens_at(self, post: Post) -> datetime:
        now = self._clock.now()
        try:
            return await self._hours.open_at(post.chat_id, now)
        except StorageError:
            raise
        except Exception as error:  # rather at a bad hour than never
            self._report(post, type(error).__name__)
            return now

    async def _take_turn(self, post: Post, cost: int) -> None:
        await self._sender.limiter.turn(post.chat_id, group=post.group, priority=post.priority, cost=cost)

    async def _rendered(self, post: Post) -> Rendering | None:
        """What the letter is now; None if it is not sent."""
        try:
            rendering = await self._renderer.render(post.kind, post.data, post.chat_id)
        except StorageError:
            raise
        except Exception as error:
            await self._unrenderable(post, error)
            return None
        if rendering is None:
            await self._give_up(post, Failure.PAST)
        return rendering

    async def _send(self, post: Post, rendering: Rendering) -> None:
        try:
            sent = await self._hand_over(post, rendering)
        except StorageError:
            raise
        except TelegramError as error:
            await self._refused(post, error)
        except Exception as error:
            self._report(post, type(error).__name__)
            await self._give_up(post, Failure.NOT_SENT)
        else:
            await self._afterwards(post.kind, sent.chat_id)
            await self._storage.write(partial(self._arrived, post=post, sent=sent))

    async def _arrived(self, tx: Writer, post: Post, sent: Sent) -> None:
        await posts.arrived(tx, post.id, sent.message_id, sent.message_ids)
        if post.kind in self._once:
            await posts.forget(tx, post.id)

    async def _hand_over(self, post: Post, rendering: Rendering) -> Sent:
        if isinstance(rendering, Screen):
            return await self._sender.send(
                post.chat_id,
                rendering,
                group=post.group,
                thread_id=post.thread_id,
                silent=post.silent,
                priority=post.priority,
                paced=True,
            )
        if isinstance(rendering, Talk | Order):
            return await self._talks.carry(post, rendering)
        numbers = rendering.message_ids
        if isinstance(rendering, Instead):
            await self._sender.replace(rendering.chat_id, numbers[0], rendering.screen)
        else:
            await self._sender.remove(rendering.chat_id, numbers)
        return Sent(rendering.chat_id, numbers[0])

    async def _refused(self, post: Post, error: TelegramError) -> None:
        refusal = refusal_of(error)
        if isinstance(error, TooMany):
            await self._later(post, error.seconds, refusal.value)
        elif refusal in _PASSING or (refusal is Refusal.UNCERTAIN and post.kind not in self._once):
            await self._later(post, self._wait_after(post.attempts), refusal.value)
        elif refusal in HERE_ONLY and post.thread_id is not None:
            await self._storage.write(partial(posts.outside_topic, post_id=post.id, error=refusal.value))
        else:
            await self._lost(post, error, refusal)

    async def _lost(self, post: Post, error: TelegramError, refusal: Refusal) -> None:
        failure = failure_of(error)
        await self._give_up(post, failure)
        if refusal is not Refusal.LOST:
            self._report(post, refusal.value)
        elif lost_by(error):  # nobody has to look at it: who blocks the bot may
            await self._storage.write(partial(posts.lost, chat_id=post.chat_id, failure=failure, now=self._clock.now()))

    async def _unrenderable(self, post: Post, error: Exception) -> None:
        self._report(post, type(error).__name__)
        if post.attempts + 1 >= _RENDERINGS:
            return await self._give_up(post, Failure.NOT_MADE)
        at = self._clock.now() + timedelta(seconds=self._wait_after(post.attempts + 1))
        return await self._storage.write(
            partial(posts.unrenderable, post_id=post.id, at=at, error=Failure.NOT_MADE.value)
        )

    async def _later(self, post: Post, seconds: float, error: str) -> None:
        at = self._clock.now() + timedelta(seconds=seconds)
        await self._storage.write(partial(posts.later, post_id=post.id, at=at, error=error))

    async def _give_up(self, post: Post, failure: Failure) -> None:
        await self._afterwards(post.kind, post.chat_id)
        await self._storage.write(partial(self._given_up, post=post, failure=failure))

    async def _given_up(self, tx: Writer, post: Post, failure: Failure) -> None:
        await posts.given_up(tx, post.id, failure)
        if post.kind in self._once:
            await posts.forget(tx, post.id)

    def _report(self, post: Post, reason: str) -> None:
        """Each letter once; of a mailing, which goes wrong in the same way everywhere, the first."""
        if post.mailing is not None:
            if (post.mailing, reason) in self._reported:
                return
            self._reported.add((post.mailing, reason))
        _log.error("a letter is held up", kind=post.kind, letter=post.id, reason=reason)

    def _wait_after(self, attempts: int) -> float:
        """Doubling, and spread by half of itself, so that all do not come back at once."""
        wait = min(FIRST_WAIT * 2.0 ** min(attempts - 1, 16), LONGEST_WAIT)
        return wait * self._random.uniform(0.5, 1.0)
