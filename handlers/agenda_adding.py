"""Putting a point on the agenda: what, how often, from which day on, at what time, and a look at its next dates."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date

from bot.screen import Screen
from bot.services import dates, names
from bot.services.act import Refused, Why
from bot.services.plans import Plan
from bot.services.rule import BadRule, parse
from handlers.agenda_draft import ADDING, Draft, keep, kept, of_state
from handlers.screens import agenda as around
from handlers.screens import agenda_adding as screens
from handlers.screens import days
from handlers.screens.start import link
from handlers.sketch import whose
from handlers.turn import LineHandler, Reply, TapHandler, Turn
from handlers.value import Value
from handlers.values import agenda as v


async def from_link(turn: Turn) -> Reply:
    """The button on the agenda of a group was tapped: here it goes on."""
    of, number = turn.argument[:1], turn.argument[1:19]
    if not turn.place.private or of not in ("g", "o") or not number.isdecimal():
        raise Refused(Why.BAD_LINK)
    return await begin(turn, v.Begin(of="g" if of == "g" else "o", id=int(number)))


async def begin(turn: Turn, value: v.Begin) -> Reply:
    """In a group the private chat opens; there it is asked what comes back."""
    if not turn.place.private:
        return Reply(url=link(turn.bot_username, "start", f"j{value.of}{value.id}"))
    return await _at(turn, Draft(value.of, value.id), "title")


async def _at(turn: Turn, draft: Draft, step: v.To) -> Reply:
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


async def step(turn: Turn, value: v.Step) -> Reply:
    """Back to a step."""
    return await _at(turn, await kept(turn), value.to)


async def title(turn: Turn, value: v.Title) -> Reply:
    """One of the suggestions, in the language of whoever takes it."""
    if not 0 <= value.place < len(screens.SUGGESTED):
        raise Refused(Why.GONE)
    suggested = turn.texts.label(screens.SUGGESTED[value.place])
    return await _at(turn, replace(await kept(turn), title=suggested), "every")


async def often(turn: Turn, value: v.Often) -> Reply:
    """A usual rhythm; a rule of one's own is typed first."""
    draft = replace(await kept(turn), every=value.every, own="")
    return await _at(turn, draft, "rule" if value.every == "o" else "day")


async def month(turn: Turn, value: v.Month) -> Reply:
    """A month to choose from; what is no day at all is today's."""
    plan = await turn.services.agenda.plan(turn.act, (await kept(turn)).whose)
    today = dates.today(turn.act.now, plan.zone)
    wanted = date.fromordinal(value.day) if 1 <= value.day <= date.max.toordinal() else today
    return Reply(show=screens.calendar(turn.texts, wanted, today, plan.zone))


async def first(turn: Turn, value: v.First) -> Reply:
    """From that day on. One that is over, or too far, is asked for again."""
    draft = await kept(turn)
    plan = await turn.services.agenda.plan(turn.act, draft.whose)
    earliest, latest = days.span(dates.today(turn.act.now, plan.zone))
    if not earliest.toordinal() <= value.day <= latest.toordinal():
        return await _at(turn, draft, "day")
    return await _at(turn, replace(draft, day=value.day), "time")


async def at(turn: Turn, value: v.At) -> Reply:
    if not 0 <= value.minute < 24 * 60:
        raise Refused(Why.GONE)
    return await _at(turn, replace(await kept(turn), minute=value.minute), "ahead")


async def ahead(turn: Turn, value: v.Ahead) -> Reply:
    if value.days not in screens.AHEAD:
        raise Refused(Why.GONE)
    return await _at(turn, replace(await kept(turn), ahead=value.days), "sure")


async def save(turn: Turn, value: v.Save) -> Reply:
    """It is on the agenda. A doubled tap finds nothing that is being put there."""
    del value
    draft = await kept(turn)
    if not draft.whole:
        raise Refused(Why.GONE)
    agenda = turn.services.agenda
    try:
        await agenda.add(
            replace(turn.act, update_id=None),
            draft.whose,
            title=draft.title,
            rule=draft.rule,
            starts=draft.starts,
            ahead_days=draft.ahead,
        )
    except Refused as refused:
        if refused.why is not Why.BAD_DATE:
            raise
        return Reply(show=screens.never(turn.texts))
    await turn.services.dialogues.end(turn.act, turn.spot)
    listed = await agenda.listed(turn.act, whose(draft.of, draft.place_id))
    toast = turn.own.label("It is on the agenda.")
    return Reply(show=around.agenda(turn.texts, listed, several=False), toast=toast)


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
    return await answer(turn, draft) if answer else await _at(turn, draft, draft.step)


async def _titled(turn: Turn, draft: Draft) -> Reply:
    typed = names.clean(turn.line)
    if not 0 < len(typed) <= names.LONGEST:
        raise Refused(Why.BAD_NAME)
    return await _at(turn, replace(draft, title=typed), "every")


async def _ruled(turn: Turn, draft: Draft) -> Reply:
    plan = await turn.services.agenda.plan(turn.act, draft.whose)
    typed = turn.line.strip().upper().removeprefix("RRULE:")
    try:
        parse(typed, plan.zone)
    except BadRule:
        return Reply(show=screens.rule(turn.texts, again=True))
    return await _at(turn, replace(draft, own=typed), "day")


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
    return await _at(turn, replace(draft, minute=typed.hour * 60 + typed.minute), "ahead")


TAPS: dict[type[Value], TapHandler] = {
    v.Begin: begin,
    v.Step: step,
    v.Title: title,
    v.Often: often,
    v.Month: month,
    v.First: first,
    v.At: at,
    v.Ahead: ahead,
    v.Save: save,
}
LINES: dict[str, LineHandler] = {ADDING: said}
STARTS: dict[str, LineHandler] = {"j": from_link}
