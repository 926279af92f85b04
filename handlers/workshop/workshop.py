"""`/workshop`: a group takes a round together; how it begins, pauses and ends. What happens to a theme is beside it."""

from __future__ import annotations

from dataclasses import replace

from bot.services.act import Refused, Why
from bot.services.workshop.view import View
from bot.services.workshop.workshops import MOST_PRESENT
from bot.storage.actions import Whose
from handlers.screens.workshop import theme as themes
from handlers.screens.workshop import workshop as screens
from handlers.turn import Command, LineHandler, Reply, TapHandler, Turn, _
from handlers.value import Value
from handlers.values import workshop as v
from handlers.workshop import theme as workshop_theme
from surveys.template import Template

PRESENT = "workshop_present"


async def workshop(turn: Turn) -> Reply:
    """The ways on of the one under way, else the choice of a survey; in private a word about it."""
    if turn.place.group is None:
        return Reply(show=screens.in_groups(turn.texts))
    view = await _under_way(turn)
    if view is not None:
        return Reply(show=screens.steering(turn.texts, view))
    return Reply(show=screens.templates(turn.texts, await turn.services.tailoring.choices(_whose(turn))))


async def templates(turn: Turn, value: v.Templates) -> Reply:
    del value
    return await workshop(turn)


async def mode(turn: Turn, value: v.Mode) -> Reply:
    """Everybody taps, or aloud; where one has begun meanwhile, the ways on of that."""
    view = await _under_way(turn)
    if view is not None:
        return Reply(show=screens.steering(turn.texts, view))
    return Reply(show=screens.mode(turn.texts, await _template(turn, value.template_id)))


async def present(turn: Turn, value: v.Present) -> Reply:
    await _under_way(turn)
    return Reply(show=screens.present(turn.texts, await _template(turn, value.template_id)))


async def type_present(turn: Turn, value: v.TypePresent) -> Reply:
    await _under_way(turn)
    await turn.services.dialogues.wait(turn.act, turn.spot, PRESENT, template_id=value.template_id)
    return Reply(send=screens.ask_present(turn.texts))


async def present_typed(turn: Turn) -> Reply:
    """The number, if it is one; then it begins."""
    line = turn.line.strip()
    if not (line.isascii() and line.isdecimal() and len(line) <= 3 and 2 <= int(line) <= MOST_PRESENT):
        return Reply(send=screens.ask_present(turn.texts))
    act = replace(turn.act, update_id=None)
    template_id = str(turn.asked["template_id"])
    view = await turn.services.workshops.begin(
        act, _group_id(turn), template_id, "aloud", present=int(line), thread_id=turn.place.thread_id
    )
    await turn.services.dialogues.end(turn.act, turn.spot)
    return _begun(turn, view)


async def begin(turn: Turn, value: v.Begin) -> Reply:
    """What it is, and the first theme. A doubled tap is told that it has begun."""
    view = await turn.services.workshops.begin(
        turn.act,
        _group_id(turn),
        value.template_id,
        "aloud" if value.present else "taps",
        present=value.present or None,
        thread_id=turn.place.thread_id,
    )
    return _begun(turn, view)


def _begun(turn: Turn, view: View) -> Reply:
    return Reply(
        show=screens.opening(turn.texts, view, turn.operator), send=themes.theme(turn.texts, view, view.workshop.place)
    )


async def steer(turn: Turn, value: v.Steer) -> Reply:
    """The ways on, below the theme, which stays."""
    return Reply(send=screens.steering(turn.texts, await turn.services.workshops.look(turn.act, value.workshop_id)))


async def pause(turn: Turn, value: v.Pause) -> Reply:
    return Reply(show=screens.paused(turn.texts, await turn.services.workshops.pause(turn.act, value.workshop_id)))


async def resume(turn: Turn, value: v.Resume) -> Reply:
    view = await turn.services.workshops.resume(turn.act, value.workshop_id)
    there = themes.theme(turn.texts, view, view.workshop.place)
    return Reply(delete=True, send=there, elsewhere=workshop_theme.below(turn, view))


async def end(turn: Turn, value: v.End) -> Reply:
    """Asked below the theme, which stays as it is if the answer is no."""
    if not value.sure:
        view = await turn.services.workshops.look(turn.act, value.workshop_id)
        asked = screens.sure_to_end(turn.texts, view)
        return Reply(show=asked) if value.listed else Reply(send=asked)
    return Reply(show=screens.ended(turn.texts, shown=await turn.services.workshops.end(turn.act, value.workshop_id)))


async def cancel(turn: Turn, value: v.Cancel) -> Reply:
    if not value.sure:
        view = await turn.services.workshops.look(turn.act, value.workshop_id)
        return Reply(show=screens.sure_to_cancel(turn.texts, view))
    await turn.services.workshops.cancel(turn.act, value.workshop_id)
    return Reply(show=screens.cancelled(turn.texts))


def _group_id(turn: Turn) -> int:
    """Refused: GONE outside of groups."""
    if turn.place.group is None:
        raise Refused(Why.GONE)
    return turn.place.group.id


def _whose(turn: Turn) -> Whose:
    return Whose(group_id=_group_id(turn))


async def _template(turn: Turn, template_id: str) -> Template:
    """What would be asked. Refused: GONE."""
    return (await turn.services.tailoring.named(_whose(turn), template_id)).plain


async def _under_way(turn: Turn) -> View | None:
    """Refused to whoever may not begin one."""
    return await turn.services.workshops.under_way(turn.act, _group_id(turn))


_STEERING: dict[type[Value], TapHandler] = {
    v.Steer: steer,
    v.Pause: pause,
    v.Resume: resume,
    v.End: end,
    v.Cancel: cancel,
}
TAPS: dict[type[Value], TapHandler] = {
    v.Templates: templates,
    v.Mode: mode,
    v.Present: present,
    v.TypePresent: type_present,
    v.Begin: begin,
    **{kind: workshop_theme.in_its_group(handler) for kind, handler in _STEERING.items()},
    **workshop_theme.TAPS,
}
LINES: dict[str, LineHandler] = {PRESENT: present_typed}
CONTENTS = workshop_theme.CONTENTS
LETTERS = workshop_theme.LETTERS
COMMANDS = {"workshop": Command(workshop, _("Take a survey together"), aliases=("atelier", "taller"))}
