"""Where threads take place, as delivery makes it and as people change it by hand in the group."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.delivery.ports import Forbidden
from bot.services import names
from bot.services.act import Act
from bot.services.desk import Ground
from bot.services.talk import letters as thread_letters
from bot.storage import groups, threads
from bot.storage.groups import Group
from bot.storage.port import Writer
from bot.storage.threads import Thread


class ThreadPlaces:
    """The port of `bot.delivery` for threads, and what Telegram tells of topics. All may be told twice."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def made(self, thread_id: int, topic_id: int) -> None:
        """Its topic is there."""
        await self._change(thread_id, lambda one: replace(one, topic_id=topic_id))

    async def begun(self, thread_id: int, chat_id: int, message_id: int) -> None:
        """Its opening was said; whatever comes later changes nothing."""
        del chat_id

        def opened(one: Thread) -> Thread:
            return replace(one, state="open", message_id=message_id) if one.state == "opening" else one

        await self._change(thread_id, opened)

    async def forbidden(self, thread_id: int, what: Forbidden) -> None:
        """Without the right to make a topic it goes on below its opening, which says so; else the group is told."""

        async def work(tx: Writer, act: Act, thread: Thread, group: Group) -> Thread:
            if thread.state == "opening" and what == "topics":
                return replace(thread, kind="chain", topic_id=None)
            await thread_letters.tell(tx, act, thread, group, what)
            return replace(thread, pinned=False) if what == "pins" else thread

        await self._post(thread_id, work)

    async def gone(self, thread_id: int, *, closed: bool) -> None:
        """Its topic was closed by somebody: so is the thread. Where it was deleted, the group can open it again."""

        async def work(tx: Writer, act: Act, thread: Thread, group: Group) -> Thread:
            if closed:
                return ended(thread, act)
            if thread.open:
                await thread_letters.tell(tx, act, thread, group, "lost")
            return _without_topic(thread)

        await self._post(thread_id, work)

    async def closed(self, act: Act, chat_id: int, topic_id: int) -> None:
        """Somebody has closed a topic of the group."""
        await self._noticed(act, chat_id, topic_id, lambda one: ended(one, act))

    async def reopened(self, act: Act, chat_id: int, topic_id: int) -> None:
        """Somebody has opened a topic of the group again."""
        await self._noticed(act, chat_id, topic_id, again)

    async def renamed(self, act: Act, chat_id: int, topic_id: int, name: str) -> None:
        """Somebody has given a topic of the group another name."""
        await self._noticed(act, chat_id, topic_id, lambda one: replace(one, title=names.clean(name) or one.title))

    async def _noticed(self, act: Act, chat_id: int, topic_id: int, change: Callable[[Thread], Thread]) -> None:
        async def work(tx: Writer) -> None:
            group = await groups.by_chat(tx, chat_id)
            thread = await threads.of_topic(tx, group.id, topic_id) if group else None
            if thread is not None:
                await threads.save(tx, change(thread))

        await self._ground.act(act, work)

    async def _change(self, thread_id: int, change: Callable[[Thread], Thread]) -> None:
        async def work(tx: Writer) -> None:
            thread = await threads.find(tx, thread_id)
            if thread is not None:
                await threads.save(tx, change(thread))

        await self._ground.storage.write(work)

    async def _post(self, thread_id: int, change: Callable[[Writer, Act, Thread, Group], Awaitable[Thread]]) -> None:
        act = Act(None, self._ground.clock.now())

        async def work(tx: Writer) -> None:
            thread = await threads.find(tx, thread_id)
            group = await groups.find(tx, thread.group_id) if thread else None
            if thread is not None and group is not None:
                await threads.save(tx, await change(tx, act, thread, group))

        await self._ground.post(act, work)


def ended(thread: Thread, act: Act) -> Thread:
    """Nobody talks in it any more, and nothing is asked there."""
    if thread.state == "closed":
        return thread
    return replace(thread, state="closed", closed_at=act.micros, pinned=False, prompt=None, prompt_at=None)


def again(thread: Thread) -> Thread:
    """People talk in it again."""
    return replace(thread, state="open", closed_at=None) if thread.state == "closed" else thread


def _without_topic(thread: Thread) -> Thread:
    bare = replace(thread, topic_id=None, message_id=None, pinned=False)
    return replace(bare, state="lost", prompt=None, prompt_at=None) if thread.open else bare
