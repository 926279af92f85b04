"""The steps of putting a point on the agenda: each is a screen, and what is typed then answers it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.screen import Screen
from bot.services import dates
from bot.services.act import Refused, Why
from bot.services.actions.plans import Plan
from handlers.agenda.draft import Draft, keep
from handlers.screens.agenda import adding as screens
from handlers.screens.agenda import agenda as around
from handlers.turn import Reply, Turn
from handlers.values import agenda as v


async def at_step(turn: Turn, draft: Draft, step: v.To) -> Reply:
    """That step of it; what is typed now answers it. Refused: NOT_FACILITATOR, GONE (also of a look at half of it)."""
    if step == "sure" and not draft.whole:
        raise Refused(Why.GONE)
    plan = await turn.services.agenda.plan(turn.act, draft.whose)
    now = replace(draft, step=step)
    await keep(turn, now)
    return Reply(show=await _screen(turn, now, plan))


async def _screen(turn: Turn, draft: Draft, plan: Plan) -> Screen:
    texts, today = turn.texts, dates.today(turn.act.now, plan.zone)
    if draft.step == "sure":
        return await _sure(turn, draft, plan)
    shown: dict[v.To, Callable[[], Screen]] = {
        "title": lambda: screens.title(texts, plan.name, around.back(texts, draft.of, draft.place_id)),
        "every": lambda: screens.every(texts, draft.title),
        "rule": lambda: screens.rule(texts),
        "day": lambda: screens.day(texts, draft.title, today),
        "time": lambda: screens.hour(texts, plan.zone),
        "ahead": lambda: screens.ahead(texts),
    }
    return shown[draft.step]()


async def _sure(turn: Turn, draft: Draft, plan: Plan) -> Screen:
    """All of it once more."""
    try:
        found = await turn.services.agenda.times(turn.act, draft.whose, draft.rule, draft.starts)
    except Refused as refused:
        if refused.why is not Why.BAD_DATE:
            raise
        return screens.never(turn.texts)
    about = around.about(turn.texts, draft.rule, draft.starts, draft.ahead)
    return screens.sure(turn.texts, draft.title, about, found, plan.zone)
