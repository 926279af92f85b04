"""Discussion threads of a group: opened on a theme of its wheel or any subject, looked after, closed with a summary."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.clock import to_micros
from bot.services.act import Act, Refused, Why
from bot.services.actions.progressing import AGAIN
from bot.services.desk import Ground
from bot.services.privacy.log import Deed, note_group
from bot.services.talk import letters as thread_letters
from bot.services.talk.letters import Part
from bot.services.talk.places import ended
from bot.services.talk.prompts import Prompt
from bot.services.talk.rules import active, facilitated, need_inside, subject, words
from bot.services.ticking import each_due, next_instant
from bot.storage import figures, groups, spoken, threads
from bot.storage.groups import Group
from bot.storage.port import Reader, Writer
from bot.storage.threads import Thread

Change = Callable[[Writer, Thread, Group], Awaitable[Thread]]


@dataclass(frozen=True, slots=True)
class Theme:
    """What a thread may be about: a theme of a published wheel, by the id of its figure and the key of its spoke."""

    figure_id: int
    spoke: str


class Threads:
    """Every member opens threads; facilitators look after them. What is said twice is done once.

    `here` says whether it is asked for in the group's own chat: then it is done there at any hour.
    """

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def open(self, act: Act, group_id: int, title: str, theme: Theme | None = None, *, here: bool) -> Thread:
        """A new thread, or the one that is open on that very theme, or was just opened on that subject.

        Refused: NOT_MEMBER, BAD_SUBJECT, GONE (no such theme; the group was left), GROUP_WAITING, NOT_SET_UP.
        """

        async def work(tx: Writer) -> Thread:
            group = await active(tx, group_id)
            await need_inside(tx, act, group)
            new = _blank(act, group, subject(title), theme)
            await _need_theme(tx, group, theme)
            same = next((one for one in await threads.open_of(tx, group.id) if _is_same(one, new)), None)
            if same is not None:
                return same
            added = await threads.add(tx, new)
            await thread_letters.post(tx, act, thread_letters.OPENING, added, group, here=here)
            return added

        return await self._ground.post(act, work)

    async def pin(self, act: Act, thread_id: int, pinned: bool, *, here: bool) -> Thread:
        """Let the opening be pinned in the group, or no more. Refused: THREAD_CLOSED."""

        async def work(tx: Writer, thread: Thread, group: Group) -> Thread:
            _need_open(thread)
            await thread_letters.order(tx, act, thread, group, "pinned", here=here)
            return replace(thread, pinned=pinned)

        return await self._change(act, thread_id, work, Deed.THREAD_CHANGED)

    async def rename(self, act: Act, thread_id: int, title: str, *, here: bool) -> Thread:
        """Another name, for its topic and in its opening. Refused: BAD_SUBJECT."""

        async def work(tx: Writer, thread: Thread, group: Group) -> Thread:
            new = subject(title)
            if new != thread.title:
                await thread_letters.order(tx, act, thread, group, "name", here=here)
                await thread_letters.post(tx, act, thread_letters.CHANGED, thread, group, here=here)
            return replace(thread, title=new)

        return await self._change(act, thread_id, work, Deed.THREAD_CHANGED)

    async def prompt(self, act: Act, thread_id: int, prompt: Prompt | None) -> Thread:
        """Ask the recurring question on these days, or no more. Refused: THREAD_CLOSED, BAD_DATE (at night)."""

        async def work(tx: Writer, thread: Thread, group: Group) -> Thread:
            del tx
            _need_open(thread)
            if prompt is None:
                return replace(thread, prompt=None, prompt_at=None)
            if not prompt.sensible:
                raise Refused(Why.BAD_DATE)
            at = to_micros(prompt.following(act.now, ZoneInfo(group.zone)))
            return replace(thread, prompt=prompt.stored(), prompt_at=at)

        return await self._change(act, thread_id, work, Deed.THREAD_CHANGED)

    async def close(self, act: Act, thread_id: int, said: str, voice: str | None = None, *, here: bool) -> Thread:
        """End it with what it has brought, in writing or by voice; one that was closed by hand gets its summary so.

        Refused: BAD_WORDS, THREAD_CLOSED (it has a summary).
        """

        async def work(tx: Writer, thread: Thread, group: Group) -> Thread:
            summary = words(said, voice)
            if thread.state == "closed" and (thread.summary, thread.summary_voice) == (summary, voice):
                return thread
            if thread.state == "closed" and (thread.summary is not None or thread.summary_voice is not None):
                raise Refused(Why.THREAD_CLOSED)
            await spoken.note(tx, voice, act.person_id)
            await thread_letters.post(tx, act, thread_letters.SUMMARY, thread, group, here=here)
            await _order_end(tx, act, thread, group, here=here)
            return replace(ended(thread, act), summary=summary, summary_voice=voice)

        return await self._change(act, thread_id, work, Deed.THREAD_CLOSED)

    async def end(self, act: Act, thread_id: int, *, here: bool) -> Thread:
        """End it without a summary."""

        async def work(tx: Writer, thread: Thread, group: Group) -> Thread:
            if thread.state != "closed":
                await _order_end(tx, act, thread, group, here=here)
            return ended(thread, act)

        return await self._change(act, thread_id, work, Deed.THREAD_CLOSED)

    async def reopen(self, act: Act, thread_id: int, *, here: bool) -> Thread:
        """Let people talk again: in its topic, or where that is gone in a new one. Its summary is of the past then.

        One that goes on below its opening gets a topic, if the group has topics by now.
        """

        async def work(tx: Writer, thread: Thread, group: Group) -> Thread:
            bare = replace(thread, closed_at=None, summary=None, summary_voice=None)
            if thread.topic_id is None and (thread.state != "closed" or thread.message_id is None or group.is_forum):
                return await self._anew(tx, act, bare, group, here=here)
            if thread.open:
                return thread
            await thread_letters.order(tx, act, thread, group, "closed", here=here)
            await thread_letters.post(tx, act, thread_letters.REOPENED, thread, group, here=here)
            return replace(bare, state="open")

        return await self._change(act, thread_id, work, Deed.THREAD_REOPENED)

    async def tick(self, now: datetime) -> int:
        """Ask the recurring questions that are due; returns how many they are."""
        return await each_due(self._ground, threads.due, _ask, now)

    async def next_due(self) -> datetime | None:
        """When the tick is next needed (UTC)."""
        return await next_instant(self._ground, threads.next_due)

    async def _anew(self, tx: Writer, act: Act, thread: Thread, group: Group, *, here: bool) -> Thread:
        await thread_letters.post(tx, act, thread_letters.OPENING, thread, group, here=here)
        return replace(thread, kind="topic" if group.is_forum else "chain", state="opening", pinned=False)

    async def _change(self, act: Act, thread_id: int, change: Change, kind: Deed) -> Thread:
        """By a facilitator. Refused: GONE, NOT_FACILITATOR."""

        async def work(tx: Writer) -> Thread:
            thread, group = await facilitated(tx, act, thread_id)
            changed = await change(tx, thread, group)
            if changed == thread:
                return thread
            changed = replace(changed, revision=thread.revision + 1)
            await threads.save(tx, changed)
            await note_group(tx, self._ground, act, kind, group, thread_id=thread.id)
            return changed

        return await self._ground.post(act, work)


def _blank(act: Act, group: Group, title: str, theme: Theme | None) -> Thread:
    """A thread of which nothing was said yet; the database gives its id."""
    return Thread(
        id=0,
        group_id=group.id,
        title=title,
        figure_id=theme.figure_id if theme else None,
        spoke=theme.spoke if theme else None,
        kind="topic" if group.is_forum else "chain",
        topic_id=None,
        message_id=None,
        state="opening",
        pinned=False,
        opened_by=act.person_id,
        created_at=act.micros,
        closed_at=None,
        summary=None,
        summary_voice=None,
        prompt=None,
        prompt_at=None,
    )


def _is_same(one: Thread, new: Thread) -> bool:
    """On the same theme of the same wheel; or on that subject, a moment ago: the line came twice."""
    if new.spoke is not None:
        return (one.figure_id, one.spoke) == (new.figure_id, new.spoke)
    return one.spoke is None and one.title == new.title and one.created_at > new.created_at - AGAIN


def _need_open(thread: Thread) -> None:
    if not thread.open:
        raise Refused(Why.THREAD_CLOSED)


async def _order_end(tx: Writer, act: Act, thread: Thread, group: Group, *, here: bool) -> None:
    parts: tuple[Part, ...] = ("closed", "pinned") if thread.pinned else ("closed",)
    await thread_letters.order(tx, act, thread, group, *parts, here=here)


async def _need_theme(tx: Reader, group: Group, theme: Theme | None) -> None:
    """The group sees that wheel: its own, or its network's. Refused: GONE."""
    if theme is None:
        return
    figure = await figures.find(tx, theme.figure_id)
    seen = {("group", group.id), ("network", group.network_id)}
    if figure is None or not figure.published or (figure.scope, figure.subject_id) not in seen:
        raise Refused(Why.GONE)


async def _ask(tx: Writer, seen: Thread, now: datetime) -> None:
    """Put the question, and reckon when it comes next; what was missed while nobody served comes once."""
    thread, group = await threads.find(tx, seen.id), await groups.find(tx, seen.group_id)
    prompt = Prompt.read(thread.prompt) if thread else None
    if thread is None or group is None or prompt is None or thread.prompt_at != seen.prompt_at:
        return
    if group.state == "active" and thread.state == "open":
        await thread_letters.ask(tx, Act(None, now), thread, group)
    at = prompt.following(now, ZoneInfo(group.zone))
    await threads.save(tx, replace(thread, prompt_at=to_micros(at)))
