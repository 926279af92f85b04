"""What happens in a fresh group of the operator's: the bot is added, listens in privacy mode, asks, and is removed."""

from __future__ import annotations

from collections.abc import Iterable

from bot.commands.live.api import Json
from bot.commands.live.keyboards import threads
from bot.commands.live.lines import Line
from bot.commands.live.private import asked_to_reply
from bot.commands.live.walk import SkippedError, Walk
from bot.commands.live.watching import (
    ANONYMOUS,
    change_of,
    has,
    message_of,
    place,
    sender,
    status,
    tells,
    writes,
)

_NEAR = 5
"""How far the numbers of two messages may lie apart that were sent one after the other."""
_IN_ORDER = "my_chat_member, new_chat_members, /start@bot payload"


async def join(walk: Walk) -> None:
    """The operator adds the bot to a group by a link whose payload nobody else can know."""
    payload = walk.mark()
    link = f"https://t.me/{walk.me.username}?startgroup={payload}"
    words = f"Make a new group of your own, then open {link} and choose it (not as an administrator)."
    start = f"/start@{walk.me.username} {payload}"
    try:
        update = await walk.ask(words, lambda update: _starts(update, walk.operator, start), chat=walk.operator)
    except SkippedError:
        _enter(walk, next((one for one in walk.inbox.passed if _adds(one, walk.operator)), None))
        if not walk.group:
            raise
        walk.note(Line.ADDED, "by a link for groups", False, _order(walk.inbox.passed, walk, start))
    else:
        _enter(walk, update)
        order = _order(walk.inbox.passed, walk, start)
        walk.note(Line.ADDED, "by a link for groups", order == _IN_ORDER, order)
    await _look_around(walk)


def _starts(update: Json, operator: int, text: str) -> bool:
    message = message_of(update)
    return sender(message) == operator and message.get("text") == text and place(message) != operator


def _adds(update: Json, operator: int) -> bool:
    change = change_of(update)
    return sender(change) == operator != place(change) and status(change) in {"member", "administrator"}


def _enter(walk: Walk, update: Json | None) -> None:
    if update is None:
        return
    chat = (message_of(update) or change_of(update))["chat"]
    walk.group, walk.supergroup = chat["id"], chat["type"] == "supergroup"
    walk.forum = bool(chat.get("is_forum"))
    walk.admin = any(status(change_of(one)) == "administrator" for one in walk.inbox.passed)


def _order(updates: Iterable[Json], walk: Walk, start: str) -> str:
    """What came of the adding, in its order."""
    found = []
    for update in updates:
        message = message_of(update)
        if place(change_of(update)) == walk.group:
            found.append("my_chat_member")
        elif place(message) == walk.group and "new_chat_members" in message:
            found.append("new_chat_members")
        elif place(message) == walk.group and message.get("text") == start:
            found.append("/start@bot payload")
    return ", ".join(found)


async def _look_around(walk: Walk) -> None:
    """What needs nobody: the numbers of messages, the list of administrators, a topic that is named in vain."""
    private = await walk.send("One message here, and one in the group.")
    common = await walk.send("One message here, and one in private.", chat=walk.group)
    apart = common["message_id"] - private["message_id"]
    if not walk.supergroup:
        walk.note(Line.NUMBERS, "private, then a plain group", 0 < apart <= _NEAR, f"numbers {apart} apart")
    answer = await walk.api("getChatAdministrators", chat_id=walk.group)
    listed = answer.ok and any(one["user"]["id"] == walk.operator for one in answer.result)
    walk.note(Line.ADMINISTRATORS, "asked by a member", listed, "the owner is listed" if listed else answer.said)
    if not walk.forum:
        await threads(walk)


async def listen(walk: Walk) -> None:
    """Four messages in privacy mode, of which the last must arrive: so those that did not were kept back."""
    name, group = walk.me.username, walk.group
    lines = f"1\n@{name} 2\n/live\n/live@{name}"
    words = f"Type these four into the group, one message each, in this order (do not tap them here):\n{lines}"
    await walk.ask(words, writes(walk.operator, group, f"/live@{name}"), chat=group)
    walk.note(Line.PRIVACY, "a command with its name", True, "told")
    bare = has(walk.inbox.passed, writes(walk.operator, group, "/live"))
    walk.note(Line.PRIVACY, "a bare command, no other bot", bare, _whether(bare))
    plain = has(walk.inbox.passed, writes(walk.operator, group, "1"))
    walk.note(Line.PRIVACY, "a plain line", not plain, _whether(plain))
    mention = has(walk.inbox.passed, writes(walk.operator, group, f"@{name} 2"))
    walk.note(Line.MENTION, "a mention", not mention, _whether(mention))


def _whether(told: bool) -> str:
    return "told" if told else "not told"


async def reply(walk: Walk) -> None:
    """A ForceReply, answered in the group."""
    await asked_to_reply(walk, walk.group)
    walk.note(Line.FORCE_REPLY, "in a group", True, "a reply to the question")
    if not walk.me.reads_all and not walk.admin:
        walk.note(Line.PRIVACY, "a reply to it", True, "told")


async def leave(walk: Walk) -> None:
    """The operator removes the bot from the group, which it has cleared before."""
    await walk.api.clear_up(walk.group)
    words = "Last: remove the bot from the group (or delete it from the list of members)."
    update = await walk.ask(words, lambda update: _removes(update, walk), chat=walk.operator)
    if walk.anonymous:
        hidden = sender(change_of(update)) == ANONYMOUS
        walk.note(Line.ANONYMOUS_ACTS, "a removal", hidden, "by the anonymous one" if hidden else "by the person")
    left = has(await walk.inbox.settle(4.0), tells(walk.group, "left_chat_member"))
    kind, said = ("a supergroup" if walk.supergroup else "a plain group"), "with" if left else "without"
    walk.note(Line.REMOVED, f"from {kind}", left != walk.supergroup, f"my_chat_member, {said} left_chat_member")


def _removes(update: Json, walk: Walk) -> bool:
    change = change_of(update)
    return place(change) == walk.group and sender(change) in {walk.operator, ANONYMOUS} and status(change) in _OUT


_OUT = {"left", "kicked"}
