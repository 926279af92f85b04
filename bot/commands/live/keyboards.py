"""What Telegram makes of keyboards, of edits, and of fields. Nobody needs to do anything."""

from __future__ import annotations

import functools
from typing import Any

from bot.commands.live.api import Json
from bot.commands.live.lines import Line
from bot.commands.live.trials import Trial, try_all
from bot.commands.live.walk import Walk
from bot.commands.live.watching import buttons

_TOO_LONG = "reply markup is too long"
_NO_THREAD = 4242
"""The number of a topic that is nowhere."""


async def keyboards(walk: Walk) -> None:
    """Keyboards at their limits, fields that are empty or unknown, and edits."""
    await try_all(walk, (*_KEYBOARDS, *_FIELDS))
    await edits(walk)


async def edits(walk: Walk) -> None:
    """A screen that is edited into what it is, and into something else of each kind."""
    screen: Json = {"text": "A screen", "reply_markup": buttons(("A", "a"))}
    sent = await walk.send(**screen)
    edit = functools.partial(walk.api, "editMessageText", chat_id=walk.operator, message_id=sent["message_id"])
    walk.refused(Line.NOT_MODIFIED, "the same again", await edit(**screen), "message is not modified")
    walk.taken(Line.NOT_MODIFIED, "another keyboard", await edit(text="A screen", reply_markup=buttons(("B", "b"))))
    bare = await edit(text="Another screen")
    left = "reply_markup" in (bare.result or {})
    walk.note(Line.KEYBOARD_GONE, "left out of an edit", bare.ok and not left, "still there" if left else bare.said)
    bold = await edit(text="<b>Another</b> screen", parse_mode="HTML")
    walk.taken(Line.NOT_MODIFIED, "other entities", bold)


async def threads(walk: Walk) -> None:
    """Topics that are named in a group without them."""
    trial = Trial(Line.GROUP_THREAD, "any topic, in a group without", {"message_thread_id": _NO_THREAD})
    await try_all(walk, [trial], chat=walk.group)


async def forum_threads(walk: Walk) -> None:
    """Topics that a forum does not have, or does not let be named."""
    await try_all(walk, _IN_A_FORUM, chat=walk.group)


def _keyboard(rows: int, a_row: int, label: str = "a", data: str = "a") -> dict[str, Any]:
    button = {"text": label, "callback_data": data}
    return {"reply_markup": {"inline_keyboard": [[button] * a_row] * rows}}


_KEYBOARDS = (
    Trial(Line.BUTTON_DATA, "64 bytes", _keyboard(1, 1, data="é" * 32)),
    Trial(Line.BUTTON_DATA, "65 bytes", _keyboard(1, 1, data="é" * 32 + "a"), "BUTTON_DATA_INVALID"),
    Trial(Line.MANY_BUTTONS, "100 buttons", _keyboard(20, 5)),
    Trial(Line.MANY_BUTTONS, "105 buttons", _keyboard(21, 5), _TOO_LONG),
    Trial(Line.MANY_BUTTONS, "9 in a row", _keyboard(1, 9), _TOO_LONG),
    Trial(Line.MANY_BUTTONS, "12 KB of labels", _keyboard(30, 1, label="a" * 400), _TOO_LONG),
)
_FIELDS = (
    Trial(Line.NULL_FIELD, "null and empty fields", {"parse_mode": "", "reply_parameters": None}),
    Trial(Line.EXTRA_FIELD, "no_such_field", {"no_such_field": 1}),
    Trial(Line.PRIVATE_THREAD, "a topic that is nowhere", {"message_thread_id": _NO_THREAD}, "thread not found"),
)
_IN_A_FORUM = (
    Trial(Line.GROUP_THREAD, "General (1), in a forum", {"message_thread_id": 1}, "message thread not found"),
    Trial(Line.GROUP_THREAD, "none, in a forum", {"message_thread_id": _NO_THREAD}, "message thread not found"),
)
