"""`/export`: a plan as a file, for a spreadsheet or a calendar."""

from __future__ import annotations

import asyncio

from bot.services.act import Refused, Why
from bot.services.actions.exports import Whole
from bot.storage.actions import MINE
from handlers.actions.sketch import whose
from handlers.screens.actions import exports as screens
from handlers.turn import Command, Reply, TapHandler, Turn, _
from handlers.value import Value
from handlers.values import exports as v
from handlers.values.actions import Of


async def export(turn: Turn) -> Reply:
    """In a group its plan; in private one of those that the person sees."""
    group = turn.place.group
    if group is not None:
        return await forms(turn, v.Forms(of="g", id=group.id))
    return await choose(turn, v.Whose())


async def choose(turn: Turn, value: v.Whose) -> Reply:
    """Which plan? What is one's own is nobody else's business."""
    del value
    if not turn.place.private:
        raise Refused(Why.GONE)
    return Reply(show=screens.plans(turn.texts, await turn.services.boards.places(turn.act)))


async def forms(turn: Turn, value: v.Forms) -> Reply:
    """As which file?"""
    whole = await _whole(turn, value.of, value.id)
    return Reply(show=screens.forms(turn.texts, whole.plan, private=turn.place.private))


async def take(turn: Turn, value: v.Take) -> Reply:
    """The file, made now and kept nowhere."""
    whole = await _whole(turn, value.of, value.id)
    if not whole.entries and not (value.form == "i" and whole.items):
        return Reply(toast=turn.own.label("There is nothing in this plan yet."), alert=True)
    await turn.services.exports.taken(turn.act, whole.plan.whose)
    taken = await asyncio.to_thread(screens.taken, turn.texts, whole, value.form, turn.bot_username)
    return Reply(send=taken, refused=screens.no_files(turn.texts, turn.bot_username))


async def _whole(turn: Turn, of: Of, plan_id: int) -> Whole:
    """The plan. In a group only its own: others must not see what is another plan's. Refused: GONE, NOT_MEMBER."""
    group, wanted = turn.place.group, whose(of, plan_id)
    if not turn.place.private and (group is None or wanted == MINE or wanted.group_id != group.id):
        raise Refused(Why.NOT_MEMBER)
    return await turn.services.exports.whole(turn.act, wanted)


COMMANDS: dict[str, Command] = {
    "export": Command(export, _("A plan as a file"), aliases=("exporter", "exportar")),
}
TAPS: dict[type[Value], TapHandler] = {v.Whose: choose, v.Forms: forms, v.Take: take}
