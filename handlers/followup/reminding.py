"""The letter that reminds an owner, and what they say to it by one tap."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.screen import Screen
from bot.services.act import Refused, Why
from bot.services.followup.followup import REMINDER
from handlers.actions import action
from handlers.screens.followup import reminding as screens
from handlers.screens.followup.reminders import reminder_in_group
from handlers.turn import Addressee, LetterRenderer, Reply, TapHandler, Turn
from handlers.value import Value
from handlers.values import actions as v

_DEEDS = frozenset({"done", "well", "block", "back"})


async def say(turn: Turn, value: v.Say) -> Reply:
    """How it goes; what else was brought to mind, and was not answered yet, stays in the message.

    Refused: GONE for a forged deed, and as by `action.do`.
    """
    if value.deed not in _DEEDS:
        raise Refused(Why.GONE)
    reply = await action.do(turn, v.Do(id=value.id, deed=value.deed))
    left = await turn.services.followup.left(turn.act) if turn.place.private else ()
    others = [one for one in left if one.id != value.id]
    if not others or reply.show is None:
        return reply
    said = (await turn.services.boards.look(turn.act, value.id)).action
    return replace(reply, show=screens.answered(turn.texts, reply.show.text, said, others))


async def _reminder(data: dict[str, Any], to: Addressee) -> Screen | None:
    """What is still to be thought of now; None where nothing is left of it."""
    found = await to.services.followup.reminder(data)
    if found is None:
        return None
    if found.in_group:
        return reminder_in_group(to.texts, found.owner_id, found.actions[0].owner_name)
    return screens.reminder(to.texts, found.actions, found.rounds)


TAPS: dict[type[Value], TapHandler] = {v.Say: say}
LETTERS: dict[str, LetterRenderer] = {REMINDER: _reminder}
