"""What happens when the group moves, has topics, and makes the bot or its owner a special administrator."""

from __future__ import annotations

from typing import Any

from bot.commands.live.api import Json
from bot.commands.live.keyboards import forum_threads
from bot.commands.live.lines import Line
from bot.commands.live.walk import Walk
from bot.commands.live.watching import (
    ANONYMOUS,
    becomes,
    buttons,
    change_of,
    has,
    message_of,
    place,
    sender,
    tap_of,
    taps,
    tells,
    writes,
)

_SOON = 10.0
"""Seconds within which Telegram sends what follows by itself."""


async def migrate(walk: Walk) -> None:
    """Topics are switched on, by which a plain group becomes a supergroup."""
    old, data = walk.group, walk.mark()
    sent = await walk.send("A button from before.", chat=old, reply_markup=buttons(("Old", data)))
    words = "Switch Topics on: open the group's settings, Edit, Topics."
    update = await walk.ask(words, tells(old, "migrate_to_chat_id"), chat=old)
    walk.group, walk.supergroup = message_of(update)["migrate_to_chat_id"], True
    await _moved(walk, old)
    await _numbered_anew(walk, sent["message_id"])
    await _old_chat(walk, old)
    full = await walk.api.needed("getChat", chat_id=walk.group)
    walk.forum = bool(full.get("is_forum"))
    if walk.forum:
        walk.note(Line.TOPICS, "switched on in a plain group", True, "a supergroup with topics")
    await _old_button(walk, data)


async def _moved(walk: Walk, old: int) -> None:
    came = tells(walk.group, "migrate_from_chat_id")
    found = next((one for one in walk.inbox.passed if came(one)), None)
    found = found or await walk.inbox.first(came, walk.clock.monotonic() + _SOON)
    said = "migrate_to_chat_id and migrate_from_chat_id" if found else "no migrate_from_chat_id in 10 s"
    walk.note(Line.MIGRATION, "the pair", found is not None, said)
    if found:
        hidden = sender(message_of(found)) == ANONYMOUS
        who = "the anonymous administrator" if hidden else "somebody else"
        walk.note(Line.MIGRATION_SENDER, "migrate_from_chat_id", hidden, f"from {who}")
    changed = any(place(change_of(one)) in {old, walk.group} for one in await walk.inbox.settle(3.0))
    walk.note(Line.MIGRATION, "the bot's membership", not changed, "a my_chat_member" if changed else "no event")


async def _numbered_anew(walk: Walk, before: int) -> None:
    sent = await walk.send("Here we are.", chat=walk.group)
    number = sent["message_id"]
    walk.note(Line.MIGRATION, "the numbers of messages", number < before, f"{number}" if number < before else "go on")


async def _old_chat(walk: Walk, old: int) -> None:
    answer = await walk.api("sendMessage", chat_id=old, text="Is anybody here?")
    seen = answer.status == 400 and answer.migrated_to == walk.group
    walk.note(Line.MIGRATED_CALL, "a message to the old chat", seen, answer.said)
    walk.taken(Line.MIGRATED_CALL, "getChat of the old chat", await walk.api("getChat", chat_id=old))


async def _old_button(walk: Walk, old: str) -> None:
    """The tap on the new button must arrive: so the one before it, on the old button, reached nobody."""
    new = walk.mark()
    words = "Tap the button Old, further up, once. Then tap this one."
    update = await walk.ask(words, taps(walk.operator, new), chat=walk.group, reply_markup=buttons(("New", new)))
    await _answered(walk, update)
    reached = has(walk.inbox.passed, taps(walk.operator, old))
    walk.note(Line.MIGRATION_BUTTONS, "a tap on one", not reached, "told" if reached else "not told")


async def _answered(walk: Walk, update: Json) -> None:
    await walk.api("answerCallbackQuery", callback_query_id=tap_of(update)["id"])


async def forum(walk: Walk) -> None:
    """Topics that may not be named. Nobody needs to do anything."""
    await forum_threads(walk)


async def promote(walk: Walk) -> None:
    """The operator makes the bot an administrator, and writes a plain line."""
    words = "Make the bot an administrator of this group: with the rights to delete, to pin, and to manage topics."
    update = await walk.ask(words, becomes(walk.operator, walk.group, "administrator"), chat=walk.group)
    walk.admin = True
    rights = change_of(update)["new_chat_member"]
    await _own(walk, rights)
    if rights.get("can_manage_topics") and walk.forum:
        await _topic(walk)
    await walk.inbox.settle(2.0)
    own = walk.inbox.own
    walk.note(Line.OWN_MESSAGES, "what it wrote", not own, f"{own} came back" if own else "nothing came back")
    await _plain_line(walk, rights)


async def _own(walk: Walk, rights: Json) -> None:
    sent = await walk.send("To be pinned, and deleted.", chat=walk.group)
    message = {"chat_id": walk.group, "message_id": sent["message_id"]}
    if rights.get("can_pin_messages"):
        await walk.api.needed("pinChatMessage", **message, disable_notification=True)
        await _comes_back(walk, "its own pin", "pinned_message")
    walk.taken(Line.DELETION, "its own message", await walk.api("deleteMessage", **message))


async def _comes_back(walk: Walk, what: str, field: str) -> None:
    found = await walk.inbox.first(tells(walk.group, field), walk.clock.monotonic() + _SOON)
    walk.note(Line.OWN_MESSAGES, what, found is not None, "comes back" if found else "nothing in 10 s")


async def _topic(walk: Walk) -> None:
    made = await walk.api.needed("createForumTopic", chat_id=walk.group, name="Palabre looks")
    topic: dict[str, Any] = {"chat_id": walk.group, "message_thread_id": made["message_thread_id"]}
    await _comes_back(walk, "a topic it made", "forum_topic_created")
    await walk.api.needed("closeForumTopic", **topic)
    closed = await walk.api("sendMessage", **topic, text="In a closed topic.")
    walk.taken(Line.CLOSED_TOPIC, "by one that may manage topics", closed)
    await walk.api("deleteForumTopic", **topic)


async def _plain_line(walk: Walk, rights: Json) -> None:
    update = await walk.ask("Send 3 to the group.", writes(walk.operator, walk.group, "3"), chat=walk.group)
    if not walk.me.reads_all:
        walk.note(Line.PRIVACY, "a plain line, to an administrator", True, "told")
    if rights.get("can_delete_messages") and walk.supergroup:
        number = message_of(update)["message_id"]
        deleted = await walk.api("deleteMessage", chat_id=walk.group, message_id=number)
        walk.taken(Line.DELETION, "another's message", deleted)


async def hide(walk: Walk) -> None:
    """The operator becomes an anonymous administrator, writes and taps."""
    name, data = walk.me.username, walk.mark()
    words = f"Make yourself anonymous: group, Administrators, yourself, Remain anonymous. Then send /live@{name}"
    update = await walk.ask(words, writes(ANONYMOUS, walk.group, f"/live@{name}"), chat=walk.group)
    walk.anonymous = True
    shown = (message_of(update).get("sender_chat") or {}).get("id") == walk.group
    walk.note(Line.ANONYMOUS, "a message", shown, "sender_chat is the group" if shown else "no sender_chat")
    keyboard = buttons(("Tap me", data))
    update = await walk.ask(
        "Tap this button.", lambda update: tap_of(update).get("data") == data, chat=walk.group, reply_markup=keyboard
    )
    await _answered(walk, update)
    person = sender(tap_of(update)) == walk.operator
    walk.note(Line.ANONYMOUS, "a tap", person, "from the person" if person else "from somebody else")
