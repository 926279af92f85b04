"""`/agenda`: what comes back at the meetings of a group or organization, and the sheets of what to talk about."""

from __future__ import annotations

from typing import Any

from bot.screen import Screen
from bot.services.act import Refused, Why
from bot.services.actions.plans import Plan
from bot.services.agenda.agenda import AHEAD, PAPER, SHEET
from bot.services.agenda.sheet import Sheet
from bot.storage.actions import MINE, Whose
from handlers.actions.sketch import whose
from handlers.agenda import adding as agenda_adding
from handlers.agenda import lines as agenda_lines
from handlers.agenda.draft import ADDING
from handlers.agenda.paper import on_paper
from handlers.screens.actions.exports import no_files
from handlers.screens.agenda import agenda as screens
from handlers.screens.agenda import sheet as sheets
from handlers.turn import Addressee, Command, LetterRenderer, LineHandler, Reply, TapHandler, Turn, _
from handlers.value import Value
from handlers.values import agenda as v

_SECOND = 1_000_000


async def agenda(turn: Turn) -> Reply:
    """In a group its own; in private the only one, or the choice."""
    group = turn.place.group
    if group is not None:
        return await listed(turn, v.List(of="g", id=group.id))
    found = await _shared(turn)
    if len(found) != 1:
        return Reply(show=screens.plans(turn.texts, found))
    return await listed(turn, screens.listing(found[0]))


async def _shared(turn: Turn) -> list[Plan]:
    """The plans that several people share; nobody meets about what is theirs alone."""
    return [one for one in await turn.services.boards.places(turn.act) if one.whose != MINE]


async def _choice(turn: Turn, value: v.Plans) -> Reply:
    del value
    if not turn.place.private:
        return await agenda(turn)
    return Reply(show=screens.plans(turn.texts, await _shared(turn)))


async def listed(turn: Turn, value: v.List) -> Reply:
    """What comes back; what was being put there is waited for no longer."""
    _need_here(turn, whose(value.of, value.id))
    waiting = await turn.services.dialogues.waiting(turn.act, turn.spot)
    if waiting and waiting.kind == ADDING:
        await turn.services.dialogues.end(turn.act, turn.spot)
    return Reply(show=await _listing(turn, whose(value.of, value.id)))


async def _listing(turn: Turn, plan: Whose) -> Screen:
    found = await turn.services.agenda.listed(turn.act, plan)
    several = turn.place.private and len(await _shared(turn)) > 1
    return screens.agenda(turn.texts, found, several=several)


def _need_here(turn: Turn, plan: Whose) -> None:
    """In a group only its own agenda: others must not see what is another's. Refused: NOT_MEMBER."""
    group = turn.place.group
    if group is not None and plan != Whose(group_id=group.id):
        raise Refused(Why.NOT_MEMBER)


async def point(turn: Turn, value: v.Point) -> Reply:
    found = await turn.services.agenda.point(turn.act, value.id)
    _need_here(turn, found.item.whose)
    return Reply(show=screens.point(turn.texts, found))


async def end(turn: Turn, value: v.End) -> Reply:
    """Asked once more in its place, then done."""
    found = await turn.services.agenda.point(turn.act, value.id)
    _need_here(turn, found.item.whose)
    if not found.decides:
        raise Refused(Why.NOT_FACILITATOR)
    if not value.sure:
        return Reply(show=screens.sure_to_end(turn.texts, found))
    ended = await turn.services.agenda.end(turn.act, value.id)
    return Reply(show=await _listing(turn, ended), toast=turn.own.label("It is off the agenda."))


async def now(turn: Turn, value: v.Now) -> Reply:
    """What there is to talk about at this moment."""
    plan = whose(value.of, value.id)
    _need_here(turn, plan)
    found = await turn.services.agenda.present(turn.act, plan)
    return Reply(show=sheets.sheet(turn.texts, found, screens.back(turn.texts, value.of, value.id)))


async def paper(turn: Turn, value: v.Paper) -> Reply:
    """A sheet on a page, below the message that says the same."""
    plan = whose(value.of, value.id)
    _need_here(turn, plan)
    page = await on_paper(turn.texts, await _sheet(turn, plan, value), turn.act.now)
    return Reply(send=page, refused=no_files(turn.texts, turn.bot_username))


async def _sheet(turn: Turn, plan: Whose, value: v.Paper) -> Sheet:
    """That of now, or of an item of the plan for its time. Refused: GONE."""
    agenda = turn.services.agenda
    if not value.item:
        return await agenda.present(turn.act, plan)
    found = await agenda.again(turn.act, value.item, at=value.at * _SECOND, since=value.since * _SECOND)
    if found.plan.whose != plan:
        raise Refused(Why.GONE)
    return found


async def _ahead(data: dict[str, Any], to: Addressee) -> Screen | None:
    item = await to.services.agenda.look(data["id"])
    return screens.ahead(to.texts, item, data["at"] // _SECOND, data["since"] // _SECOND) if item else None


async def _told(data: dict[str, Any], to: Addressee) -> Screen | None:
    """The sheet as it is when it goes out."""
    found = await to.services.agenda.sheet(data)
    return sheets.sheet(to.texts, found) if found else None


async def _printed(data: dict[str, Any], to: Addressee) -> Screen | None:
    found = await to.services.agenda.sheet(data)
    return await on_paper(to.texts, found, to.services.ground.clock.now()) if found else None


COMMANDS: dict[str, Command] = {
    "agenda": Command(agenda, _("What comes back at our meetings"), aliases=("reunions", "reuniones", "meetings")),
}
STARTS: dict[str, LineHandler] = agenda_adding.STARTS
TAPS: dict[type[Value], TapHandler] = {
    v.Plans: _choice,
    v.List: listed,
    v.Point: point,
    v.End: end,
    v.Now: now,
    v.Paper: paper,
    **agenda_adding.TAPS,
}
LINES: dict[str, LineHandler] = agenda_lines.LINES
LETTERS: dict[str, LetterRenderer] = {AHEAD: _ahead, SHEET: _told, PAPER: _printed}
