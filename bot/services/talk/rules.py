"""What may be said in threads and kept of them, and by whom: each rule refuses what breaks it."""

from __future__ import annotations

from bot.services import names
from bot.services.act import Act, Refused, Why
from bot.services.actions.plans import belongs
from bot.services.roles import facilitates, need_facilitator
from bot.storage import groups, threads
from bot.storage.actions import Whose
from bot.storage.groups import Group
from bot.storage.port import Reader
from bot.storage.threads import Thread

LONGEST_SUBJECT = 128
"""Characters of a topic's name (Bot API)."""

MOST_WORDS = 2000
"""Characters of what is kept, and of a summary."""


def subject(text: str) -> str:
    """What a thread is called. Refused: BAD_SUBJECT."""
    cleaned = names.clean(text)
    if not 1 <= len(cleaned.encode("utf-16-le")) // 2 <= LONGEST_SUBJECT:
        raise Refused(Why.BAD_SUBJECT)
    return cleaned


def words(text: str, voice: str | None) -> str:
    """What is to be kept, or a summary. Refused: BAD_WORDS for nothing said, or too much of it."""
    bare = text.strip()
    if len(bare) > MOST_WORDS or not (bare or voice):
        raise Refused(Why.BAD_WORDS)
    return bare


async def active(tx: Reader, group_id: int) -> Group:
    """The group. Refused: GONE, GROUP_WAITING, NOT_SET_UP."""
    group = await groups.find(tx, group_id)
    if group is None or group.state == "left":
        raise Refused(Why.GONE)
    if group.state != "active" or group.network_id is None:
        raise Refused(Why.GROUP_WAITING if group.set_up else Why.NOT_SET_UP)
    return group


async def need_inside(tx: Reader, act: Act, group: Group) -> None:
    """Whoever acts is in the group, or looks after it. Refused: NOT_MEMBER."""
    inside = act.person_id is not None and await belongs(tx, Whose(group_id=group.id), act.person_id)
    if not inside and not await facilitates(tx, act, group):
        raise Refused(Why.NOT_MEMBER)


async def found(tx: Reader, thread_id: int) -> tuple[Thread, Group]:
    """The thread and its group. Refused: GONE."""
    thread = await threads.find(tx, thread_id)
    if thread is None:
        raise Refused(Why.GONE)
    return thread, await active(tx, thread.group_id)


async def facilitated(tx: Reader, act: Act, thread_id: int) -> tuple[Thread, Group]:
    """The thread and its group, for whoever facilitates it. Refused: GONE, NOT_FACILITATOR."""
    thread, group = await found(tx, thread_id)
    await need_facilitator(tx, act, group)
    return thread, group
