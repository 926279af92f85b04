"""What is typed while a point is put on the agenda."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.services import dates, names
from bot.services.act import Refused, Why
from bot.services.agenda.rule import BadRule, parse
from handlers.agenda.draft import ADDING, Draft, of_state
from handlers.agenda.steps import at_step
from handlers.screens import days
from handlers.screens.agenda import adding as screens
from handlers.turn import LineHandler, Reply, Turn
from handlers.values import agenda as v


async def said(turn: Turn) -> Reply:
    """A line answers the present step; where buttons are waited for, they are shown once more."""
    draft = of_state(turn.asked)
    answers: dict[v.To, Callable[[Turn, Draft], Awaitable[Reply]]] = {
        "title": _titled,
        "rule": _ruled,
        "day": _dated,
        "time": _timed,
    }
    answer = answers.get(draft.step)
    return await answer(turn, draft) if answer else await at_step(turn, draft, draft.step)


async def _titled(turn: Turn, draft: Draft) -> Reply:
    typed = names.clean(turn.line)
    if not 0 < len(typed) <= names.LONGEST:
        raise Refused(Why.BAD_NAME)
    return await at_step(turn, replace(draft, title=typed), "every")


async def _ruled(turn: Turn, draft: Draft) -> Reply:
    plan = await turn.services.agenda.plan(turn.act, draft.whose)
    typed = turn.line.strip().upper().removeprefix("RRULE:")
    try:
        parse(typed, plan.zone)
    except BadRule:
        return Reply(show=screens.rule(turn.texts, again=True))
    return await at_step(turn, replace(draft, own=typed), "day")


async def _dated(turn: Turn, draft: Draft) -> Reply:
    """What was understood, on a button; asked again where it is no day that can be used."""
    plan = await turn.services.agenda.plan(turn.act, draft.whose)
    spoken = (turn.texts.language, turn.own.language)
    today = dates.today(turn.act.now, plan.zone)
    earliest, latest = days.span(today)
    day = dates.read_day(turn.line, spoken, turn.act.now, plan.zone)
    if day is None or not earliest <= day <= latest:
        return Reply(show=days.bad_day(turn.texts, today))
    return Reply(show=screens.echo(turn.texts, day))


async def _timed(turn: Turn, draft: Draft) -> Reply:
    typed = dates.read_hour(turn.line)
    if typed is None:
        plan = await turn.services.agenda.plan(turn.act, draft.whose)
        return Reply(show=screens.hour(turn.texts, plan.zone, again=True))
    return await at_step(turn, replace(draft, minute=typed.hour * 60 + typed.minute), "ahead")


LINES: dict[str, LineHandler] = {ADDING: said}
