"""Changing an action: its words, its day, who does it and who helps, and whose plan it is in."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.screen import Screen
from bot.services.act import Refused, Why
from bot.services.actions.actions import Edit
from bot.storage.actions import MINE
from handlers.actions import planning
from handlers.actions.action import LINE, before, card, done
from handlers.actions.choosing import DAY, NAME, await_day, await_nothing, day_of, present
from handlers.actions.sketch import whose
from handlers.followup import reminders
from handlers.screens.actions import action as screens
from handlers.screens.actions import changing
from handlers.screens.actions import lines as asking
from handlers.turn import NOTHING, LineHandler, Reply, TapHandler, Turn
from handlers.value import Value
from handlers.values import actions as v

_DAYS = re.compile(r"(?P<whole>\d{1,4})(?:[.,](?P<half>[05])0?)?\s*[^\d.,]*")
"""Whole or half days, with a word behind them or without: "2", "1.5", "0,5 jours"."""


async def change(turn: Turn, value: v.Change) -> Reply:
    """What can be changed, and by whom."""
    view = await turn.services.boards.look(turn.act, value.id)
    if not view.action.open or not view.rights.decides:
        return Reply(show=await card(turn, value.id))
    return Reply(show=changing.change(turn.texts, view))


async def written(turn: Turn) -> Reply:
    """The word that was asked for."""
    action_id, about, line = int(turn.asked["id"]), str(turn.asked["about"]), turn.line.strip()
    actions, act = turn.services.actions, before(turn)
    words = {
        "back": lambda: actions.hand_back(act, action_id, line),
        "block": lambda: actions.block(act, action_id, line),
        "drop": lambda: actions.drop(act, action_id, line),
    }
    if about not in words:
        return await _edited(turn)
    reply = await done(turn, action_id, words[about]())
    await turn.services.dialogues.end(turn.act, turn.spot)
    return reply


async def _edited(turn: Turn) -> Reply:
    """Another wording, or its person-days; the revision is that of what was looked at when it was asked for."""
    action_id, about, line = int(turn.asked["id"]), str(turn.asked["about"]), turn.line.strip()
    half_days = read_half_days(line) if about == "days" else None
    if about == "days" and half_days is None:
        return Reply(show=asking.bad_days(turn.texts))
    now = Edit.of(await turn.services.boards.look(turn.act, action_id))
    edits = {
        "what": replace(now, what=line),
        "sign": replace(now, sign=line),
        "days": replace(now, half_days=half_days),
    }
    if about not in edits:
        raise Refused(Why.GONE)
    work = turn.services.actions.edit(before(turn), action_id, int(turn.asked["revision"]), edits[about])
    reply = await done(turn, action_id, work)
    await turn.services.dialogues.end(turn.act, turn.spot)
    return (
        Reply(show=screens.in_work_plan(turn.texts, action_id))
        if await _is_asked(turn, action_id, half_days)
        else reply
    )


async def _is_asked(turn: Turn, action_id: int, half_days: int | None) -> bool:
    """Whether the owner has just said how long it takes, and not yet whether that is in their work plan."""
    if not half_days:
        return False
    view = await turn.services.boards.look(turn.act, action_id)
    one = view.action
    accepted = view.rights.owner and one.open and one.state != "proposed"
    return accepted and one.half_days == half_days and one.in_work_plan is None


def read_half_days(line: str) -> int | None:
    """Days as people write them, in halves; None if that is no number of whole or half days."""
    found = _DAYS.fullmatch(line.strip())
    return 2 * int(found["whole"]) + (found["half"] == "5") if found else None


async def choose(turn: Turn, value: v.Choose) -> Reply:
    """That person: for a new action, as its next owner, or among those who help (or no more)."""
    if value.role == "d":
        return await planning.owner(turn, value)
    await await_nothing(turn, NAME)
    if value.role == "h":
        return await done(turn, value.id, turn.services.actions.hand_over(turn.act, value.id, value.person_id))
    view = await turn.services.boards.look(turn.act, value.id)
    helping = {one.person_id for one in view.helpers} - {value.person_id}
    if value.role == "a":
        helping.add(value.person_id)
    edit = replace(Edit.of(view), helper_ids=tuple(sorted(helping)))
    return await done(turn, value.id, turn.services.actions.edit(turn.act, value.id, view.action.revision, edit))


async def when(turn: Turn, value: v.When) -> Reply:
    """Days to choose from; one may be written as well."""
    if value.purpose == "d":
        return await planning.when(turn, value)
    if value.purpose == "a":
        return await reminders.away(turn)
    shown = await _when(turn, value)
    await await_day(turn, value)
    return Reply(show=shown)


async def _when(turn: Turn, value: v.When) -> Screen:
    view = await turn.services.boards.look(turn.act, value.id)
    return changing.other_day(turn.texts, view, value, await present(turn, value.id))


async def day(turn: Turn, value: v.Day) -> Reply:
    """That day: a new action is complete with it, another one moves to it."""
    if value.purpose == "d":
        return await planning.planned(turn, value)
    await await_nothing(turn, DAY)
    if value.purpose == "a":
        return await reminders.leave(turn, day_of(value))
    if value.purpose == "r":
        return await reminders.remind_on(turn, value.id, day_of(value))
    return await done(turn, value.id, turn.services.actions.move_date(turn.act, value.id, day_of(value)))


async def themes(turn: Turn, value: v.Themes) -> Reply:
    """The themes of the survey that it answers."""
    view = await turn.services.boards.look(turn.act, value.id)
    if view.template is None or not view.action.open or not view.rights.decides:
        return Reply(show=await card(turn, value.id))
    return Reply(show=changing.themes(turn.texts, view, view.template))


async def answers(turn: Turn, value: v.Answers) -> Reply:
    """That theme, of those that may be shown in a group. Refused: GONE."""
    view = await turn.services.boards.look(turn.act, value.id)
    spokes = view.template.plain.spokes if view.template else ()
    if not 0 <= value.place < len(spokes):
        raise Refused(Why.GONE)
    edit = replace(Edit.of(view), spoke=spokes[value.place].key)
    return await done(turn, value.id, turn.services.actions.edit(turn.act, value.id, view.action.revision, edit))


async def share(turn: Turn, value: v.Share) -> Reply:
    """Bring one's own into that plan; without one, the plans to choose from."""
    plan = whose(value.of, value.plan_id)
    if plan == MINE:
        return Reply(show=changing.shares(turn.texts, value.id, await turn.services.boards.places(turn.act)))
    return await done(turn, value.id, turn.services.actions.share(turn.act, value.id, plan))


async def blank(turn: Turn, value: v.Blank) -> Reply:
    """A button that only fills its row."""
    del turn, value
    return NOTHING


TAPS: dict[type[Value], TapHandler] = {
    v.Change: change,
    v.Choose: choose,
    v.When: when,
    v.Day: day,
    v.Themes: themes,
    v.Answers: answers,
    v.Share: share,
    v.Blank: blank,
}
LINES: dict[str, LineHandler] = {LINE: written}
