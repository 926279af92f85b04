"""The letters of discussion threads, put by the transaction that calls for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from bot.clock import to_micros
from bot.delivery.letters import Letter, Priority, put
from bot.services.act import Act
from bot.storage.groups import Group
from bot.storage.port import Writer
from bot.storage.threads import Thread

OPENING = "thread_opening"
"""The kind of the letter that begins a thread, and makes its topic where there are topics."""

REOPENED = "thread_reopened"
"""The kind of the letter that says that people can talk again."""

CHANGED = "thread_changed"
"""The kind of the letter that changes the opening, which says what the thread is called."""

SUMMARY = "thread_summary"
"""The kind of the letter that says what a thread has brought."""

PROMPT = "thread_prompt"
"""The kind of the letter that asks the recurring question."""

ORDER = "thread_order"
"""The kind of the letter that brings the topic and the pin to where the row says they are. Its data: `thread_id`, and
which `parts` of it.
"""

TOLD = "thread_told"
"""The kind of the letter to the group, outside of any topic, about what happened to a thread: `lost`, or for which
right the bot asks: `topics`, `pins`. Its data: `thread_id`, `about`.

The data of all others: `thread_id`. Render what `Threads.view` says of it.
"""

Part = Literal["name", "closed", "pinned"]

_DAY = 24 * 60 * 60 * 1_000_000


async def post(
    tx: Writer, act: Act, kind: str, thread: Thread, group: Group, *, here: bool, parts: Sequence[Part] = ()
) -> None:
    """Put a letter that follows on an act. `here`: somebody calls for it in the group's own chat, at whatever hour."""
    data: dict[str, Any] = {"thread_id": thread.id}
    letter = Letter(
        f"{kind}:{thread.id}:{thread.revision}:{act.micros}",
        group.chat_id,
        kind,
        {**data, "parts": list(parts)} if parts else data,
        Priority.REPLY if here else Priority.REMINDER,
        act.now,
        group=True,
        any_hour=here,
    )
    await put(tx, letter, act.now)


async def order(tx: Writer, act: Act, thread: Thread, group: Group, *parts: Part, here: bool) -> None:
    """Put the letter that brings these parts in order."""
    await post(tx, act, ORDER, thread, group, here=here, parts=parts)


async def tell(tx: Writer, act: Act, thread: Thread, group: Group, about: str) -> None:
    """Tell the group what happened to the thread, once a day at most."""
    key = f"{TOLD}:{thread.id}:{about}:{act.micros // _DAY}"
    data = {"thread_id": thread.id, "about": about}
    await put(tx, Letter(key, group.chat_id, TOLD, data, Priority.REMINDER, act.now, group=True), act.now)


async def ask(tx: Writer, act: Act, thread: Thread, group: Group) -> None:
    """Put the recurring question, once for each time that it is due."""
    key = f"{PROMPT}:{thread.id}:{thread.prompt_at or to_micros(act.now)}"
    data = {"thread_id": thread.id}
    await put(tx, Letter(key, group.chat_id, PROMPT, data, Priority.REMINDER, act.now, group=True), act.now)
