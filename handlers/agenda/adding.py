"""Putting a point on the agenda: what, how often, from which day on, at what time, and a look at its next dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.services import dates
from bot.services.act import Refused, Why
from handlers.actions.sketch import whose
from handlers.agenda.draft import Draft, kept
from handlers.agenda.steps import at_step
from handlers.screens import days
from handlers.screens.agenda import adding as screens
from handlers.screens.agenda import agenda as around
from handlers.screens.groups.start import link
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
    return await at_step(turn, Draft(value.of, value.id), "title")


async def step(turn: Turn, value: v.Step) -> Reply:
    """Back to a step."""
    return await at_step(turn, await kept(turn), value.to)


async def title(turn: Turn, value: v.Title) -> Reply:
    """One of the suggestions, in the language of whoever takes it."""
    if not 0 <= value.place < len(screens.SUGGESTED):
        raise Refused(Why.GONE)
    suggested = turn.texts.label(screens.SUGGESTED[value.place])
    return await at_step(turn, replace(await kept(turn), title=suggested), "every")


async def often(turn: Turn, value: v.Often) -> Reply:
    """A usual rhythm; a rule of one's own is typed first."""
    draft = replace(await kept(turn), every=value.every, own="")
    return await at_step(turn, draft, "rule" if value.every == "o" else "day")


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
        return await at_step(turn, draft, "day")
    return await at_step(turn, replace(draft, day=value.day), "time")


async def at(turn: Turn, value: v.At) -> Reply:
    if not 0 <= value.minute < 24 * 60:
        raise Refused(Why.GONE)
    return await at_step(turn, replace(await kept(turn), minute=value.minute), "ahead")


async def ahead(turn: Turn, value: v.Ahead) -> Reply:
    if value.days not in screens.AHEAD:
        raise Refused(Why.GONE)
    return await at_step(turn, replace(await kept(turn), ahead=value.days), "sure")


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
STARTS: dict[str, LineHandler] = {"j": from_link}
