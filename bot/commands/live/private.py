"""What the operator does in the private chat: opens links, taps, replies, blocks and comes back."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from bot.commands.live.api import Json
from bot.commands.live.lines import Line
from bot.commands.live.walk import SkippedError, Walk
from bot.commands.live.watching import (
    becomes,
    buttons,
    has,
    message_of,
    place,
    replies,
    sender,
    tap_of,
    taps,
    writes,
)

_SOON = 10.0
"""Seconds within which Telegram sends what follows by itself."""


async def meet(walk: Walk) -> None:
    """Whoever opens the printed link, which nobody else can know, is the operator."""
    payload = walk.mark()

    def starts(update: Json) -> bool:
        message = message_of(update)
        return message.get("text") == f"/start {payload}" and sender(message) == place(message)

    update = await walk.told(f"Open {_link(walk, payload)} in Telegram and press Start.", starts)
    walk.operator = sender(message_of(update))
    longest = (walk.mark() + walk.mark())[:62] + "_-"
    words = f"Now open this one as well: {_link(walk, longest)}"
    await walk.ask(words, writes(walk.operator, walk.operator, f"/start {longest}"), chat=walk.operator)
    walk.note(Line.START_PAYLOAD, "64 characters, in a chat that is open", True, "/start with the payload")


def _link(walk: Walk, payload: str) -> str:
    return f"https://t.me/{walk.me.username}?start={payload}"


async def tap_once(walk: Walk) -> None:
    """One tap, answered in ways that are refused, then rightly, then again."""
    data = walk.mark()
    keyboard = buttons(("Tap me once", data))
    update = await walk.ask(
        "Tap the button in the chat.", taps(walk.operator, data), chat=walk.operator, reply_markup=keyboard
    )
    answer = functools.partial(walk.api, "answerCallbackQuery", callback_query_id=tap_of(update)["id"])
    link = await answer(url="https://example.org/")
    walk.refused(Line.ANSWER_LINK, "a link to elsewhere", link, "400")
    longer = await answer(text="a" * 201)
    walk.refused(Line.ANSWER_LENGTH, "201 characters", longer, "MESSAGE_TOO_LONG")
    if not link.ok and not longer.ok:  # else the tap is answered already
        walk.taken(Line.ANSWER_ONCE, "the first answer", await answer(text="Thank you."))
        walk.refused(Line.ANSWER_ONCE, "the second answer", await answer(), "query is too old")


async def tap_twice(walk: Walk) -> None:
    """Two taps that stay unconfirmed until offsets of every kind were tried on them."""
    one, two = walk.mark(), walk.mark()
    words = "Tap the first button, then the second."
    await walk.send(words, reply_markup=buttons(("First", one), ("Second", two)))
    walk.terminal.say(f"  > {words}")
    waiting = await walk.unless_skipped(_both(walk, one, two))
    await _offsets(walk, [update["update_id"] for update in waiting])
    for update in waiting:
        if sender(tap_of(update)) == walk.operator:
            await walk.api("answerCallbackQuery", callback_query_id=tap_of(update)["id"])


async def _both(walk: Walk, one: str, two: str) -> list[Json]:
    """What waits at Telegram once both taps are there; nothing of it is confirmed."""
    deadline = walk.clock.monotonic() + walk.patience
    while walk.clock.monotonic() < deadline:
        found: list[Json] = (await walk.inbox.look(walk.inbox.next_offset, timeout=5)).result or []
        if has(found, taps(walk.operator, one)) and has(found, taps(walk.operator, two)):
            return found
        await walk.clock.sleep(1.0)
    raise SkippedError(f"nothing came within {walk.patience:.0f} s")


async def _offsets(walk: Walk, ids: Sequence[int]) -> None:
    await walk.clock.sleep(1.0)  # the same offset twice within half a second is a case of its own
    again = await _waiting(walk, walk.inbox.next_offset)
    walk.note(Line.OFFSET, "the same again", set(ids) <= set(again), _told(again))
    future = await _waiting(walk, ids[-1] + 1000)
    walk.note(Line.OFFSET, "far in the future", set(ids) <= set(future), _told(future))
    last = await _waiting(walk, -1)
    walk.note(Line.OFFSET, "-1", len(last) == 1 and ids[0] not in last, _told(last))
    after = await _waiting(walk, ids[-1] + 1)
    walk.note(Line.OFFSET, "after the last", not set(ids) & set(after), _told(after))
    walk.inbox.skip_to(ids[-1] + 1)


async def _waiting(walk: Walk, offset: int) -> list[int]:
    """The numbers of the updates that Telegram gives for the offset."""
    return [update["update_id"] for update in (await walk.inbox.look(offset)).result or []]


def _told(ids: Sequence[int]) -> str:
    return f"{len(ids)} waiting"


async def reply(walk: Walk) -> None:
    """A ForceReply, answered in private."""
    await asked_to_reply(walk, walk.operator)
    walk.note(Line.FORCE_REPLY, "in private", True, "a reply to the question")


async def asked_to_reply(walk: Walk, chat: int) -> None:
    """A ForceReply in the chat, which the operator answers. Errors: SkippedError."""
    words = "What is the time? Answer with a word or two: your app has opened a reply."
    sent = await walk.send(words, chat=chat, reply_markup={"force_reply": True})
    await walk.told(words, replies(walk.operator, chat, sent["message_id"]))


async def block(walk: Walk) -> None:
    """The operator blocks the bot, and comes back."""
    me = walk.operator
    sent = await walk.send("Block me, then come back: the terminal says when.")
    await walk.told("Block the bot: open its profile, and choose Block (or Stop).", becomes(me, me, "kicked"))
    walk.note(Line.BLOCK, "blocked", True, "my_chat_member: kicked")
    edited = await walk.api("editMessageText", chat_id=me, message_id=sent["message_id"], text="Blocked.")
    walk.taken(Line.BLOCKED_EDIT, "its last message", edited)
    await walk.told("Now come back: Restart, at the bottom of the chat.", becomes(me, me, "member"))
    walk.note(Line.BLOCK, "restarted", True, "my_chat_member: member")
    start = await walk.inbox.first(writes(me, me, "/start"), walk.clock.monotonic() + _SOON)
    walk.note(Line.BLOCK, "after the restart", start is not None, "/start" if start else "no /start in 10 s")
