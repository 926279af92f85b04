"""Choosing a person or a day, for an action that is being planned and for one that there is."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from datetime import date

from bot.services import dates
from bot.services.act import Refused, Why
from bot.services.actions.boards import View
from bot.storage.actions import Whose
from handlers.actions.sketch import keep, kept
from handlers.screens import days
from handlers.screens.actions import people
from handlers.screens.actions.action import what
from handlers.turn import LineHandler, Reply, TapHandler, Turn
from handlers.value import Value
from handlers.values import actions as v

NAME, DAY = "action_name", "action_day"


async def offer_people(turn: Turn, value: v.People) -> Reply:
    """A page of the plan's people; a line that is written now is the beginning of a name."""
    about, helping = "", frozenset[int]()
    if value.id:
        view = await turn.services.boards.look(turn.act, value.id)
        whose, about, helping = view.action.whose, what(turn.texts, view.action), _helping(view)
        await turn.services.dialogues.wait(turn.act, turn.spot, NAME, **value.model_dump())
    else:
        sketch = await kept(turn)
        whose = sketch.whose
        await keep(turn, replace(sketch, step="who"))
    page = await turn.services.boards.members(turn.act, whose, max(value.page, 0))
    return Reply(show=people.people(turn.texts, value, page, turn.act.person_id, helping, about=about))


def _helping(view: View) -> frozenset[int]:
    return frozenset(one.person_id for one in view.helpers)


async def name_typed(turn: Turn) -> Reply:
    value = v.People(**turn.asked)
    view = await turn.services.boards.look(turn.act, value.id)
    return await by_beginning(turn, value, view.action.whose, _helping(view))


async def by_beginning(turn: Turn, value: v.People, whose: Whose, helping: Set[int] = frozenset()) -> Reply:
    """Whoever is called so."""
    found = await turn.services.boards.members(turn.act, whose, 0, turn.line)
    return Reply(show=people.people(turn.texts, value, found, turn.act.person_id, helping, searched=True))


async def present(turn: Turn, action_id: int = 0) -> date:
    """Today, where whoever does it is."""
    return dates.today(turn.act.now, await turn.services.boards.zone(turn.act, action_id))


async def calendar(turn: Turn, value: v.Month) -> Reply:
    """A month; what is no day at all is today's."""
    zone = await turn.services.boards.zone(turn.act, value.id)
    today = dates.today(turn.act.now, zone)
    wanted = date.fromordinal(value.day) if 1 <= value.day <= date.max.toordinal() else today
    return Reply(show=days.calendar(turn.texts, value, wanted, today, zone))


async def type_day(turn: Turn, value: v.TypeDay) -> Reply:
    if value.id or value.purpose == "a":
        await await_day(turn, v.When(id=value.id, purpose=value.purpose))
    else:
        await keep(turn, replace(await kept(turn), step="when"))
    return Reply(send=days.ask(turn.texts))


async def await_day(turn: Turn, chosen: v.When) -> None:
    """A line that is written from now on is a date."""
    await turn.services.dialogues.wait(turn.act, turn.spot, DAY, **chosen.model_dump())


async def await_nothing(turn: Turn, *kinds: str) -> None:
    """What is written from now on is no answer to any of these."""
    waiting = await turn.services.dialogues.waiting(turn.act, turn.spot)
    if waiting and waiting.kind in kinds:
        await turn.services.dialogues.end(replace(turn.act, update_id=None), turn.spot)


async def day_typed(turn: Turn) -> Reply:
    return await by_line(turn, v.When(id=turn.asked["id"], purpose=turn.asked["purpose"]))


async def by_line(turn: Turn, chosen: v.When) -> Reply:
    """What was understood, on a button; asked again where it is no day that can be used."""
    spoken = (turn.texts.language, turn.own.language)
    zone = await turn.services.boards.zone(turn.act, chosen.id)
    today = dates.today(turn.act.now, zone)
    first, last = days.span(today)
    day = dates.read_day(turn.line, spoken, turn.act.now, zone) if turn.line else None
    if day is None or not first <= day <= last:
        return Reply(send=days.bad_day(turn.texts, today))
    return Reply(show=days.echo(turn.texts, chosen, day))


def day_of(value: v.Day) -> date:
    """The day of a button. Refused: BAD_DUE for a forged one."""
    if not 1 <= value.day <= date.max.toordinal():
        raise Refused(Why.BAD_DUE)
    return date.fromordinal(value.day)


TAPS: dict[type[Value], TapHandler] = {
    v.People: offer_people,
    v.Month: calendar,
    v.TypeDay: type_day,
}
LINES: dict[str, LineHandler] = {NAME: name_typed, DAY: day_typed}
