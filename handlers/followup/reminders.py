"""What is brought to the mind of those who have taken something on, and `/away`, which holds it."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.screen import Screen
from bot.services.followup.followup import AWAY, NEEDS_HAND
from handlers.actions.choosing import DAY, await_day, await_nothing, present
from handlers.screens import general as common
from handlers.screens.followup import reminders as screens
from handlers.turn import Addressee, LetterRenderer, Reply, TapHandler, Turn
from handlers.value import Value
from handlers.values import actions as v


async def away(turn: Turn) -> Reply:
    """Until when? Asked where only the person reads it."""
    if not turn.place.private:
        return Reply(show=common.only_private(turn.texts, turn.bot_username))
    await await_day(turn, v.When(id=0, purpose="a"))
    return Reply(show=screens.away(turn.texts, await present(turn)))


async def leave(turn: Turn, until: date) -> Reply:
    """Away until that day. Refused: BAD_DUE."""
    await turn.services.followup.away(turn.act, until)
    return Reply(show=screens.is_away(turn.texts, until))


async def back(turn: Turn, value: v.Back) -> Reply:
    del value
    await await_nothing(turn, DAY)
    await turn.services.followup.back(turn.act)
    return Reply(show=screens.is_back(turn.texts))


async def remind_on(turn: Turn, action_id: int, day: date) -> Reply:
    """A reminder on that day, and none before. Refused: NOT_OWNER, ENDED, BAD_DUE, GONE."""
    await turn.services.followup.remind_on(turn.act, action_id, day)
    return Reply(show=screens.will_remind(turn.texts, action_id, day))


async def _needs_hand(data: dict[str, Any], to: Addressee) -> Screen | None:
    found = await to.services.followup.needing(data)
    if not found:
        return None
    on_agenda = all(one.on_agenda for one in found)
    return screens.needs_hand(to.texts, [one.id for one in found], on_agenda=on_agenda)


async def _away(data: dict[str, Any], to: Addressee) -> Screen | None:
    person = await to.services.people.find(int(data["person_id"]))
    return screens.told_away(to.texts, person.name or "", date.fromordinal(int(data["until"]))) if person else None


TAPS: dict[type[Value], TapHandler] = {v.Back: back}
LETTERS: dict[str, LetterRenderer] = {NEEDS_HAND: _needs_hand, AWAY: _away}
